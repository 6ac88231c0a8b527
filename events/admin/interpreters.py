"""Who can interpret, and what they did: lists for coordinators."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, Func, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.actions import people
from events import languages
from events.actions import retire_interpreter
from events.admin.dates import widen
from events.admin.forms import LanguagesField
from events.models import Interpreter, InterpreterAssignment, SeminarText
from events.models.seminars import GERMAN
from events.templatetags.seminars import price
from miko_portal.base.administration import OfficeAdmin, ReadingAdmin
from miko_portal.base.clock import today
from miko_portal.base.forms import NameField

OF_PERSON = ("given_name", "family_name", "mail", "telephone")


class InterpreterForm(forms.ModelForm):
    """Somebody who interprets, with their name and how they are reached."""

    given_name = NameField(label=_("Given name"), max_length=80)
    family_name = NameField(label=_("Family name"), max_length=80)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    telephone = NameField(label=_("Telephone"), max_length=40, required=False)
    languages = LanguagesField(label=_("Interprets into"))

    class Meta:
        model = Interpreter
        fields = ["languages", "gender", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widen(self, *OF_PERSON, "languages")
        if self.instance.pk:
            self.initial |= {name: getattr(self.instance.person, name) for name in OF_PERSON}


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        each = Func(F("languages"), function="unnest")
        codes = Interpreter.objects.order_by().values_list(each, flat=True).distinct()
        return sorted(((code, languages.name_of(code)) for code in codes), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.into(self.value()) if self.value() else queryset


@admin.register(Interpreter)
class InterpreterAdmin(OfficeAdmin):
    form = InterpreterForm
    fieldsets = [
        (
            None,
            {
                "fields": [*OF_PERSON, "languages", "gender", "note"],
                "description": _(
                    "Saving confirms that somebody can still be asked. Who is asked for nothing"
                    " and not confirmed is taken out by itself at the end of the third year."
                ),
            },
        )
    ]
    list_display = [
        "person",
        "language_names",
        "gender",
        "mail",
        "telephone",
        "note",
        "confirmed_on",
    ]
    list_filter = [LanguageFilter, "gender"]
    list_select_related = ["person"]
    search_fields = ["person__given_name", "person__family_name", "note"]
    actions = ["retire"]

    @admin.display(description=_("interprets into"))
    def language_names(self, interpreter):
        return interpreter.language_names

    @admin.display(description=_("mail address"))
    def mail(self, interpreter):
        return interpreter.person.mail

    @admin.display(description=_("telephone"))
    def telephone(self, interpreter):
        return interpreter.person.telephone

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        if not change:
            obj.person = people.known_person(
                given_name=data["given_name"],
                family_name=data["family_name"],
                mail=data["mail"],
                organisation=None,
                by=request.user,
            )
            known = Interpreter.objects.filter(person=obj.person).first()
            obj.pk = known and known.pk
        for name in OF_PERSON:
            if change or data[name]:  # what is known of somebody recognised is not emptied
                setattr(obj.person, name, data[name])
        obj.person.save()
        obj.confirmed_on = today()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Take out: interpret no more"), permissions=["change"])
    def retire(self, request, queryset):
        for interpreter in queryset:
            try:
                retire_interpreter(interpreter, by=request.user, on=today())
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                text = gettext("%(person)s is taken out of the list.")
                messages.success(request, text % {"person": interpreter.person})


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("unanswered", _("Asked, no answer yet")),
            ("confirmed", _("Confirmed")),
            ("came", _("Came")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "came":
            return queryset.exclude(came_on=None)
        if self.value() in ("unanswered", "confirmed"):
            return getattr(queryset, self.value())()
        return queryset


@admin.register(InterpreterAssignment)
class InterpreterAssignmentAdmin(ReadingAdmin):
    """All dates with who interpreted, for the accounts; changed on the page of the run."""

    list_display = ["date", "run", "language_name", "interpreter", "standing", "hours", "fee"]
    list_filter = [StandingFilter]
    search_fields = [
        "person__given_name",
        "person__family_name",
        "session__run__seminar__texts__title",
    ]
    date_hierarchy = "session__starts_at"
    ordering = ["-session__starts_at", "-pk"]
    fields = list_display

    def get_queryset(self, request):
        german = SeminarText.objects.filter(
            seminar=OuterRef("session__run__seminar"), language=GERMAN
        )
        found = super().get_queryset(request).select_related("person", "session")
        return found.annotate(title=Subquery(german.values("title")))

    @admin.display(description=_("date"), ordering="session__starts_at")
    def date(self, assignment):
        return assignment.session

    @admin.display(description=_("seminar"))
    def run(self, assignment):
        url = reverse("admin:events_run_interpreters", args=[assignment.session.run_id])
        return format_html('<a href="{}">{}</a>', url, assignment.title or _("seminar"))

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, assignment):
        return assignment.language_name

    @admin.display(description=_("interpreter"), ordering="person__sort_key")
    def interpreter(self, assignment):
        return assignment.interpreter_name

    @admin.display(description=_("standing"))
    def standing(self, assignment):
        return assignment.standing

    @admin.display(description=_("fee"), ordering="fee_cents")
    def fee(self, assignment):
        return price(assignment.fee_cents) if assignment.fee_cents else ""
