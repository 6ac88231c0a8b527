"""Numbers without names: of past dates nobody registered for, and of years before the portal."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import count_heads
from events.models import HeadCount, Seminar, SeminarText, Session
from events.models.seminars import GERMAN
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today

PAGE_SIZE = 20
MOST = 9999


class CountForm(forms.Form):
    """One date: nothing is typed, or at least how many came in all."""

    date = forms.IntegerField(widget=forms.HiddenInput)
    persons = forms.IntegerField(
        label=gettext_lazy("Persons in all"), required=False, min_value=0, max_value=MOST
    )
    women = forms.IntegerField(
        label=gettext_lazy("Of them women"), required=False, min_value=0, max_value=MOST
    )
    children = forms.IntegerField(
        label=gettext_lazy("Of them children"), required=False, min_value=0, max_value=MOST
    )

    def clean(self):
        told = super().clean()
        persons, women, children = (told.get(name) for name in ("persons", "women", "children"))
        if persons is None and "persons" not in self.errors:
            if women is not None or children is not None:
                self.add_error("persons", _("Say how many came in all."))
        elif persons is not None and persons < (women or 0) + (children or 0):
            self.add_error("persons", _("Women and children together are more than all persons."))
        return told


CountFormSet = forms.formset_factory(CountForm, extra=0, max_num=PAGE_SIZE, absolute_max=PAGE_SIZE)


class HeadCountForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"seminar", "held_on"} & self.fields.keys():
            self.fields[name].required = True
        if "seminar" in self.fields:
            self.fields["seminar"].queryset = Seminar.objects.with_title().order_by("title")

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day and day > today():
            raise ValidationError(_("This day is still to come."))
        return day


@admin.register(HeadCount)
class HeadCountAdmin(OfficeAdmin):
    """What is counted already; a new one is of a day before the portal was there."""

    form = HeadCountForm
    list_display = ["name", "held", "persons", "women", "children"]
    search_fields = ["seminar__texts__title", "session__run__seminar__texts__title"]
    fields = ["seminar", "held_on", "persons", "women", "children"]
    change_list_template = "admin/events/headcount/change_list.html"

    def get_queryset(self, request):
        german = SeminarText.objects.filter(seminar=OuterRef("of_seminar"), language=GERMAN)
        counts = super().get_queryset(request).with_day().order_by("-day", "-pk")
        return counts.annotate(title=Subquery(german.values("title")))

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.fields
        return ["name", "held", *self.fields[2:]]

    def get_readonly_fields(self, request, obj=None):
        """What it is the number of doesn't change."""
        return ["name", "held"] if obj else []

    @admin.display(description=gettext_lazy("seminar"), ordering="title")
    def name(self, count):
        return count.title or "–"

    @admin.display(description=gettext_lazy("day"), ordering="day")
    def held(self, count):
        return date_format(count.day, "D d.m.Y")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("missing/", wrap(self.missing_view), name="events_headcount_missing"),
            *super().get_urls(),
        ]

    def missing_view(self, request):
        return missing(self, request)


def missing(model_admin, request):
    """Past dates without a number, the latest first; what is typed is stored for all at once."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    at = timezone.now()
    found = Session.objects.without_head_count(at=at).with_texts_in([GERMAN])
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    if request.method == "POST":
        formset = CountFormSet(request.POST)
        if formset.is_valid() and _store(request, formset, at=at):
            return redirect(request.get_full_path())
    else:
        formset = CountFormSet(initial=[{"date": session.pk} for session in page])
    return TemplateResponse(
        request,
        "events/run_counts.html",
        {
            **model_admin.admin_site.each_context(request),
            "formset": formset,
            "rows": _rows(formset),
            "page_obj": page,
            "crumbs": [
                (_("Administration"), reverse("admin:index")),
                (_("Head counts"), reverse("admin:events_headcount_changelist")),
                (_("Past dates without a number"), ""),
            ],
        },
    )


def _rows(formset):
    """Each form with the date it is of; one that nobody knows is left out."""
    typed = [(form, str(form["date"].value() or "")) for form in formset]
    known = {int(key): form for form, key in typed if key.isdecimal() and len(key) < 19}
    sessions = Session.objects.with_texts_in([GERMAN]).in_bulk(known)
    return [(form, sessions[key]) for key, form in known.items() if key in sessions]


def _store(request, formset, *, at):
    """Stores what is typed, all or nothing; says at the row what is refused."""
    filled = [
        (form, session)
        for form, session in _rows(formset)
        if form.cleaned_data["persons"] is not None
    ]
    with transaction.atomic():
        for form, session in filled:
            told = form.cleaned_data
            try:
                count_heads(
                    session,
                    persons=told["persons"],
                    women=told["women"],
                    children=told["children"],
                    by=request.user,
                    at=at,
                )
            except ValidationError as error:
                form.add_error("persons", error.messages)
        if any(form.errors for form, _session in filled):
            transaction.set_rollback(True)
            return False
    if filled:
        messages.success(request, _("The numbers are stored."))
    return True
