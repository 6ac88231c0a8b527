from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import translation

from events.languages import CODES, choices, name_of
from events.models import Run, Seminar, Session, Topic
from miko_portal.base.languages import LANGUAGES
from tests.cooperation.factories import make_room, make_venue
from tests.events.factories import (
    TODAY,
    at,
    make_run,
    make_seminar,
    make_session,
    make_text,
    make_topic,
)

pytestmark = pytest.mark.django_db


def state(run, on=TODAY):
    return Run.objects.with_state(on=on).get(pk=run.pk).state


def test_state_follows_from_dates():
    run = make_run(published_on=None, days=7)
    assert state(run) == Run.State.DRAFT
    run.publish(on=TODAY)
    assert state(run) == Run.State.COMING
    make_session(run, days=14)
    assert state(run, TODAY + timedelta(days=7)) == Run.State.COMING
    assert state(run, TODAY + timedelta(days=8)) == Run.State.RUNNING
    assert state(run, TODAY + timedelta(days=14)) == Run.State.RUNNING
    assert state(run, TODAY + timedelta(days=15)) == Run.State.OVER
    run.cancel(on=TODAY + timedelta(days=1), reason="Die Referentin ist krank.")
    assert state(run) == Run.State.COMING
    assert state(run, TODAY + timedelta(days=1)) == Run.State.CANCELLED


def test_publishing_asks_for_a_date_and_a_german_text():
    for run in (
        make_run(days=None, published_on=None),
        make_run(title=None, published_on=None),
        make_run(published_on=None, cancelled_on=TODAY, cancellation_reason="Krank"),
    ):
        with pytest.raises(ValidationError):
            run.publish(on=TODAY)
        run.refresh_from_db()
        assert run.published_on is None


def test_upcoming_has_each_run_once_by_its_next_date():
    series = make_run(days=-7)
    for days in (0, 7, 14):
        make_session(series, days)
    single, over = make_run(days=3), make_run(days=-1)
    assert over.ends_at < at(0)
    assert [(run, run.next_at) for run in Run.objects.upcoming(on=TODAY)] == [
        (series, at(0)),
        (single, at(3)),
    ]
    assert list(Run.objects.upcoming(on=TODAY + timedelta(days=4))) == [series]


OFF = {"cancelled_on": TODAY, "cancellation_reason": "Saal gesperrt"}


def test_upcoming_goes_by_the_next_date_that_takes_place():
    run, off = make_run(days=None), make_run(days=None)
    for days, fields in ((1, OFF), (5, {}), (6, OFF), (9, {}), (12, OFF)):
        make_session(run, days, **fields)
    make_session(off, -7)
    for days in (4, 2):
        make_session(off, days, **OFF)
    listed = Run.objects.upcoming(on=TODAY).with_facts_for("de")
    assert [(found, found.next_at, found.further_dates) for found in listed] == [
        (off, at(2), 0),
        (run, at(5), 1),
    ]
    assert [found.next_date.cancelled_on for found in listed] == [TODAY, None]


def test_dates_at_one_time_are_listed_by_the_one_that_takes_place():
    run = make_run(days=None)
    make_session(run, 3, **OFF)
    going = make_session(run, 3)
    assert [found.next_session for found in Run.objects.upcoming(on=TODAY)] == [going.pk]


def test_run_begins_and_ends_with_dates_that_take_place():
    run = make_run(days=None)
    first, last = make_session(run, 1), make_session(run, 8)
    middle = make_session(run, 4)
    for session in (first, last):
        session.cancel(on=TODAY, reason="Saal gesperrt")
    run.refresh_from_db()
    assert (run.starts_at, run.ends_at) == (at(4), at(4, 20))
    assert state(run, TODAY + timedelta(days=5)) == Run.State.OVER
    middle.cancel(on=TODAY, reason="Saal gesperrt")
    run.refresh_from_db()
    assert (run.starts_at, run.ends_at) == (at(1), at(8, 20))
    last.reinstate()
    run.refresh_from_db()
    assert (run.starts_at, run.ends_at) == (at(8), at(8, 20))


def test_two_sessions_at_one_time_show_the_run_once():
    run = make_run(days=3)
    make_session(run, 3)
    assert list(Run.objects.upcoming(on=TODAY)) == [run]


def test_published_leaves_out_drafts_and_keeps_cancelled():
    cancelled = make_run(cancelled_on=TODAY, cancellation_reason="Krank")
    make_run(published_on=None)
    make_run(published_on=TODAY + timedelta(days=1))
    assert list(Run.objects.published(on=TODAY)) == [cancelled]


def test_filters_of_the_next_date():
    here = make_venue(town="Polch", step_free=True)
    there = make_venue(town="Mayen")
    polch, mayen = make_run(days=2, place=here), make_run(days=3, place=there)
    moving = make_run(days=1, place=there)
    make_session(moving, 5, room=make_room(venue=here))
    upcoming = Run.objects.upcoming(on=TODAY)
    assert list(upcoming.in_town("Polch")) == [polch]
    assert list(upcoming.step_free()) == [polch]
    assert list(upcoming.before(until=TODAY + timedelta(days=2))) == [moving, polch]
    later = Run.objects.upcoming(on=TODAY + timedelta(days=2))
    assert list(later.in_town("Polch")) == [polch, moving]
    assert list(later.in_town("Mayen")) == [mayen]


