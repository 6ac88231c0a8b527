"""The training catalogue of the demo, what was held in 2016–2018, and what is held today."""

from datetime import timedelta

from cooperation.models import Organisation, Person, Project, Room
from miko_portal.base.clock import start_of
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.demo.content import moment, read
from miko_portal.demo.diary import Diary
from miko_portal.demo.participants import Participants
from miko_portal.demo.people import mail_address
from trainings.actions import issue_certificates
from trainings.models import Course, Run, Session, Trainer, TrainerAssignment

# Teaching units of a day: when it starts, and for how many hours with its breaks.
HOURS = {3: ("18:00", 2.25), 4: ("14:00", 3), 6: ("09:30", 5.5), 8: ("09:00", 7)}
SATURDAY = 5


def load_trainings(
    organisations: dict[str, Organisation],
    rooms: dict[str, Room],
    projects: dict[str, Project],
    *,
    diary: Diary,
    by: User,
) -> None:
    """Courses, trainers, and every training of the file with those who came or want to."""
    with acting(by):
        planner = Planner(rooms, projects, diary=diary)
        participants = Participants(organisations, today=diary.today, by=by)
        told = read("training_runs")
        for group in ("staff", "volunteers_2017", "volunteers_2018"):
            for day, course, room, trainers, seats, came in told[group]:
                run = planner.held(day, course, room, trainers, seats=seats, staff=group == "staff")
                participants.came(run, came, staff=group == "staff", on=day)
        for facts in told["current"]:
            run = planner.planned(facts)
            run.organisers.set(organisations[key] for key in facts.get("organisers", []))
            if run.starts_on() < diary.today and "cancelled" not in facts:
                staff = run.course.for_staff()
                participants.came(run, facts["enrolled"], staff=staff, on=run.starts_on())
            else:
                participants.enrol(run, facts)
            if "cancelled" in facts:
                ago, reason = facts["cancelled"]
                run.cancel(on=diary.today - timedelta(days=ago), reason=reason)
        _certify(today=diary.today, by=by)


def _certify(*, today, by):
    """The certificates of the trainings before the last one, whose own are still due."""
    over = Run.objects.with_dates().filter(ends_at__lt=start_of(today), cancelled_on=None)
    for run in over.order_by("-ends_at", "-pk")[1:3]:
        day = run.ends_at + timedelta(days=1)
        issue_certificates(run, by=by, at=day, within=timedelta(minutes=5))


class Planner:
    """Knows the courses and who leads them, and plans runs of them."""

    def __init__(self, rooms, projects, *, diary):
        told = read("trainings")
        self.courses = {
            key: Course.objects.create(**facts) for key, facts in told["courses"].items()
        }
        self.trainers = {
            key: _trainer(*facts, on=diary.today) for key, facts in told["trainers"].items()
        }
        self.rooms, self.projects, self.diary = rooms, projects, diary

    def held(self, day, course, room, trainers, *, seats, staff) -> Run:
        """A training of 2016 to 2018; one for volunteers counted for two grants."""
        course = self.courses[course]
        project = "miko" if day <= self.projects["miko"].ends_on else "zwo"
        shares = {project: 100} if staff else {"ehrenamt": 50, project: 50}
        days = [day, day + timedelta(days=7)][: _days_of(course)]
        run = self._run(course, days, room, trainers, shares=shares, capacity=seats)
        run.publish(on=day - timedelta(days=60))
        return run

    def planned(self, facts) -> Run:
        """A training by its days from today."""
        course, room = self.courses[facts["course"]], self.rooms[facts["room"]]
        taking = [room, *(self.trainers[key] for key in facts["trainers"])]
        days = self.diary.days(
            facts["days"], on=facts["weekday"], count=_days_of(course), taking=taking
        )
        run = self._run(
            course,
            days,
            facts["room"],
            facts["trainers"],
            shares={"wege": 100} if days[0] >= self.projects["wege"].starts_on else {},
            capacity=facts["seats"],
            enrolment_opens_on=self._from_today(facts.get("opens")),
            enrolment_closes_on=self._from_today(facts.get("closes")),
        )
        if not facts.get("draft"):
            run.publish(on=min(days[0], self.diary.today) - timedelta(days=60))
        return run

    def _run(self, course, days, room, trainers, *, shares, **facts):
        run = Run.objects.create(course=course, seats_min=6, **facts)
        units = course.units // len(days)
        clock, hours = HOURS[units]
        for day in days:
            starts_at = moment(day, "09:30" if day.weekday() == SATURDAY else clock)
            session = Session.objects.create(
                run=run,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=hours),
                room=self.rooms[room],
                units=units,
            )
            TrainerAssignment.objects.bulk_create(
                TrainerAssignment(session=session, person=self.trainers[key]) for key in trainers
            )
        for key, percent in shares.items():
            run.shares.create(project=self.projects[key], percent=percent)
        return run

    def _from_today(self, days):
        return None if days is None else self.diary.today + timedelta(days=days)


def _trainer(given_name, family_name, topics, *, on):
    person = Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        mail=mail_address(given_name, family_name, None),
    )
    Trainer.objects.create(person=person, topics=topics, confirmed_on=on)
    return person


def _days_of(course):
    """A course of more than eight units takes two days."""
    return 2 if course.units > 8 else 1
