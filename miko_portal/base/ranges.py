"""Ranges for exclusion constraints, that any PostgreSQL knows without an extension."""

from django.contrib.postgres.fields import DateRangeField, IntegerRangeField
from django.db.models import F, Func, Value
from django.db.models.functions import Greatest


def only(column):
    """The range that holds one id alone: equality for an index that knows ranges only."""
    return Func(
        F(column),
        F(column),
        Value("[]"),
        function="int8range",
        output_field=IntegerRangeField(),
    )


def days(first, last):
    """From the first day to the last, both included; a last day before the first counts as it."""
    return Func(
        F(first),
        Greatest(first, last),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
