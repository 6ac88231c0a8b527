"""A list of colleagues as their contact has it: typed, pasted or in a file, judged row by row."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Agreement, Organisation, Person
from cooperation.models.states import State as AgreementState
from miko_portal.base.sheets import Rows, plain_words, rows_by_field
from trainings.actions import Colleague, find_colleague
from trainings.entitlement import entitling_party
from trainings.forms.colleagues import Bodies, ColleagueRow
from trainings.models import Enrolment, Run

MOST = 100  # people at once
# What the columns are called, in small letters; the first name is the one we use.
COLUMNS = {
    "given_name": ["Vorname", "Rufname", "Given name", "First name"],
    "family_name": ["Nachname", "Familienname", "Zuname", "Family name", "Last name", "Surname"],
    "name": ["Name", "Vor- und Nachname", "Person", "Teilnehmer", "Teilnehmerin"],
    "mail": ["Mail", "E-Mail", "Email", "E-Mail-Adresse", "Mailadresse", "Mail-Adresse"],
    "organisation": ["Dienststelle", "Organisation", "Behörde", "Einrichtung"],
}
FIELDS = {plain_words(name): field for field, names in COLUMNS.items() for name in names}
MAIL = re.compile(r"<?([^\s;,<>]+@[^\s;,<>]+)>?")
NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–•*])\s+")  # as lists are in a letter
QUOTES = re.compile('["„“”]')


class Verdict(models.TextChoices):
    """What becomes of a row."""

    SEAT = "seat", gettext_lazy("gets a seat")
    WAITS = "waits", gettext_lazy("goes to the waiting list")
    TWICE = "twice", gettext_lazy("stands above already")
    ENROLLED = "enrolled", gettext_lazy("is enrolled already")
    NOT_ENTITLED = "not_entitled", gettext_lazy("not entitled")
    BAD = "bad", gettext_lazy("left out")


TAKEN = (Verdict.SEAT, Verdict.WAITS)


@dataclass
class Judged:
    """A row with what becomes of it, and why."""

    number: int
    form: ColleagueRow
    verdict: Verdict = Verdict.BAD
    complaints: list[str] = field(default_factory=list)
    colleague: Colleague | None = None
    is_known: bool = False

    @property
    def takes(self) -> bool:
        return self.verdict in TAKEN

    @property
    def words(self) -> str:
        return self.verdict.label

    @property
    def name(self) -> str:
        """Of the person, or what stands there instead, where no name can be made out."""
        return " ".join(part for part in self.parts[:2] if part)

    @property
    def parts(self) -> list[str]:
        """The row as somebody would type it: given and family name, mail, organisation."""
        names = ("given_name", "family_name", "mail", "organisation")
        typed = [self.form.data.get(name, "") for name in names]
        if not any(typed[:2]):
            typed[1] = self.form.data.get("name", "")
        return typed


def lines_of(judged: list[Judged]) -> str:
    """The rows as somebody would type them; under a line of names where a row names its body."""
    rows = [row.parts for row in judged]
    if any(organisation for *_others, organisation in rows):
        names = ("given_name", "family_name", "mail", "organisation")
        return "\n".join("; ".join(row) for row in [[COLUMNS[name][0] for name in names], *rows])
    return "\n".join("; ".join(row).rstrip("; ") for row in rows)


def rows_of_lines(text: str) -> tuple[Rows, list[str]]:
    """What was typed or pasted, in the ways people write such lists, and columns left out.

    A person in each line, or several with their addresses, as mail programs have them. A line that
    names columns says in which order the parts stand in those below it.
    """
    rows, columns, strange = [], None, []
    for number, typed in enumerate(text.splitlines(), 1):
        line = NUMBERED.sub("", QUOTES.sub("", typed))
        if not line.strip(" \t;,"):
            continue
        if named := _Columns.named_in(line):
            columns, strange = named, named.strange
        elif columns and columns.fit(line):
            rows.append((number, columns.cells_of(line)))
        else:
            rows += [(number, _cells_of(part)) for part in _each_person(line)]
    if len(rows) > MOST:
        raise ValidationError(
            _("These are more than %(number)s people. Please enrol them in several steps."),
            params={"number": MOST},
        )
    return rows, strange


def rows_of_file(file) -> tuple[Rows, list[str]]:
    """The rows of a table, whatever the order of its columns, and columns left out."""
    rows, strange = rows_by_field(file, columns=COLUMNS, needed=[], most_rows=MOST)
    found = rows[0][1]
    if "name" not in found and not {"given_name", "family_name"} <= set(found):
        raise ValidationError(
            _("The first row has to name the columns: %(names)s."),
            params={"names": "Vorname, Nachname, Mail"},
        )
    return [(number, _with_names(cells)) for number, cells in rows], strange


def judge(
    run: Run,
    rows: Rows,
    *,
    bodies: Bodies,
    at: datetime,
    volunteers: bool = False,
    override_reason: str = "",
) -> list[Judged]:
    """What becomes of each row if it were sent now; nothing is stored."""
    entitled = _Entitled(run.starts_on(), everybody=volunteers or bool(override_reason))
    enrolled = set(run.places.live().values_list("person", flat=True))
    left = max(0, run.seats_free - run.places.waiting().count())
    judged, above = [], []
    for number, cells in rows:
        row = Judged(number, ColleagueRow(cells, bodies=bodies))
        judged.append(row)
        if not row.form.is_valid():
            row.complaints = row.form.complaints()
            continue
        told = row.colleague = row.form.colleague
        if complaint := row.form.why_nowhere(volunteers=volunteers):
            row.verdict, row.complaints = Verdict.NOT_ENTITLED, [complaint]
        elif not entitled(told.organisation):
            row.verdict = Verdict.NOT_ENTITLED
            row.complaints = [_("There is no agreement in force on the first day.")]
        elif any(_same(told, other) for other in above):
            row.verdict = Verdict.TWICE
        else:
            person = find_colleague(told)
            row.is_known = person is not None and (
                bodies.are_all or _is_ours(person, told.organisation)
            )
            if person and person.pk in enrolled:
                row.verdict = Verdict.ENROLLED
            else:
                row.verdict = Verdict.SEAT if left > 0 else Verdict.WAITS
                left -= 1
            above.append(told)
    return judged


def why_not(organisation: Organisation, *, on: date) -> str:
    """What stands against taking part free of charge on a day, where there is an agreement."""
    agreements = Agreement.objects.for_organisation(organisation, on=on).with_state(on=on)
    told = {agreement.state: agreement.number for agreement in agreements.order_by("pk")}
    sentences = {
        AgreementState.SUSPENDED: _("The agreement %(number)s is suspended on that day."),
        AgreementState.SIGNED: _("The agreement %(number)s takes effect later."),
        AgreementState.TO_BE_SIGNED: _("The agreement %(number)s is not signed by all yet."),
        AgreementState.ENDED: _("The agreement %(number)s has ended by then."),
        AgreementState.EXPIRED: _("The agreement %(number)s has ended by then."),
        AgreementState.NOTICE_GIVEN: _("You have left the agreement %(number)s by then."),
        AgreementState.IN_FORCE: _("You have left the agreement %(number)s by then."),
    }
    for state, sentence in sentences.items():
        if state in told:
            return sentence % {"number": told[state]}
    return ""


@dataclass
class _Columns:
    """What the parts of a line are, by a line above that names them."""

    sign: str  # between the parts
    fields: list[str | None]
    strange: list[str]

    @classmethod
    def named_in(cls, line):
        """The columns that a line names; none where it is about a person."""
        sign = next((sign for sign in "\t;," if sign in line), "\n")
        parts = [part.strip() for part in line.split(sign)]
        fields = [FIELDS.get(plain_words(part)) for part in parts]
        known = [field for field in fields if field]
        if not known or (len(known) < 2 and len(known) < len(list(filter(None, parts)))):
            return None
        pairs = zip(parts, fields, strict=True)
        return cls(sign, fields, [part for part, field in pairs if part and not field])

    def fit(self, line):
        parts = line.split(self.sign)
        told = zip(self.fields, parts, strict=False)
        return 1 < len(parts) <= len(self.fields) and not any(
            "@" in part and field in ("given_name", "family_name", "name") for field, part in told
        )

    def cells_of(self, line):
        parts = map(str.strip, line.split(self.sign))
        cells = {field: part for field, part in zip(self.fields, parts, strict=False) if field}
        found = MAIL.fullmatch(cells.get("mail", ""))
        return _with_names({**cells, "mail": found[1]} if found else cells)


def _each_person(line):
    """The parts of a line with several addresses, each after its name; else the line."""
    ends = [found.end() for found in MAIL.finditer(line)]
    if len(ends) < 2 or line[ends[-1] :].strip(" \t;,"):
        return [line]
    return [line[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _cells_of(line):
    found = MAIL.search(line)
    mail = found[1] if found else ""
    rest = (line.replace(found[0], " ") if found else line).strip(" \t;,")
    parts = [part.strip() for part in re.split(r"[;\t]", rest) if part.strip()]
    if len(parts) > 2 or "@" in rest:  # more than we can tell apart: said of the row
        return {"given_name": "", "family_name": "", "name": rest, "mail": mail}
    if len(parts) == 2:
        return {"given_name": parts[0], "family_name": parts[1], "mail": mail}
    return _with_names({"name": rest, "mail": mail})


def _with_names(cells):
    """Given and family name, also where they stand in one cell: "Anna Ott" or "Ott, Anna"."""
    cells = {**cells, "mail": cells.get("mail", "")}
    name = " ".join(cells.get("name", "").split())
    if name and not cells.get("family_name"):
        if cells.get("given_name"):
            cells["family_name"] = name
        elif "," in name:
            cells["family_name"], cells["given_name"] = map(str.strip, name.split(",", 1))
        else:
            cells["given_name"], _blank, cells["family_name"] = name.rpartition(" ")
    return cells


class _Entitled:
    """Whether the staff of a body may come on a day; each body is asked about once."""

    def __init__(self, on: date | None, *, everybody: bool):
        self.on, self.everybody, self.known = on, everybody, {}

    def __call__(self, body: Organisation | None) -> bool:
        if self.everybody or body is None or body.internal:
            return True
        if body.pk not in self.known:
            self.known[body.pk] = bool(self.on and entitling_party(body, on=self.on))
        return self.known[body.pk]


def _same(told, other):
    """Whether two rows mean one person: the same name, and no two mail addresses."""
    names = [
        (row.given_name.casefold(), row.family_name.casefold(), row.organisation)
        for row in (told, other)
    ]
    mails = {row.mail.casefold() for row in (told, other) if row.mail}
    return names[0] == names[1] and len(mails) < 2


def _is_ours(person: Person, organisation: Organisation):
    """Known from this house; of others a contact does not learn whom we know."""
    return (
        person.contacts.filter(organisation=organisation).exists()
        or Enrolment.objects.filter(person=person, organisation=organisation).exists()
    )
