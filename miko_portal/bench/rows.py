"""Rows to measure with: plain ones, many, and the same each time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from cooperation.models import Agreement, Organisation, Party, Project, Share, Venue, Version
from events.models import Run, Seminar, SeminarText, Session, Topic
from miko_portal.base.models import User

BERLIN = ZoneInfo("Europe/Berlin")
TOWNS = ["Andernach", "Bendorf", "Mayen", "Mendig", "Plaidt", "Polch", "Vallendar"]
SUBJECTS = ["Strom sparen", "Der Mietvertrag", "Wege in die Ausbildung", "Versicherungen"]
SPOKEN, INTERPRETED = ["de", "en", "ar"], ["ar", "fa", "uk", "tr"]
MOST_AT_ONCE = 2000


def load(runs, *, on):
    """So many dates of seminars, half of them after the day, and a quarter as many agreements."""
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Stadtverwaltung {town}", kind="municipality") for town in TOWNS
    )
    load_seminars(runs, organisations, on=on)
    load_agreements(agreements_beside(runs), organisations, on=on)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def agreements_beside(runs):
    """How many agreements there are beside so many runs."""
    return runs // 4


def load_seminars(runs, organisations, *, on):
    venues = Venue.objects.bulk_create(
        Venue(name=f"Bürgerhaus {town}", town=town, step_free=len(town) % 2 == 0) for town in TOWNS
    )
    topics = Topic.objects.bulk_create(Topic(name=subject) for subject in SUBJECTS)
    seminars = Seminar.objects.bulk_create(
        Seminar(topic=topics[n % len(topics)], organiser=organisations[n % len(organisations)])
        for n in range(max(20, runs // 20))
    )
    SeminarText.objects.bulk_create(
        SeminarText(
            seminar=seminar,
            language="de",
            title=f"{SUBJECTS[n % len(SUBJECTS)]} {n}",
            summary="Was man wissen muss, mit Zeit für Ihre Fragen.",
        )
        for n, seminar in enumerate(seminars)
    )
    made = Run.objects.bulk_create(
        (
            Run(
                seminar=seminars[n % len(seminars)],
                capacity=20,
                spoken=[SPOKEN[n % len(SPOKEN)]],
                interpreted=[INTERPRETED[n % len(INTERPRETED)]],
                women_only=n % 9 == 0,
                published_on=on - timedelta(days=400),
            )
            for n in range(runs)
        ),
        batch_size=MOST_AT_ONCE,
    )
    sessions = []
    for n, run in enumerate(made):
        days = (1 + n // 2 % 360) * (1 if n % 2 else -1)
        starts_at = datetime.combine(on + timedelta(days=days), time(9 + n % 10), BERLIN)
        ends_at = starts_at + timedelta(hours=2)
        venue = venues[n % len(venues)]
        sessions.append(Session(run=run, starts_at=starts_at, ends_at=ends_at, venue=venue))
    Session.objects.bulk_create(sessions, batch_size=MOST_AT_ONCE)


def load_agreements(number, organisations, *, on):
    """Agreements that are signed, each between two: some open-ended, some renewed tacitly."""
    project = Project.objects.create(short_name="Messung", name="Messung", starts_on="2020-01-01")
    agreements = Agreement.objects.bulk_create(
        (
            Agreement(number=f"KV-{n}", title=f"Zusammenarbeit {n}", project=project)
            for n in range(number)
        ),
        batch_size=MOST_AT_ONCE,
    )
    versions = Version.objects.bulk_create(
        (
            Version(agreement=agreement, taken_over_on=on, **term(n, on=on))
            for n, agreement in enumerate(agreements)
        ),
        batch_size=MOST_AT_ONCE,
    )
    parties = Party.objects.bulk_create(
        (
            Party(agreement=agreement, organisation=organisation)
            for n, agreement in enumerate(agreements)
            for organisation in (organisations[n % 7], organisations[(n + 1) % 7])
        ),
        batch_size=MOST_AT_ONCE,
    )
    Share.objects.bulk_create(
        (Share(version=versions[n // 2], party=party) for n, party in enumerate(parties)),
        batch_size=MOST_AT_ONCE,
    )
    signed_on = F("effective_on")
    Version.objects.update(consultation_on=signed_on, released_on=signed_on, completed_on=signed_on)


def term(n, *, on):
    start = on - timedelta(days=30 + n % 3000)
    if n % 2:
        return {"effective_on": start, "notice_months": 3, "notice_basis": "quarter"}
    return {
        "effective_on": start,
        "term": Version.Term.FIXED,
        "first_end_on": start + timedelta(days=730),
        "renewal": Version.Renewal.TACIT,
        "renewal_months": 12,
        "notice_months": 3,
        "notice_basis": "term",
    }


def make_reader():
    """Somebody who may read everything."""
    return User.objects.create_superuser("messung@example.org", "nur für die Messung")
