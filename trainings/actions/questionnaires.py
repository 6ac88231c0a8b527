"""What people are asked about a training, and what they answer without a name."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from miko_portal.base import seats
from miko_portal.base.history import acting
from miko_portal.base.models import User
from trainings.facts import Occasion
from trainings.models import Answer, AnswerSheet, Course, Question, Questionnaire, Run
from trainings.models.answers import period_of

# Funders ask for the share of people who found it helpful: the same words for every course.
ASKED_BY_FUNDERS = {
    "text": "Wie hilfreich war die Schulung für Ihre Arbeit?",
    "text_en": "How helpful was the training for your work?",
    "low": "gar nicht hilfreich",
    "low_en": "not helpful at all",
    "high": "sehr hilfreich",
    "high_en": "very helpful",
}

# What fits every course: something to compare, and two sentences.
USUAL_QUESTIONS = [
    {
        "text": "Wie gut kennen Sie sich mit dem Thema aus?",
        "text_en": "How well do you know the subject?",
        "kind": Question.Kind.SCALE,
        "low": "gar nicht",
        "low_en": "not at all",
        "high": "sehr gut",
        "high_en": "very well",
        "asked_before": True,
    },
    {
        "text": "Was erwarten Sie von der Schulung?",
        "text_en": "What do you expect of the training?",
        "kind": Question.Kind.SENTENCE,
        "asked_before": True,
        "asked_after": False,
    },
    {
        "text": "Was können wir besser machen?",
        "text_en": "What can we do better?",
        "kind": Question.Kind.SENTENCE,
    },
]


@transaction.atomic
def make_questionnaire(
    course: Course, *, by: User, follow_up: bool = False, usual: bool = False
) -> Questionnaire:
    """Begin the questionnaire of a course, with the question that funders ask.

    With the `usual` questions it can be handed out as it is; each can be changed until answered.
    """
    with acting(by):
        questionnaire = Questionnaire.objects.create(course=course, follow_up=follow_up)
        questionnaire.questions.create(
            **ASKED_BY_FUNDERS,
            kind=Question.Kind.SCALE,
            asked_after=True,
            asked_later=True,
            for_funder=True,
        )
        for position, question in enumerate(USUAL_QUESTIONS if usual else [], start=2):
            questionnaire.questions.create(**question, position=position)
    return questionnaire


@transaction.atomic
def retire_question(question: Question, *, by: User, on: date) -> None:
    """Ask it no longer; what was answered stays."""
    with acting(by):
        Question.objects.filter(pk=question.pk, retired_on=None).update(retired_on=on)


@transaction.atomic
def hand_in(sheet: AnswerSheet, answers: list[Answer], *, at: datetime) -> None:
    """Store what somebody answered; the same form sent again is stored once.

    Refuses what comes at another time than people are asked, or about a training called off.
    """
    seats.lock(sheet.run)  # so that nobody cancels it meanwhile
    if reason := why_not_asked(sheet.run, Occasion(sheet.occasion), at=at):
        raise ValidationError(reason)
    sheet.given_on = localdate(at)
    if AnswerSheet.objects.filter(pk=sheet.pk).exists():
        return
    sheet.save(force_insert=True)
    for answer in answers:
        answer.sheet = sheet
    Answer.objects.bulk_create(answers)


def why_not_asked(run: Run, occasion: Occasion, *, at: datetime) -> str:
    """Why nobody can answer now, in a sentence for readers; empty: they can."""
    period, on = period_of(run, occasion), localdate(at)
    if period is None:
        return _("This was cancelled. So you cannot say here how it was.")
    first, last = period
    if on < first:
        text = _("It is too early for these questions. Please come back on %(day)s.")
        return text % {"day": date_format(first, "d.m.Y")}
    if on > last:
        return _("It is too late for these questions. You can still call us or write to us.")
    return ""
