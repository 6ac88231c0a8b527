from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from miko_portal.base.forms import DateField, NameField

CHOICES = [("a", "Apfel"), ("b", "Birne")]


class Form(forms.Form):
    name = NameField(label="Name", help_text="Wie im Ausweis")
    mail = forms.EmailField(label="E-Mail", required=False)
    fruit = forms.ChoiceField(label="Obst", choices=CHOICES, widget=forms.RadioSelect)
    day = DateField(label="Tag")
    agree = forms.BooleanField(label="Einverstanden")

    def clean(self):
        self.add_error(None, "Das passt nicht zusammen.")


class Elements(HTMLParser):
    """The start tags of a piece of HTML with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, **attrs):
        return [
            found
            for name, found in self.found
            if name == tag
            and attrs.items() <= {k.replace("-", "_"): v for k, v in found.items()}.items()
        ]


def render(source, query="", **context):
    request = RequestFactory().get(f"/de/{query}")
    return Template("{% load crispy_forms_tags kern i18n %}" + source).render(
        RequestContext(request, context)
    )


def test_hint_and_error_belong_to_the_field():
    html = render("{{ form|crispy }}", form=Form({}))
    (name,) = Elements(html).all("input", name="name")
    assert name["aria-describedby"] == "id_name_helptext id_name_error"
    assert name["aria-invalid"] == "true"
    assert [
        len(Elements(html).all("div", id=part)) for part in name["aria-describedby"].split()
    ] == [1, 1]


def test_every_control_has_a_label():
    elements = Elements(render("{{ form|crispy }}", form=Form()))
    controls = {row["id"] for row in elements.all("input")}
    assert controls == {row["for"] for row in elements.all("label")}


def test_optional_fields_are_marked_but_not_in_filters():
    with translation.override("en"):
        form = render("{{ form|crispy }}", form=Form())
        field = '{% include "kern/field.html" with field=form.mail mark_optional=False %}'
        assert (form.count("optional</span>"), render(field, form=Form()).count("optional")) == (
            1,
            0,
        )


def test_summary_links_to_the_first_control_of_each_field():
    html = render("{% error_summary form %}", form=Form({}))
    assert [link["href"] for link in Elements(html).all("a")] == [
        "#id_name",
        "#id_fruit_0",
        "#id_day_0",
        "#id_agree",
    ]
    assert "Das passt nicht zusammen." in html
    (box,) = Elements(html).all("div", role="alert")
    assert ("autofocus" in box, box["tabindex"]) == (True, "-1")


@pytest.mark.parametrize(("label", "before"), [("Name", "Name: "), ("Wer kommt?", "Wer kommt? ")])
def test_summary_puts_no_colon_after_a_question(label, before):
    form = Form({})
    form.fields["name"].label = label
    link = render("{% error_summary form %}", form=form).partition("#id_name")[2]
    assert link.partition(">")[2].startswith(before + form.errors["name"][0])


def test_summary_is_silent_without_errors():
    assert render("{% error_summary form %}", form=Form()).strip() == ""


@pytest.mark.parametrize(("data", "expected"), [(None, ""), ({}, "Error: ")])
def test_title_says_that_a_form_came_back(data, expected):
    formset = forms.formset_factory(Form, extra=0)
    with translation.override("en"):
        for name, part in (
            ("form", Form(data)),
            ("forms", [Form(data)]),
            ("formset", _formset(formset, data)),
        ):
            assert render("{% error_prefix %}", **{name: part}) == expected


def _formset(formset, data):
    if data is None:
        return formset()
    return formset({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}, prefix="form")


@pytest.mark.parametrize(
    ("query", "aria", "address"),
    [
        ("?q=x&page=3", None, "?q=x&amp;sort=title"),
        ("?sort=title&page=3", "ascending", "?sort=-title"),
        ("?sort=-title", "descending", "?sort=title"),
        ("?sort=other", None, "?sort=title"),
    ],
)
def test_heading_sorts_and_turns_round(query, aria, address):
    html = render('{% sort_header "Titel" "title" %}', query)
    (cell,) = Elements(html).all("th")
    assert cell.get("aria-sort") == aria
    assert f'href="{address}"' in html


def test_pages_keep_the_filters():
    page = Paginator(range(100), 10).page(5)
    html = render('{% include "shared/_pagination.html" %}', "?q=x&page=5", page_obj=page)
    assert [link["href"] for link in Elements(html).all("a")] == [
        f"?q=x&page={number}" for number in (4, 1, 4, 5, 6, 10, 6)
    ]


def test_control_of_a_table_is_named_after_its_column():
    html = render("{% named_control form.name %}", form=Form())
    assert Elements(html).all("input")[0]["aria-label"] == "Name"


def test_placeholders_are_left_out():
    class SignIn(forms.Form):
        login = forms.CharField(label="Mail", widget=forms.TextInput({"placeholder": "Adresse"}))

    assert "placeholder" not in render("{{ form|crispy }}", form=SignIn())


@pytest.mark.parametrize(
    ("heading", "value", "labels"),
    [("Stand", "abgesagt", 1), ("Stand", "  ", 0), ("", "anmelden", 0)],
)
def test_cell_has_the_heading_before_its_value(heading, value, labels):
    html = render("{% cell heading %}{{ value }}{% endcell %}", heading=heading, value=value)
    assert len(Elements(html).all("span", **{"class": "stacked__label"})) == labels
