"""How a text becomes binding: consultation, release, signatures; or is given up before."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.actions.drafting import lock
from cooperation.actions.papers import add_document
from cooperation.models import Agreement, Document, Signatory, Version
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def start_consultation(agreement: Agreement, *, by: User, on: date):
    """Send a draft, or the draft of an amendment, to its partners, who see it from now on."""
    with acting(by):
        _open_text(agreement).start_consultation(on=on)


@transaction.atomic
def release(agreement: Agreement, *, by: User, on: date):
    """Have the agreed text go round for signature ("zur Unterschrift freigeben")."""
    with acting(by):
        _open_text(agreement).release(on=on)


@transaction.atomic
def record_signature(signatory: Signatory, *, by: User, on: date, **told: str):
    """Note that somebody has signed; the last signature completes the version.

    `told`: place, name and function of a deputy, on behalf of whom.
    """
    with acting(by):
        version = _open_text(signatory.version.agreement)
        current = version.signatories.get(pk=signatory.pk)
        current.sign(on=on, **told)
        version.complete()


@transaction.atomic
def record_signatures(rows: list[tuple[Signatory, date, dict]], *, by: User) -> int:
    """Note several signatures, all or none; each as (who, day, what is told). Counts them."""
    for signatory, day, told in rows:
        record_signature(signatory, by=by, on=day, **told)
    return len(rows)


@transaction.atomic
def withdraw(agreement: Agreement, *, by: User, on: date):
    """Give up an agreement before all have signed ("zurückziehen")."""
    with acting(by):
        lock(agreement).withdraw(on=on)


@transaction.atomic
def start_over(agreement: Agreement, *, by: User, on: date, reason: str):
    """Take a text back to the draft; signatures given so far are void, and kept with the reason."""
    with acting(by):
        _open_text(agreement).start_over(on=on, reason=reason)


@transaction.atomic
def record_all_signatures(
    version: Version,
    *,
    by: User,
    on: date,
    place: str = "",
    scan: File | None = None,
    at: datetime | None = None,
) -> int:
    """Note that all who were missing have signed on a day. Counts them.

    `scan`: the signed paper, which is kept with the documents, added `at` this moment.
    """
    with acting(by):
        if scan:
            add_document(
                version.agreement,
                file=scan,
                kind=Document.Kind.SIGNED,
                version=version,
                by=by,
                at=at,
            )
        missing = list(_open_text(version.agreement).signatories.missing())
        for signatory in missing:
            record_signature(signatory, by=by, on=on, place=place)
    return len(missing)


def _open_text(agreement: Agreement) -> Version:
    """The text that is still on its way to be signed."""
    agreement = lock(agreement)
    if agreement.withdrawn_on:
        raise ValidationError(_("This agreement was withdrawn."))
    version = agreement.open_version
    if version is None:
        raise ValidationError(_("There is no text that is waiting to be signed."))
    return version
