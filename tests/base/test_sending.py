"""Messages on their way: mail servers that fail, workers that are killed, two of them at once."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from miko_portal.base import outbox
from miko_portal.base.models import Message
from miko_portal.base.models.outbox import MessageQuerySet
from tests.base.factories import make_user
from tests.base.mail_server import running_mail_server

ROOT = Path(__file__).resolve().parents[2]
MINUTE = timedelta(minutes=1)
PATIENCE = 60  # seconds, on a machine with much else to do


@pytest.fixture
def server(settings):
    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server


def post(*names, at):
    """An invitation for each, in this order."""
    for name in names:
        user = make_user(email=f"{name}@example.org")
        outbox.post("base.invitation", to=user, about=user, language="de", at=at)


def recipients(server):
    return [letter["To"] for letter in server.letters]


def states():
    return [
        (m.attempts, bool(m.sent_at), bool(m.failed_at)) for m in Message.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_message_arrives(server):
    at = timezone.now()
    post("anna", at=at)
    assert outbox.send_due(at=at) == 1
    assert recipients(server) == ["anna@example.org"]
    assert server.letters[0]["Reply-To"] == "integration@example.org"
    assert states() == [(1, True, False)]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["CONNECT", "EHLO", "RCPT", "DATA"])
def test_silent_server_ends_the_round_and_is_tried_again(server, word):
    at = timezone.now()
    post("anna", "bea", at=at)
    server.before[word] = server.fall_silent
    assert outbox.send_due(at=at) == 0
    assert server.conversations == 1
    assert states() == [(1, False, False), (0, False, False)]
    server.before.clear()
    assert outbox.send_due(at=at + MINUTE) == 2
    assert recipients(server) == ["bea@example.org", "anna@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "answer"),
    [("CONNECT", "421 closing down"), ("CONNECT", "554 not for you"), ("EHLO", "421 too busy")],
)
def test_server_that_sends_everybody_away_ends_the_round(server, word, answer):
    at = timezone.now()
    post("anna", "bea", at=at)
    server.answers = {word: answer, "HELO": answer}
    assert outbox.send_due(at=at) == 0
    assert states() == [(1, False, False), (0, False, False)]


@pytest.mark.django_db
def test_server_that_is_off_ends_the_round(server, settings):
    at = timezone.now()
    post("anna", "bea", at=at)
    server.server_close()
    assert outbox.send_due(at=at) == 0
    assert states() == [(1, False, False), (0, False, False)]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["RCPT", "LETTER"])
def test_what_is_refused_for_good_has_failed_and_others_are_sent(server, word):
    at = timezone.now()
    post("anna", "bea", at=at)
    server.answers[word] = "550 no such mailbox"
    server.before["QUIT"] = server.answers.clear
    assert outbox.send_due(at=at) == 1
    assert states() == [(1, False, True), (1, True, False)]
    assert outbox.send_again(Message.objects.all(), at=at) == 1
    assert outbox.send_due(at=at) == 1
    assert recipients(server)[-2:] == ["bea@example.org", "anna@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["MAIL", "RCPT", "LETTER"])
def test_what_is_put_off_is_tried_again_and_others_are_sent(server, word):
    at = timezone.now()
    post("anna", "bea", at=at)
    server.answers[word] = "451 greylisted, come again"
    server.before["QUIT"] = server.answers.clear
    assert outbox.send_due(at=at) == 1
    assert states() == [(1, False, False), (1, True, False)]
    assert outbox.send_due(at=at + MINUTE) == 1
    assert recipients(server)[-2:] == ["bea@example.org", "anna@example.org"]


@pytest.mark.django_db
def test_server_that_takes_the_message_and_does_not_say_goodbye_has_it(server):
    at = timezone.now()
    post("anna", at=at)
    server.before["QUIT"] = server.fall_silent
    assert outbox.send_due(at=at) == 1
    assert outbox.send_due(at=at + timedelta(days=9)) == 0


def worker(server):
    """`manage.py send_messages` in a process of its own."""
    told = connection.settings_dict
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}"
    where = f"{quote(told['HOST'], safe='')}:{told['PORT']}/{told['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_messages"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"postgres://{who}@{where}",
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("word", "handed_over"),
    [("MAIL", 0), ("LETTER", 1), ("QUIT", 1)],
    ids=["before handing over", "while handing over", "before it is stored as sent"],
)
def test_message_of_a_worker_that_is_killed_is_sent_by_the_next(server, word, handed_over):
    post("anna", at=timezone.now())
    server.before[word] = server.fall_silent
    with worker(server) as killed:
        spoke = server.is_silent.wait(PATIENCE)
        killed.kill()
        killed.communicate()
    assert spoke
    assert (len(server.letters), states()) == (handed_over, [(0, False, False)])
    server.before.clear()
    deadline = time.monotonic() + PATIENCE  # until the database has noticed
    while not outbox.send_due(at=timezone.now()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert recipients(server) == ["anna@example.org"] * (handed_over + 1)
    assert len({letter["Message-ID"] for letter in server.letters}) == 1
    assert outbox.send_due(at=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_message_of_a_worker_that_has_done_its_work_is_sent_once(server):
    post("anna", at=timezone.now())
    done = worker(server)
    assert done.communicate()[0] == "1 messages sent.\n"
    assert outbox.send_due(at=timezone.now()) == 0
    assert recipients(server) == ["anna@example.org"]


def send_with_two_workers(server, at):
    """Each has a message in hand when the other takes one."""
    both = threading.Barrier(2)
    server.before["MAIL"] = lambda: both.wait(timeout=PATIENCE)

    def work():
        outbox.send_due(at=at)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    return sorted(recipients(server))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(server, settings):
    settings.EMAIL_TIMEOUT = 5
    at = timezone.now()
    post("anna", "bea", at=at)
    assert send_with_two_workers(server, at) == ["anna@example.org", "bea@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_without_a_lock_would_send_twice(server, settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 5
    monkeypatch.setattr(MessageQuerySet, "select_for_update", lambda messages, **_: messages)
    at = timezone.now()
    post("anna", at=at)
    assert send_with_two_workers(server, at) == ["anna@example.org"] * 2
