from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today
from trainings.actions import make_questionnaire, retire_question
from trainings.admin import answers
from trainings.facts import Occasion
from trainings.models import Answer, Course, Question, Questionnaire


class QuestionForm(forms.ModelForm):
    """What somebody answered already, or what funders ask, stays as it is."""

    retire = forms.BooleanField(
        label=_("ask it no longer"),
        required=False,
        help_text=_("What was answered stays in the results."),
    )

    class Meta:
        widgets = {
            **{name: forms.TextInput({"class": "vLargeTextField"}) for name in ("text", "text_en")},
            **{name: forms.Textarea({"rows": 4}) for name in ("options", "options_en")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and (self.instance.for_funder or self.instance.answered):
            for name in self.fields.keys() - {"position", "retire"}:
                self.fields[name].disabled = True


class NewQuestionnaireForm(forms.ModelForm):
    usual = forms.BooleanField(
        label=_("Begin with the usual questions"),
        required=False,
        initial=True,
        help_text=_(
            "How well people know the subject, before and after, to compare; what they expect;"
            " what we can do better. What funders ask is there in any case. You can change the"
            " questions until somebody has answered."
        ),
    )


class QuestionInline(admin.StackedInline):
    model = Question
    form = QuestionForm
    extra, another = 1, _("Another question")
    max_num = 20
    fields = [
        ("position", "kind"),
        "text",
        "text_en",
        ("low", "high"),
        ("low_en", "high_en"),
        ("options", "options_en"),
        ("asked_before", "asked_after", "asked_later"),
        "retire",
    ]

    def get_queryset(self, request):
        """Those that are still asked."""
        answered = Exists(Answer.objects.filter(question=OuterRef("pk")))
        return super().get_queryset(request).filter(retired_on=None).annotate(answered=answered)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Questionnaire)
class QuestionnaireAdmin(OfficeAdmin):
    list_display = ["course", "questions_asked", "follow_up", "results"]
    list_select_related = ["course"]
    search_fields = ["course__title", "questions__text"]
    inlines = [QuestionInline]
    change_form_template = "admin/trainings/questionnaire/change_form.html"

    def get_queryset(self, request):
        asked = Count("questions", filter=Q(questions__retired_on=None), distinct=True)
        return super().get_queryset(request).annotate(asked=asked)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "course/<int:pk>/",
                wrap(self.course_answers_view),
                name="trainings_questionnaire_course_answers",
            ),
            path(
                "run/<int:pk>/",
                wrap(self.run_answers_view),
                name="trainings_questionnaire_run_answers",
            ),
            path(
                "run/<int:pk>/<slug:when>.pdf",
                wrap(self.sheet_view),
                name="trainings_questionnaire_sheet",
            ),
            *super().get_urls(),
        ]

    def course_answers_view(self, request, pk):
        return answers.course_answers(self, request, pk)

    def run_answers_view(self, request, pk):
        return answers.run_answers(self, request, pk)

    def sheet_view(self, request, pk, when):
        return answers.sheet(self, request, pk, when)

    def get_fields(self, request, obj=None):
        return ["course", "follow_up"] if obj else ["course", "usual", "follow_up"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewQuestionnaireForm
        return super().get_form(request, obj, change, **kwargs)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """A new question stands behind the others."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**kwargs, "initial": [{"position": obj.asked + 1 if obj.pk else 1}]}

    def get_readonly_fields(self, request, obj=None):
        return ["course"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "course":
            kwargs["queryset"] = Course.objects.filter(questionnaire=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        made = make_questionnaire(
            obj.course,
            by=request.user,
            follow_up=obj.follow_up,
            usual=form.cleaned_data["usual"],
        )
        obj.pk, obj._state.adding = made.pk, False

    def response_add(self, request, obj, post_url_continue=None):
        """On to its questions."""
        request.POST = request.POST | {"_continue": "1"}
        return super().response_add(request, obj, post_url_continue)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for question in formset.forms:
            if question.instance.pk and question.cleaned_data.get("retire"):
                retire_question(question.instance, by=request.user, on=today())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        questionnaire = form.instance
        later = Question.objects.asked(questionnaire.course, Occasion.LATER)
        if questionnaire.follow_up and not later.exists():
            messages.warning(
                request,
                gettext("No question is asked after three months, so nobody is asked again."),
            )

    @admin.display(description=_("questions"), ordering="asked")
    def questions_asked(self, questionnaire):
        return questionnaire.asked

    @admin.display(description=_("results"))
    def results(self, questionnaire):
        name = "admin:trainings_questionnaire_course_answers"
        url = reverse(name, args=[questionnaire.course_id])
        return format_html('<a href="{}">{}</a>', url, gettext("Answers"))
