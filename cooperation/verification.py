"""Whether the documents of the agreements are stored as they were added."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Document
from miko_portal.base import certificates, nightly, outbox
from miko_portal.base.outbox import Letter
from miko_portal.base.storage import fingerprint, known_names, private_files

logger = logging.getLogger(__name__)

LONGEST_UPLOAD = timedelta(hours=1)
MOST_IN_A_LETTER = 20


def damaged() -> Iterator[tuple[Document, str]]:
    """The documents whose file is missing or was altered, each with a sentence that says so."""
    documents = Document.objects.select_related("agreement").order_by("pk")
    for document in documents.iterator():
        if sentence := trouble(document):
            yield document, sentence


def trouble(document: Document) -> str:
    """What is wrong with the file of a document; nothing where it is as it was added."""
    told = {
        "number": document.agreement.number,
        "name": document.name,
        "file": document.stored_as,
    }
    try:
        with private_files.open(document.stored_as) as file:
            found = fingerprint(file)
    except OSError:
        return _("%(number)s, “%(name)s”: the file %(file)s is missing.") % told
    if found.sha256 != document.sha256:
        return _("%(number)s, “%(name)s”: the file %(file)s was altered.") % told
    return ""


def strangers(*, at: datetime) -> list[str]:
    """Files that nothing refers to, but for those that somebody may be adding right now."""
    names = private_files.names() - known_names()
    before = at - LONGEST_UPLOAD
    return sorted(name for name in names if private_files.get_modified_time(name) < before)


def problems(*, at: datetime) -> Iterator[str]:
    """All that is wrong with the stored documents, in sentences."""
    for _document, sentence in damaged():
        yield sentence
    for certificate in certificates.damaged():
        told = {"number": certificate}
        yield _("Certificate %(number)s: its file is missing or was altered.") % told
    for name in strangers(at=at):
        yield _("No document knows the file %(file)s.") % {"file": name}


@nightly.job("cooperation.documents", gettext_lazy("Verification of the documents"))
def verify_documents(*, on, at):
    """Tells whoever leads the office which documents are damaged, once until that changes."""
    found = list(damaged())
    for document, _sentence in found:
        logger.error("Document %s is damaged", document.pk)
    list(certificates.damaged())  # logs each
    for name in strangers(at=at):
        logger.error("No document knows the file %s", name)
    for document, _sentence in found[:1]:
        for user in get_user_model().objects.filter(is_active=True, groups__name="Leitung"):
            outbox.post("cooperation.damaged", to=user, about=document, language="de", at=at)


@outbox.writes("cooperation.damaged", gettext_lazy("Damaged documents"))
def write_of_damage(user, _first):
    """Which documents are damaged; nothing once they have been restored."""
    sentences = [sentence for _document, sentence in islice(damaged(), MOST_IN_A_LETTER)]
    if not sentences:
        return None
    body = _(
        "Documents of the agreements are damaged:\n\n%(sentences)s\n\n"
        "Please have whoever runs the portal restore them from the backup. "
        "The command “manage.py verify_documents” names all of them."
    )
    return Letter(
        to=user.email,
        subject=_("Damaged documents"),
        body=body % {"sentences": "\n".join(f"- {sentence}" for sentence in sentences)},
    )
