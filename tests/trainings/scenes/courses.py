"""The catalogue, numbers of earlier years, questions and answers."""

from datetime import date

from miko_portal.base.history import acting
from tests.trainings.factories import (
    at,
    make_answers,
    make_course,
    make_question,
    make_questionnaire,
    make_run,
)
from tests.trainings.scenes.both_ways import (
    TODAY,
    change,
    form,
    parts,
    send,
)
from trainings import actions
from trainings.facts import Occasion
from trainings.models import Answer, Course, PastCount, Question

COURSE = {"audience": "staff", "level": "basic", "units": 8, "minimum_attendance": 80}


@form("course_add")
def course_is_entered():
    def act(by):
        with acting(by):
            Course.objects.create(title="Syrien", **COURSE)

    return send("course_add", title="Syrien", **COURSE), act


@form("course_change")
def course_is_changed():
    course = make_course(title="Syrien")

    def act(by):
        with acting(by):
            course.title_en = "Syria"
            course.save()

    return change("course_change", course.pk, title_en="Syria"), act


@form("pastcount_add")
def number_of_an_earlier_year():
    facts = {"side": "volunteer", "persons": 348, "units": 6}
    course, day = make_course(), date(2017, 5, 2)

    def act(by):
        with acting(by):
            PastCount.objects.create(course=course, held_on=day, **facts)

    typed = parts("held_on", day) | {"course": course.pk, "project": ""}
    return send("pastcount_add", **facts, **typed), act


@form("pastcount_change")
def number_of_an_earlier_year_is_corrected():
    kept = PastCount.objects.create(
        course=make_course(), held_on=date(2017, 5, 2), side="volunteer", persons=34, units=6
    )

    def act(by):
        with acting(by):
            kept.persons = 348
            kept.save()

    return change("pastcount_change", kept.pk, persons=348), act


@form("questionnaire_add")
def questionnaire_is_begun():
    course = make_course()
    return (
        send("questionnaire_add", course=course.pk, follow_up="on"),
        lambda by: actions.make_questionnaire(course, by=by, follow_up=True),
    )


@form("questionnaire_change")
def question_is_added():
    kept = actions.make_questionnaire(make_course(), by=None)
    facts = {"kind": "sentence", "text": "Was noch?", "position": 2}
    typed = {f"questions-1-{name}": value for name, value in facts.items()}

    def act(by):
        with acting(by):
            Question.objects.create(questionnaire=kept, asked_after=True, **facts)

    return change(
        "questionnaire_change", kept.pk, **typed, **{"questions-1-asked_after": "on"}
    ), act


def answered(*, suspicion=""):
    """A training of the past, of which five answered a scale and one a sentence too."""
    run = make_run(starts_at=at(day=2))
    asked = make_questionnaire(run.course)
    scale, words = make_question(asked), make_question(asked, kind="sentence")
    facts = {"suspicion": suspicion} if suspicion else {}
    make_answers(run, {scale: 4, words: "Frau Nett"}, *[{scale: 4}] * 4, **facts)
    return run


@form("questionnaire_run_answers")
def sentence_is_taken_out():
    run = answered()
    named = Answer.objects.exclude(sentence="").get()
    return (
        send("questionnaire_run_answers", run.pk, remove=named.pk),
        lambda by: actions.remove_sentence(named, by=by),
    )


@form("questionnaire_run_answers")
def what_was_held_back_counts():
    run = answered(suspicion="many")
    return (
        send("questionnaire_run_answers", run.pk, count="after"),
        lambda by: actions.count_held_back(run, Occasion.AFTER, by=by, on=TODAY),
    )
