"""Who runs the portal: shown in the header, the footer and in letters."""

import re
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils.dates import WEEKDAYS

from miko_portal.base.environment import mail_address
from miko_portal.base.languages import BY_CODE


class Hours(NamedTuple):
    first: int  # 1 is Monday
    last: int
    opens: str
    closes: str

    @property
    def days(self):
        """The weekdays in the reader's language."""
        names = [str(WEEKDAYS[day - 1]) for day in {self.first: 0, self.last: 0}]
        return " – ".join(names)


class Office(NamedTuple):
    name: str
    county: str
    department: str
    phone: str
    mail: str
    address: str
    hours: list[Hours]
    languages: list  # that are spoken on the telephone

    @property
    def tel(self):
        """The number as a `tel:` link takes it."""
        return "+49" + re.sub(r"[^0-9]", "", self.phone).removeprefix("0")


def _hours(text):
    """ "1-5 8:30-12:00, 4 14:00-16:00": from Monday to Friday, and on Thursdays."""
    rows = []
    for part in filter(None, map(str.strip, text.split(","))):
        match = re.fullmatch(r"([1-7])(?:-([1-7]))? (\d{1,2}:\d\d)-(\d{1,2}:\d\d)", part)
        if not match:
            raise ImproperlyConfigured(
                f'OFFICE_HOURS: "{part}" is not understood; write "1-5 8:30-12:00, 4 14:00-16:00".'
            )
        first = int(match[1])
        rows.append(Hours(first, int(match[2] or first), match[3], match[4]))
    return rows


def office_settings(env) -> Office:
    """The office from the environment; without any it is the county the portal was made for."""
    codes = env.list("OFFICE_LANGUAGES", ["de", "en", "ar"])
    unknown = [code for code in codes if code not in BY_CODE]
    if unknown:
        raise ImproperlyConfigured(f"OFFICE_LANGUAGES: unknown {', '.join(unknown)}.")
    phone = env.str("OFFICE_PHONE", "0221 4710 100")
    if not re.search(r"[0-9]", phone):
        raise ImproperlyConfigured(f'OFFICE_PHONE: "{phone}" has no digits.')
    return Office(
        name=env.str("OFFICE_NAME", "Kreisverwaltung Mayen-Koblenz"),
        county=env.str("OFFICE_COUNTY", "Landkreis Mayen-Koblenz"),
        department=env.str("OFFICE_DEPARTMENT", "Leitstelle für Integration"),
        phone=phone,
        mail=env.str("OFFICE_MAIL", "integration@example.org", validate=mail_address),
        address=env.str("OFFICE_ADDRESS", "Bahnhofstraße 9, 56068 Koblenz"),
        hours=_hours(env.str("OFFICE_HOURS", "1-4 8:30-12:00, 4 14:00-16:00, 5 8:30-11:30")),
        languages=[BY_CODE[code] for code in codes],
    )
