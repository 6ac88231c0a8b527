import os
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from cooperation.verification import strangers, verify_documents
from miko_portal.base import outbox
from miko_portal.base.models import Message
from miko_portal.base.storage import private_files
from tests.base.factories import make_certificate, make_staff
from tests.cooperation.factories import make_agreement, make_document, make_file

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def verify():
    """What the command says, and whether it fails."""
    output = StringIO()
    try:
        call_command("verify_documents", stdout=output)
    except CommandError as error:
        return output.getvalue().splitlines(), str(error)
    return output.getvalue().splitlines(), ""


def make_three():
    agreement = make_agreement(number="KV-7")
    return [make_document(agreement, file=make_file(f"{n}.pdf", pages=n)) for n in (1, 2, 3)]


def spoil(document):
    private_files.delete(document.stored_as)
    private_files.save(document.stored_as, ContentFile(b"%PDF-1.7 something else"))


def test_sound_documents_are_counted():
    make_three()
    assert verify() == (["3 documents are as they were added."], "")


def test_altered_missing_and_unknown_files_are_named():
    altered, missing, _sound = make_three()
    spoil(altered)
    private_files.delete(missing.stored_as)
    private_files.save("x" * 64, ContentFile(b"abc"))
    os.utime(private_files.path("x" * 64), (0, 0))
    assert verify() == (
        [
            f"KV-7, “1.pdf”: the file {altered.stored_as} was altered.",
            f"KV-7, “2.pdf”: the file {missing.stored_as} is missing.",
            f"No document knows the file {'x' * 64}.",
        ],
        "3 problems.",
    )


def test_certificates_of_attendance_are_verified_too(caplog):
    make_certificate(at=AT)
    altered, missing = (make_certificate(at=AT, name="Zarifa") for _ in range(2))
    spoil(altered)
    private_files.delete(missing.stored_as)
    named = [
        f"Certificate {row}: its file is missing or was altered." for row in (altered, missing)
    ]
    assert verify() == (named, "2 problems.")
    caplog.clear()
    verify_documents(on=AT.date(), at=AT)
    assert [f"Certificate {row.pk} " in caplog.text for row in (altered, missing)] == [True, True]
    assert "Zarifa" not in caplog.text


def test_file_that_is_being_added_is_no_stranger():
    private_files.save("x" * 64, ContentFile(b"abc"))
    now = private_files.get_modified_time("x" * 64)
    assert strangers(at=now) == []


def test_damage_is_told_to_the_head_of_the_office_once_until_it_is_restored():
    head, _clerk = make_staff("Leitung"), make_staff("Sachbearbeitung")
    document, *_others = make_three()
    verify_documents(on=AT.date(), at=AT)
    assert Message.objects.count() == 0
    spoil(document)
    for _night in range(2):
        verify_documents(on=AT.date(), at=AT)
    (message,) = Message.objects.all()
    assert message.recipient == f"base.user:{head.pk}"
    outbox.send_due(at=AT)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([head.email], "Dokumente beschädigt")
    assert f"KV-7, „1.pdf“: Die Datei {document.stored_as} wurde verändert." in letter.body
