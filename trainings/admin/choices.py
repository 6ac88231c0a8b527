"""What selects offer: read once for a page, however many rows it has."""

from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _

from cooperation.models import Organisation, Person, Project, Room

NOTHING = [("", "–")]


def rooms():
    """Rooms under their venue, with their seats."""
    found = Room.objects.select_related("venue")
    return NOTHING + [
        (
            str(venue),
            [(room.pk, _room_name(room)) for room in group],
        )
        for venue, group in groupby(found, key=lambda room: room.venue)
    ]


def _room_name(room):
    return _("%(room)s (%(seats)s seats)") % {"room": room.name, "seats": room.seats}


def trainers(run=None):
    """Those who can be asked; of a run beside them who led a date of it and no longer can."""
    found = Person.objects.exclude(trainer=None)
    if run and run.pk:
        led = Person.objects.filter(trainings_led__session__run=run)
        found = Person.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=led.values("pk")))
    return [(person.pk, str(person)) for person in found]


def projects():
    return NOTHING + [(project.pk, str(project)) for project in Project.objects.all()]


def organisations():
    return NOTHING + [(row.pk, row.name) for row in Organisation.objects.all()]
