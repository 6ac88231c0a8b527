"""Addresses that exist in tests only: a page with every kind of field."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import path

from miko_portal.base.forms import (
    DateField,
    DateTimeField,
    NameField,
    TextField,
    TimeField,
    leave_unchecked,
    with_added_row,
)
from miko_portal.urls import urlpatterns as portal_urls

FRUIT = [("a", "Apfel"), ("b", "Birne"), ("c", "Kirsche")]


class EveryField(forms.Form):
    """One field of each kind."""

    name = NameField(label="Name", max_length=50, help_text="Wie er im Ausweis steht")
    text = TextField(label="Text", widget=forms.Textarea)
    number = forms.IntegerField(label="Anzahl", min_value=1)
    mail = forms.EmailField(label="E-Mail", required=False)
    choice = forms.ChoiceField(label="Auswahl", choices=[("", "–"), *FRUIT])
    several = forms.MultipleChoiceField(label="Mehrere", choices=FRUIT)
    radio = forms.ChoiceField(label="Eins davon", choices=FRUIT, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(
        label="Einige davon",
        choices=FRUIT,
        widget=forms.CheckboxSelectMultiple,
        help_text="So viele Sie möchten",
    )
    agree = forms.BooleanField(label="Ich stimme zu", help_text="Sonst geht es nicht")
    day = DateField(label="Beginn", help_text="Zum Beispiel 27 3 2026")
    moment = DateTimeField(label="Zeitpunkt")
    clock = TimeField(label="Uhrzeit")
    paper = forms.FileField(label="Dokument")
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


class Row(forms.Form):
    label = NameField(label="Bezeichnung", max_length=20)
    day = DateField(label="Tag", required=False)


Rows = forms.formset_factory(Row, extra=1, can_delete=True)


@login_not_required
def form_page(request, code):
    data, added = with_added_row(request) if request.method == "POST" else (None, False)
    form = EveryField(data, request.FILES or None)
    formset = Rows(data, prefix="rows")
    if added:
        leave_unchecked(form, formset)
    return TemplateResponse(request, "tests/form_page.html", {"form": form, "formset": formset})


urlpatterns = [path("<str:code>/test-formular/", form_page), *portal_urls]
