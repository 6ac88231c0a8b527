"""The page on which the office enrols several people at once, from a list."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Organisation
from miko_portal.base.forms import NameField
from trainings import enrol_lists
from trainings.actions import why_closed
from trainings.admin.crumbs import crumbs
from trainings.enrol_lists import EnrolList
from trainings.forms.colleagues import ColleaguesForm


class PeopleForm(ColleaguesForm):
    """A list of people of any organisation, or of volunteers."""

    volunteers = forms.BooleanField(
        label=gettext_lazy("All of them take part as volunteers"), required=False
    )
    override_reason = NameField(
        label=gettext_lazy("Reason for an exception"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands with those alone whom the portal would refuse."),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, organisations=organisations, **kwargs)
        field = self.fields["organisation"]
        field.required, field.empty_label = False, gettext_lazy("as the rows say")
        field.widget = forms.Select()
        field.queryset = organisations  # tells the widget of its choices
        self.fields["people"].label = gettext_lazy("People, one in each line")
        self.fields["file"].help_text = gettext_lazy(
            "Excel (.xlsx) or CSV with the columns Vorname, Nachname, Mail, Organisation, in any"
            " order."
        )

    @property
    def options(self):
        return {name: self.cleaned_data[name] for name in ("volunteers", "override_reason")}


def enrol_list(model_admin, request, pk):
    """First what becomes of each row, then all of them are enrolled; nothing is stored before."""
    if not request.user.has_perm("trainings.add_enrolment"):
        raise PermissionDenied
    now = timezone.now()
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    organisations = Organisation.objects.select_related("parent")
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PeopleForm(*files, organisations=organisations)
    closed = why_closed(run, at=now, exception=True)
    told = EnrolList(run, form)
    if request.method == "POST" and not closed:
        told = enrol_lists.sent(
            request, run, form, organisations=organisations, are_all=True, at=now
        )
        if told is None:
            return redirect("admin:trainings_run_change", run.pk)
    if told.judged:
        form = PeopleForm(initial=told.typed, organisations=organisations)
    return TemplateResponse(
        request,
        "trainings/run_enrol_list.html",
        {
            **model_admin.admin_site.each_context(request),
            **told.context,
            "run": run,
            "closed": closed,
            "form": form,
            "back": reverse("admin:trainings_run_change", args=[run.pk]),
            "crumbs": crumbs(run, _("Enrol several people")),
        },
    )
