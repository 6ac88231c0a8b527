from functools import partial

from django import forms
from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import store_german
from events.admin import text_sheets, texts, voices
from events.admin.filters import MissingFilter, OutdatedFilter
from events.models import Seminar, SeminarText, Topic, TopicName
from events.models.seminars import GERMAN, LANGUAGE_CHOICES, PARTS, TRANSLATED, TextState
from events.translating import board_row, called
from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.forms import ModelForm
from miko_portal.base.seen import SeenForm

WIDE = {"class": "vTextField"}


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


class GermanForm(SeenForm, ModelForm):
    """The German text, from which the others are made on pages of their own."""

    class Meta(ModelForm.Meta):
        model = SeminarText
        fields = [*PARTS]
        widgets = {name: forms.TextInput(WIDE) for name in ("title", "summary", "bring")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.language = GERMAN


class GermanInline(admin.StackedInline):
    model = SeminarText
    form = GermanForm
    fields = [*PARTS]
    min_num = max_num = 1
    verbose_name = verbose_name_plural = gettext_lazy("German text")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(language=GERMAN)

    def has_delete_permission(self, request, obj=None):
        return False


def _address(seminar, cell):
    return reverse("admin:events_text_form", args=[seminar.pk, cell.language])


@admin.register(Seminar)
class SeminarAdmin(OfficeAdmin):
    """What the office offers, with its texts in all languages."""

    form = SeenForm
    list_display = ["name", "topic", "format", "organiser", "to_translate", "again"]
    list_filter = ["topic", "format", MissingFilter, OutdatedFilter]
    search_fields = ["texts__title", "texts__summary", "topic__name"]
    search_help_text = gettext_lazy("Title, sentence or topic")
    fields = ["topic", "organiser", "partners", "format", "audience", "translations", "spoken"]
    readonly_fields = ["translations", "spoken"]
    inlines = [GermanInline]
    change_list_template = "admin/events/seminar/change_list.html"
    change_form_template = "admin/seen_form.html"

    def get_queryset(self, request):
        seminars = super().get_queryset(request).with_title().with_translations()
        return seminars.select_related("topic", "organiser")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, seminar):
        return str(seminar)

    @admin.display(description=gettext_lazy("translations"))
    def translations(self, seminar):
        if seminar.pk is None:
            return _("Written after the German text.")
        cells = board_row(seminar, languages=TRANSLATED).cells
        return format_html_join(
            " · ",
            '<a href="{}">{}: {}</a>',
            [(_address(seminar, cell), cell.name, cell.state.label) for cell in cells],
        )

    @admin.display(description=gettext_lazy("translations"))
    def to_translate(self, seminar):
        """What is left to do, by kind; what has been reviewed needs no words in a list."""
        cells = board_row(seminar, languages=TRANSLATED).cells
        lines = []
        for state in (TextState.OUTDATED, TextState.MACHINE, TextState.MISSING):
            links = [(_address(seminar, cell), cell.name) for cell in cells if cell.state == state]
            if links:
                lines.append((state.label, format_html_join(", ", '<a href="{}">{}</a>', links)))
        return format_html_join(mark_safe("<br>"), "{}: {}", lines) or _("all reviewed")

    @admin.display(description=gettext_lazy("voice messages"))
    def spoken(self, seminar):
        if seminar.pk is None:
            return ""
        lengths = {voice.language: voice.length for voice in seminar.voices.all()}
        return format_html_join(
            " · ",
            '<a href="{}">{}: {}</a>',
            [
                (
                    reverse("admin:events_voice", args=[seminar.pk, code]),
                    called(code),
                    lengths.get(code, _("none")),
                )
                for code, _name in LANGUAGE_CHOICES
            ],
        )

    @admin.display(description=gettext_lazy("new date"))
    def again(self, seminar):
        address = reverse("admin:events_run_add")
        return format_html('<a href="{}?like={}">{}</a>', address, seminar.pk, _("As last time"))

    def save_formset(self, request, form, formset, change):
        for text in formset.save(commit=False):
            store_german(text, by=request.user)
        formset.save_m2m()

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(partial(view, self))

        one = "<int:pk>/texts/<str:language>/"
        return [
            path("texts/", page(texts.board), name="events_text_board"),
            path("texts/export/", page(text_sheets.export), name="events_text_export"),
            path("texts/import/", page(text_sheets.text_import), name="events_text_import"),
            path(one, page(texts.text_form), name="events_text_form"),
            path(f"{one}confirm/", page(texts.confirm), name="events_text_confirm"),
            path(f"{one}voice/", page(voices.voice), name="events_voice"),
            *super().get_urls(),
        ]
