"""A list of people on its way into a training: typed or sent, judged, confirmed, stored."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from miko_portal.base.seats import RowsRefused
from miko_portal.base.sheets import sealed, unsealed
from trainings import actions
from trainings.colleagues import (
    MOST,
    TAKEN,
    Judged,
    Verdict,
    judge,
    lines_of,
    rows_of_file,
    rows_of_lines,
)
from trainings.forms.colleagues import Bodies
from trainings.models import Run


@dataclass
class EnrolList:
    """What became of the list that was sent; nothing is stored before it was looked at.

    The rows travel in the page itself (`rows`) until they are confirmed; they are judged anew then.
    """

    run: Run
    form: object
    chosen: object = None  # the organisation of rows that name none
    options: dict = field(default_factory=dict)  # what `judge` and `enrol_each` are told besides
    judged: list[Judged] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # columns that are left out
    changed: bool = False
    rows: str = ""

    @property
    def typed(self) -> dict:
        """The list as somebody would type it, to change it."""
        return {
            "organisation": self.chosen and self.chosen.pk,
            "people": lines_of(self.judged),
            **self.options,
        }

    @property
    def context(self) -> dict:
        """What the page says of it."""
        return {
            "waiting": self.run.places.waiting().count(),
            "judged": self.judged,
            "takes": sum(row.takes for row in self.judged),
            "waits": sum(row.verdict == Verdict.WAITS for row in self.judged),
            "changed": self.changed,
            "strange": self.strange,
            "rows": self.rows,
            "most": MOST,
        }


def sent(request, run: Run, form, *, organisations, are_all=False, at) -> EnrolList | None:
    """The list of a request, judged; None: it was confirmed and is stored.

    What can't be read is said by the form.
    """
    salt = f"trainings.{'office' if are_all else 'colleagues'}.{run.pk}"
    told, expected, rows = EnrolList(run, form), None, []
    try:
        if "rows" in request.POST:
            chosen, told.options, expected, rows = unsealed(request.POST["rows"], salt=salt)
            told.chosen = organisations.filter(pk=chosen).first() if chosen else None
        elif form.is_valid():
            told.chosen, told.options = form.cleaned_data["organisation"], form.options
            try:
                rows, told.strange = _rows(form)
            except ValidationError as error:
                form.add_error("file" if form.cleaned_data.get("file") else "people", error)
        bodies = Bodies(list(organisations), told.chosen, are_all)
        told.judged = judge(run, rows, bodies=bodies, at=at, **told.options)
    except ValidationError as error:
        form.add_error(None, error)
    verdicts = [row.verdict for row in told.judged]
    if told.judged and expected is not None:
        if expected == verdicts and _store(request, told, at=at):
            return None
        if _is_stored(expected, verdicts):
            messages.info(request, _("This list is stored already; nobody is enrolled twice."))
            return None
        told.changed = True
    if told.judged:
        chosen = told.chosen and told.chosen.pk
        told.rows = sealed([chosen, told.options, verdicts, rows], salt=salt)
    return told


def _rows(form):
    data = form.cleaned_data
    if data.get("file"):
        return rows_of_file(data["file"])
    rows, strange = rows_of_lines(data["people"])
    if not rows:
        raise ValidationError(_("Please name at least one person."), code="empty")
    return rows, strange


def _is_stored(expected, verdicts):
    """Whether all who were to be enrolled are by now, as after a button pressed twice."""
    changes = [(old, new) for old, new in zip(expected, verdicts, strict=True) if old != new]
    return (
        bool(changes)
        and not any(verdict in TAKEN for verdict in verdicts)
        and all(old in TAKEN and new == Verdict.ENROLLED for old, new in changes)
    )


def _store(request, told: EnrolList, *, at) -> bool:
    """Enrols those who can be; not where something has changed meanwhile, or there is nobody."""
    colleagues = [row.colleague for row in told.judged if row.takes]
    if not colleagues:
        return False
    try:
        stored = actions.enrol_each(
            told.run, colleagues=colleagues, by=request.user, at=at, **told.options
        )
    except (RowsRefused, ValidationError):
        return False
    seats = sum(bool(place.confirmed_at) for place in stored)
    waiting = len(stored) - seats
    if seats:
        text = ngettext("%(count)s person has a seat.", "%(count)s people have a seat.", seats)
        messages.success(request, text % {"count": seats})
    if waiting:
        text = ngettext(
            "%(count)s person is on the waiting list.",
            "%(count)s people are on the waiting list.",
            waiting,
        )
        messages.warning(request, text % {"count": waiting})
    return True
