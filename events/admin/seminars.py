from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Case, Prefetch, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import store_texts
from events.admin.filters import MissingFilter, OutdatedFilter
from events.models import Seminar, SeminarText, Topic, TopicName
from events.models.seminars import GERMAN, LANGUAGE_CHOICES
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.forms import ModelForm

WIDE = {"class": "vTextField"}
STATES = {
    "human": gettext_lazy("current"),
    "reviewed": gettext_lazy("current"),
    "machine": gettext_lazy("by a machine"),
    "outdated": gettext_lazy("outdated"),
}


class TopicNameInline(admin.TabularInline):
    model = TopicName
    extra = 1
    max_num = len(LANGUAGE_CHOICES) - 1

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Topic)
class TopicAdmin(OfficeAdmin):
    """What seminars are about, with the name in each language."""

    list_display = ["name"]
    search_fields = ["name", "names__name"]
    inlines = [TopicNameInline]


class TextForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = SeminarText
        fields = ["language", "title", "summary", "text", "bring", "origin"]
        widgets = {name: forms.TextInput(WIDE) for name in ("title", "summary", "bring")}


class TextFormSet(forms.BaseInlineFormSet):
    """The texts of a seminar: there is a German one, from which the others are made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.is_bound:
            self.initial_extra = [{"language": GERMAN}]

    def clean(self):
        super().clean()
        filled = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        if GERMAN not in [data.get("language") for data in filled] and not any(self.errors):
            raise ValidationError(_("Write the German text: the others are made from it."))


class TextInline(admin.StackedInline):
    model = SeminarText
    form, formset = TextForm, TextFormSet
    extra = 1
    max_num = len(LANGUAGE_CHOICES)

    def get_queryset(self, request):
        german_first = Case(When(language=GERMAN, then=Value(0)), default=Value(1))
        return super().get_queryset(request).order_by(german_first, "language")

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Seminar)
class SeminarAdmin(OfficeAdmin):
    """What the office offers, with its texts in all languages."""

    list_display = ["name", "topic", "format", "organiser", "translations", "again"]
    list_filter = ["topic", "format", MissingFilter, OutdatedFilter]
    search_fields = ["texts__title", "texts__summary", "topic__name"]
    search_help_text = gettext_lazy("Title, sentence or topic")
    fields = ["topic", "organiser", "partners", "format", "audience", "translations"]
    readonly_fields = ["translations"]
    inlines = [TextInline]

    def get_queryset(self, request):
        texts = SeminarText.objects.with_state().exclude(language=GERMAN)
        seminars = super().get_queryset(request).with_title()
        return seminars.select_related("topic", "organiser").prefetch_related(
            Prefetch("texts", texts, to_attr="translated")
        )

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, seminar):
        return str(seminar)

    @admin.display(description=gettext_lazy("translations"))
    def translations(self, seminar):
        if seminar.pk is None:
            return _("Written after the German text.")
        states = {text.language: STATES[text.state] for text in seminar.translated}
        missing = _("missing")
        return " · ".join(
            f"{name}: {states.get(code, missing)}"
            for code, name in LANGUAGE_CHOICES
            if code != GERMAN
        )

    @admin.display(description=gettext_lazy("new date"))
    def again(self, seminar):
        address = reverse("admin:events_run_add")
        return format_html('<a href="{}?like={}">{}</a>', address, seminar.pk, _("As last time"))

    def save_formset(self, request, form, formset, change):
        texts = formset.save(commit=False)
        store_texts(texts, by=request.user)
        formset.save_m2m()