def test_language_is_spoken_or_interpreted():
    spoken, interpreted = make_run(spoken=["ar"]), make_run(days=8, interpreted=["ar", "fa"])
    make_run(days=9, spoken=["de", "fa"])
    assert list(Run.objects.order_by("pk").in_language("ar")) == [spoken, interpreted]


def test_dates_of_a_run_are_kept_by_the_database():
    run = make_run(days=None)
    assert (run.starts_at, run.ends_at, run.sequence) == (None, None, 0)
    late, early = make_session(run, 14), make_session(run, 7)
    run.refresh_from_db()
    assert (run.starts_at, run.ends_at, run.sequence) == (at(7), at(14, 20), 2)
    Session.objects.filter(pk=early.pk).update(starts_at=at(8), ends_at=at(8, 19))
    run.refresh_from_db()
    assert (run.starts_at, run.sequence) == (at(8), 3)
    late.delete()
    run.refresh_from_db()
    assert (run.ends_at, run.sequence) == (at(8, 19), 4)
    run.cancel(on=TODAY, reason="Krank")
    run.refresh_from_db()
    assert run.sequence == 5


def test_a_published_date_remembers_when_it_was_planned():
    session = make_run(days=7).sessions.get()
    for hour, moved_from in ((19, at(7)), (20, at(7)), (18, None)):
        session.starts_at, session.ends_at = at(7, hour), at(7, 22)
        session.save()
        session.refresh_from_db()
        assert session.moved_from == moved_from
    draft = make_run(days=7, published_on=None).sessions.get()
    Session.objects.filter(pk=draft.pk).update(starts_at=at(6))
    draft.refresh_from_db()
    assert draft.moved_from is None


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"spoken": []}, "run_held_in_a_language"),
        ({"cost_cents": -1}, "cost_cents"),
        ({"coming": "partner"}, "run_partner_has_address"),
        ({"childcare_places": 5}, "run_childcare_whole"),
        ({"childcare_from_age": 3, "childcare_until_age": 6}, "run_childcare_whole"),
        (
            {"childcare_places": 5, "childcare_from_age": 6, "childcare_until_age": 3},
            "run_childcare_whole",
        ),
        ({"cancelled_on": date(2027, 3, 1)}, "events_run_cancelled_with_reason"),
        ({"capacity": 0}, "events_run_has_seats"),
    ],
)
def test_what_must_never_be_is_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_run(**fields)


@pytest.mark.parametrize("both", [True, False])
def test_session_is_in_a_room_or_a_venue(both):
    run = make_run(days=None)
    room = make_room() if both else None
    with pytest.raises(IntegrityError, match="session_in_room_or_venue"):
        make_session(run, room=room, venue=make_venue() if both else None)


def test_one_text_per_language():
    with pytest.raises(IntegrityError, match="seminartext_one_per_language"):
        make_text(make_seminar(), "de")


def test_missing_text_is_read_in_german():
    seminar = make_seminar()
    arabic = make_text(seminar, "ar", title="توفير الكهرباء")
    read = Seminar.objects.with_texts_for("ar").get()
    assert read.text_in("ar") == arabic
    assert Seminar.objects.with_texts_for("fa").get().text_in("fa").language == "de"
    assert make_seminar(title=None).text_in("ar") is None


def test_translation_is_outdated_once_the_german_text_changes():
    seminar = make_seminar()
    arabic = make_text(seminar, "ar", origin="machine")
    german = seminar.texts.get(language="de")

    def states():
        return dict(seminar.texts.with_state().values_list("language", "state"))

    assert (states(), arabic.outdated) == ({"de": "source", "ar": "machine"}, False)
    german.bring = "Ihre letzte Rechnung"
    german.save()
    assert (states(), arabic.outdated) == ({"de": "source", "ar": "outdated"}, True)
    german.refresh_from_db()
    arabic.translates(german)
    assert (states(), arabic.outdated) == ({"de": "source", "ar": "machine"}, False)
    assert german.outdated is False


def test_topic_is_named_in_the_language_or_german():
    topic = make_topic(name="Wohnen")
    topic.names.create(language="ar", name="السكن")
    assert Topic.objects.with_name_in("ar").get().name_read == "السكن"
    assert Topic.objects.with_name_in("fa").get().name_read == "Wohnen"


def test_facts_cost_three_queries(django_assert_num_queries):
    for days in range(3):
        make_run(days=days)
    with django_assert_num_queries(3):
        for run in Run.objects.upcoming(on=TODAY).with_facts_for("ar"):
            assert run.seminar.text_in("ar").title == "Strom sparen"
            assert [date.place.town for date in run.dates] == ["Polch"]


def test_next_dates_come_by_an_index():
    run = make_run()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_sort = off")
    plan = Run.objects.published(on=TODAY).upcoming(on=TODAY)[:20].explain()
    assert "session_starts" in plan
    assert run.starts_at == at(7)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_spoken_language_has_a_name(language):
    with translation.override(language):
        assert [code for code in CODES if name_of(code) == code] == []
        assert sorted(code for code, _ in choices()) == CODES
