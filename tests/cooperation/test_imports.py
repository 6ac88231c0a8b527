"""Taking a list over: each row is judged, nothing is stored before it is confirmed."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperation.models import Agreement, Organisation
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import make_agreement, make_organisation, make_project

pytestmark = pytest.mark.django_db
HEADER = ["Nr.", "Bezeichnung", "Partner", "In Kraft ab", "Bis", "Verlängerung", "Projekt", "Farbe"]
LOTSENHAUS = ["KV-1", "Lotsenhaus", "Kreis; Caritas Köln", date(2015, 12, 1), "30.11.2018", 12]


@pytest.fixture
def clerk(client):
    make_roles()
    client.force_login(make_staff("Sachbearbeitung"))
    return client


@pytest.fixture
def county():
    return make_organisation(name="Kreis", kind="county", internal=True)


def workbook(*lines, header=HEADER):
    book = openpyxl.Workbook()
    for line in (header, *lines):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("liste.xlsx", file.getvalue())


def look_at(client, *lines, **kw):
    answer = client.post(reverse("cooperation:register_import"), {"file": workbook(*lines, **kw)})
    assert answer.status_code == 200
    return answer


def confirm(client, answer):
    data = {"rows": answer.context["rows"]}
    return client.post(reverse("cooperation:register_import"), data, follow=True)


def complaints(answer):
    return {row.number: row.complaints for row in answer.context["judged"]}


def test_list_is_stored_once_it_is_confirmed(clerk, county):
    caritas, miko = make_organisation(name="Caritas Koeln"), make_project(short_name="MiKo")
    make_organisation(name="Caritas Köln")
    answer = look_at(clerk, [*LOTSENHAUS, "miko"])
    assert (answer.context["takes"], answer.context["strange"]) == (1, ["Farbe"])
    assert Agreement.objects.count() == 0
    assert "Eine Vereinbarung ist übernommen." in confirm(clerk, answer).content.decode()
    agreement = Agreement.objects.with_state(on=date(2026, 11, 24)).get()
    text = agreement.original
    assert (agreement.number, agreement.title, agreement.project) == ("KV-1", "Lotsenhaus", miko)
    assert [party.organisation.name for party in agreement.parties.all()] == [
        "Kreis",
        "Caritas Köln",
    ]
    assert (text.effective_on, text.first_end_on) == (date(2015, 12, 1), date(2018, 11, 30))
    assert (text.renewal, text.renewal_months, agreement.state) == ("tacit", 12, "in_force")
    assert not caritas.parties.exists()


def test_list_is_not_stored_twice(clerk, county):
    answer = look_at(clerk, LOTSENHAUS)
    confirm(clerk, answer)
    again = confirm(clerk, answer)
    assert Agreement.objects.count() == 1
    assert "bereits im Register" in look_at(clerk, LOTSENHAUS).content.decode()
    assert again.status_code == 200


def test_county_is_added_and_new_organisations_are_made_once(clerk, county):
    lines = [
        ["", "Eins", "Neuer Verein", "1.7.2019"],
        ["", "Zwei", "neuer verein", "2.7.2019"],
    ]
    confirm(clerk, look_at(clerk, *lines))
    assert Organisation.objects.filter(name="Neuer Verein").count() == 1
    numbers = set(Agreement.objects.values_list("number", flat=True))
    assert numbers == {"KV-2019-001", "KV-2019-002"}
    for agreement in Agreement.objects.all():
        assert agreement.parties.first().organisation == county


def test_each_row_is_judged(clerk, county):
    make_agreement(number="kv-7", title="Altes")
    lines = [
        ["KV-7", "Altes", "A; B", "2019-07-01"],
        ["KV-8", "", "A; B", "2019-07-01"],
        ["KV-9", "Doppelt", "A; a", "2019-07-01"],
        ["KV-10", "Ende", "A; B", "2019-07-01", "30.6.2019"],
        ["KV-11", "Tag", "A; B", "31.2.2019"],
        ["KV-12", "Länge", "A; B", "2019-07-01", "", 12],
        ["KV-13", "Projekt", "A; B", "2019-07-01", "", "", "Mars"],
        ["KV-14", "Einmal", "A; B", "2019-07-01"],
        ["kv-14", "Zweimal", "A; B", "2019-07-01"],
        ["KV-15", "Allein", "Kreis", "2019-07-01"],
    ]
    answer = look_at(clerk, *lines)
    assert complaints(answer) == {
        2: [],
        3: ["Titel: Bitte ausfüllen."],
        4: ["A steht zweimal bei den Kooperationspartnern."],
        5: ["Ende: Das Ende liegt vor dem Beginn."],
        6: ["Beginn: Den 31.2.2019 gibt es nicht. Bitte prüfen Sie Tag und Monat."],
        7: ["Verlängerung in Monaten: Nur eine befristete Laufzeit kann verlängert werden."],
        8: ["Ein Projekt „Mars“ gibt es nicht."],
        9: [],
        10: ["Die Vereinbarung steht zweimal in dieser Liste."],
        11: ["Eine Vereinbarung braucht mindestens zwei Kooperationspartner."],
    }
    assert [row.number for row in answer.context["judged"] if row.known] == [2]
    confirm(clerk, answer)
    assert list(Agreement.objects.exclude(number="kv-7").values_list("number", flat=True)) == [
        "KV-14"
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xlsx", b"%PDF-1.7"), "Das ist keine Tabelle"),
        (SimpleUploadedFile("a.csv", b"Titel;Partner\nx;y\n"), "fehlt die Spalte Beginn"),
        (SimpleUploadedFile("a.csv", b""), "Die übertragene Datei ist leer"),
        (None, "Bitte ausfüllen."),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(clerk, file, sentence):
    data = {"file": file} if file else {}
    answer = clerk.post(reverse("cooperation:register_import"), data)
    assert sentence in answer.content.decode()


def test_list_that_was_tampered_with_is_refused(clerk):
    answer = clerk.post(reverse("cooperation:register_import"), {"rows": "gefälscht"})
    assert "unterwegs beschädigt" in answer.content.decode()


@pytest.mark.parametrize("rows", [3, 300])
def test_judging_many_rows_costs_as_many_queries_as_few(
    clerk, county, rows, django_assert_num_queries
):
    file = workbook(*([f"N-{n}", f"T{n}", f"Verein {n}; Kreis", "1.7.2019"] for n in range(rows)))
    with django_assert_num_queries(13):
        answer = clerk.post(reverse("cooperation:register_import"), {"file": file})
    assert answer.context["takes"] == rows
