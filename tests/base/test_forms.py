from datetime import date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.dates import MONTHS

from cooperation.models import Project
from miko_portal.base.forms import (
    DateField,
    DateTimeField,
    ModelForm,
    NameField,
    TextField,
    TimeField,
    clean_text,
    leave_unchecked,
    month_number,
    parse_date,
    parse_time,
    with_added_row,
)


class Form(forms.Form):
    name = NameField(max_length=10)
    day = DateField()
    at = DateTimeField(required=False)


class Row(forms.Form):
    label = NameField()


Rows = forms.formset_factory(Row, extra=1)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1", "7", "2019"), date(2019, 7, 1)),
        (("01.", "07", "19"), date(2019, 7, 1)),
        (("1", "Jul", "2019"), date(2019, 7, 1)),
        (("1", "JULI", "2019"), date(2019, 7, 1)),
        (("1", "July", "2019"), date(2019, 7, 1)),
        (("3", "März", "1975"), date(1975, 3, 3)),
        (("1", "1", "1900"), date(1900, 1, 1)),
        (("31", "12", "2099"), date(2099, 12, 31)),
        (("3", "Mär.", "75"), date(1975, 3, 3)),
        (("١٥", "٣", "٢٠٢٦"), date(2026, 3, 15)),
        (("۱۵", "۳", "۲۰۲۶"), date(2026, 3, 15)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("1.7.2019", "", ""), date(2019, 7, 1)),
        (("2019-07-01", "", ""), date(2019, 7, 1)),
        (("", "", ""), None),
        ((" ", None, ""), None),
    ],
)
def test_date_takes_what_people_type(parts, expected):
    assert parse_date(*parts) == expected


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("31", "2", "2026"), "impossible"),
        (("29", "2", "2025"), "impossible"),
        (("32", "1", "2026"), "day"),
        (("0", "1", "2026"), "day"),
        (("x", "1", "2026"), "day"),
        (("1", "13", "2026"), "month"),
        (("1", "Jx", "2026"), "month"),
        (("1", "1", "226"), "year"),
        (("1", "1", "0000"), "year"),
        (("1", "1", "0001"), "year"),
        (("31", "12", "1899"), "year"),
        (("1", "1", "2100"), "year"),
        (("31", "12", "9999"), "year"),
        (("1", "1", "-026"), "year"),
        (("1", "", "2026"), "incomplete"),
        (("", "1", "2026"), "incomplete"),
        (("1", "1", ""), "incomplete"),
        (("9" * 10_000, "1", "2026"), "day"),
    ],
)
def test_date_that_cannot_be_is_explained(parts, code):
    with pytest.raises(ValidationError) as refused:
        parse_date(*parts)
    assert refused.value.code == code


def test_impossible_date_is_named_in_the_sentence():
    form = Form({"name": "A", "day_day": "31", "day_month": "Feb", "day_year": "2026"})
    with translation.override("en"):
        assert form.errors["day"] == ["There is no 31.2.2026. Please check the day and the month."]


@pytest.mark.parametrize("language", ["de", "en", "ar", "fa", "fr", "pl", "ru", "tr", "uk"])
def test_months_by_name_are_understood_in_the_language_of_the_page(language):
    with translation.override(language):
        assert [month_number(str(MONTHS[n])) for n in range(1, 13)] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", time(9)),
        ("9:30", time(9, 30)),
        ("9.30 Uhr", time(9, 30)),
        ("9 Uhr 30", time(9, 30)),
        ("9 Uhr", time(9)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9,30", time(9, 30)),
        ("2:15 pm", time(14, 15)),
        ("12 am", time(0)),
        ("۱۸:۳۰", time(18, 30)),
        ("", None),
    ],
)
def test_time_takes_what_people_type(text, expected):
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["24:00", "9:60", "abends", "9:3", "1:2:3:4", "-1"])
def test_time_that_cannot_be_is_refused(text):
    with pytest.raises(ValidationError):
        parse_time(text)


