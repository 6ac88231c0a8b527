import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from miko_portal.base import nightly, outbox, upkeep
from miko_portal.base.models import JobRun, Message
from tests.base.factories import make_staff, make_user

AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    """No jobs but those of the test."""
    monkeypatch.setattr(nightly, "jobs", {})
    return nightly.jobs


def make_run(name="test.job", **kw):
    kw = {"started_at": AT, "finished_at": AT} | kw
    return JobRun.objects.create(name=name, **kw)


@pytest.mark.django_db
def test_job_is_told_the_instant_and_its_day_in_berlin():
    told = []

    @nightly.job("test.job", "Test")
    def job(*, on, at):
        told.append((on, at))

    assert nightly.run_all(at=AT) == []
    assert told == [(date(2026, 3, 3), AT)]
    run = JobRun.objects.get()
    assert (run.name, run.started_at, run.failed_at) == ("test.job", AT, None)


@pytest.mark.django_db
def test_job_that_fails_leaves_nothing_behind_and_stops_no_other():
    @nightly.job("test.broken", "Broken")
    def broken(*, on, at):
        Group.objects.create(name="halb")
        raise ValueError("Fatima")

    @nightly.job("test.job", "Test")
    def job(*, on, at):
        Group.objects.create(name="ganz")

    with pytest.raises(CommandError, match=r"^Failed, see the log: test\.broken\.$"):
        call_command("nightly")
    made = Group.objects.filter(name__in=["halb", "ganz"])
    assert list(made.values_list("name", flat=True)) == ["ganz"]
    runs = [(run.name, bool(run.failed_at)) for run in JobRun.objects.order_by("pk")]
    assert runs == [("test.broken", True), ("test.job", False)]


def run_by_two_schedulers():
    """The second comes while the first is in the middle of the job; how often it was done."""
    done, is_busy, may_end = [], threading.Event(), threading.Event()

    @nightly.job("test.job", "Test")
    def job(*, on, at):
        done.append(on)
        is_busy.set()
        may_end.wait(5)

    def scheduler():
        nightly.run_all(at=AT)
        connection.close()

    first = threading.Thread(target=scheduler)
    first.start()
    is_busy.wait(5)
    second = threading.Thread(target=scheduler)
    second.start()
    second.join(0.2 if len(done) == 1 else 5)
    may_end.set()
    first.join()
    second.join()
    return len(done), JobRun.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_do_a_job_once():
    assert run_by_two_schedulers() == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_without_a_lock_would_do_it_twice(monkeypatch):
    monkeypatch.setattr(nightly, "_take_in_hand", lambda key: True)
    assert run_by_two_schedulers() == (2, 2)


@pytest.mark.django_db
def test_job_is_overdue_after_26_hours(jobs, django_assert_num_queries):
    for name in ("fresh", "old", "failing", "new"):
        nightly.job(f"test.{name}", name)(None)
    make_run("test.fresh", started_at=AT - 26 * HOUR)
    for days in (2, 3):
        make_run("test.old", started_at=AT - days * DAY)
    make_run("test.failing", started_at=AT - 2 * DAY)
    make_run("test.failing", started_at=AT - HOUR, finished_at=None, failed_at=AT)
    make_run("test.gone", started_at=AT - 9 * DAY)
    with django_assert_num_queries(1):
        assert nightly.overdue(at=AT) == [
            ("old", AT - 2 * DAY),
            ("failing", AT - 2 * DAY),
            ("new", None),
        ]


WARNING = "Die nächtlichen Aufgaben"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "address", "warned"),
    [
        ("Sachbearbeitung", "account", True),
        ("Sachbearbeitung", "admin:index", True),
        ("Sachbearbeitung", "home", False),
        ("Partner", "account", False),
    ],
)
def test_office_is_warned_that_jobs_did_not_run(client, time_machine, role, address, warned):
    time_machine.move_to(AT, tick=False)
    nightly.job("test.job", "Aufräumen")(None)
    client.force_login(make_staff(role))
    run = make_run(started_at=AT - 26 * HOUR)
    assert WARNING not in client.get(reverse(address)).content.decode()
    run.started_at -= HOUR
    run.save()
    html = client.get(reverse(address)).content.decode()
    assert [WARNING in html, "Aufräumen" in html] == [warned, warned]


@pytest.mark.django_db
def test_what_is_past_its_period_is_deleted():
    user = make_user()
    for kind in ("sent", "failed", "kept", "waiting"):
        outbox.post(kind, to=user, about=user, language="de", at=AT - 400 * DAY)
    for kind, facts in {
        "sent": {"sent_at": AT - 366 * DAY},
        "failed": {"failed_at": AT - 366 * DAY},
        "kept": {"sent_at": AT - 364 * DAY},
    }.items():
        Message.objects.filter(kind=kind).update(**facts)
    for days in (89, 91):
        make_run(started_at=AT - days * DAY)
    Session.objects.create(session_key="old", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    Session.objects.create(session_key="new", expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    upkeep.delete_what_is_past_its_period(on=date(2026, 3, 3), at=AT)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["kept", "waiting"]
    assert JobRun.objects.get().started_at == AT - 89 * DAY
    assert Session.objects.get().session_key == "new"


@pytest.mark.django_db
def test_from_where_somebody_signed_in_is_forgotten(client, portal_role):
    answer = client.post("/konto/anmelden/", {"login": "nobody@example.org", "password": "wrong"})
    assert answer.status_code == 200
    assert any("127.0.0.1" in key for key in kept_in_cache())
    upkeep.delete_what_is_past_its_period(on=AT.date(), at=now() - timedelta(hours=1))
    assert any("127.0.0.1" in key for key in kept_in_cache())
    upkeep.delete_what_is_past_its_period(on=AT.date(), at=now() + timedelta(hours=1))
    assert kept_in_cache() == []


def kept_in_cache():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM base_cache")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.django_db
def test_dry_run_says_that_nothing_is_due(capsys):
    call_command("nightly", "--dry-run")
    assert capsys.readouterr().out == "Nothing is past its period.\n"
