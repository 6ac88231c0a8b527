"""What is written to log files names nobody, and the nightly deletion leaves no trace of people.

Played with a server, a worker and nightly jobs in processes of their own, whose logs are files,
and with a mail server that refuses people and quotes their address.
"""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from events.models import Registration, RegistrationContact, Session
from miko_portal.base.models import Message
from miko_portal.base.postgres.cluster import Cluster
from miko_portal.bench.registering import path_and_form
from tests.base.mail_server import running_mail_server
from tests.base.test_bounces import report, status
from tests.served import ask, make_open_run, portal_database, serving_portal
from tests.stored import everything_stored

PERSON = {
    "name": "Zarifa Unverwechselbar",
    "mail": "zarifa@unverwechselbar.example.org",
    "telephone": "+4915199887766",
    "needs": "Platz an der Tür",
}
SECRETS = ["zarifa", "unverwechselbar", "15199887766", "an der t"]
COSTS = [0, 50_000, 50_100]  # cents; those of the latter two make the server stumble
LONG_AGO = timedelta(days=60)


@pytest.fixture
def logs(tmp_path):
    """A file for all processes, and what they and the database have written since."""
    database = Cluster(settings.PORTAL_DATABASE["CLUSTER"]).log
    before = database.stat().st_size
    with (tmp_path / "portal.log").open("wb") as log:

        def read():
            with database.open("rb") as file:
                file.seek(before)
                return (tmp_path / "portal.log").read_text() + file.read().decode()

        yield log, read


def register_in_all_ways(port):
    """Statuses of what people do and what goes wrong: stored, refused, forged, and with errors."""
    statuses = []
    for cost in COSTS:
        path, form = path_and_form(make_open_run(cost_cents=cost), language="ar")
        form |= PERSON
        wrong = [{"mail": "zarifa unverwechselbar"}, {"telephone": "Zarifa"}, {"name": ""}]
        for typed in (form, *(form | fault for fault in wrong)):
            statuses.append(ask(port, path, form=typed).status)
        statuses.append(ask(port, path, form=form | {"csrfmiddlewaretoken": "Zarifa"}).status)
    return statuses


def manage(command, log, *, server, stdin=None):
    subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": portal_database(),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "LOG_LEVEL": "DEBUG",
        },
        input=stdin,
        stdout=log,
        stderr=log,
        check=True,
    )


@pytest.mark.matrix
@pytest.mark.django_db(transaction=True)
def test_log_files_name_nobody_and_after_the_night_nothing_does(logs):
    log, read_logs = logs
    refused = [200, 200, 200, 403]
    unknown = f"550 <{PERSON['mail']}> {PERSON['name']} does not live here"
    with running_mail_server() as server:
        with serving_portal("tests.failing", log=log, LOG_LEVEL="DEBUG") as port:
            statuses = register_in_all_ways(port)
            assert statuses == [302, *refused, 500, *refused, 500, *refused]
            assert ask(port, f"/ar/anmeldung/{PERSON['name'].split()[0]}/").status == 404
            token = Registration.objects.get().new_link(at=timezone.now())
            assert ask(port, f"/ar/anmeldung/{token}/").status == 200
        server.answers["RCPT"] = unknown
        manage("send_messages", log, server=server)
        assert Message.objects.get(kind="events.confirmed").failed_at
        manage("read_bounce", log, server=server, stdin=report(status()))
        Session.objects.update(starts_at=F("starts_at") - LONG_AGO, ends_at=F("ends_at") - LONG_AGO)
        assert RegistrationContact.objects.get().name == PERSON["name"]
        manage("nightly", log, server=server)
    written = read_logs()
    assert written.count("Traceback") == 2  # with the errors, but not with what they say
    assert "was not sent" in written
    assert "/<str:token>/" in written
    assert [secret for secret in [*SECRETS, token] if secret.lower() in written.lower()] == []
    dump = "\n".join(everything_stored()).lower()
    assert [secret for secret in SECRETS if secret in dump] == []
