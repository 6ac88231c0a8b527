"""Reports of mail servers that a message did not arrive, in the shapes that they come in."""

import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command

from miko_portal.base import outbox
from miko_portal.base.bounces import failed_ids
from miko_portal.base.models import Message
from tests.base.factories import make_user

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)
ID = "<20270310120000.7@example.org>"
ORIGINAL = f"""Content-Type: message/rfc822

Message-ID: {ID}
Subject: Neue Zeit
Content-Type: text/plain

Guten Tag
"""
HEADERS = f"Content-Type: text/rfc822-headers\n\nSubject: Neue Zeit\nMessage-Id: {ID}\n"


def status(action="failed", extra=""):
    return f"""Content-Type: message/delivery-status
{extra}
Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; amina@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
"""


def report(*parts, headers=""):
    body = "\n".join(["", *(f"--b\n{part}" for part in parts), "--b--"])
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    return f"From: MAILER-DAEMON@example.org\n{headers}Content-Type: {kind}\n{body}\n".encode()


WORDS = "Content-Type: text/plain\n\nIt did not arrive.\n"
SHAPES = {
    "whole message": report(WORDS, status(), ORIGINAL),
    "its headers": report(WORDS, status(), HEADERS),
    "lines ended by both": report(WORDS, status(), ORIGINAL).replace(b"\n", b"\r\n"),
    "a remark behind": report(WORDS, status("Failed (no such user)"), HEADERS),
    "in another mail": b'Content-Type: multipart/mixed; boundary="m"\n\n--m\n'
    + report(status(), HEADERS).partition(b"\n")[2]
    + b"\n--m--\n",
    "nothing sent back": report(WORDS, status(), headers=f"In-Reply-To: {ID}\n"),
    "references alone": report(WORDS, status(), headers=f"References: <a@b> {ID}\n"),
}
NO_FAILURE = {
    "delayed": report(WORDS, status("delayed"), ORIGINAL),
    "arrived": report(WORDS, status("delivered"), ORIGINAL),
    "relayed": report(WORDS, status("relayed"), HEADERS),
    "an answer": f"In-Reply-To: {ID}\n\nDanke, Action: failed".encode(),
    "a report sent back": report(WORDS, "Content-Type: message/rfc822\n\n" + status()),
    "nothing": b"",
    "noise": bytes(range(256)) * 8,
    "cut off": report(WORDS, status(), ORIGINAL)[:150],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_report_names_the_message_that_failed(shape):
    assert failed_ids(SHAPES[shape])[-1] == ID


@pytest.mark.parametrize("shape", NO_FAILURE)
def test_whatever_else_comes_names_none(shape):
    assert failed_ids(NO_FAILURE[shape]) == []


def sent():
    user = make_user()
    outbox.post("base.invitation", to=user, about=user, language="de", at=AT)
    outbox.send_due(at=AT)
    message = Message.objects.get()
    assert message.sent_at == AT
    return message, mail.outbox[-1].extra_headers["Message-ID"]


def read(monkeypatch, report):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report)))
    out = io.StringIO()
    call_command("read_bounce", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_message_that_came_back_has_failed_and_can_be_sent_again(monkeypatch, time_machine):
    time_machine.move_to(AT, tick=False)
    message, message_id = sent()
    answer = report(WORDS, status(), HEADERS.replace(ID, message_id))
    assert read(monkeypatch, answer) == f"Message {message.pk} did not arrive.\n"
    message.refresh_from_db()
    assert (message.sent_at, message.failed_at) == (None, AT)
    assert "No message" in read(monkeypatch, answer)
    outbox.send_again(Message.objects.all(), at=AT)
    assert outbox.send_due(at=AT) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [("@", "x@"), ("<2", "<1"), (">", "")], ids=["key", "moment", "shape"]
)
def test_report_about_a_message_of_others_changes_nothing(monkeypatch, change):
    message, message_id = sent()
    read(monkeypatch, report(WORDS, status(), HEADERS.replace(ID, message_id.replace(*change))))
    message.refresh_from_db()
    assert (message.sent_at, message.failed_at) == (AT, None)


@pytest.mark.django_db
def test_whoever_registered_is_called_when_a_message_is_given_up(monkeypatch):
    given_up = []
    monkeypatch.setattr(outbox, "giving_up", [lambda message, at: given_up.append((message, at))])
    message, message_id = sent()
    assert given_up == []
    read(monkeypatch, report(WORDS, status(), HEADERS.replace(ID, message_id)))
    assert [row.pk for row, _at in given_up] == [message.pk]
