"""What people thought of a seminar: the rules that hold whoever writes, and what is shown when."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from events.actions import count_held_back, give_feedback, remove_sentence
from events.models import Feedback
from miko_portal.base import nightly
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_user
from tests.events.factories import TODAY, at, make_feedback, make_run, make_session

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


def make_past_run(**kw):
    return make_run(days=-1, **kw)


def an_answer(run, **kw):
    return Feedback(run=run, face="good", language="ar", **kw)


def refused(run, *, at):
    with pytest.raises(ValidationError) as caught:
        give_feedback(an_answer(run), at=at)
    assert not Feedback.objects.exists()
    return caught.value.messages


@pytest.mark.parametrize(
    "moment", [at(0, 18), at(0, 19), at(7, 20), at(30), at(37, 23, 59)], ids=str
)
def test_feedback_is_taken_from_the_first_hour_until_30_days_after_the_last(moment):
    run = make_run(days=0)
    make_session(run, days=7)
    answer = an_answer(run, sentence="جميل")
    give_feedback(answer, at=moment)
    stored = Feedback.objects.get()
    assert (stored.given_on, stored.face, stored.sentence) == (moment.date(), "good", "جميل")


def test_feedback_is_refused_before_and_long_after_and_where_nothing_took_place():
    run, off, empty = make_run(days=0), make_past_run(), make_past_run()
    off.cancel(on=TODAY, reason="Krank")
    empty.sessions.get().cancel(on=TODAY, reason="Krank")
    assert refused(run, at=at(0, 17, 59)) == [
        "Es hat noch nicht begonnen. Bitte kommen Sie wieder, wenn Sie dort waren."
    ]
    assert refused(run, at=at(31, 0)) == [
        "Das ist mehr als 30 Tage her. Sie können uns weiterhin anrufen oder schreiben."
    ]
    cancelled = ["Es wurde abgesagt. Deshalb können Sie hier nicht sagen, wie es war."]
    assert refused(off, at=at(0)) == cancelled
    assert refused(empty, at=at(0)) == cancelled


@pytest.mark.parametrize("days", [-1, 31])
def test_database_takes_no_feedback_of_another_time(days):
    run = make_run(days=0)
    with pytest.raises(IntegrityError, match="feedback_after_it_began"), transaction.atomic():
        make_feedback(run, given_on=TODAY + timedelta(days=days))


def test_database_takes_no_feedback_of_what_is_cancelled_or_no_face():
    off, run = make_past_run(), make_past_run()
    off.cancel(on=TODAY, reason="Krank")
    with pytest.raises(IntegrityError, match="feedback_after_it_began"), transaction.atomic():
        make_feedback(off)
    with pytest.raises(IntegrityError, match="feedback_one_of_three"), transaction.atomic():
        make_feedback(run, "splendid")
    with pytest.raises(IntegrityError, match="feedback_sentence_short"), transaction.atomic():
        make_feedback(run, sentence="x" * 501)


@pytest.mark.parametrize(
    "change",
    [
        {"face": "bad"},
        {"sentence": "Etwas anderes"},
        {"given_on": TODAY},
        {"language": "de"},
        {"suspicion": "many"},
    ],
    ids=str,
)
def test_what_was_said_stays_as_it_was_said(change):
    [answer] = make_feedback(make_past_run(), sentence="So war es", language="fr")
    Feedback.objects.filter(pk=answer.pk).update(given_on=answer.given_on)
    if change == {"given_on": TODAY}:
        change = {"given_on": answer.given_on + timedelta(days=1)}
    with pytest.raises(IntegrityError, match="feedback_stays_as_given"), transaction.atomic():
        Feedback.objects.filter(pk=answer.pk).update(**change)


def test_form_that_is_sent_twice_is_stored_once_as_it_came_first():
    run = make_past_run()
    give_feedback(an_answer(run, pk=4711, sentence="Gut"), at=at(0))
    give_feedback(an_answer(run, pk=4711, sentence="Doch nicht"), at=at(1))
    assert [(row.pk, row.sentence) for row in Feedback.objects.all()] == [(4711, "Gut")]


def test_feedback_keeps_no_moment_no_order_and_nobody():
    run = make_past_run()
    for number in range(5):
        give_feedback(an_answer(run, sentence=str(number)), at=at(0, 19, number))
    kept = {field.name for field in Feedback._meta.get_fields()}
    assert kept == {
        "id",
        "run",
        "face",
        "sentence",
        "language",
        "given_on",
        "suspicion",
        "counted_on",
    }
    keys = [Feedback.objects.get(sentence=str(number)).pk for number in range(5)]
    assert len({later - sooner for sooner, later in pairwise(keys)}) == 4
    assert not HistoryEntry.objects.filter(table_name="events_feedback").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_feedback")
        assert {type(value).__name__ for row in cursor.fetchall() for value in row} == {
            "int",
            "str",
            "date",
            "NoneType",
        }


def test_answers_are_shown_from_five_on_and_those_of_today_tomorrow():
    run, other = make_past_run(), make_past_run()
    make_feedback(other, *["bad"] * 4, given_on=TODAY - timedelta(days=1))
    make_feedback(run, *["good"] * 4, given_on=TODAY - timedelta(days=1))
    make_feedback(run, "bad", given_on=TODAY)
    assert not Feedback.objects.shown(on=TODAY).exists()
    assert Feedback.objects.shown(on=TOMORROW).count() == 5
    assert set(Feedback.objects.shown(on=TOMORROW).values_list("run", flat=True)) == {run.pk}


def test_what_a_program_may_have_sent_does_not_count_until_the_office_says_so():
    run, coordinator = make_past_run(), make_user()
    make_feedback(run, *["good"] * 5)
    make_feedback(run, *["bad"] * 4, suspicion="many")
    later = TODAY + timedelta(days=2)
    assert Feedback.objects.shown(on=later).count() == 5
    with pytest.raises(ValidationError) as caught:
        count_held_back(run, by=coordinator, on=later)
    assert caught.value.messages == [
        "Weniger als fünf Antworten sind zurückgestellt; sie bleiben außen vor."
    ]
    make_feedback(run, "bad", suspicion="trap")
    assert count_held_back(run, by=coordinator, on=later) == 5
    assert Feedback.objects.shown(on=later).count() == 10
    assert not Feedback.objects.held_back(on=later).exists()


def test_sentence_that_names_somebody_is_taken_out_and_the_face_stays():
    run, coordinator = make_past_run(), make_user()
    [answer] = make_feedback(run, sentence="Frau Unverwechselbar war nett")
    remove_sentence(answer, by=coordinator)
    stored = Feedback.objects.get()
    assert (stored.sentence, stored.face) == ("", "good")
    entry = HistoryEntry.objects.get(table_name="events_feedback")
    assert (entry.by, entry.changes, entry.parent_id) == (coordinator, {"sentence": None}, run.pk)


def test_sentences_go_after_a_year_and_the_numbers_stay():
    run = make_run(days=0)
    make_feedback(run, "bad", sentence="Zu laut")
    end = at(0, 20)
    for days, kept in ((365, "Zu laut"), (366, "")):
        moment = end + timedelta(days=days)
        nightly.jobs["events.upkeep"].run(on=moment.date(), at=moment)
        assert [(row.face, row.sentence) for row in Feedback.objects.all()] == [("bad", kept)]
