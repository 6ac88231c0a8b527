"""Texts out for translators as a table, and back with a judgement of each row."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.text_sheets import COLUMNS, header, judge
from tests.events.factories import make_run, make_seminar, make_text
from tests.events.test_texts import coordinator, signed_in
from tests.events.test_translating import rewrite

__all__ = ["coordinator"]
pytestmark = pytest.mark.django_db


def exported(client, query="?language=ar"):
    """The rows of the table, by the names of its columns."""
    response = client.get(reverse("admin:events_text_export") + query)
    content = io.BytesIO(b"".join(response.streaming_content))
    lines = list(openpyxl.load_workbook(content).active.iter_rows(values_only=True))
    assert list(lines[0]) == header()
    return [dict(zip(header(), line, strict=True)) for line in lines[1:]]


def filled(row, **said):
    """A row as a translator sends it back."""
    said = {"title": "توفير", "summary": "جملة.", **said}
    return row | {COLUMNS[name][0]: value for name, value in said.items()}


def upload(client, *rows, origin="human"):
    book = openpyxl.Workbook()
    book.active.append(header())
    for row in rows:
        book.active.append([row[name] for name in header()])
    file = io.BytesIO()
    book.save(file)
    data = {"file": SimpleUploadedFile("Texte.xlsx", file.getvalue()), "origin": origin}
    return client.post(reverse("admin:events_text_import"), data)


def verdicts(response):
    return [row.verdict for row in response.context["judged"]]


def confirm(client, response):
    data = {name: response.context[name] for name in ("rows", "origin")}
    return client.post(reverse("admin:events_text_import"), data)


def test_what_is_missing_or_outdated_goes_out_beside_the_german_text(coordinator):
    seminar = make_seminar(title="=Strom")
    make_text(seminar, "ar", title="توفير", source_digest="alt")
    make_text(seminar, "fa", origin="machine")
    make_seminar(title=None)
    german = seminar.texts.get(language="de")
    (row,) = exported(coordinator)
    assert row == {
        "Schlüssel": f"{seminar.pk}/ar",
        "Sprache": "Arabisch",
        "Stand": "veraltet",
        "Deutsch: Titel": "'=Strom",
        "Übersetzung: Titel": "توفير",
        "Deutsch: Satz": german.summary,
        "Übersetzung: Satz": seminar.texts.get(language="ar").summary,
        "Deutsch: Text": None,
        "Übersetzung: Text": None,
        "Deutsch: Mitbringen": None,
        "Übersetzung: Mitbringen": None,
        "Prüfzeichen": f"{german.digest}-{seminar.texts.get(language='ar').digest}",
    }
    languages = {row["Schlüssel"].partition("/")[2] for row in exported(coordinator, "")}
    assert languages == {"ar", "de-simple", "en", "fr", "pl", "ru", "tr", "uk"}


def test_export_costs_the_same_however_long(coordinator, django_assert_max_num_queries):
    for _ in range(3):
        make_text(make_run().seminar, "fa")
    with django_assert_max_num_queries(100) as few:
        exported(coordinator)
    for _ in range(27):
        make_text(make_run().seminar, "fa")
    with django_assert_max_num_queries(len(few)):
        assert len(exported(coordinator)) == 30


def test_nothing_is_stored_before_it_is_confirmed(coordinator):
    seminar = make_seminar()
    (row,) = exported(coordinator)
    response = upload(coordinator, filled(row, title="-توفير"), origin="reviewed")
    assert verdicts(response) == ["new"]
    assert seminar.texts.count() == 1
    assert confirm(coordinator, response).url == reverse("admin:events_text_board")
    text = seminar.texts.with_state().get(language="ar")
    assert (text.title, text.state) == ("-توفير", "reviewed")


def test_texts_are_judged_by_what_became_of_them(coordinator):
    seminars = [make_seminar(title=str(number)) for number in range(7)]
    _new, changed, unchanged, _empty, newer, late, both = seminars
    for seminar in (changed, unchanged, late):
        make_text(seminar, "ar", title="قديم", summary="جملة.", source_digest="alt")
    rows = {row["Deutsch: Titel"]: row for row in exported(coordinator)}
    rewrite(newer, summary="Neu.")
    late.texts.filter(language="ar").update(title="غيري")
    rewrite(both, summary="Neu.")
    text = make_text(both, "ar", title="غيري")
    key = rows["6"]["Prüfzeichen"].partition("-")[0]
    response = upload(
        coordinator,
        filled(rows["0"]),
        filled(rows["1"]),
        rows["2"],
        rows["3"],
        filled(rows["4"]),
        filled(rows["5"]),
        filled(rows["6"]) | {"Prüfzeichen": f"{key}-{text.digest}"},
    )
    assert verdicts(response) == [
        "new", "changed", "unchanged", "empty", "german", "left_out", "left_out",
    ]  # fmt: skip
    assert response.context["takes"] == 3
    confirm(coordinator, response)
    states = {
        number: seminar.texts.with_state()
        .filter(language="ar")
        .values_list("title", "state")
        .first()
        for number, seminar in enumerate(seminars)
    }
    assert states == {
        0: ("توفير", "human"),
        1: ("توفير", "human"),
        2: ("قديم", "outdated"),
        3: None,
        4: ("توفير", "outdated"),
        5: ("غيري", "outdated"),
        6: ("غيري", "human"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"Schlüssel": "999999999/ar"},
        {"Schlüssel": "x"},
        {"Schlüssel": None},
        {"Schlüssel": "{pk}/de"},
        {"Schlüssel": "{pk}/xx"},
        {"Prüfzeichen": "kaputt"},
        {"Übersetzung: Titel": "x" * 121},
        {"Übersetzung: Satz": "x" * 301},
        {"Übersetzung: Text": "x" * 5001},
        {"Übersetzung: Titel": None},
    ],
)
def test_rows_that_cannot_be_taken_over_say_why(coordinator, wrong):
    seminar = make_seminar()
    (row,) = exported(coordinator)
    wrong = {name: value and value.format(pk=seminar.pk) for name, value in wrong.items()}
    response = upload(coordinator, filled(row) | wrong)
    (judged,) = response.context["judged"]
    assert (judged.verdict, len(judged.complaints), response.context["takes"]) == ("left_out", 1, 0)


def test_text_that_stands_twice_is_taken_once(coordinator):
    make_seminar()
    (row,) = exported(coordinator)
    assert verdicts(upload(coordinator, filled(row), filled(row))) == ["new", "left_out"]


def test_formula_counts_as_what_it_shows_or_is_refused(coordinator):
    make_seminar()
    (row,) = exported(coordinator)
    response = upload(coordinator, filled(row, title='=HYPERLINK("https://example.org")'))
    assert list(response.context["form"].errors) == ["file"]
    assert response.context["judged"] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04kaputt", b"\x00\x01", b"Titel;Text\nx;y\n"])
def test_files_that_are_no_such_table_are_refused_with_a_sentence(coordinator, content):
    data = {"file": SimpleUploadedFile("Texte.xlsx", content), "origin": "human"}
    response = coordinator.post(reverse("admin:events_text_import"), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]


def test_rows_that_were_changed_on_the_way_are_refused(coordinator):
    data = {"rows": "gefälscht", "origin": "human"}
    response = coordinator.post(reverse("admin:events_text_import"), data)
    assert (response.status_code, response.context["judged"]) == (200, [])
    assert response.context["form"].non_field_errors()


def test_all_or_nothing_where_a_text_changes_at_the_last_moment(coordinator, monkeypatch):
    one, two = make_seminar(title="1"), make_seminar(title="2")
    rows = exported(coordinator)
    response = upload(coordinator, *map(filled, rows))

    def judged_before(rows, *, origin):
        found = judge(rows, origin=origin)
        make_text(two, "ar", title="غيري")
        return found

    monkeypatch.setattr("events.admin.text_sheets.judge", judged_before)
    again = confirm(coordinator, response)
    assert again.status_code == 200
    assert one.texts.filter(language="ar").count() == 0
    assert two.texts.get(language="ar").title == "غيري"


def test_judging_costs_the_same_however_many_rows(coordinator, django_assert_max_num_queries):
    for _ in range(3):
        make_seminar()
    rows = exported(coordinator)
    with django_assert_max_num_queries(100) as few:
        upload(coordinator, *map(filled, rows))
    most = len(few)
    for _ in range(27):
        make_seminar()
    rows = exported(coordinator)
    with django_assert_max_num_queries(most):
        assert len(verdicts(upload(coordinator, *map(filled, rows)))) == 30


def test_those_who_only_read_take_nothing_over(client):
    reader = signed_in(client, "Sachbearbeitung")
    make_seminar()
    assert len(exported(reader)) == 1
    assert reader.get(reverse("admin:events_text_import")).status_code == 403
    assert reader.post(reverse("admin:events_text_import"), {"rows": "x"}).status_code == 403
