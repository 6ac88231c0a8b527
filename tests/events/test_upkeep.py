"""What the form promises is done: needs go after 7 days, contacts after 30, numbers stay."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse

from cooperation.models import Person
from events.actions import (
    ask_interpreter,
    cancel_registration,
    change_registration,
    confirm_interpreters,
    record_interpreter,
    register,
)
from events.models import (
    Call,
    CallRequest,
    Interpreter,
    InterpreterAssignment,
    Registration,
    RegistrationContact,
    RegistrationLink,
)
from events.upkeep import due, past_interpreting
from miko_portal.base import nightly, outbox
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import BERLIN, make_project
from tests.events.factories import (
    at,
    make_assignment,
    make_interpreter,
    make_registration,
    make_run,
)
from tests.stored import everything_stored

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


def test_calls_go_with_the_contact_whether_they_were_made_or_not():
    registration = make_past_registration()
    assignment = make_assignment(registration.run.sessions.get())
    told = {"run": registration.run, "because": "telephone", "due_from": at(0)}
    Call.objects.create(registration=registration, kind="events.confirmed", **told)
    Call.objects.create(
        interpreting=assignment,
        kind="events.interpreter_asked",
        reached_at=at(1),
        noted_by=make_user(),
        **told,
    )
    run_nightly(at=END + timedelta(days=30) - MOMENT)
    assert Call.objects.count() == 2
    run_nightly(at=END + timedelta(days=30) + MOMENT)
    assert Call.objects.count() == 0


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


def test_dry_run_names_what_would_go_and_deletes_nothing(time_machine, capsys):
    make_past_registration()
    time_machine.move_to(END + timedelta(days=31), tick=False)
    assert nightly.kept_too_long(at=END + timedelta(days=7)) == 0
    assert nightly.kept_too_long(at=END + timedelta(days=9)) == 1
    call_command("nightly", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in said] == ["events.upkeep:"] * 4 + ["Nothing"]
    assert kept() == (1, 1, 1)


def at_night(year, month, day):
    return datetime(year, month, day, 3, tzinfo=BERLIN)


def run_interpreting(*, at):
    nightly.jobs["events.interpreting"].run(on=at.date(), at=at)


def make_interpreted(*, came=True, **kw):
    """A date of March 2027 at which somebody interpreted, or declined to."""
    session = make_run(**kw).sessions.get()
    answer = {"came_on": date(2027, 3, 17), "hours": 2, "fee_cents": 6000}
    return make_assignment(session, **answer if came else {"declined_on": date(2027, 3, 11)})


@pytest.mark.parametrize(
    ("years", "came", "last_night_with", "first_night_without"),
    [
        (None, True, at_night(2030, 12, 31), at_night(2031, 1, 1)),
        (10, True, at_night(2037, 6, 30), at_night(2037, 7, 1)),
        (1, True, at_night(2028, 6, 30), at_night(2028, 7, 1)),
        (10, False, at_night(2030, 12, 31), at_night(2031, 1, 1)),
    ],
)
def test_names_of_interpreters_stay_as_long_as_somebody_may_ask(
    years, came, last_night_with, first_night_without
):
    ended = years and make_project(ends_on=date(2027, 6, 30), kept_years=years)
    assignment = make_interpreted(came=came, project=ended)
    told = (assignment.hours, assignment.fee_cents)
    run_interpreting(at=last_night_with)
    assignment.refresh_from_db()
    assert assignment.person is not None
    for _ in range(2):
        run_interpreting(at=first_night_without)
    assignment.refresh_from_db()
    assert (assignment.person, assignment.forgotten_on) == (None, first_night_without.date())
    assert (assignment.hours, assignment.fee_cents) == told
    assert not past_interpreting(at=first_night_without)[0].exists()


def test_who_is_asked_for_nothing_goes_from_the_interpreters_at_the_end_of_the_third_year():
    idle, asked, confirmed = make_interpreter(), make_interpreter(), make_interpreter()
    make_assignment(make_run(days=400).sessions.get(), person=asked.person)
    Interpreter.objects.filter(pk=confirmed.pk).update(confirmed_on=date(2029, 5, 1))
    left = []
    for year in (2030, 2031, 2032, 2033):
        run_interpreting(at=at_night(year, 1, 1))
        left.append(set(Interpreter.objects.all()))
    assert left == [{idle, asked, confirmed}, {asked, confirmed}, {confirmed}, set()]
    assert not Person.objects.exists()


def test_no_trace_of_interpreters_is_left_in_any_table_or_log(caplog, time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    caplog.set_level("DEBUG")
    by, project = make_staff("Koordination"), make_project(ends_on=date(2027, 6, 30), kept_years=5)
    session = make_run(interpreted=["ar"], project=project).sessions.get()
    interpreter = make_interpreter(
        given_name="Zarifa",
        family_name="Unverwechselbar",
        mail="zarifa@unverwechselbar.example.org",
        telephone="+4915199887766",
    )
    Interpreter.objects.update(note="Nur abends, Schlüssel bei Unverwechselbar")
    told = {"sessions": [session], "language": "ar", "by": by, "at": at(0, 12)}
    (assignment,) = ask_interpreter(interpreter, **told, fee_cents=6000)
    outbox.send_due(at=at(0, 13))
    assert len(mail.outbox) == 1
    confirm_interpreters([assignment], by=by, on=at(1).date())
    record_interpreter(assignment, hours=Decimal(2), fee_cents=6000, by=by)
    time_machine.move_to(at_night(2032, 6, 30), tick=False)
    call_command("nightly", stdout=StringIO())
    assert (Person.objects.count(), Interpreter.objects.count()) == (1, 0)
    for day in (1, 2):
        time_machine.move_to(at_night(2032, 7, day), tick=False)
        call_command("nightly", stdout=StringIO())
        outbox.send_due(at=at_night(2032, 7, 3))
    secrets = ["Zarifa", "Unverwechselbar", "15199887766"]
    dump = [*everything_stored(), caplog.text]
    assert [secret for secret in secrets for text in dump if secret.lower() in text.lower()] == []
    paid = InterpreterAssignment.objects.aggregate(Sum("hours"), Sum("fee_cents"))
    assert paid == {"hours__sum": 2, "fee_cents__sum": 6000}


def test_dry_run_names_interpreters_and_deletes_nothing(time_machine, capsys):
    make_interpreted()
    time_machine.move_to(at_night(2031, 1, 1), tick=False)
    call_command("nightly", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in said] == ["events.interpreting:"] * 2 + ["Nothing"]
    assert nightly.kept_too_long(at=at_night(2031, 1, 2)) == 2
    assert InterpreterAssignment.objects.named().count() == 1


def test_pages_say_that_the_name_of_an_interpreter_is_deleted(client):
    assignment = make_interpreted(interpreted=["ar"])
    name = assignment.person.family_name
    run_interpreting(at=at_night(2031, 1, 1))
    client.force_login(make_staff("Koordination"))
    run = assignment.session.run
    shown = [
        client.get(reverse("admin:events_run_interpreters", args=[run.pk])).text,
        client.get(reverse("admin:events_interpreterassignment_changelist")).text,
        client.get(reverse("admin:events_interpreterassignment_change", args=[assignment.pk])).text,
    ]
    assert [("Name gelöscht" in text, name in text) for text in shown] == [(True, False)] * 3
    came = reverse("admin:events_run_interpreter_came", args=[assignment.pk])
    assert came not in shown[0]
    assert (client.get(came).status_code, client.post(came).status_code) == (404, 404)
    assert client.get(reverse("admin:events_run_change", args=[run.pk])).status_code == 200


@pytest.mark.parametrize("wrong", [{"person": None}, {"forgotten_on": date(2031, 1, 1)}])
def test_interpreting_is_somebodys_until_it_is_forgotten(wrong):
    make_interpreted()
    with pytest.raises(IntegrityError, match="until_forgotten"), transaction.atomic():
        InterpreterAssignment.objects.update(**wrong)
