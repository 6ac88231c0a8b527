import os
import signal
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction

from miko_portal.base import outbox
from miko_portal.base.models import Message
from tests.base.factories import make_user

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def writer():
    @outbox.writes("test", "Test")
    def write(user, about):
        if user.first_name == "weg":
            return None
        if user.first_name == "kaputt":
            raise OSError("no route to host")
        return outbox.Letter(to=user.email, subject="Hallo", body=f"Hallo {user.first_name}")

    yield
    del outbox.kinds["test"]


def post(user, **kw):
    outbox.post("test", to=user, about=user, language="de", at=AT, **kw)


@pytest.mark.django_db
def test_message_is_stored_once_and_sent_with_what_holds_then():
    user = make_user(first_name="Anna")
    post(user)
    post(user)
    user.first_name = "Bea"
    user.save()
    assert [outbox.send_due(at=AT), outbox.send_due(at=AT)] == [1, 0]
    assert [(m.to, m.body) for m in mail.outbox] == [([user.email], "Hallo Bea")]
    message = Message.objects.get()
    name = mail.outbox[0].extra_headers["Message-ID"].partition("@")[0]
    assert name == f"<20260302120000.{message.pk}"


@pytest.mark.django_db
def test_message_that_fails_is_tried_again_with_growing_pauses():
    user = make_user(first_name="kaputt")
    post(user)
    at, pauses = AT, []
    for _ in outbox.PAUSES:
        outbox.send_due(at=at)
        message = Message.objects.get()
        pauses.append(message.next_attempt_at - at)
        at = message.next_attempt_at
    assert pauses == sorted(pauses) == outbox.PAUSES
    outbox.send_due(at=at)
    message = Message.objects.get()
    assert (message.failed_at, message.sent_at, message.attempts) == (at, None, 9)
    assert outbox.send_due(at=at + timedelta(days=9)) == 0


@pytest.fixture
def reminder():
    @outbox.writes("test.reminder", "Reminder")
    def write(user, about, *, on):
        return outbox.Letter(to=user.email, subject="Heute", body=f"{about.first_name}: {on}")

    yield
    del outbox.kinds["test.reminder"]


@pytest.mark.django_db
@pytest.mark.usefixtures("reminder")
def test_reminder_is_stored_once_and_again_when_its_day_moves():
    user, task = make_user(), make_user(first_name="Vermerk")
    days = [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)]
    for day in days:
        outbox.post("test.reminder", to=user, about=task, language="de", at=AT, on=day)
    assert list(Message.objects.order_by("pk").values_list("occasion", flat=True)) == [
        f"base.user:{task.pk}@2026-03-02",
        f"base.user:{task.pk}@2026-03-09",
    ]
    outbox.send_due(at=AT)
    assert [m.body for m in mail.outbox] == ["Vermerk: 2026-03-02", "Vermerk: 2026-03-09"]


@pytest.mark.django_db
def test_letter_carries_files_and_answers_go_to_the_office():
    invitation = outbox.Attachment(
        "termin.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST"
    )
    scan = outbox.Attachment("nachtrag.pdf", b"%PDF-1.7", "application/pdf")

    @outbox.writes("test", "Test")
    def write(user, _about):
        return outbox.Letter(user.email, "Hallo", "Hallo", (invitation, scan))

    post(make_user())
    outbox.send_due(at=AT)
    (sent,) = mail.outbox
    _body, *files = sent.message().walk()
    assert sent.reply_to == ["integration@example.org"]
    assert [
        (
            file.get_filename(),
            file.get_content_type(),
            file.get_param("method"),
            file.get_payload(decode=True),
        )
        for file in files
        if file.get_filename()
    ] == [
        ("termin.ics", "text/calendar", "REQUEST", b"BEGIN:VCALENDAR"),
        ("nachtrag.pdf", "application/pdf", None, b"%PDF-1.7"),
    ]


@pytest.mark.django_db
def test_what_failed_can_be_sent_again():
    user = make_user(first_name="kaputt")
    post(user)
    Message.objects.update(failed_at=AT, attempts=9)
    user.first_name = "Anna"
    user.save()
    later = AT + timedelta(days=1)
    assert outbox.send_again(Message.objects.all(), at=later) == 1
    assert [outbox.send_due(at=AT), outbox.send_due(at=later)] == [0, 1]
    assert outbox.send_again(Message.objects.all(), at=later) == 0


@pytest.mark.django_db
def test_message_waits_for_its_time():
    post(make_user())
    assert outbox.send_due(at=AT - timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_nothing_is_sent_where_there_is_nothing_to_say():
    gone = make_user()
    post(gone)
    gone.delete()
    post(make_user(first_name="weg"))
    outbox.send_due(at=AT)
    assert mail.outbox == []
    assert not Message.objects.filter(sent_at=None).exists()


@pytest.fixture
def _signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
@pytest.mark.usefixtures("_signals")
def test_messages_are_sent_again_and_again_until_told_to_stop(monkeypatch):
    def pause(seconds):
        if Message.objects.count() == 1:
            post(make_user(first_name="Bea"))
        elif not Message.objects.filter(sent_at=None).exists():
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(time, "sleep", pause)
    post(make_user(first_name="Anna"))
    call_command("send_messages", every=1)
    assert [m.body for m in mail.outbox] == ["Hallo Anna", "Hallo Bea"]


@pytest.mark.django_db(transaction=True)
def test_message_in_anothers_hand_is_left_alone():
    post(make_user(first_name="Anna"))
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM base_message FOR UPDATE")
        assert outbox.send_due(at=AT) == 0
        other.rollback()
    finally:
        other.close()
    assert outbox.send_due(at=AT) == 1


@pytest.mark.django_db(transaction=True)
def test_message_goes_with_its_transaction():
    with transaction.atomic():
        post(make_user())
        transaction.set_rollback(True)
    assert not Message.objects.exists()
