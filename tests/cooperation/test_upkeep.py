"""Names in meetings go when nobody may ask for them, and people of whom nothing else is kept."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cooperation.actions import (
    copy_meeting,
    invite,
    keep_apart,
    merge_people,
    record_attendance,
)
from cooperation.models import Attendance, Booking, Meeting, Person, Project
from cooperation.upkeep import UNUSED_ARE_KEPT, due, forget_people, past_attendances, past_files
from miko_portal.base import nightly, outbox
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    BERLIN,
    make_agreement,
    make_contact,
    make_measure,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
)
from tests.events.factories import make_interpreter
from tests.stored import everything_stored
from tests.trainings.browser import fields
from tests.trainings.factories import make_enrolment, make_trainer
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db


def night(days):
    """After so many; the database itself notes when a row was written."""
    return timezone.now() + timedelta(days=days)


def run(*, at):
    forget_people(on=at.date(), at=at)


def test_who_was_entered_lately_stays_and_then_goes():
    make_person()
    run(at=night(UNUSED_ARE_KEPT.days - 1))
    assert Person.objects.count() == 1
    run(at=night(UNUSED_ARE_KEPT.days + 1))
    assert Person.objects.count() == 0


def test_who_is_needed_stays():
    for make in (make_contact, make_trainer, make_interpreter, make_enrolment):
        make()
    make_meeting(people=[make_person()])
    make_measure(person=make_person())
    before = Person.objects.count()
    run(at=night(1000))
    assert Person.objects.count() == before == 6


def test_for_whom_somebody_else_came_goes_when_the_message_is_sent():
    enrolment, other = make_enrolment(), make_person()
    former = enrolment.person
    Enrolment.objects.update(person=other)
    message = Message.objects.create(
        kind="trainings.replaced",
        recipient=f"cooperation.person:{former.pk}",
        occasion=f"trainings.enrolment:{enrolment.pk}",
        language="de",
        created_at=night(0),
        next_attempt_at=night(0),
    )
    run(at=night(31))
    assert set(Person.objects.all()) == {former, other}
    message.sent_at = night(31)
    message.save()
    run(at=night(32))
    assert set(Person.objects.all()) == {other}


def test_what_only_keeps_account_keeps_nobody():
    kept, duplicate, alike = make_person(), make_person(), make_person()
    merge_people(kept, duplicate=duplicate, by=make_staff(), on=date(2027, 3, 1))
    keep_apart(kept, alike, by=make_staff(), on=date(2027, 3, 1))
    assert [rows.count() for rows in due(at=night(31))] == [2]
    run(at=night(31))
    assert (Person.objects.count(), Booking.objects.count()) == (0, 0)


def test_years_of_a_project_are_entered_with_it(client):
    project = make_project(name="Wege", kept_years=10)
    client.force_login(make_staff("Leitung"))
    url = reverse("admin:cooperation_project_change", args=[project.pk])
    shown = fields(client.get(url))
    page = client.post(url, shown | {"kept_years": "31"})
    assert list(page.context["adminform"].form.errors) == ["kept_years"]
    assert client.post(url, shown | {"kept_years": "5"}).status_code == 302
    assert Project.objects.get().kept_years == 5
    with pytest.raises(IntegrityError, match="project_keeps_names_for_years"):
        Project.objects.update(kept_years=31)


def at_night(year, month, day):
    return datetime(year, month, day, 3, tzinfo=BERLIN)


def run_meetings(*, at):
    nightly.jobs["cooperation.meetings"].run(on=at.date(), at=at)


def make_held(*, came=True, **kw):
    """A meeting of May 2027 that one person was asked to."""
    kw.setdefault("starts_at", datetime(2027, 5, 7, 10, tzinfo=BERLIN))
    meeting = make_meeting(people=[make_person()], **kw)
    meeting.attendances.update(came=came, invited_at=datetime(2027, 4, 7, tzinfo=BERLIN))
    return meeting


@pytest.mark.parametrize(
    ("years", "came", "last_night_with", "first_night_without"),
    [
        (None, True, at_night(2030, 12, 31), at_night(2031, 1, 1)),
        (10, True, at_night(2037, 6, 30), at_night(2037, 7, 1)),
        (1, True, at_night(2028, 6, 30), at_night(2028, 7, 1)),
        (10, False, at_night(2030, 12, 31), at_night(2031, 1, 1)),
        (10, None, at_night(2030, 12, 31), at_night(2031, 1, 1)),
    ],
)
def test_names_in_meetings_stay_as_long_as_somebody_may_ask(
    years, came, last_night_with, first_night_without
):
    ended = years and make_project(ends_on=date(2027, 6, 30), kept_years=years)
    meeting = make_held(came=came, project=ended)
    run_meetings(at=last_night_with)
    assert meeting.attendances.get().person is not None
    for _ in range(2):
        run_meetings(at=first_night_without)
    row = meeting.attendances.get()
    assert (row.person, row.forgotten_on) == (None, first_night_without.date())
    assert (row.came, Person.objects.count()) == (came, 0)
    assert not any(rows.exists() for rows in past_attendances(at=first_night_without))


def test_who_is_needed_otherwise_outlives_the_meeting():
    contact = make_contact()
    meeting = make_held()
    Attendance.objects.create(meeting=meeting, person=contact.person, came=True)
    to_come = make_held(starts_at=datetime(2031, 5, 7, 10, tzinfo=BERLIN))
    run_meetings(at=at_night(2031, 1, 1))
    assert set(Person.objects.all()) == {contact.person, to_come.attendances.get().person}


def counted(*houses):
    """How many were asked and came, and to which meetings each house was."""
    meetings = Meeting.objects.with_people().order_by("pk").values_list("asked", "came")
    return list(meetings), [Meeting.objects.for_organisation(house).count() for house in houses]


def test_no_trace_of_who_was_at_a_meeting_is_left_in_any_table_or_log(caplog, time_machine):
    caplog.set_level("DEBUG")
    starts_at = datetime(2027, 5, 7, 10, tzinfo=BERLIN)
    time_machine.move_to(starts_at - timedelta(days=30), tick=False)
    by, house = make_staff(), make_organisation()
    project = make_project(ends_on=date(2027, 6, 30), kept_years=5)
    people = [
        make_contact(
            given_name="Zarifa",
            family_name=f"Unverwechselbar-{number}",
            mail=f"{number}@unverwechselbar.example.org",
            organisation=house,
        )
        for number in range(3)
    ]
    meeting = make_meeting(people=people, project=project, starts_at=starts_at)
    invite(meeting, by=by, at=starts_at - timedelta(days=30))
    outbox.send_due(at=starts_at - timedelta(days=29))
    assert len(mail.outbox) == 3
    time_machine.move_to(meeting.ends_at, tick=False)
    came = list(meeting.attendances.all())[:2]
    record_attendance(meeting, came=came, further=[], by=by, on=starts_at.date())
    for contact in people:
        contact.delete()
    time_machine.move_to(at_night(2032, 6, 30), tick=False)
    call_command("nightly", stdout=StringIO())
    before = counted(house)
    assert before == ([(3, 2)], [1])
    assert Person.objects.count() == 2  # the funder may ask for them
    for day in (1, 2):
        time_machine.move_to(at_night(2032, 7, day), tick=False)
        call_command("nightly", stdout=StringIO())
        outbox.send_due(at=at_night(2032, 7, 3))
    assert counted(house) == before
    dump = [*everything_stored(), caplog.text]
    found = [text for text in dump if "zarifa" in text.lower() or "unverwechsel" in text.lower()]
    assert found == []


def test_dry_run_names_attendances_and_deletes_nothing(time_machine, capsys):
    make_held()
    time_machine.move_to(at_night(2031, 1, 1), tick=False)
    call_command("nightly", "--dry-run")
    assert [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "cooperation.meetings:",
        "Nothing",
    ]
    assert nightly.kept_too_long(at=at_night(2031, 1, 2)) == 1
    assert Attendance.objects.named().count() == 1


def test_meeting_without_names_is_read_copied_and_stays_as_it_is(client):
    meeting = make_held(minutes="Es wurde beraten.")
    former = meeting.attendances.get().person
    run_meetings(at=at_night(2031, 1, 1))
    by = make_staff()
    client.force_login(by)
    shown = {}
    for name in ("detail", "update", "attendance", "minutes", "minutes_pdf"):
        page = client.get(reverse(f"cooperation:meeting_{name}", args=[meeting.pk]))
        assert page.status_code == 200, name
        shown[name] = page.content.decode(errors="replace")
    assert [name for name, text in shown.items() if former.family_name in text] == []
    assert "Name gelöscht" in shown["detail"]
    url = reverse("cooperation:meeting_attendance", args=[meeting.pk])
    told = client.post(url, {"guests-TOTAL_FORMS": "0", "guests-INITIAL_FORMS": "0"})
    assert "In diesem Treffen sind Namen gelöscht" in told.content.decode()
    assert meeting.attendances.get().came is True
    assert copy_meeting(meeting, by=by, on=date(2031, 1, 1)).attendances.count() == 0


@pytest.mark.parametrize("wrong", [{"person": None}, {"forgotten_on": date(2031, 1, 1)}])
def test_an_attendance_is_somebodys_until_it_is_forgotten(wrong):
    make_held()
    with pytest.raises(IntegrityError, match="until_forgotten"), transaction.atomic():
        Attendance.objects.update(**wrong)


def test_nobody_is_noted_anew_where_names_are_deleted():
    meeting = make_held()
    run_meetings(at=at_night(2031, 1, 1))
    with pytest.raises(ValidationError, match=r"gelöscht|deleted"):
        record_attendance(meeting, came=[], further=[], by=make_staff(), on=date(2031, 1, 1))


SIGNED = date(2020, 2, 1)
ENDED = {"signed_on": SIGNED, "terminated_on": date(2026, 5, 31)}


def run_files(*, at):
    nightly.jobs["cooperation.files"].run(on=at.date(), at=at)


def make_file(**kw):
    """An agreement with a note, a follow-up and people in charge."""
    clerk = make_staff()
    agreement = make_agreement(clerk=clerk, **kw)
    agreement.notes.create(text="Mit Frau Rath gesprochen.", noted_on=SIGNED, written_by=clerk)
    agreement.follow_ups.create(text="Frau Rath anrufen", due_on=SIGNED, person=clerk)
    make_measure(agreement=agreement, person=make_person())
    return agreement


def worked_with(agreement):
    """How many notes, follow-ups and people in charge a file has."""
    agreement.refresh_from_db()
    in_charge = agreement.measures.exclude(person=None).count() + bool(agreement.clerk)
    return agreement.notes.count(), agreement.follow_ups.count(), in_charge


def test_what_the_office_worked_with_goes_ten_years_after_the_end_of_an_agreement():
    ended = make_file(**ENDED)
    withdrawn = make_file(released_on=SIGNED, withdrawn_on=date(2026, 5, 31))
    in_force, draft = make_file(signed_on=SIGNED), make_file()
    run_files(at=at_night(2036, 12, 31))
    assert [worked_with(each) for each in (ended, withdrawn)] == [(1, 1, 2)] * 2
    for _ in range(2):
        run_files(at=at_night(2037, 1, 1))
    assert [worked_with(each) for each in (ended, withdrawn)] == [(0, 0, 0)] * 2
    assert [worked_with(each) for each in (in_force, draft)] == [(1, 1, 2)] * 2
    assert (ended.measures.count(), ended.versions.get().signatories.count()) == (1, 2)
    assert not any(rows.exists() for rows in past_files(at=at_night(2037, 1, 1)))


def test_file_of_an_agreement_that_binds_again_is_kept():
    """Such as one to which an amendment came after its end."""
    agreement = make_file(**ENDED)
    assert past_files(at=at_night(2037, 1, 1))[0].count() == 1
    agreement.terminated_on = None
    agreement.save()
    run_files(at=at_night(2037, 1, 1))
    assert worked_with(agreement) == (1, 1, 2)


def test_dry_run_names_old_files_and_deletes_nothing(time_machine, capsys):
    agreement = make_file(**ENDED)
    time_machine.move_to(at_night(2037, 1, 1), tick=False)
    call_command("nightly", "--dry-run")
    said = [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert said.count("cooperation.files:") == 4
    assert worked_with(agreement) == (1, 1, 2)
