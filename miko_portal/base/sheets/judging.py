"""Tables that are judged row by row before any of it is stored.

The rows travel in the page itself until somebody confirms them; then they are judged anew.
"""

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from miko_portal.base.sheets.reading import Sheet, read_sheet

Rows = list[tuple[int, dict[str, str]]]


def rows_by_field(
    file, *, columns: dict[str, list[str]], needed: list[str], most_rows: int
) -> tuple[Rows, list[str]]:
    """The rows, each as (number in the file, cells as typed), and columns that say nothing to us.

    `columns`: what the columns are called, for each field; the first name is the one we use.
    Refuses a file that is no such table, or lacks a column that is `needed`.
    """
    sheet: Sheet = read_sheet(file, most_rows=most_rows)
    places, strange = _columns_of(sheet.header, columns, needed)
    rows = [
        (number, {field: _as_typed(row[at]) for field, at in places.items()})
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
    ]
    return rows, strange


def sealed(rows: Rows, *, salt: str) -> str:
    """The rows as they travel in a page, so that nobody changes them on the way."""
    return signing.dumps(rows, salt=salt, compress=True) if rows else ""


def unsealed(typed: str, *, salt: str) -> Rows:
    try:
        return signing.loads(typed, salt=salt)
    except signing.BadSignature as error:
        raise ValidationError(
            _("The list has been damaged on the way. Please upload it again.")
        ) from error


def plain_words(name) -> str:
    """A name as it is compared: small letters, a blank after each full stop."""
    return " ".join(str(name).casefold().replace(".", ". ").split())


def _columns_of(header, columns, needed):
    known = {plain_words(name): field for field, names in columns.items() for name in names}
    found, strange = {}, []
    for at, name in enumerate(header):
        field = known.get(plain_words(name))
        if field is None or field in found:
            strange.append(name)
        else:
            found[field] = at
    missing = [columns[field][0] for field in needed if field not in found]
    if missing:
        raise _lacking(missing)
    return found, strange


def _lacking(names: list[str]) -> ValidationError:
    """Which columns a table needs and doesn't have."""
    text = ngettext(
        "The table lacks the column %(names)s.",
        "The table lacks the columns %(names)s.",
        len(names),
    )
    return ValidationError(text, code="columns", params={"names": ", ".join(names)})


def _as_typed(value):
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
