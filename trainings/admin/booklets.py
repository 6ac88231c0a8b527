"""The page for the printed programme: of which time, and of which project."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Project
from miko_portal.base.clock import start_of, today
from miko_portal.base.filenames import attachment
from miko_portal.base.forms import DateField
from trainings.admin.crumbs import crumbs
from trainings.booklet import MOST, booklet_of
from trainings.models import Run

HALF_A_YEAR = timedelta(days=182)


class BookletForm(forms.Form):
    since = DateField(label=gettext_lazy("First date from"))
    until = DateField(label=gettext_lazy("to"))
    project = forms.ModelChoiceField(
        Project.objects.all(),
        label=gettext_lazy("Project"),
        required=False,
        empty_label=gettext_lazy("all"),
    )

    def __init__(self, data=None, *, on: date):
        super().__init__(data, initial={"since": on, "until": on + HALF_A_YEAR})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Row("since", "until", css_class="date-and-times"), "project")

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end lies before the start."))
        elif not self.errors:
            self.runs = list(self._runs(data)[: MOST + 1])
            if len(self.runs) > MOST:
                text = _("These are more than %(most)s trainings. Choose a shorter time.")
                self.add_error("until", text % {"most": MOST})
        return data

    def _runs(self, data):
        found = Run.objects.published(on=today()).filter(cancelled_on=None).with_dates()
        found = found.filter(
            starts_at__gte=start_of(data["since"]),
            starts_at__lt=start_of(data["until"] + timedelta(days=1)),
        )
        if data["project"]:
            found = found.filter(shares__project=data["project"])
        return found.with_booklet().order_by("starts_at", "pk")


def booklet(model_admin, request):
    """Asks for the time, then answers with the PDF."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = BookletForm(request.GET if "since_day" in request.GET else None, on=today())
    if form.is_valid():
        data = form.cleaned_data
        return HttpResponse(
            booklet_of(form.runs, since=data["since"], until=data["until"]),
            content_type="application/pdf",
            headers={"Content-Disposition": attachment(_("Programme of trainings") + ".pdf")},
        )
    return TemplateResponse(
        request,
        "trainings/run_booklet.html",
        {
            **model_admin.admin_site.each_context(request),
            "form": form,
            "crumbs": crumbs(_("Programme booklet")),
        },
    )
