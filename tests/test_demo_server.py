"""What `make demo` does before and beside Django."""

import os
import re
import signal
import subprocess
import sys

import pytest

from miko_portal import demo_server
from miko_portal.base.management.commands import send_messages
from miko_portal.demo import seen_from

SENDER = """
import os, signal, sys, time
signal.signal(signal.SIGHUP, lambda *_: sys.exit(7))
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sender(tmp_path, monkeypatch):
    """A process that sends, as `make demo` starts it: it ends with 7 where it would begin anew."""
    real = subprocess.Popen

    def popen(command, env, pass_fds):
        assert command[1:3] == ["manage.py", "send_messages"]
        command = [sys.executable, "-c", SENDER]
        return real(command, stdout=subprocess.PIPE, pass_fds=pass_fds)

    monkeypatch.setattr(subprocess, "Popen", popen)
    process = demo_server.deliver({}, sys.executable, tmp_path, 8000)
    assert process.stdout.readline() == b"ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_process_that_sends_begins_anew_when_the_portal_is_new(sender, tmp_path):
    demo_server.renew_delivery(tmp_path)
    assert sender.wait(timeout=20) == 7


def test_number_of_a_process_that_is_gone_is_left_alone(sender, tmp_path, monkeypatch):
    sender.kill()
    sender.wait()
    told = []
    monkeypatch.setattr("os.kill", lambda *told_to: told.append(told_to))
    demo_server.renew_delivery(tmp_path)
    assert told == []


def test_nothing_is_told_where_nobody_sends_yet(tmp_path):
    demo_server.renew_delivery(tmp_path)
    assert (tmp_path / demo_server.DELIVERY).read_text() == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("morgen", '"morgen" is no date; write YYYY-MM-DD.'),
        ("2026-02-30", '"2026-02-30" is no date; write YYYY-MM-DD.'),
        ("2020-12-31", "The demo can be seen from 2021-01-01 on, not from 2020-12-31."),
    ],
)
def test_wrong_day_is_told_by_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        seen_from.day_of(text)


def test_sending_begins_anew_on_a_hangup(monkeypatch):
    """The command calls itself again, with the arguments that it had."""
    handlers, again = {}, []
    monkeypatch.setattr("signal.signal", handlers.__setitem__)
    monkeypatch.setattr("os.execv", lambda *command: again.append(command))

    def send_due(*, at):
        handlers[signal.SIGHUP](signal.SIGHUP, None)

    monkeypatch.setattr(send_messages.outbox, "send_due", send_due)
    send_messages.Command().handle(every=60, starter=os.getppid())
    assert again == [(sys.executable, sys.orig_argv)]
