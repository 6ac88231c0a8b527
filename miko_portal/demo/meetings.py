"""The meetings of the demo with what was decided there, and the agreed measures."""

from datetime import date, timedelta

from cooperation import actions
from cooperation.actions import Guest
from cooperation.models import (
    Agreement,
    Contact,
    Decision,
    Measure,
    Meeting,
    Organisation,
    Project,
    Room,
)
from miko_portal.base.models import User
from miko_portal.demo.content import day_of, moment, read
from miko_portal.demo.diary import Diary

INVITED_BEFORE = timedelta(days=21)
EVERY_FIFTH = 5  # of those who were asked was kept away


def load_meetings(
    organisations: dict[str, Organisation],
    rooms: dict[str, Room],
    projects: dict[str, Project],
    *,
    diary: Diary,
    by: User,
) -> None:
    """Every meeting of the file as far as the day has come, then the measures."""
    told = read("meetings")
    for facts in told["meetings"]:
        facts.setdefault("ask", told["network"])
        if facts["agenda"] == "quarterly":
            facts |= {"agenda": told["quarterly"], "project": "wege"}
        meeting = _plan(facts, organisations, rooms, projects, diary=diary, by=by)
        _carry_on(meeting, facts, today=diary.today, by=by)
    for facts in told["measures"]:
        _measure(facts, organisations, today=diary.today, by=by)


def _plan(facts, organisations, rooms, projects, *, diary, by):
    room = rooms[facts["room"]]
    day = facts["day"]
    if not isinstance(day, date):
        [day] = diary.days(day, on=facts["weekday"], taking=[room])
    clock, hours = facts["at"]
    starts_at = moment(day, clock)
    meeting = Meeting(
        kind=facts.get("kind", Meeting.Kind.NETWORK),
        title=facts["title"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        room=room,
        project=projects.get(facts.get("project")),
        agenda=facts["agenda"],
    )
    asked = [organisations[key] for key in facts["ask"]]
    contacts = Contact.objects.filter(organisation__in=asked, deputy=False)
    guests = [
        Guest(contact.person, contact.organisation)
        for contact in contacts.select_related("person", "organisation")
    ]
    agreements = Agreement.objects.filter(title__in=facts.get("about", []))
    return actions.plan_meeting(meeting, agreements=agreements, guests=guests, by=by)


def _carry_on(meeting, facts, *, today, by):
    """Invitations three weeks before, and afterwards who came and what was decided."""
    day = meeting.local_start.date()
    invited_on = day - INVITED_BEFORE
    if invited_on <= today:
        actions.invite(meeting, by=by, at=moment(invited_on, "09:00"))
    if reason := facts.get("cancelled"):
        actions.cancel_meeting(meeting, reason=reason, by=by, on=today, at=moment(today, "08:00"))
    if day < today:
        people = meeting.attendances.order_by("pk")
        came = [row for number, row in enumerate(people, start=1) if number % EVERY_FIFTH]
        actions.record_attendance(meeting, came=came, further=[], by=by, on=day)
        decisions = [Decision(text=text) for text in facts["decisions"]]
        actions.save_minutes(meeting, minutes=facts["minutes"], decisions=decisions, by=by)


def _measure(facts, organisations, *, today, by):
    agreement = Agreement.objects.get(title=facts["of"])
    measure = Measure(agreement=agreement)
    if text := facts.get("decided"):
        decision = Decision.objects.get(text=text, meeting__agreements=agreement)
        measure = actions.make_measure(decision, agreement=agreement, by=by)
    body = organisations[facts["by"]]
    measure.title = facts["title"]
    measure.party = agreement.parties.get(organisation=body)
    contact = body.contacts.select_related("person").first()
    measure.person = contact and contact.person
    measure.due_on = day_of(facts.get("due"), today=today)
    actions.save_measure(measure, by=by)
    if "done" in facts:
        done_on = day_of(facts["done"], today=today)
        actions.finish_measure(measure, result=facts["result"], by=by, on=done_on)
    if "project" in facts:
        short_name, name, days = facts["project"]
        project = Project(short_name=short_name, name=name, starts_on=day_of(days, today=today))
        actions.found_project(measure, project=project, by=by)
