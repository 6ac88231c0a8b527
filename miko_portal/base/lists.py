"""Lists that people filter: what is set, each with a way out, and a length that is bounded."""

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED = 200


class BoundedPaginator(Paginator):
    """Counts no further than `COUNTED`, so that a long list costs no more than a short one."""

    @cached_property
    def reached(self):
        some = self.object_list[: COUNTED + 1]
        return len(some) if isinstance(some, list) else some.count()

    @property
    def more(self):
        return self.reached > COUNTED

    @cached_property
    def count(self):
        return min(self.reached, COUNTED)


class Only(django_filters.Filter):
    """A box to tick: nothing is left out while it is empty."""

    field_class = forms.BooleanField

    def filter(self, queryset, value):
        return getattr(queryset, self.field_name)() if value else queryset


class ListFilter(django_filters.FilterSet):
    """What one can look for in a list; what was not understood is left out, and named.

    A subclass says in which order its filters are told (`TOLD`), and which are folded away at
    first (`FOLDED`); `shared/_search.html` shows it.
    """

    TOLD: tuple[str, ...] = ()
    FOLDED: tuple[str, ...] = ()

    def said(self, name: str, value) -> str:
        """A filter that is set, in the reader's words."""
        return str(value)

    @property
    def in_use(self):
        """Whether anything is set; what was not understood doesn't count."""
        return bool(self.active)

    @cached_property
    def active(self):
        """What is set, in the reader's words, each with the address of the list without it."""
        cleaned = self.form.cleaned_data
        return [
            {
                "name": name,
                "said": self.said(name, cleaned[name]),
                "without": self.address_without(name),
            }
            for name in self.TOLD
            if cleaned.get(name)
        ]

    @property
    def looks(self):
        """All that the fields show: while this is the same, so are they."""
        return [
            (
                str(field.label),
                field.value(),
                [str(error) for error in field.errors],
                [(key, str(said)) for key, said in getattr(field.field, "choices", ())],
            )
            for field in self.form
        ]

    @property
    def folded_in_use(self):
        """How many of those are set that are folded away at first."""
        return len([one for one in self.active if one["name"] in self.FOLDED])

    @property
    def folded_wrong(self):
        """Whether one of those was not understood."""
        return any(name in self.FOLDED for name in self.errors)

    def address_without(self, *names: str) -> str:
        """The same list, from its beginning, without some of the filters."""
        kept = self.data.copy()
        for key in list(kept):
            if self.belongs_to(key) in (*names, "page"):
                del kept[key]
        return "?" + kept.urlencode()

    def belongs_to(self, key: str) -> str:
        """The filter that a part of the address belongs to; a day has three."""
        return key.removesuffix("_day").removesuffix("_month").removesuffix("_year")
