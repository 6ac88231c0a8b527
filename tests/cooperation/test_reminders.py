"""Who is reminded of what, once, also after days without a scheduler."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection

from cooperation.models import FollowUp
from cooperation.reminders import remind
from miko_portal.base import outbox
from miko_portal.base.models import Absence, Message
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement

TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def at(day):
    return datetime(day.year, day.month, day.day, 3, tzinfo=ZoneInfo("Europe/Berlin"))


def run(on=TUESDAY):
    remind(on=on, at=at(on))


def make_follow_up(person, *, due_on=TUESDAY, **kw):
    kw.setdefault("text", "Anruf bei der Caritas")
    agreement = make_agreement(title="Lotsenhaus", clerk=person)
    return FollowUp.objects.create(agreement=agreement, due_on=due_on, person=person, **kw)


def posted():
    return sorted((row.kind, row.recipient, row.occasion) for row in Message.objects.all())


def week(person, monday=MONDAY):
    return ("cooperation.week", f"base.user:{person.pk}", f"base.user:{person.pk}@{monday}")


def on_the_day(person, follow_up, day=TUESDAY):
    occasion = f"cooperation.followup:{follow_up.pk}@{day}"
    return ("cooperation.due_follow_up", f"base.user:{person.pk}", occasion)


@pytest.mark.django_db
def test_one_message_a_week_and_one_on_the_day():
    clerk = make_user()
    today, soon = make_follow_up(clerk), make_follow_up(clerk, due_on=TUESDAY + 3 * DAY)
    make_follow_up(make_user(), due_on=TUESDAY + 30 * DAY)
    run()
    assert posted() == [on_the_day(clerk, today), week(clerk)]
    run(on=TUESDAY + 3 * DAY)
    friday = TUESDAY + 3 * DAY
    assert posted() == [on_the_day(clerk, today), on_the_day(clerk, soon, friday), week(clerk)]
    run(on=TUESDAY + 7 * DAY)
    assert week(clerk, MONDAY + 7 * DAY) in posted()


@pytest.mark.django_db
def test_running_again_stores_nothing_anew():
    make_follow_up(make_user())
    run()
    before = posted()
    run()
    assert posted() == before


@pytest.mark.django_db
def test_ten_days_without_the_scheduler_are_made_up_for():
    clerk = make_user()
    missed = make_follow_up(clerk, due_on=TUESDAY - 8 * DAY)
    long_ago = make_follow_up(clerk, due_on=TUESDAY - 40 * DAY)
    notice = make_agreement(
        clerk=clerk,
        signed_on=date(2020, 1, 1),
        term="fixed",
        first_end_on=date(2021, 1, 14),
        renewal="tacit",
        renewal_months=12,
        notice_months=2,
        notice_basis="term",
    )
    run()
    occasion = f"cooperation.agreement:{notice.pk}@2026-11-14"
    assert posted() == [
        on_the_day(clerk, missed, TUESDAY - 8 * DAY),
        ("cooperation.due_notice", f"base.user:{clerk.pk}", occasion),
        week(clerk),
    ]
    assert long_ago.due_on < TUESDAY


@pytest.mark.django_db
def test_reminder_is_stored_again_when_the_day_moves():
    clerk = make_user()
    follow_up = make_follow_up(clerk)
    run()
    follow_up.due_on = TUESDAY + DAY
    follow_up.save()
    run(on=TUESDAY + DAY)
    assert posted() == [
        on_the_day(clerk, follow_up),
        on_the_day(clerk, follow_up, TUESDAY + DAY),
        week(clerk),
    ]


@pytest.mark.django_db
def test_deputy_is_told_during_an_absence():
    clerk, deputy, left = make_user(), make_user(), make_user(is_active=False)
    Absence.objects.create(user=clerk, deputy=deputy, starts_on=TUESDAY, ends_on=TUESDAY)
    follow_up = make_follow_up(clerk)
    make_follow_up(left)
    run()
    assert posted() == [on_the_day(deputy, follow_up), week(deputy)]


@pytest.mark.django_db
def test_letters_say_what_falls_due_and_where():
    clerk = make_user(first_name="Clara", last_name="Beck", email="beck@example.org")
    make_follow_up(clerk)
    run()
    with time_machine.travel(at(TUESDAY), tick=False):
        assert outbox.send_due(at=at(TUESDAY)) == 2
    assert sorted(letter.subject.partition(":")[0] for letter in mail.outbox) == [
        "Fristen ab 23.11.2026",
        "Fällig am 24.11.2026",
    ]
    for letter in mail.outbox:
        assert letter.to == ["beck@example.org"]
        assert "Di 24.11.2026  Wiedervorlage: Anruf bei der Caritas" in letter.body
        assert f"{settings.PORTAL_URL}/vereinbarungen/" in letter.body


@pytest.mark.django_db
def test_nothing_is_sent_of_what_was_dealt_with_meanwhile():
    follow_up = make_follow_up(make_user())
    run()
    follow_up.finish(on=TUESDAY)
    with time_machine.travel(at(TUESDAY), tick=False):
        outbox.send_due(at=at(TUESDAY))
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_store_each_message_once():
    clerk = make_user()
    make_follow_up(clerk)
    ready = threading.Barrier(2)

    def schedule():
        ready.wait()
        run()
        connection.close()

    threads = [threading.Thread(target=schedule) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Message.objects.count() == 2
