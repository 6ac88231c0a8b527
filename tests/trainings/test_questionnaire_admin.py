"""Questionnaires are built in the administration, and told of from five answers on."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff, make_user
from tests.trainings.browser import fields
from tests.trainings.factories import (
    at,
    make_answers,
    make_course,
    make_question,
    make_questionnaire,
    make_run,
)
from trainings.actions import count_held_back
from trainings.actions import make_questionnaire as begin
from trainings.facts import Occasion
from trainings.models import Answer, Question, Questionnaire

pytestmark = pytest.mark.django_db

LATER = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(day=20), tick=False)


@pytest.fixture
def coordinator(client):
    user = make_staff("Koordination")
    client.force_login(user)
    return user


def make_asked_run(**kw):
    run = make_run(**kw)
    known = Questionnaire.objects.filter(course=run.course).first()
    return run, make_question(known or make_questionnaire(run.course))


def page_of(client, run):
    return client.get(reverse("admin:trainings_questionnaire_run_answers", args=[run.pk]))


def course_page(client, course, query=""):
    name = "admin:trainings_questionnaire_course_answers"
    return client.get(reverse(name, args=[course.pk]) + query)


def send(client, run, **typed):
    name = "admin:trainings_questionnaire_run_answers"
    return client.post(reverse(name, args=[run.pk]), typed)


def told(response):
    """By question and occasion what was chosen how often."""
    return {
        (result.question, occasion.value): dict(sorted(chosen.items()))
        for result in response.context["results"]
        for occasion, chosen in result.chosen.items()
    }


def change(client, questionnaire, **typed):
    address = reverse("admin:trainings_questionnaire_change", args=[questionnaire.pk])
    return client.post(address, fields(client.get(address)) | typed)


def test_questionnaire_is_begun_for_a_course_and_asks_what_funders_ask(client, coordinator):
    course = make_course()
    address = reverse("admin:trainings_questionnaire_add")
    response = client.post(address, {"course": course.pk})
    questionnaire = Questionnaire.objects.get()
    assert response["Location"] == reverse(
        "admin:trainings_questionnaire_change", args=[questionnaire.pk]
    )
    assert [question.for_funder for question in questionnaire.questions.all()] == [True]
    entry = HistoryEntry.objects.get(table_name="trainings_questionnaire")
    assert entry.by == coordinator
    page = client.get(address)
    assert list(page.context["adminform"].form.fields["course"].queryset) == []


def test_questionnaire_is_begun_with_the_usual_questions_from_the_course(client, coordinator):
    course = make_course()
    page = client.get(reverse("admin:trainings_course_change", args=[course.pk])).content.decode()
    address = reverse("admin:trainings_questionnaire_add") + f"?course={course.pk}"
    assert f'href="{address}"' in page
    client.post(address, fields(client.get(address)))
    questionnaire = Questionnaire.objects.get(course=course)
    asked = {
        occasion.value: [question.text for question in Question.objects.asked(course, occasion)]
        for occasion in Occasion
    }
    helpful = "Wie hilfreich war die Schulung für Ihre Arbeit?"
    known = "Wie gut kennen Sie sich mit dem Thema aus?"
    assert asked == {
        "before": [known, "Was erwarten Sie von der Schulung?"],
        "after": [helpful, known, "Was können wir besser machen?"],
        "later": [],
    }
    for question in questionnaire.questions.all():
        question.full_clean()
    page = client.get(reverse("admin:trainings_course_change", args=[course.pk])).content.decode()
    change = reverse("admin:trainings_questionnaire_change", args=[questionnaire.pk])
    assert address not in page
    assert f'href="{change}"' in page


def test_page_of_answers_leads_to_a_questionnaire_where_there_is_none(client, coordinator):
    run = make_run()
    begin_it = reverse("admin:trainings_questionnaire_add") + f"?course={run.course_id}"
    assert begin_it in page_of(client, run).content.decode()
    client.force_login(make_staff("Leitung"))
    assert begin_it not in page_of(client, run).content.decode()
    client.force_login(coordinator)
    make_questionnaire(run.course)
    assert begin_it not in page_of(client, run).content.decode()


def test_question_of_each_kind_is_built(client, coordinator):
    questionnaire = begin(make_course(), by=coordinator)
    change(
        client,
        questionnaire,
        **{
            "questions-1-kind": "choice",
            "questions-1-text": "Was half am meisten?",
            "questions-1-options": " Üben \r\n\r\nZuhören\r\n",
            "questions-1-asked_after": "on",
            "questions-1-position": "2",
        },
    )
    funder, made = questionnaire.questions.all()
    assert (made.kind, made.options, made.asked_before) == ("choice", "Üben\nZuhören", False)
    assert funder.for_funder


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"kind": "scale"}, "Eine Skala sagt, was 1 und 5 bedeuten;"),
        ({"kind": "choice", "options": "Nur eine"}, "Bitte schreiben Sie zwei bis acht Antworten"),
        ({"kind": "choice", "options": "A\nB", "options_en": "A"}, "Bitte so viele Zeilen wie auf"),
        ({"kind": "choice", "options": "A\n" + "x" * 81}, "Jede Antwort hat höchstens 80 Zeichen."),
        ({"kind": "yes_no", "options": "A\nB"}, "Antworten zur Auswahl gehören zu dieser Art"),
        ({"kind": "yes_no", "asked_after": ""}, "Sagen Sie, wann die Frage gestellt wird."),
    ],
)
def test_what_is_wrong_with_a_question_is_said(client, coordinator, typed, message):
    questionnaire = begin(make_course(), by=coordinator)
    typed = {"text": "Und?", "asked_after": "on", "position": "2"} | typed
    named = {f"questions-1-{name}": value for name, value in typed.items() if value}
    address = reverse("admin:trainings_questionnaire_change", args=[questionnaire.pk])
    data = fields(client.get(address))
    data.pop("questions-1-asked_after", None)
    response = client.post(address, data | named)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert questionnaire.questions.count() == 1


def test_answered_question_is_shown_and_only_retired(client, coordinator):
    run, question = make_asked_run()
    make_answers(run, {question: 3})
    change(client, question.questionnaire, **{"questions-0-text": "Ganz anders?"})
    question.refresh_from_db()
    assert question.text != "Ganz anders?"
    change(client, question.questionnaire, **{"questions-0-retire": "on"})
    question.refresh_from_db()
    assert question.retired_on == date(2027, 3, 20)
    assert not Question.objects.asked(run.course, Occasion.AFTER).exists()


def test_follow_up_without_a_question_is_warned_of(client, coordinator):
    _run, question = make_asked_run()
    response = change(client, question.questionnaire, follow_up="on")
    page = client.get(response["Location"])
    assert "Nach drei Monaten wird keine Frage gestellt" in page.content.decode()


def test_four_answers_are_shown_nowhere_and_five_are(client, coordinator):
    run, question = make_asked_run()
    words = make_question(question.questionnaire, kind="sentence")
    make_answers(run, *[{question: 5, words: "Zugige Halle"}] * 4)
    pages = page_of(client, run), course_page(client, run.course)
    assert [told(page) for page in pages] == [{}, {}]
    assert not any("Zugige Halle" in page.content.decode() for page in pages)
    make_answers(run, {question: 1, words: "Schön"})
    page = page_of(client, run)
    assert told(page) == {(question, "after"): {1: 1, 5: 4}}
    assert sorted(answer.sentence for answer, _ in page.context["sentences"]) == [
        "Schön",
        *["Zugige Halle"] * 4,
    ]


def test_before_and_after_stand_side_by_side_with_their_averages(client, coordinator):
    run, question = make_asked_run()
    make_answers(run, *[{question: 2}] * 4, {question: 3}, occasion=Occasion.BEFORE)
    make_answers(run, *[{question: 4}] * 5)
    [result] = page_of(client, run).context["results"]
    assert result.occasions == [(Occasion.BEFORE, 5), (Occasion.AFTER, 5)]
    assert page_of(client, run).context["sheets"] == [(Occasion.BEFORE, 5), (Occasion.AFTER, 5)]
    assert result.averages == [2.2, 4.0]
    numbers = [(label, [bar.number for bar in bars]) for label, bars in result.rows]
    assert numbers == [
        ("1 – unsicher", [0, 0]),
        ("2", [4, 0]),
        ("3", [1, 0]),
        ("4", [0, 5]),
        ("5 – sicher", [0, 0]),
    ]


def test_course_is_told_of_its_trainings_with_five_answers_alone(client, coordinator):
    large, question = make_asked_run()
    small = make_run(course=large.course)
    other, of_other = make_asked_run()
    make_answers(large, *[{question: 4}] * 6)
    make_answers(small, *[{question: 1}] * 4)
    make_answers(other, *[{of_other: 2}] * 5)
    page = course_page(client, large.course)
    assert told(page) == {(question, "after"): {4: 6}}
    assert page.context["rows"] == [(large, [None, 6, None])]


@pytest.mark.parametrize(
    "query", ["?occasion=after", "?value=1", "?given_on=2027-03-10", "?page=9"]
)
def test_no_filter_parts_the_answers(client, coordinator, query):
    run, question = make_asked_run()
    make_answers(run, *[{question: 4}] * 5, {question: 1})
    assert told(course_page(client, run.course, query)) == {(question, "after"): {1: 1, 4: 5}}


def test_what_was_held_back_is_told_from_five_on_and_counted_at_once(client, coordinator):
    run, question = make_asked_run()
    make_answers(run, *[{question: 4}] * 5)
    make_answers(run, *[{question: 1}] * 4, suspicion="many")
    assert page_of(client, run).context["held_back"] == []
    with pytest.raises(ValidationError):
        count_held_back(run, Occasion.AFTER, by=coordinator, on=LATER)
    make_answers(run, {question: 1}, suspicion="many")
    assert page_of(client, run).context["held_back"] == [(Occasion.AFTER, 5)]
    send(client, run, count="after")
    page = page_of(client, run)
    assert page.context["held_back"] == []
    assert told(page) == {(question, "after"): {1: 5, 4: 5}}


def test_sentence_is_taken_out_of_a_training_that_is_shown_alone(client, coordinator):
    run, question = make_asked_run()
    words = make_question(question.questionnaire, kind="sentence")
    small = make_run(course=run.course)
    make_answers(run, {question: 4, words: "Frau Nett war nett"}, *[{question: 4}] * 4)
    make_answers(small, {words: "Herr Streng war streng"})
    named, hidden = (Answer.objects.get(sheet__run=each, question=words) for each in (run, small))
    assert send(client, run, remove=hidden.pk).status_code == 404
    assert send(client, small, remove=hidden.pk).status_code == 404
    assert send(client, run, remove="x" * 30).status_code == 404
    assert send(client, run, remove=named.pk).status_code == 302
    kept = set(Answer.objects.filter(question=words).values_list("sentence", flat=True))
    assert kept == {"", "Herr Streng war streng"}
    entry = HistoryEntry.objects.get(table_name="trainings_answer")
    assert (entry.by, entry.changes) == (coordinator, {"sentence": None})


@pytest.mark.parametrize(
    ("role", "see", "do"),
    [
        ("Leitung", 200, 403),
        ("Sachbearbeitung", 200, 403),
        ("Koordination", 200, 302),
        ("Partner", 302, 302),
        ("Ehrenamt", 302, 302),
    ],
)
def test_office_sees_answers_and_a_contact_never_does(client, role, see, do):
    run, question = make_asked_run()
    words = make_question(question.questionnaire, kind="sentence")
    make_answers(run, {question: 4, words: "Frau Nett war nett"}, *[{question: 4}] * 4)
    client.force_login(make_staff(role))
    pages = page_of(client, run), course_page(client, run.course)
    assert [page.status_code for page in pages] == [see, see]
    assert send(client, run, remove=Answer.objects.get(question=words).pk).status_code == do
    assert Answer.objects.with_sentence().exists() == (role != "Koordination")


def test_partner_with_a_foot_in_the_administration_sees_no_answers(client):
    """Someone who may look at trainings there, but not at answers."""
    run, question = make_asked_run()
    make_answers(run, *[{question: 4}] * 5)
    user = make_user(is_staff=True)
    of_trainings = Permission.objects.filter(content_type__app_label="trainings")
    user.user_permissions.add(of_trainings.get(codename="view_run"))
    client.force_login(user)
    pages = page_of(client, run), course_page(client, run.course)
    assert [page.status_code for page in pages] == [403, 403]


def test_pages_cost_the_same_with_one_training_and_with_three(client, coordinator):
    run, question = make_asked_run()

    def cost():
        with CaptureQueriesContext(connection) as caught:
            course_page(client, run.course)
            page_of(client, run)
        return len(caught)

    make_answers(run, *[{question: 4}] * 5)
    cost()
    one = cost()
    for _ in range(2):
        make_answers(make_run(course=run.course), *[{question: 4}] * 5)
    make_answers(run, *[{make_question(question.questionnaire): 1}] * 5)
    assert cost() == one
