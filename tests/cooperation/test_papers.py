"""Documents, notes and follow-ups in the file of an agreement."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperation import actions
from cooperation.models import Document, FollowUp, Note
from miko_portal.base.clock import today
from miko_portal.base.storage import private_files
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import (
    make_agreement,
    make_document,
    make_file,
    make_organisation,
    make_partner,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
AT = datetime(2024, 5, 6, 10, tzinfo=UTC)
SIGNED, WORKING = Document.Kind.SIGNED, Document.Kind.WORKING


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


@pytest.fixture
def clerk(client):
    user = make_staff(first_name="Clara", last_name="Beck", language="en")
    client.force_login(user)
    return user


def download(client, document):
    """The answer, and what it holds."""
    response = client.get(f"/dokumente/{document.pk}/")
    content = b"".join(response)
    return response, content


def told(response):
    return [str(message) for message in response.context["messages"]]


# Storing


def test_add_document_stores_the_file_with_its_checksum():
    agreement, by = make_agreement(), make_user()
    file = make_file("Lotsenhaus unterzeichnet.pdf")
    content = file.read()
    file.seek(0)
    document = actions.add_document(
        agreement, file=file, kind=SIGNED, version=agreement.original, by=by, at=AT
    )
    document.refresh_from_db()
    assert (document.name, document.media_type) == (
        "Lotsenhaus unterzeichnet.pdf",
        "application/pdf",
    )
    assert (document.size, document.sha256) == (len(content), sha256(content).hexdigest())
    assert (document.version, document.added_by, document.added_at) == (agreement.original, by, AT)
    assert private_files.names() == {document.stored_as}
    with private_files.open(document.stored_as) as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        (SIGNED, ("Brief.pdf", b"Sehr geehrte Damen und Herren")),
        (SIGNED, ("Entwurf.docx", b"PK\x03\x04")),
        (WORKING, ("Liste.exe", b"MZ")),
        (WORKING, ("leer.pdf", b"")),
    ],
)
def test_unsound_file_is_refused_and_nothing_is_stored(kind, file):
    agreement = make_agreement()
    name, content = file
    with pytest.raises(ValidationError):
        make_document(agreement, file=make_file(name, content=content), kind=kind)
    assert (Document.objects.count(), private_files.names()) == (0, set())


def test_text_of_another_agreement_is_refused():
    other = make_agreement().original
    with pytest.raises(ValidationError, match="another agreement"):
        make_document(make_agreement(), version=other)
    assert private_files.names() == set()


def test_same_file_is_refused_with_the_other_place_unless_it_is_meant():
    first = make_agreement(number="KV-2019-003")
    make_document(first, file=make_file("a.pdf"))
    with pytest.raises(ValidationError) as refused:
        make_document(make_agreement(), file=make_file("b.pdf"))
    assert refused.value.messages == [
        "The same file lies with KV-2019-003 already: “a.pdf”, added on 05/06/2024."
    ]
    document = make_document(make_agreement(), file=make_file("b.pdf"), again=True)
    assert document.name == "b.pdf"


@transaction.atomic
def add_and_fail(agreement):
    make_document(agreement)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_file_is_gone_when_what_follows_it_fails():
    with pytest.raises(ZeroDivisionError):
        add_and_fail(make_agreement())
    assert (Document.objects.count(), private_files.names()) == (0, set())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Ablage\\KV.pdf", "KV.pdf")],
)
def test_name_of_a_file_is_kept_without_its_path(typed, kept):
    file = make_file()
    file._name = typed
    assert make_document(make_agreement(), file=file).name == kept


# Uploading


def test_document_is_added_on_its_page(client, clerk):
    agreement = make_agreement()
    data = {"kind": "signed", "version": agreement.original.pk, "file": make_file("KV.pdf")}
    response = client.post(f"/vereinbarungen/{agreement.pk}/dokumente/neu/", data, follow=True)
    assert told(response) == ["The document is stored."]
    (document,) = response.context["documents"]
    assert (document.name, document.added_by) == ("KV.pdf", clerk)


def test_same_file_is_added_again_once_one_says_so(client, clerk):
    agreement = make_agreement()
    make_document(agreement, file=make_file("KV.pdf"))
    address = f"/vereinbarungen/{agreement.pk}/dokumente/neu/"
    response = client.post(address, {"kind": "signed", "file": make_file("KV.pdf")})
    form = response.context["form"]
    assert ["The same file lies with" in error for error in form.errors["file"]] == [True]
    assert "again" in form.fields
    again = {"kind": "signed", "file": make_file("KV.pdf"), "again": "on"}
    assert client.post(address, again).status_code == 302
    assert agreement.documents.count() == 2


def test_refused_file_is_told_at_the_field(client, clerk):
    agreement = make_agreement()
    data = {"kind": "signed", "file": make_file("KV.pdf", content=b"nichts")}
    response = client.post(f"/vereinbarungen/{agreement.pk}/dokumente/neu/", data)
    form = response.context["form"]
    assert (list(form.errors), "again" in form.fields) == (["file"], False)
    assert form["kind"].value() == "signed"
    assert agreement.documents.count() == 0


# Reading


def test_document_is_downloaded_and_not_shown(client, clerk):
    document = make_document(make_agreement(), file=make_file("Übersicht.pdf"))
    response, content = download(client, document)
    with private_files.open(document.stored_as) as stored:
        assert content == stored.read()
    headers = {name: response[name] for name in ("Content-Type", "Cache-Control")}
    assert headers == {"Content-Type": "application/pdf", "Cache-Control": "private, no-store"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="Uebersicht.pdf"')


def test_partner_downloads_signed_documents_of_the_own_agreements_only(client):
    own, other = make_organisation(), make_agreement(consultation_on=DAY)
    agreement = make_agreement(parties=[own, make_organisation()], consultation_on=DAY)
    documents = [
        make_document(agreement),
        make_document(agreement, kind=WORKING),
        make_document(agreement, kind=Document.Kind.DECISION),
        make_document(other),
    ]
    client.force_login(make_partner(own))
    answers = [download(client, document)[0].status_code for document in documents]
    assert answers == [200, 404, 404, 404]
    response = client.get(f"/vereinbarungen/{agreement.pk}/")
    assert list(response.context["documents"]) == documents[:1]
    assert (
        list(client.get(f"/vereinbarungen/{agreement.pk}/dokumente/").context["documents"])
        == (documents[:1])
    )


def test_missing_file_is_told_instead_of_an_error(client, clerk):
    document = make_document(make_agreement())
    private_files.delete(document.stored_as)
    response = client.get(f"/dokumente/{document.pk}/", follow=True)
    assert told(response) == [
        "This file is missing in the storage. Please tell whoever runs the portal."
    ]


# Notes and follow-ups


def test_note_is_written_and_stays(client, clerk):
    agreement = make_agreement()
    data = {
        "note-noted_on_day": "6",
        "note-noted_on_month": "5",
        "note-noted_on_year": "2024",
        "note-text": "Herr Rath ruft zurück.\n\nBis Freitag.",
    }
    response = client.post(f"/vereinbarungen/{agreement.pk}/vermerke/", data, follow=True)
    (note,) = response.context["notes"]
    assert (note.noted_on, note.written_by) == (DAY, clerk)
    assert note.text == "Herr Rath ruft zurück.\n\nBis Freitag."


def test_note_without_text_or_of_a_day_to_come_is_told_at_the_field(client, clerk):
    agreement = make_agreement()
    day = today() + timedelta(days=1)
    data = {
        "note-noted_on_day": day.day,
        "note-noted_on_month": day.month,
        "note-noted_on_year": day.year,
    }
    response = client.post(f"/vereinbarungen/{agreement.pk}/vermerke/", data)
    assert response.context["form"].errors == {
        "noted_on": ["This day is still to come."],
        "text": ["Write what is to be noted."],
    }
    assert Note.objects.count() == 0


def test_follow_up_is_oneself_to_begin_with_and_done_with_one_click(client, clerk):
    agreement, due_on = make_agreement(), today() + timedelta(days=7)
    address = f"/vereinbarungen/{agreement.pk}/wiedervorlagen/"
    form = client.get(address).context["form"]
    assert form["person"].value() == clerk.pk
    data = {
        "follow_up-due_on_day": due_on.day,
        "follow_up-due_on_month": due_on.month,
        "follow_up-due_on_year": due_on.year,
        "follow_up-text": "Nach dem Entwurf fragen",
        "follow_up-person": clerk.pk,
    }
    (follow_up,) = client.post(address, data, follow=True).context["follow_ups"]
    assert (follow_up.due_on, follow_up.person) == (due_on, clerk)
    finish = f"/wiedervorlagen/{follow_up.pk}/erledigt/"
    assert told(client.post(finish, follow=True)) == ["Done: Nach dem Entwurf fragen"]
    assert told(client.post(finish, follow=True)) == ["This is done already."]
    follow_up.refresh_from_db()
    assert follow_up.done_on == today()


def test_follow_ups_begin_with_what_is_to_be_done(clerk):
    agreement = make_agreement()
    facts = {"agreement": agreement, "person": clerk}
    rows = [
        FollowUp.objects.create(text=text, due_on=DAY + timedelta(days=days), **facts)
        for text, days in [("a", 3), ("b", 1), ("c", 0), ("d", 2)]
    ]
    for row, days in [(rows[2], 5), (rows[3], 9)]:
        row.finish(on=DAY + timedelta(days=days))
    assert [row.text for row in FollowUp.objects.undone_first()] == ["b", "a", "d", "c"]


def test_partner_sees_no_note_and_no_follow_up(client):
    own = make_organisation()
    agreement = make_agreement(parties=[own, make_organisation()], consultation_on=DAY)
    by = make_user()
    actions.add_note(agreement, noted_on=DAY, text="Vertraulich.", by=by)
    follow_up = actions.add_follow_up(
        agreement, due_on=DAY, text="Vertraulich nachfragen", person=by, by=by
    )
    client.force_login(make_partner(own))
    page = client.get(f"/vereinbarungen/{agreement.pk}/")
    assert (list(page.context["notes"]), list(page.context["follow_ups"])) == ([], [])
    assert "Vertraulich" not in page.content.decode()
    for address in (
        f"/vereinbarungen/{agreement.pk}/vermerke/",
        f"/vereinbarungen/{agreement.pk}/wiedervorlagen/",
        f"/wiedervorlagen/{follow_up.pk}/erledigt/",
        f"/vereinbarungen/{agreement.pk}/dokumente/neu/",
    ):
        assert client.post(address).status_code == 404
    assert FollowUp.objects.open().count() == 1


@pytest.mark.parametrize("part", ["", "dokumente/", "vermerke/", "wiedervorlagen/"])
def test_pages_of_papers_cost_the_same_with_many_rows(client, clerk, part):
    agreement = make_agreement()

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(f"/vereinbarungen/{agreement.pk}/{part}")
        return len(seen)

    def add():
        by = make_user()
        make_document(agreement, by=by, version=agreement.original)
        actions.add_note(agreement, noted_on=DAY, text="Gespräch", by=by)
        actions.add_follow_up(agreement, due_on=DAY, text="Anrufen", person=by, by=by)

    add()
    few = queries()
    for _ in range(3):
        add()
    assert queries() == few
