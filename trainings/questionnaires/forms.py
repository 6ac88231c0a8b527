from datetime import timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from miko_portal.base.forms import TextField
from miko_portal.base.plain_text import plain_text
from miko_portal.base.traps import Traps
from trainings.models import Answer, Question
from trainings.models.answers import LONGEST
from trainings.models.questionnaires import NO, YES, Wording

YES_OR_NO = [(YES, _("Yes")), (NO, _("No"))]


class Asked(NamedTuple):
    """A question as it is put on the page."""

    field: BoundField
    wording: Wording
    own_words: bool  # its answers are in the language of the page, not in that of the question


class AnswerForm(Traps, forms.Form):
    """The questions of an occasion; each may be left out, but not all."""

    # A few taps are quickly done, and a whole room may be in one network.
    quickest, many_a_day, counted_as = timedelta(seconds=1), 100, "questionnaire "

    def __init__(self, *args, questions: list[Question], language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"question_{question.pk}": question for question in questions}
        self.wordings = {
            name: question.wording_in(language) for name, question in self.questions.items()
        }
        for name, question in self.questions.items():
            self.fields[name] = _field_of(question, self.wordings[name])

    @property
    def german_only(self) -> bool:
        """Some question is in German on a page in another language."""
        spoken = {wording.language for wording in self.wordings.values()}
        return "de" in spoken and get_language() not in ("de", "de-simple")

    def asked(self):
        """The questions in their order."""
        return [
            Asked(self[name], self.wordings[name], question.kind == Question.Kind.YES_NO)
            for name, question in self.questions.items()
        ]

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data[name] for name in self.questions):
            raise ValidationError(_("Please answer at least one question."))
        return data

    def answers(self) -> list[Answer]:
        """What was chosen and written, not stored yet."""
        given = [(question, self.cleaned_data[name]) for name, question in self.questions.items()]
        return [_answer(question, said) for question, said in given if said]


def _answer(question, said):
    if question.kind == Question.Kind.SENTENCE:
        return Answer(question=question, sentence=said)
    return Answer(question=question, value=int(said))


def _field_of(question, wording):
    if question.kind == Question.Kind.SENTENCE:
        return TextField(
            label=wording.text,
            help_text=_("Please write no names, and nothing about your health."),
            widget=forms.Textarea({"rows": 3, "dir": "auto"}),
            validators=[
                MaxLengthValidator(LONGEST, _("Please write at most 500 letters.")),
                plain_text,
            ],
            required=False,
        )
    choices = YES_OR_NO if question.kind == Question.Kind.YES_NO else wording.options
    return forms.ChoiceField(
        label=wording.text, choices=choices, widget=forms.RadioSelect, required=False
    )
