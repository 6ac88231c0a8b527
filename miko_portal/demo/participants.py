"""Who comes to the trainings of the demo, and from where."""

import random
from datetime import date, timedelta
from itertools import cycle

from cooperation.models import Agreement, Organisation, Party
from miko_portal.base.models import User
from miko_portal.demo.content import moment
from miko_portal.demo.people import People
from trainings.actions import cancel_enrolment, enrol
from trainings.facts import Audience, Side
from trainings.models import Attendance, Enrolment, Run

PARTNERS_OF_VOLUNTEERS = [
    "bruecken",
    "syrische-frauen",
    "eritrea",
    "fluechtlingshilfe-mendig",
    "cafe-international",
    "willkommen-polch",
    "jugendkultur",
    "caritas-andernach",
    "caritas-koblenz",
    "caritas-rma",
    "dekanat-andernach",
    "dekanat-maifeld",
    "moschee-andernach",
    "beirat",
]
PAUSE = timedelta(hours=1, minutes=25)  # between two enrolments


class Participants:
    """Hands out people of the organisations that take part, each once."""

    def __init__(self, organisations: dict[str, Organisation], *, today: date, by: User):
        self.today, self.by = today, by
        self.people = People(seed=2015)
        self.random = random.Random(2016)  # noqa: S311  (nothing secret)
        self.internal = [row for row in organisations.values() if row.internal]
        self.volunteers = cycle(organisations[key] for key in PARTNERS_OF_VOLUNTEERS)
        self.guest = organisations["radverein"]

    def came(self, run: Run, number: int, *, staff: bool, on: date) -> None:
        """Store at once those who came to a training on a day; the database counts the seats."""
        parties = _entitled(on=on) if staff else {}
        origins = [
            self._staff(parties, turn) if staff else next(self.volunteers) for turn in range(number)
        ]
        places = []
        for person, organisation in zip(self.people.make(origins), origins, strict=True):
            at = moment(on - timedelta(days=self.random.randint(8, 55)), "10:00")
            places.append(
                Enrolment(
                    run=run,
                    person=person,
                    organisation=organisation,
                    side=_side(organisation) if staff else Side.VOLUNTEER,
                    entitled_through=parties.get(organisation),
                    created_at=at,
                    confirmed_at=at,
                    enrolled_by=self.by,
                )
            )
        Enrolment.objects.bulk_create(places)
        self._were_there(run, places)

    def _were_there(self, run, places):
        """On the first date all of them, later one in eight is missing; noted the same evening."""
        dates = run.sessions.filter(starts_at__lt=moment(self.today, "00:00"))
        Attendance.objects.bulk_create(
            Attendance(
                enrolment=place,
                session=session,
                noted_at=session.ends_at + timedelta(minutes=20),
                noted_by=self.by,
            )
            for turn, session in enumerate(dates)
            for place in places
            if not turn or self.random.random() > 1 / 8
        )

    def enrol(self, run: Run, facts: dict) -> None:
        """Those of today go through the rule of seats, one after the other."""
        starts_on = run.starts_on()
        parties, audience = _entitled(on=starts_on), run.course.audience
        last = min(starts_on - timedelta(days=12), self.today - timedelta(days=4))
        at = moment(last - timedelta(days=1), "09:00")
        places = []
        for turn in range(facts["enrolled"] + facts.get("queue", 0)):
            volunteer = audience == Audience.VOLUNTEERS or (
                audience == Audience.EVERYONE and turn % 3 == 2
            )
            origin = next(self.volunteers) if volunteer else self._staff(parties, turn)
            places.append(self._enrol(run, origin, at=at, volunteer=volunteer))
            at += PAUSE
        if facts.get("guest"):
            self._enrol(run, self.guest, at=at, override_reason=facts["guest"])
        for place in places[: facts.get("gone", 0)]:
            yesterday = moment(self.today - timedelta(days=1), "08:00")
            cancel_enrolment(place, by=self.by, at=yesterday)

    def _enrol(self, run, organisation, **facts):
        [person] = self.people.make([organisation])
        return enrol(run, person=person, organisation=organisation, by=self.by, **facts)

    def _staff(self, parties, turn):
        """One in four comes from the county administration."""
        return self.random.choice([*parties] if turn % 4 else self.internal)


def _side(organisation):
    return Side.INTERNAL if organisation.internal else Side.EXTERNAL


def _entitled(*, on: date) -> dict[Organisation, Party]:
    """Partners of an agreement in force on the day, with the party that they are in it."""
    parties = Party.objects.belonging(on=on).filter(
        agreement__in=Agreement.objects.in_force(on=on), organisation__internal=False
    )
    return {party.organisation: party for party in parties.select_related("organisation")}
