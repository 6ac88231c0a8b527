"""Dates of an earlier programme of seminars on new days."""

from cooperation import copying
from events.models import Seminar, Session


class ProgrammeForm(copying.ProgrammeForm):
    dates, fetched = Session, ["run", "room__venue", "venue"]


class CopyForm(copying.CopyForm):
    def date_in(self, period):
        session = Session(starts_at=period[0], ends_at=period[1])
        session.set_place(self.session.room or self.session.venue)
        return session


class Copies(copying.Copies):
    row, held = CopyForm, "seminar"

    def titles(self, keys):
        return Seminar.objects.with_title().in_bulk(keys)
