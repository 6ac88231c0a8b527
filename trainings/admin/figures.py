"""The page of figures, and numbers of years before the portal was there."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today
from miko_portal.base.forms import DateField
from miko_portal.base.sheets import csv_response, xlsx_response
from trainings.admin.crumbs import crumbs
from trainings.figures import DIMENSIONS, OFFERED_TO_NOBODY, TooMany, figures
from trainings.models import PastCount

MOST_SHOWN = 200  # rows; the files have all


class FiguresForm(forms.Form):
    """By what, and of which time."""

    by = forms.ChoiceField(label=gettext_lazy("Figures per"), choices=DIMENSIONS.items())
    since = DateField(label=gettext_lazy("First date from"))
    until = DateField(label=gettext_lazy("to"))

    def __init__(self, data=None, *, on: date):
        super().__init__(data, initial={"by": "course", "since": date(on.year, 1, 1), "until": on})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("by", Row("since", "until", css_class="date-and-times"))

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end lies before the start."))
        return data


def show(model_admin, request):
    """A table of the parts with the whole below; `?format=csv` or `xlsx` sends it as a file."""
    if not request.user.has_perm("trainings.view_enrolment"):
        raise PermissionDenied
    form = FiguresForm(request.GET if "by" in request.GET else None, on=today())
    rows, whole = [], None
    asked = form.cleaned_data if form.is_valid() else None if form.is_bound else form.initial
    if asked:
        try:
            rows, whole = figures(**asked, on=today())
        except TooMany:
            messages.warning(request, _("These are too many at once. Choose a shorter time."))
    header = _header(asked["by"]) if asked else []
    lines = [_line(row.label, row.figures, by=asked["by"]) for row in rows]
    if whole and request.GET.get("format") in ("csv", "xlsx"):
        return _file(request, header, [*lines, _line(_("All"), whole, by="")])
    query = request.GET.copy()
    query.pop("format", None)
    return TemplateResponse(
        request,
        "trainings/run_figures.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "header": header,
            "lines": lines[:MOST_SHOWN],
            "left_out": max(0, len(lines) - MOST_SHOWN),
            "whole": _line(_("All"), whole, by="") if whole else None,
            "query": query.urlencode(),
            "crumbs": crumbs(_("Figures")),
        },
    )


def _file(request, header, lines):
    name = _("Figures of trainings")
    if request.GET["format"] == "csv":
        return csv_response(f"{name}.csv", header, lines)
    return xlsx_response(f"{name}.xlsx", name, header, lines)


def _header(by):
    return [
        str(DIMENSIONS[by]),
        _("trainings"),
        _("seats offered"),
        _("seats taken"),
        _("persons, each once"),
        _("attendances"),
        _("teaching units attended"),
        _("did not come"),
        _("found it helpful, per cent"),
    ]


def _line(label, figures, *, by):
    offered = None if by in OFFERED_TO_NOBODY else figures.offered
    return [
        label,
        figures.held,
        offered,
        figures.taken,
        figures.persons,
        figures.attendances,
        figures.units,
        figures.no_shows,
        figures.helpful_percent,
    ]


class PastCountForm(forms.ModelForm):
    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day and day > today():
            raise ValidationError(_("This day is still to come."))
        return day


@admin.register(PastCount)
class PastCountAdmin(OfficeAdmin):
    """How many took part before the portal was there: numbers, no names."""

    form = PastCountForm
    fields = ["course", "held_on", "side", "project", "persons", "units"]
    list_display = ["course", "held_on", "side", "project", "persons", "units"]
    list_filter = ["side", ("project", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["course", "project"]
    search_fields = ["course__title"]
    date_hierarchy = "held_on"
