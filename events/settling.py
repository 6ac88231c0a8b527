"""What becomes of interpreters when two people turn out to be one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cooperation.merging import settles
from events.models import Interpreter, InterpreterAssignment


@settles(Interpreter)
def interpreter_once(there: Interpreter, row: Interpreter):
    """The languages of both, the gender of whichever says it, and the notes as far as they fit."""
    there.languages = list(dict.fromkeys([*there.languages, *row.languages]))
    there.gender = there.gender or row.gender
    there.confirmed_on = max(there.confirmed_on, row.confirmed_on)
    note = "; ".join(filter(None, dict.fromkeys([there.note, row.note])))
    if len(note) <= Interpreter._meta.get_field("note").max_length:
        there.note = note
    there.save()


@settles(InterpreterAssignment)
def interprets_once(there: InterpreterAssignment, row: InterpreterAssignment):
    """Who was asked twice was asked once; into which of two languages is for the office to say."""
    if there.language != row.language:
        text = _("%(person)s interprets into two languages on %(date)s. Release one of them first.")
        raise ValidationError(text % {"person": there.person, "date": there.session})
    there.asked_on = min(there.asked_on, row.asked_on)
    for name in ("confirmed_on", "came_on", "hours", "fee_cents"):
        if getattr(there, name) is None:
            setattr(there, name, getattr(row, name))
    there.save()
