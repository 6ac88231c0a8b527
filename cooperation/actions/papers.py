"""What is put into the file of an agreement: documents, notes, follow-ups."""

from datetime import date, datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cooperation.models import Agreement, Document, FollowUp, Note, Version
from miko_portal.base.documents import check_pdf, check_working_file
from miko_portal.base.filenames import safe_name
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.base.storage import fingerprint, keep

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@transaction.atomic
def add_document(
    agreement: Agreement,
    *,
    file: File,
    kind: Document.Kind,
    version: Version | None = None,
    again: bool = False,
    by: User,
    at: datetime,
) -> Document:
    """Put a file into the file of an agreement, as it is and for good ("Dokument").

    Refuses what is signed and no sound PDF, what else is neither PDF nor DOCX, a text of another
    agreement, and a file that lies somewhere already, unless it is meant to be stored `again`
    (code "twice"). With the transaction the stored file is undone as well.
    """
    with acting(by):
        if version and version.agreement_id != agreement.pk:
            raise ValidationError(_("This text belongs to another agreement."))
        check = check_pdf if kind == Document.Kind.SIGNED else check_working_file
        check(file)
        sha256, size = fingerprint(file)
        if not again:
            _refuse_twice(sha256)
        name = safe_name(file.name)
        document = Document(
            agreement=agreement,
            version=version,
            kind=kind,
            name=name,
            stored_as=keep(file),
            media_type=MEDIA_TYPES[PurePath(name).suffix.lower()],
            size=size,
            sha256=sha256,
            added_by=by,
            added_at=at,
        )
        document.full_clean(exclude=["agreement", "version", "added_by"])
        document.save()
    return document


@transaction.atomic
def add_note(agreement: Agreement, *, noted_on: date, text: str, by: User) -> Note:
    """Write down what was said or found out on a day; it stays as written ("Vermerk")."""
    with acting(by):
        note = Note(agreement=agreement, noted_on=noted_on, text=text, written_by=by)
        note.full_clean(exclude=["agreement", "written_by"])
        note.save()
    return note


@transaction.atomic
def add_follow_up(
    agreement: Agreement, *, due_on: date, text: str, person: User, by: User
) -> FollowUp:
    """Have somebody take an agreement up again on a day ("Wiedervorlage")."""
    with acting(by):
        follow_up = FollowUp(agreement=agreement, due_on=due_on, text=text, person=person)
        follow_up.full_clean(exclude=["agreement", "person"])
        follow_up.save()
    return follow_up


@transaction.atomic
def finish_follow_up(follow_up: FollowUp, *, by: User, on: date):
    """It is dealt with ("erledigt")."""
    with acting(by):
        FollowUp.objects.select_for_update().get(pk=follow_up.pk).finish(on=on)


def _refuse_twice(sha256):
    same = Document.objects.filter(sha256=sha256).select_related("agreement").first()
    if same:
        raise ValidationError(
            _("The same file lies with %(number)s already: “%(name)s”, added on %(day)s."),
            code="twice",
            params={
                "number": same.agreement.number,
                "name": same.name,
                "day": date_format(timezone.localtime(same.added_at), "SHORT_DATE_FORMAT"),
            },
        )
