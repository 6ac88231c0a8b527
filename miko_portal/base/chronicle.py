"""The history in words: who, when, what, from and to, for people rather than for columns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from miko_portal.base.models import HistoryEntry

LONGEST = 200


@dataclass(frozen=True)
class Change:
    """A field with what it said before and after; None: personal, only that it changed is known."""

    label: str
    before: str | None
    after: str | None

    def __str__(self):
        if self.before is None:
            return _("%(field)s changed") % {"field": self.label}
        return f"{self.label}: {self.before or '–'} → {self.after or '–'}"


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    action: str
    what: str
    changes: list[Change]


def tell(entries: Iterable[HistoryEntry], *, about: models.Model | None = None) -> list[Told]:
    """Entries in words; their rows, and those they name, are fetched once for each model.

    `about`: the row that a page is about, which needn't be named again.
    """
    entries = list(entries)
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    names = _names(entries, known)
    return [
        Told(
            entry.at,
            _who(entry),
            entry.get_action_display(),
            _what(entry, known.get(entry.table_name), names),
            _changes(entry, known.get(entry.table_name), names, about),
        )
        for entry in entries
    ]


def _who(entry):
    if entry.by_id is None:
        return _("the portal")
    return str(entry.by or _("a closed account"))


def _what(entry, model, names):
    if model is None:
        return f"{entry.table_name} {entry.row_id}"
    if owner := model._meta.auto_created:  # a link is told with the row that it was set at
        column = next(f.column for f in model._meta.concrete_fields if f.related_model is owner)
        key = next((key for key in entry.changes.get(column, ()) if key), None)
        return f"{capfirst(owner._meta.verbose_name)}: {names.get((owner, key), '–')}"
    kept = [entry.changes.get(column) for column in ("name", "title")]
    last = next((change[0] or change[1] for change in kept if change), "")
    name = names.get((model, entry.row_id), last)
    kind = capfirst(model._meta.verbose_name)
    return f"{kind}: {Truncator(name).chars(LONGEST)}" if name else kind


def _changes(entry, model, names, about):
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    found = []
    for column, change in entry.changes.items():
        field = fields.get(column)
        label = _label(field) if field else column
        if change is None:
            found.append(Change(label, None, None))
        elif not (field and (field.primary_key or _names_again(field, change, about))):
            before, after = (_in_words(field, value, names) for value in change)
            if before != after:
                found.append(Change(label, before, after))
    return found


def _label(field):
    linked = field.model._meta.auto_created and field.related_model
    return capfirst(linked._meta.verbose_name if linked else field.verbose_name)


def _names_again(field, change, about):
    if field.model._meta.auto_created and field.related_model is field.model._meta.auto_created:
        return True
    same = about is not None and field.related_model is type(about)
    return same and {value for value in change if value is not None} == {about.pk}


def _in_words(field, value, names):
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return Truncator(", ".join(map(str, value))).chars(LONGEST)
    if field and field.is_relation:
        return names.get((field.related_model, value), _("one that is gone"))
    if field and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        value = field.to_python(value) if field else value
    except ValidationError:
        return str(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    return Truncator(value).chars(LONGEST)


def _names(entries, known):
    """What the rows are called that the entries are about or name, as {(model, key): name}."""
    wanted = defaultdict(set)
    for entry in entries:
        model = known.get(entry.table_name)
        if model is None:
            continue
        wanted[model].add(entry.row_id)
        for field in model._meta.concrete_fields:
            if field.is_relation:
                wanted[field.related_model].update(entry.changes.get(field.column) or ())
    found = {
        (model, row.pk): _called(row)
        for model, keys in wanted.items()
        for row in model._base_manager.select_related().filter(pk__in=keys - {None})
    }
    gone = {(model, key) for model, keys in wanted.items() for key in keys - {None}} - set(found)
    return _names_of_gone(gone) | found


def _names_of_gone(rows):
    """What rows were called that are gone, as far as the history says it."""
    tables = {(model._meta.db_table, key): (model, key) for model, key in rows}
    deleted = HistoryEntry.objects.filter(
        action=HistoryEntry.Action.DELETE,
        table_name__in={table for table, _key in tables},
        row_id__in={key for _table, key in tables},
    )
    told = {}
    for entry in deleted.order_by() if rows else ():
        row = tables.get((entry.table_name, entry.row_id))
        for column in ("name", "title"):
            if row and (change := entry.changes.get(column)):
                told.setdefault(row, change[0])
    return told


def _called(row):
    """A right by what it allows ("Organisation: Ändern"), any other row as it calls itself."""
    if not isinstance(row, Permission):
        return str(row)
    allowed = {"view": _("View"), "add": _("Add"), "change": _("Change"), "delete": _("Delete")}
    action = row.codename.partition("_")[0]
    return f"{capfirst(row.content_type.name)}: {allowed.get(action, row.name)}"
