"""The day that a page is about: today, or another one by `?stand=2019-07-01` ("Stichtag").

What stands there follows from the dates of the facts. What happened later is left out.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model

from miko_portal.base.clock import today
from miko_portal.base.forms import DateField

NAME = "stand"


@dataclass(frozen=True)
class Stand:
    """`on`: the day; `asked`: it is another one than today; `misread`: the address says nonsense.

    `past`: what has no date, such as a draft, is not known for it.
    """

    on: date
    asked: bool = False
    past: bool = False
    misread: bool = False

    @property
    def query(self) -> str:
        """What a link to another page of the same day ends with."""
        return f"?{NAME}={self.on:%Y-%m-%d}" if self.asked else ""

    def forget(self, row: Model, *names: str):
        """Leave out which of the named days of a row, which is not stored, were still to come."""
        for name in names if self.past else ():
            if (day := getattr(row, name)) and day > self.on:
                setattr(row, name, None)


def stand_of(request) -> Stand:
    """The day that the address of a page asks for."""
    now, field = today(), DateField(required=False)
    try:
        on = field.clean(field.widget.value_from_datadict(request.GET, {}, NAME))
    except ValidationError:
        return Stand(now, misread=True)
    if on in (None, now):
        return Stand(now)
    return Stand(on, asked=True, past=on < now)


def address_of_today(request) -> str:
    """The same page as it stands today, with its filters."""
    query = request.GET.copy()
    for name in [name for name in query if name == NAME or name.startswith(f"{NAME}_")]:
        del query[name]
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
