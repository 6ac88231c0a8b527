"""Which text of an agreement is in effect, and whom it binds; functions of the database.

They are installed by `migrations/0002_rules_of_agreements.py`.
"""

from django.db.models import BigIntegerField, BooleanField, DateField, Func, Value


class _OnADay(Func):
    """A function whose last argument is a day."""

    def __init__(self, *expressions, **extra):
        *others, on = expressions
        super().__init__(*others, Value(on, DateField()), **extra)


class VersionOn(_OnADay):
    """The key of the text in effect: `VersionOn(agreement, on)`."""

    function = "cooperation_version_on"
    output_field = BigIntegerField()


class IsListed(_OnADay):
    """Whether a text lists a party, or it has joined since: `IsListed(party, version, on)`."""

    function = "cooperation_is_listed"
    output_field = BooleanField()


class IsBound(_OnADay):
    """Whether a text binds a party on a day: `IsBound(party, version, on)`."""

    function = "cooperation_is_bound"
    output_field = BooleanField()


class TwoPartiesUntil(_OnADay):
    """The last day with two parties, by the notices received on the day; NULL: there is none.

    `TwoPartiesUntil(agreement, version, on)`
    """

    function = "cooperation_two_parties_until"
    output_field = DateField()
