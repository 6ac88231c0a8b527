"""What the office sees of feedback: never fewer than five answers, on whatever page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Feedback
from tests.base.factories import make_staff
from tests.events.factories import TODAY, at, make_feedback, make_run, make_seminar, make_session

pytestmark = pytest.mark.django_db

LIST = "admin:events_run_feedback_list"


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def coordinator(client):
    user = make_staff("Koordination")
    client.force_login(user)
    return user


def page_of(client, run, **kw):
    return client.get(reverse("admin:events_run_feedback", args=[run.pk]), **kw)


def send(client, run, **typed):
    return client.post(reverse("admin:events_run_feedback", args=[run.pk]), typed)


def chosen(response):
    return {share.face.value: share.number for share in response.context["result"].shares}


def said(response):
    return sorted(answer.sentence for answer, _spoken in response.context["sentences"])


def test_four_answers_are_shown_nowhere_and_five_are(client, coordinator):
    run = make_run(days=-3, title="Wärme")
    make_feedback(run, *["bad"] * 4, sentence="Zugige Halle")
    page = page_of(client, run)
    assert (page.context["result"].total, page.context["sentences"]) == (0, [])
    shown = page.content.decode() + client.get(reverse(LIST)).content.decode()
    assert "Zugige Halle" not in shown
    assert client.get(reverse(LIST)).context["rows"] == []
    make_feedback(run, "good", sentence="Schön")
    page = page_of(client, run)
    assert chosen(page) == {"good": 1, "middling": 0, "bad": 4}
    assert said(page) == ["Schön"] + ["Zugige Halle"] * 4


def test_seminar_is_told_of_its_dates_with_five_answers_alone(client, coordinator):
    seminar = make_seminar(title="Wärme")
    large, small = make_run(days=-9, seminar=seminar), make_run(days=-3, seminar=seminar)
    make_feedback(large, *["good"] * 6)
    make_feedback(small, *["bad"] * 4)
    make_feedback(make_run(days=-5), *["middling"] * 5)
    page = client.get(f"{reverse(LIST)}?seminar={seminar.pk}")
    assert chosen(page) == {"good": 6, "middling": 0, "bad": 0}
    assert [run for run, _result in page.context["rows"]] == [large]
    assert chosen(client.get(reverse(LIST))) == {"good": 6, "middling": 5, "bad": 0}


@pytest.mark.parametrize(
    "query",
    ["?language=ar", "?face=bad", "?given_on=2027-03-09", "?sentence__gt=", "?page=2", "?page=x"],
)
def test_no_filter_parts_the_answers_of_a_date(client, coordinator, query):
    run = make_run(days=-3)
    make_feedback(run, *["good"] * 5)
    make_feedback(run, "bad", language="ar", given_on=TODAY - timedelta(days=1))
    address = reverse("admin:events_run_feedback", args=[run.pk])
    for page in (client.get(address + query), client.get(reverse(LIST) + query)):
        assert chosen(page) == {"good": 5, "middling": 0, "bad": 1}


def test_sentences_are_marked_with_the_language_of_their_page(client, coordinator):
    run = make_run(days=-3)
    make_feedback(run, *["good"] * 5)
    make_feedback(run, "good", language="ar", sentence="كان رائعًا")
    html = page_of(client, run).content.decode()
    assert '<blockquote class="kern-body" lang="ar" dir="auto">كان رائعًا</blockquote>' in html


def test_sentence_is_taken_out_by_who_may_and_only_of_a_date_that_is_shown(client, coordinator):
    run, small = make_run(days=-3), make_run(days=-4)
    make_feedback(run, *["good"] * 4)
    [named] = make_feedback(run, "good", sentence="Frau Nett war nett")
    [hidden] = make_feedback(small, "bad", sentence="Herr Streng war streng")
    assert send(client, run, remove=hidden.pk).status_code == 404
    assert send(client, small, remove=hidden.pk).status_code == 404
    assert send(client, run, remove="x" * 30).status_code == 404
    assert send(client, run, remove=named.pk).status_code == 302
    kept = set(Feedback.objects.values_list("sentence", flat=True))
    assert kept == {"", "Herr Streng war streng"}


def test_what_was_held_back_is_told_from_five_on_and_counted_at_once(client, coordinator):
    run = make_run(days=-3)
    make_feedback(run, *["good"] * 5)
    make_feedback(run, *["bad"] * 4, suspicion="many")
    assert page_of(client, run).context["held_back"] == 0
    send(client, run, count="1")
    assert chosen(page_of(client, run))["bad"] == 0
    make_feedback(run, "bad", suspicion="many")
    assert page_of(client, run).context["held_back"] == 5
    send(client, run, count="1")
    page = page_of(client, run)
    assert (page.context["held_back"], chosen(page)["bad"]) == (0, 5)


@pytest.mark.parametrize(
    ("role", "see", "change"),
    [
        ("Leitung", 200, 403),
        ("Sachbearbeitung", 200, 403),
        ("Koordination", 200, 302),
        ("Partner", 302, 302),
        ("Ehrenamt", 302, 302),
    ],
)
def test_office_sees_results_and_coordinators_put_them_right(client, role, see, change):
    run = make_run(days=-3)
    make_feedback(run, *["good"] * 4)
    [named] = make_feedback(run, "good", sentence="Frau Nett war nett")
    client.force_login(make_staff(role))
    assert [page_of(client, run).status_code, client.get(reverse(LIST)).status_code] == [see, see]
    assert send(client, run, remove=named.pk).status_code == change
    kept = Feedback.objects.filter(sentence="Frau Nett war nett").exists()
    assert kept == (role != "Koordination")


def test_list_costs_the_same_with_one_date_and_with_three(client, coordinator):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(LIST)).status_code == 200
        return len(caught)

    make_feedback(make_run(days=-3), *["good"] * 5)
    cost()
    one = cost()
    for days in (-4, -5):
        run = make_run(days=days)
        make_session(run, days=days - 1)
        make_feedback(run, *["good"] * 5)
    assert cost() == one


@pytest.mark.parametrize("typed", ["x", "", "99999999999999999999"])
def test_seminar_that_is_none_leaves_the_list_whole(client, coordinator, typed):
    make_feedback(make_run(days=-3), *["good"] * 5)
    page = client.get(f"{reverse(LIST)}?seminar={typed}")
    assert (page.context["seminar"], page.context["result"].total) == (None, 5)
