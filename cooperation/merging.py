"""What points to a row goes over to another one, whichever app it stands in.

The models are asked what points to them, so an app joins in without being named here. Where a
uniqueness of a table doesn't let a row go over, since its like is there already, its app says
how to settle that:

    @merging.settles(TrainerAssignment)
    def leads_once(there, row):
        "Take over onto `there` what `row` says beside, or refuse with a sentence."

After that the row is gone, and what pointed to it points to `there`. Links of a many-to-many
field say nothing beside. What nobody settles is refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import DO_NOTHING, Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Settle = Callable[[models.Model, models.Model], None]

_settled: dict[type[models.Model], Settle] = {}


def settles(model: type[models.Model]):
    """Registers how two rows of a model become one."""

    def register(settle: Settle) -> Settle:
        _settled[model] = settle
        return settle

    return register


@dataclass(frozen=True)
class Pointing:
    """How many rows of a kind point to one."""

    label: str
    count: int


def pointing_to(row: models.Model) -> list[Pointing]:
    """What would go over, by kind, without what only keeps account; a query for each table."""
    counts: dict[str, int] = {}
    for field in fields_to(type(row)):
        if field.editable and (number := _rows(field, row).count()):
            label = _label(field)
            counts[label] = counts.get(label, 0) + number
    return [Pointing(label, count) for label, count in sorted(counts.items())]


def fields_to(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Each foreign key that points to the model, those behind many-to-many fields too.

    Tables that the database writes by itself follow what they are written from.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete
        if points_here and not relation.many_to_many and relation.on_delete is not DO_NOTHING:
            yield relation.field


def settle_likes(kept: models.Model, former: models.Model) -> None:
    """Rows that can't go over, since their like is there, become one with it, or are refused."""
    for field in fields_to(type(kept)):
        for row, there in _likes(field, kept, former):
            _settle(field, row, there)


def carry_over(kept: models.Model, former: models.Model) -> None:
    """All that points to the former row points to the kept one; what is refused is said."""
    for field in fields_to(type(kept)):
        try:
            with transaction.atomic():
                _rows(field, former).update(**{field.attname: kept.pk})
        except IntegrityError as error:
            raise ValidationError(_reason(field, error)) from error


def become_one(there: models.Model, row: models.Model) -> None:
    """A row is gone, and what pointed to it points to its like."""
    settle_likes(there, row)
    carry_over(there, row)
    # Not `delete()`, which would take along whatever still pointed to it.
    type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


def _rows(field, row):
    return field.model._base_manager.filter(**{field.name: row})


def _likes(field, kept, former):
    """Pairs of a row of the former one and its like of the kept one."""
    for names, condition in _uniques(field):
        others = [name for name in names if name != field.name]
        rows = _rows(field, former).filter(condition)
        there = _rows(field, kept).filter(condition)
        same = {name: OuterRef(name) for name in others}
        for row in rows.filter(Exists(there.filter(**same))).order_by("pk"):
            told = {
                name: getattr(row, field.model._meta.get_field(name).attname) for name in others
            }
            yield row, there.get(**told)


def _uniques(field):
    """The uniquenesses that the field is part of, as names and condition."""
    options = field.model._meta
    if field.unique:
        yield [field.name], Q()
    for names in options.unique_together:
        if field.name in names:
            yield list(names), Q()
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            yield list(constraint.fields), constraint.condition or Q()


def _settle(field, row, there):
    if settle := _settled.get(field.model):
        settle(there, row)
    elif not field.model._meta.auto_created:
        raise ValidationError(_refusal(field, there))
    become_one(there, row)


def _reason(field, error):
    """The sentence of the constraint that was broken, else that of its table."""
    diagnosis = getattr(error.__cause__, "diag", None)
    for constraint in field.model._meta.constraints:
        if diagnosis and constraint.name == diagnosis.constraint_name:
            return f"{_label(field)}: {constraint.get_violation_error_message()}"
    return _refusal(field, None)


def _refusal(field, row):
    told = {"kind": _label(field), "row": row}
    if row is None:
        return _("%(kind)s: what belongs to both can't be put together. Look there first.") % told
    return _("%(kind)s: both are entered there (%(row)s). Take one of them out there first.") % told


def _label(field):
    """What the office calls these rows; a link by what it was set at."""
    model = field.model._meta.auto_created or field.model
    return capfirst(str(model._meta.verbose_name_plural))
