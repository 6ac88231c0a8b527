from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import count

from django.contrib.auth.models import Group
from django.core.management import call_command

from miko_portal.base import certificates
from miko_portal.base.certificates import Attested
from miko_portal.base.models import Absence, User

numbers = count(1)


def make_user(**kw):
    kw.setdefault("email", f"person{next(numbers)}@example.org")
    return User.objects.create_user(**kw)


def make_roles():
    """The roles of the office; they are there from the start, unless a test emptied the tables."""
    if not Group.objects.exists():
        call_command("apply_roles", verbosity=0, stdout=StringIO())


def make_staff(role="Sachbearbeitung", **kw):
    """Somebody with a role of the office and its rights."""
    make_roles()
    user = make_user(**kw)
    user.set_roles([role])
    return user


def make_absence(**kw):
    kw.setdefault("starts_on", date(2026, 3, 2))
    kw.setdefault("ends_on", kw["starts_on"])
    kw["user"] = kw.get("user") or make_staff()
    kw["deputy"] = kw.get("deputy") or make_staff()
    return Absence.objects.create(**kw)


def make_certificate(*, at, dates=1, **kw):
    """Issued for so many dates of two hours, one a week, the last one a week ago."""
    last = datetime(at.year, at.month, at.day, 17, tzinfo=UTC) - timedelta(days=7)
    starts = [last - timedelta(days=7 * number) for number in reversed(range(dates))]
    attested = Attested(
        title=kw.pop("title", "Strom sparen"),
        dates=[(moment, moment + timedelta(hours=2)) for moment in starts],
        organiser="Verbraucherzentrale",
        places=["Bürgerhaus, Markt 1, 56751 Polch"],
    )
    kw.setdefault("name", f"Amina Beispiel {next(numbers)}")
    kw.setdefault("kept_until", date(at.year + 3, 12, 31))
    kw.setdefault("by", None)
    return certificates.issue(attested=attested, at=at, **kw)
