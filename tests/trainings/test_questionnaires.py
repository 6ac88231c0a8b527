"""What is asked about a training: the rules that hold whoever writes, and what is shown when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_user
from tests.trainings.factories import (
    at,
    make_answers,
    make_course,
    make_question,
    make_questionnaire,
    make_run,
    make_session,
)
from trainings.actions import hand_in, retire_question
from trainings.actions import make_questionnaire as begin
from trainings.facts import Occasion
from trainings.models import Answer, AnswerSheet, Question
from trainings.models.answers import period_of

pytestmark = pytest.mark.django_db

LATER = date(2027, 4, 1)


def make_asked_run(**kw):
    """A training of two days, the 10th and 17th of March, with a question before and after."""
    run = make_run(**kw)
    make_session(run=run, starts_at=at(day=17))
    return run, make_question(make_questionnaire(run.course, follow_up=True), asked_later=True)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_new_questionnaire_asks_what_funders_ask_and_no_follow_up():
    course = make_course()
    questionnaire = begin(course, by=make_user())
    question = questionnaire.questions.get()
    assert (question.text, question.for_funder, questionnaire.follow_up) == (
        "Wie hilfreich war die Schulung für Ihre Arbeit?",
        True,
        False,
    )
    asked = {occasion: Question.objects.asked(course, occasion).count() for occasion in Occasion}
    assert asked == {"before": 0, "after": 1, "later": 0}
    questionnaire.follow_up = True
    questionnaire.save()
    assert Question.objects.asked(course, Occasion.LATER).count() == 1


def test_periods_follow_from_the_dates():
    run, _question = make_asked_run()
    assert [period_of(run, occasion) for occasion in Occasion] == [
        (date(2027, 1, 11), date(2027, 3, 10)),
        (date(2027, 3, 17), date(2027, 4, 16)),
        (date(2027, 6, 15), date(2027, 8, 14)),
    ]
    run.cancel(on=at().date(), reason="Krank")
    assert [period_of(run, occasion) for occasion in Occasion] == [None] * 3


@pytest.mark.parametrize("occasion", Occasion)
def test_answers_are_taken_from_the_first_to_the_last_day_and_at_no_other_time(occasion):
    run, question = make_asked_run()
    first, last = period_of(run, occasion)
    day = timedelta(days=1)
    for on, taken in ((first - day, 0), (first, 1), (last, 2), (last + day, 2)):
        moment = at().replace(year=on.year, month=on.month, day=on.day)
        sheet = AnswerSheet(run=run, occasion=occasion)
        try:
            hand_in(sheet, [Answer(question=question, value=3)], at=moment)
        except ValidationError:
            with refused("answer_sheet_in_its_time"), transaction.atomic():
                make_answers(run, {}, occasion=occasion, given_on=on)
        assert Answer.objects.count() == taken


def test_nothing_is_taken_of_what_is_called_off_or_not_published():
    run, question = make_asked_run()
    run.cancel(on=at().date(), reason="Krank")
    sheet = AnswerSheet(run=run, occasion=Occasion.AFTER)
    with pytest.raises(ValidationError):
        hand_in(sheet, [Answer(question=question, value=3)], at=at(day=18))
    with refused("answer_sheet_in_its_time"), transaction.atomic():
        make_answers(run, {}, given_on=date(2027, 3, 18))
    draft = make_run(published_on=None)
    with refused("answer_sheet_in_its_time"), transaction.atomic():
        make_answers(draft, {}, given_on=date(2027, 3, 10))


def test_form_that_is_sent_twice_is_stored_once_as_it_came_first():
    run, question = make_asked_run()
    for value in (4, 1):
        sheet = AnswerSheet(pk=4711, run=run, occasion=Occasion.AFTER)
        hand_in(sheet, [Answer(question=question, value=value)], at=at(day=18))
    assert list(Answer.objects.values_list("sheet", "value")) == [(4711, 4)]


@pytest.mark.parametrize("value", [0, 6, "Ein Satz"])
def test_database_takes_no_answer_of_another_kind(value):
    run, question = make_asked_run()
    with refused("answer_of_its_kind"), transaction.atomic():
        make_answers(run, {question: value})


def test_database_takes_no_answer_to_what_was_not_asked():
    run, question = make_asked_run()
    before_only = make_question(question.questionnaire, asked_after=False)
    of_another = make_question(make_questionnaire())
    for other in (before_only, of_another):
        with refused("answer_to_what_is_asked"), transaction.atomic():
            make_answers(run, {other: 3})


def test_choice_takes_its_lines_and_yes_or_no_two():
    run, question = make_asked_run()
    choice = make_question(question.questionnaire, kind="choice", options="Ja\nNein\nVielleicht")
    yes_no = make_question(question.questionnaire, kind="yes_no")
    make_answers(run, {choice: 3, yes_no: 2})
    for wrong in ({choice: 4}, {yes_no: 3}):
        with refused("answer_of_its_kind"), transaction.atomic():
            make_answers(run, wrong)


@pytest.mark.parametrize(
    "options", ["Nur eine", "A\nA", "A\n\nB", "A\n" * 8 + "B", "A\n" + "x" * 81]
)
def test_database_takes_no_choice_that_is_none(options):
    with refused("question_has_two_to_eight_options"), transaction.atomic():
        make_question(make_questionnaire(), kind="choice", options=options)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Neu?"},
        {"kind": "yes_no", "low": "", "high": ""},
        {"high": "Neu"},
        {"text_en": "?"},
    ],
)
def test_question_that_was_answered_stays_and_can_be_retired(change):
    run, question = make_asked_run()
    same = Question.objects.filter(pk=question.pk)
    same.update(**change)
    same.update(**{name: getattr(question, name) for name in change})
    make_answers(run, {question: 3})
    with refused("question_stays_once_answered"), transaction.atomic():
        same.update(**change)
    same.update(position=7)
    retire_question(question, by=make_user(), on=LATER)
    assert not Question.objects.asked(run.course, Occasion.AFTER).exists()
    assert Answer.objects.count() == 1


def test_question_of_the_funder_is_the_same_for_every_course():
    questionnaire = begin(make_course(), by=make_user())
    with refused("question_stays_once_answered"), transaction.atomic():
        questionnaire.questions.update(text="Wie schön war es?")


@pytest.mark.parametrize("change", [{"value": 1}, {"sentence": "Anders"}])
def test_answers_stay_as_given(change):
    run, question = make_asked_run()
    make_answers(run, {question: 3})
    with refused("answer_stays_as_given"), transaction.atomic():
        Answer.objects.update(**{"value": None, **change})
    with refused("answer_sheet_stays_as_given"), transaction.atomic():
        AnswerSheet.objects.update(occasion="before")


def test_answers_keep_no_moment_no_order_and_nobody():
    run, question = make_asked_run()
    for number in range(1, 6):
        sheet = AnswerSheet(run=run, occasion=Occasion.AFTER)
        hand_in(sheet, [Answer(question=question, value=number)], at=at(day=18, minute=number))
    assert not HistoryEntry.objects.filter(table_name__startswith="trainings_answer").exists()
    kept = {field.name for model in (AnswerSheet, Answer) for field in model._meta.fields}
    assert kept == {
        *("id", "given_on", "suspicion", "counted_on", "run", "occasion"),
        *("sheet", "question", "value", "sentence"),
    }
    by_value = Answer.objects.order_by("value")
    for keys in (by_value.values_list("pk", flat=True), by_value.values_list("sheet", flat=True)):
        assert len({later - sooner for sooner, later in pairwise(keys)}) == 4
    with connection.cursor() as cursor:
        for table in ("trainings_answersheet", "trainings_answer"):
            cursor.execute(f"SELECT * FROM {table}")
            found = {type(value).__name__ for row in cursor.fetchall() for value in row}
            assert found <= {"int", "str", "date", "NoneType"}


def test_numbers_are_shown_from_five_answers_on_and_those_of_today_tomorrow():
    run, question = make_asked_run()
    other = make_question(question.questionnaire)
    make_answers(run, *[{question: 5}] * 4, {question: 1, other: 1})
    first = date(2027, 3, 17)
    assert not Answer.objects.shown(on=first).exists()
    shown = Answer.objects.shown(on=LATER)
    assert sorted(shown.values_list("question", "value")) == sorted(
        [(question.pk, 1), *[(question.pk, 5)] * 4]  # one answer to the other alone
    )


def test_occasions_and_trainings_reach_five_each_by_themselves():
    run, question = make_asked_run()
    other = make_run(course=run.course)
    make_answers(run, *[{question: 5}] * 4)
    make_answers(run, {question: 1}, occasion=Occasion.BEFORE)
    make_answers(other, *[{question: 2}] * 5)
    assert set(Answer.objects.shown(on=LATER).values_list("sheet__run", "value")) == {(other.pk, 2)}
    assert set(AnswerSheet.objects.shown(on=LATER).values_list("run", flat=True)) == {other.pk}


def test_sentences_are_shown_where_five_answered_though_one_wrote():
    run, question = make_asked_run()
    words = make_question(question.questionnaire, kind="sentence")
    make_answers(run, {words: "Mehr davon"}, *[{question: 4}] * 3)
    assert not Answer.objects.sentences(on=LATER).exists()
    make_answers(run, {question: 4})
    assert [answer.sentence for answer in Answer.objects.sentences(on=LATER)] == ["Mehr davon"]


def test_what_a_program_may_have_sent_does_not_count():
    run, question = make_asked_run()
    make_answers(run, *[{question: 5}] * 4)
    make_answers(run, *[{question: 1}] * 6, suspicion="many")
    assert not Answer.objects.shown(on=LATER).exists()
    assert not AnswerSheet.objects.shown(on=LATER).exists()


@pytest.mark.django_db(transaction=True)
def test_question_is_not_changed_while_somebody_answers_it():
    run, question = make_asked_run()

    def change():
        try:
            Question.objects.filter(pk=question.pk).update(text="Ganz anders?")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_answers(run, {question: 3})
            changed = pool.submit(change)
            with pytest.raises(TimeoutError):
                changed.result(timeout=1)  # it waits until the answer is there to be seen
        with refused("question_stays_once_answered"):
            changed.result(timeout=10)
    question.refresh_from_db()
    assert question.text != "Ganz anders?"
