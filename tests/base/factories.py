from datetime import date
from io import StringIO
from itertools import count

from django.contrib.auth.models import Group
from django.core.management import call_command

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