def test_what_was_typed_is_kept():
    form = Form({"name": "A", "day_day": "31", "day_month": "Febr", "day_year": "26"})
    html = str(form["day"])
    assert [f'value="{typed}"' in html for typed in ("31", "Febr", "26")] == [True] * 3


def test_date_of_an_address_fills_the_three_parts():
    form = Form(QueryDict("name=A&day=2026-03-27"))
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 27)


def test_date_unchanged_is_not_a_change():
    data = {"name": "A", "day_day": "1", "day_month": "Juli", "day_year": "2019"}
    form = Form(data, initial={"name": "A", "day": date(2019, 7, 1)})
    assert form.changed_data == []


def test_moment_is_in_berlin():
    field = DateTimeField()
    moment = field.clean(["1", "7", "2026", "18.30"])
    assert timezone.localtime(moment).replace(tzinfo=None) == datetime(2026, 7, 1, 18, 30)  # noqa: DTZ001
    assert field.widget.decompress(moment) == [1, 7, 2026, "18:30"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (["29", "3", "2026", "2:30"], "change"),  # this hour does not exist
        (["25", "10", "2026", "2:30"], "change"),  # this hour comes twice
        (["1", "7", "2026", ""], "incomplete"),
        (["", "", "", "9"], "incomplete"),
    ],
)
def test_moment_that_cannot_be_is_refused(value, code):
    with pytest.raises(ValidationError) as refused:
        DateTimeField().clean(value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mu\u0308ller", "Müller"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("  Ana\u00a0 \t Kovač ", "Ana Kovač"),
        ("فاطمة", "فاطمة"),
        ("Ḫālid Ǧaʿfar", "Ḫālid Ǧaʿfar"),
    ],
)
def test_name_is_stored_as_it_reads(typed, stored):
    assert NameField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["A\x07B", "A\x1bB", "A\x85B"])
def test_control_characters_are_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        NameField().clean(typed)
    assert refused.value.code == "control"


def test_line_breaks_of_a_text_stay():
    assert TextField().clean("eins\r\nzwei\rdrei") == "eins\nzwei\ndrei"
    assert clean_text("a\tb") == "a\tb"


def test_ten_thousand_characters_in_a_name_are_refused():
    form = Form({"name": "x" * 10_000})
    assert form.has_error("name", "max_length")


def test_model_form_has_the_fields_of_the_house():
    class ProjectForm(ModelForm):
        class Meta(ModelForm.Meta):
            model = Project
            fields = ["name", "starts_on"]

    form = ProjectForm()
    assert [type(field) for field in form.fields.values()] == [NameField, DateField]


def _post(**data):
    return RequestFactory().post("/", data)


def test_row_is_added_without_a_script_and_nothing_is_complained_about():
    request = _post(
        **{
            "add_row": "rows",
            "rows-TOTAL_FORMS": "1",
            "rows-INITIAL_FORMS": "0",
            "rows-0-label": "",
            "name": "Ada",
        }
    )
    data, added = with_added_row(request)
    form, rows = Form(data), Rows(data, prefix="rows")
    leave_unchecked(form, rows)
    assert (added, len(rows.forms)) == (True, 2)
    assert (form.errors, rows.total_error_count()) == ({}, 0)
    assert form["name"].value() == "Ada"


@pytest.mark.parametrize("total", ["", "x", "-1", "100000", pytest.param("9" * 5000, id="endless")])
def test_row_is_not_added_to_nonsense(total):
    request = _post(**{"add_row": "rows", "rows-TOTAL_FORMS": total})
    assert with_added_row(request) == (request.POST, False)


def test_time_field_shows_hours_and_minutes():
    class Clock(forms.Form):
        clock = TimeField(initial=time(9, 5))

    assert 'value="09:05"' in str(Clock()["clock"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Bitte ausfüllen."),
        ("de-simple", "Bitte füllen Sie das aus."),
        ("tr", "Lütfen burayı doldurun."),
    ],
)
def test_field_that_was_left_empty_is_asked_for_in_few_words(language, sentence):
    with translation.override(language):
        assert Row({"label": " "}).errors == {"label": [sentence]}
