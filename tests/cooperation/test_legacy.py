"""One agreement is taken over from its paper, on one page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from cooperation.models import Agreement, Document, Gap, Organisation
from miko_portal.base.storage import private_files
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_document,
    make_file,
    make_organisation,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/vereinbarungen/altbestand/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


@pytest.fixture
def clerk(client):
    make_roles()
    user = make_staff("Sachbearbeitung")
    client.force_login(user)
    return user


def data(**kw):
    told = {
        "title": "Sprache im Alltag",
        "kind": "cooperation",
        "parties": ["Kreis", "Caritas"],
        "effective_on": "2012-04-01",
    }
    return {name: value for name, value in (told | kw).items() if value is not None}


def refused(client, **kw):
    """The messages by field, of a page on which nothing was stored."""
    answer = client.post(ADDRESS, data(**kw))
    assert answer.status_code == 200
    with override("de"):
        return answer, {name: list(told) for name, told in answer.context["form"].errors.items()}


def test_agreement_is_taken_over_with_all_that_stands_on_the_paper(client, clerk):
    county = make_organisation(name="Kreis", kind="county")
    caritas = make_organisation(name="Caritasverband Rhein", short_name="Caritas")
    facts = {
        "number": "51-7",
        "kind": "framework",
        "first_end_on": "2015-03-31",
        "renewal_months": "12",
        "notice_months": "3",
        "notice_basis": "term",
        "clerk": clerk.pk,
        "original_kept_at": "Keller, Regal 3",
        "scan": make_file("KV 51-7.pdf"),
    }
    answer = client.post(ADDRESS, data(**facts), follow=True)
    agreement = Agreement.objects.with_gaps(on=date(2026, 3, 2)).get()
    assert answer.redirect_chain[-1][0] == reverse(
        "cooperation:agreement_detail", args=[agreement.pk]
    )
    assert (agreement.number, agreement.kind, agreement.title) == (
        "51-7",
        "framework",
        "Sprache im Alltag",
    )
    assert (agreement.state, agreement.clerk, agreement.original_kept_at) == (
        "in_force",
        clerk,
        "Keller, Regal 3",
    )
    assert [party.organisation for party in agreement.parties.all()] == [county, caritas]
    assert agreement.lead == county
    text = agreement.original
    assert (text.first_end_on, text.renewal_months, text.notice_months, text.notice_basis) == (
        date(2015, 3, 31),
        12,
        3,
        "term",
    )
    document = Document.objects.get()
    assert (document.kind, document.name, document.version) == ("signed", "KV 51-7.pdf", text)
    assert agreement.gaps == [Gap.SIGNATURES, Gap.CONTACT, Gap.FILE_REFERENCE]


def test_title_parties_and_start_are_enough_and_the_rest_is_a_task(client, clerk):
    answer = client.post(ADDRESS, data(clerk=clerk.pk), follow=True)
    agreement = Agreement.objects.with_gaps(on=date(2026, 3, 2)).get()
    assert agreement.number == "KV-2012-001"
    assert [str(message) for message in answer.context["messages"]] == [
        "Die Vereinbarung ist übernommen. Was noch fehlt, steht unter „Aufgaben“.",
        "Neu angelegt sind die Organisationen Kreis, Caritas. "
        "Bitte ergänzen Sie Art und Anschrift.",
    ]
    assert list(Organisation.objects.values_list("name", "kind").order_by("pk")) == [
        ("Kreis", "other"),
        ("Caritas", "other"),
    ]
    with override("de"):
        gap = str(agreement.gap_labels[0])
    assert gap in client.get(reverse("cooperation:tasks")).content.decode()


@pytest.mark.parametrize(
    ("facts", "name", "message"),
    [
        ({"title": ""}, "title", "Bitte ausfüllen."),
        (
            {"parties": []},
            "parties",
            "Eine Vereinbarung braucht mindestens zwei Kooperationspartner.",
        ),
        (
            {"parties": ["Kreis"]},
            "parties",
            "Eine Vereinbarung braucht mindestens zwei Kooperationspartner.",
        ),
        (
            {"parties": ["Kreis", "KREIS"]},
            "parties",
            "Eine Vereinbarung braucht mindestens zwei Kooperationspartner.",
        ),
        (
            {"parties": ["Kreis", "x" * 161]},
            "parties",
            "Bitte sicherstellen, dass der Wert aus höchstens 160 Zeichen besteht. "
            "(Er besteht aus 161 Zeichen.)",
        ),
        (
            {"parties": ["Kreis", "a\x00b"]},
            "parties",
            "Das enthält Zeichen, die nicht angezeigt werden können. Bitte geben Sie es neu ein.",
        ),
        ({"parties": ["o"] * 61}, "parties", "Bitte höchstens 60 Zeilen."),
        ({"effective_on": "2012-02-30"}, "effective_on", None),
        ({"first_end_on": "2012-03-31"}, "first_end_on", "Das Ende liegt vor dem Beginn."),
        (
            {"renewal_months": "12"},
            "renewal_months",
            "Nur eine befristete Laufzeit kann verlängert werden.",
        ),
        (
            {"notice_months": "3"},
            "notice_months",
            "Eine Kündigung braucht eine Frist in Monaten und den Zeitpunkt, zu dem sie wirkt.",
        ),
        ({"number": "kv-1"}, "number", "Eine Vereinbarung mit dieser Nummer gibt es bereits."),
        ({"clerk": "0"}, "clerk", None),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_what_was_typed_stays(
    client, clerk, facts, name, message
):
    make_agreement(number="KV-1", parties=[])
    answer, errors = refused(client, original_kept_at="Keller", **facts)
    assert list(errors) == [name]
    if message:
        assert errors[name] == [message]
    assert 'value="Keller"' in answer.content.decode()
    assert (Agreement.objects.count(), Organisation.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [("scan.pdf", b"Guten Tag"), ("scan.docx", b"PK\x03\x04"), ("leer.pdf", b"")],
)
def test_scan_that_is_no_sound_pdf_is_refused_at_its_field(client, clerk, name, content):
    _answer, errors = refused(client, scan=make_file(name, content=content))
    assert list(errors) == ["scan"]
    assert (Agreement.objects.count(), private_files.names()) == (0, set())


def test_scan_that_lies_somewhere_already_is_stored_knowingly_only(client, clerk):
    make_document(make_agreement(number="KV-9"), file=make_file("a.pdf"))
    answer, errors = refused(client, scan=make_file("b.pdf"))
    assert list(errors) == ["scan"]
    assert "KV-9" in errors["scan"][0]
    assert 'name="again"' in answer.content.decode()
    assert not Organisation.objects.filter(name="Caritas").exists()
    client.post(ADDRESS, data(scan=make_file("b.pdf"), again="on"))
    assert Document.objects.filter(agreement__title="Sprache im Alltag").count() == 1


def test_scan_is_asked_for_once_more_when_something_else_was_wrong(client, clerk):
    answer, errors = refused(client, scan=make_file(), title="")
    assert list(errors) == ["title"]
    with override("de"):
        hint = str(answer.context["form"]["scan"].help_text)
    assert hint == "Bitte die Datei noch einmal auswählen."


def test_same_agreement_is_not_taken_over_twice_without_a_number_of_its_own(client, clerk):
    client.post(ADDRESS, data())
    _answer, errors = refused(client, title="SPRACHE im Alltag")
    assert list(errors) == ["number"]
    assert "KV-2012-001" in errors["number"][0]
    client.post(ADDRESS, data(number="51-8"))
    assert list(Agreement.objects.values_list("number", flat=True)) == ["KV-2012-001", "51-8"]


def test_number_that_was_used_a_moment_ago_is_said_and_nothing_is_stored(
    client, clerk, monkeypatch
):
    make_agreement(number="KV-1", parties=[])
    manager = type(Agreement.objects)
    monkeypatch.setattr(manager, "next_number", lambda self, on: "KV-1", raising=False)
    _answer, errors = refused(client)
    assert errors == {"__all__": ["Eine Vereinbarung mit dieser Nummer gibt es bereits."]}
    assert not Organisation.objects.exists()


def test_page_begins_with_the_county_and_whoever_takes_it_over(client, clerk):
    county = make_organisation(name="Kreis", kind="county")
    form = client.get(ADDRESS).context["form"]
    assert (form["parties"].value(), form["clerk"].value()) == ([str(county)], clerk.pk)


def test_more_lines_for_parties_keep_what_was_typed_and_store_nothing(client, clerk):
    names = [f"Verein {number}" for number in range(8)]
    answer = client.post(ADDRESS, data(parties=names, title="", more_lines="1"))
    form = answer.context["form"]
    assert (form["parties"].value(), dict(form.errors)) == (names, {})
    assert answer.content.decode().count('name="parties"') > len(names)
    assert not Organisation.objects.exists()


def test_both_ways_to_take_over_are_found(client, clerk):
    for name in ("agreement_list", "register_import"):
        assert f'href="{ADDRESS}"' in client.get(reverse(f"cooperation:{name}")).content.decode()
