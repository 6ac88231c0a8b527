"""What the form promises is done: needs go after 7 days, contacts after 30, numbers stay."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from events.actions import cancel_registration, change_registration, register
from events.models import CallRequest, Registration, RegistrationContact, RegistrationLink
from events.upkeep import due
from miko_portal.base import nightly, outbox
from tests.base.factories import make_user
from tests.events.factories import at, make_registration, make_run

pytestmark = pytest.mark.django_db

END = at(7, 20)  # of the one date, two hours after it starts
MOMENT = timedelta(seconds=1)


def make_past_registration():
    run = make_run(coming="here")
    registration = make_registration(
        run, persons=3, needs="Platz vorn", suspicion="many", registered_by=make_user()
    )
    registration.new_link(at=at(0))
    return registration


def run_nightly(*, at):
    nightly.jobs["events.upkeep"].run(on=at.date(), at=at)


def kept():
    return (
        RegistrationContact.objects.exclude(needs="").count(),
        RegistrationContact.objects.count(),
        RegistrationLink.objects.count(),
    )


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (timedelta(days=7) - MOMENT, (1, 1, 1)),
        (timedelta(days=7) + MOMENT, (0, 1, 1)),
        (timedelta(days=30) - MOMENT, (0, 1, 1)),
        (timedelta(days=30) + MOMENT, (0, 0, 0)),
    ],
)
def test_people_are_forgotten_when_the_form_says_so(after, left):
    make_past_registration()
    for _ in range(2):
        run_nightly(at=END + after)
        assert kept() == left
    assert not any(rows.exists() for rows in due(at=END + after))


def test_numbers_stay_without_anybody_in_them():
    registration = make_past_registration()
    run_nightly(at=END + timedelta(days=31))
    stored = Registration.objects.get(pk=registration.pk)
    assert (stored.persons, bool(stored.confirmed_at)) == (3, True)
    assert (stored.submission, stored.suspicion, stored.registered_by) == (None, "", None)


def test_wishes_to_be_called_go_a_month_after_the_call_or_a_season_after_the_wish():
    facts = {"language": "ar"}
    CallRequest.objects.create(
        telephone="+49261123451", asked_at=at(-40), reached_at=at(-31), **facts
    )
    fresh = CallRequest.objects.create(
        telephone="+49261123452", asked_at=at(-40), reached_at=at(-29), **facts
    )
    waiting = CallRequest.objects.create(telephone="+49261123453", asked_at=at(-89), **facts)
    CallRequest.objects.create(telephone="+49261123454", asked_at=at(-91), **facts)
    run_nightly(at=at(0))
    assert set(CallRequest.objects.all()) == {fresh, waiting}


def test_no_trace_of_people_is_left_in_any_table_or_log(caplog, time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    caplog.set_level("DEBUG")
    run, staff = make_run(coming="here"), make_user()
    contact = RegistrationContact(
        name="Zarifa Unverwechselbar",
        mail="zarifa@unverwechselbar.example.org",
        telephone="+4915199887766",
        needs="Platz an der Tür",
    )
    registration = register(
        run, registration=Registration(language="ar"), contact=contact, by=staff, at=at(0, 12)
    )
    contact.name = "Zarifa Andersgenannt"
    change_registration(registration, contact=contact, by=None, at=at(0))
    CallRequest.objects.create(telephone="+4915199887766", language="ar", asked_at=at(0))
    outbox.send_due(at=at(0, 13))
    cancel_registration(registration, by=None, at=at(0, 14))
    for days in (1, 6, 8, 15, 38, 100):
        time_machine.move_to(at(days, 3), tick=False)
        call_command("nightly", stdout=StringIO())
        outbox.send_due(at=at(days, 4))
    assert len(mail.outbox) == 2
    secrets = ["Zarifa", "Unverwechselbar", "Andersgenannt", "15199887766", "an der Tür"]
    dump = [*everything_stored(), caplog.text]
    assert [secret for secret in secrets for text in dump if secret.lower() in text.lower()] == []
    assert Registration.objects.count() == 1


def everything_stored():
    """Each row of each table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT kept::text FROM "{table}" AS kept')
            yield from (text for (text,) in cursor.fetchall())


def test_dry_run_names_what_would_go_and_deletes_nothing(time_machine, capsys):
    make_past_registration()
    time_machine.move_to(END + timedelta(days=31), tick=False)
    assert nightly.kept_too_long(at=END + timedelta(days=7)) == 0
    assert nightly.kept_too_long(at=END + timedelta(days=9)) == 1
    call_command("nightly", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in said] == ["events.upkeep:"] * 4 + ["Nothing"]
    assert kept() == (1, 1, 1)
