"""The questions on the page, for whoever holds the link."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.trainings.factories import (
    at,
    make_enrolment,
    make_question,
    make_questionnaire,
    make_run,
)
from trainings.models import Answer, AnswerSheet
from trainings.models.self_enrolments import new_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(day=11), tick=False)
    return time_machine


@pytest.fixture
def run():
    """Held yesterday, with one question of each kind."""
    run = make_run()
    questionnaire = make_questionnaire(run.course)
    make_question(questionnaire, text="Wie sicher?", text_en="How sure?", low_en="a", high_en="b")
    make_question(questionnaire, kind="choice", text="Was half?", options="Üben\nZuhören")
    make_question(questionnaire, kind="yes_no", text="Empfehlen?", text_en="Recommend?")
    make_question(questionnaire, kind="sentence", text="Was noch?", asked_before=False)
    return run


def address(run, when="nachher", language="de"):
    with translation.override(language):
        return reverse("trainings:questionnaire_fill", args=[run.pk, when])


def sent(client, run, clock, *, pace=10, form=None, language="de", **said):
    """Posts by the text of the question what it says."""
    page = client.get(address(run, language=language))
    named = {question.text: name for name, question in page.context["form"].questions.items()}
    form = form or {"made": page.context["form"]["made"].value()}
    clock.shift(pace)
    typed = {named.get(key, key): value for key, value in said.items()}
    return client.post(address(run, language=language), {**form, **typed})


def stored():
    return sorted(Answer.objects.values_list("question__text", "value", "sentence"))


def test_each_kind_is_answered_without_a_name(client, clock, run):
    said = {"Wie sicher?": "4", "Was half?": "2", "Empfehlen?": "1", "Was noch?": " Mehr Zeit "}
    response = sent(client, run, clock, **said)
    assert (response.status_code, response["Location"]) == (302, "/de/schulungen/danke/")
    assert stored() == [
        ("Empfehlen?", 1, ""),
        ("Was half?", 2, ""),
        ("Was noch?", None, "Mehr Zeit"),
        ("Wie sicher?", 4, ""),
    ]
    assert client.get(response["Location"]).status_code == 200
    sheet = AnswerSheet.objects.get()
    assert (sheet.run, sheet.occasion, sheet.suspicion) == (run, "after", "")


def test_one_question_is_enough_and_none_is_too_few(client, clock, run):
    response = sent(client, run, clock)
    assert response.context["form"].errors == {
        "__all__": ["Bitte beantworten Sie mindestens eine Frage."]
    }
    assert sent(client, run, clock, **{"Empfehlen?": "2"}).status_code == 302
    assert stored() == [("Empfehlen?", 2, "")]


@pytest.mark.parametrize(
    ("question", "said"),
    [("Wie sicher?", "6"), ("Was half?", "0"), ("Was noch?", "x" * 501), ("Empfehlen?", "ja\0")],
)
def test_what_is_wrong_is_said_at_the_question(client, clock, run, question, said):
    response = sent(client, run, clock, **{question: said, "Wie sicher?": "6"} | {question: said})
    assert (response.status_code, stored()) == (200, [])
    assert response.context["form"].errors


def test_double_tap_counts_once(client, clock, run):
    form = {"made": client.get(address(run)).context["form"]["made"].value()}
    for _ in range(2):
        sent(client, run, clock, form=form, **{"Wie sicher?": "3"})
    assert stored() == [("Wie sicher?", 3, "")]


@pytest.mark.parametrize(
    ("typed", "pace", "suspicion"),
    [
        ({"website": "https://spam.example.org"}, 20, "trap"),
        ({"made": "x"}, 20, "trap"),
        ({}, 0, "haste"),
    ],
)
def test_traps_hold_answers_back_and_refuse_nobody(client, clock, run, typed, pace, suspicion):
    response = sent(client, run, clock, pace=pace, **{"Wie sicher?": "3"} | typed)
    assert response.status_code == 302
    assert AnswerSheet.objects.get().suspicion == suspicion


def test_questions_are_in_english_where_all_of_it_is_and_marked_elsewhere(client, run):
    page = client.get(address(run, language="en")).content.decode()
    assert ("How sure?" in page, "Wie sicher?" in page) == (True, False)
    assert '<legend class="kern-label" lang="de" dir="ltr">Was half?</legend>' in page
    page = client.get(address(run, language="ar")).content.decode()
    page = page.split("<main")[1].split("</main>")[0]
    assert '<legend class="kern-label" lang="de" dir="ltr">Wie sicher?</legend>' in page
    assert page.count('lang="de" dir="ltr"') == 1 + 4 + 5 + 2  # title, questions, steps, lines


@pytest.mark.parametrize(
    ("when", "status", "closed"),
    [("vorher", 200, True), ("nachher", 200, False), ("spaeter", 404, None), ("nie", 404, None)],
)
def test_page_is_there_for_what_is_asked_and_says_when(client, run, when, status, closed):
    response = client.get(address(run, when))
    assert response.status_code == status
    if status == 200:
        assert bool(response.context["closed"]) == closed
        assert ("<form" in response.content.decode().split("<main")[1]) == (not closed)


def test_too_late_is_said_and_nothing_is_stored(client, clock, run):
    said = client.get(address(run, "vorher")).context["closed"]
    assert said == (
        "Für diese Fragen ist es zu spät. Sie können uns weiterhin anrufen oder schreiben."
    )
    client.post(address(run, "vorher"), {"made": ""})
    assert not AnswerSheet.objects.exists()


def test_page_of_a_draft_or_of_a_course_without_questions_is_none(client):
    assert client.get(address(make_run())).status_code == 404
    draft = make_run(published_on=None)
    make_question(make_questionnaire(draft.course))
    assert client.get(address(draft)).status_code == 404


@pytest.mark.parametrize(
    ("now", "leads"),
    [
        (at(day=9), []),
        (at(day=10, hour=0), ["nachher"]),
        (at(day=9, month=4), ["nachher"]),
        (at(day=10, month=4), []),
        (at(day=8, month=6), ["spaeter"]),
    ],
)
def test_page_of_the_training_leads_to_what_is_asked_afterwards(client, clock, run, now, leads):
    make_question(run.course.questionnaire, asked_later=True)
    run.course.questionnaire.follow_up = True
    run.course.questionnaire.save()
    clock.move_to(now, tick=False)
    page = client.get(f"/de/schulungen/{run.pk}/").text
    assert [
        when for when in ("vorher", "nachher", "spaeter") if address(run, when) in page
    ] == leads


def test_page_of_a_training_that_asks_nothing_leads_nowhere(client):
    assert "fragebogen" not in client.get(f"/de/schulungen/{make_run().pk}/").text


def test_who_has_a_seat_finds_what_is_asked_beforehand_too(client, clock, run):
    clock.move_to(at(day=9), tick=False)
    seat, waiting = make_enrolment(run=run), make_enrolment(run=run, confirmed_at=None)
    for place, leads in ((seat, True), (waiting, False)):
        page = client.get(f"/de/schulungsanmeldung/{new_link(place, at=at(day=9))}/")
        assert page.status_code == 200
        assert (address(run, "vorher") in page.text) is leads
