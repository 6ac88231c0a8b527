"""Seminars that have a house as a whole."""

from django.db.models import OuterRef, Subquery

from cooperation.houses import Other, at_the_time, has_whole_houses
from events.models import SeminarText, Session
from events.models.seminars import GERMAN


@has_whole_houses
def seminars_in_houses(dates, *, but):
    german = SeminarText.objects.filter(seminar=OuterRef("run__seminar"), language=GERMAN)
    found = Session.objects.filter(
        at_the_time("venue", dates), cancelled_on=None, run__cancelled_on=None
    )
    found = found.exclude(pk__in=[date.pk for date in but if isinstance(date, Session)])
    found = found.annotate(title=Subquery(german.values("title")))
    return [Other(row.venue_id, row.starts_at, row.ends_at, row.title) for row in found]
