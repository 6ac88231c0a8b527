"""Rows that one names by typing, a line for each, with those that are known as suggestions."""

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from cooperation.models import Agreement, Organisation
from miko_portal.base.forms import TypedLines, clean_text
from miko_portal.base.sorting import SortKey, sort_keys

MOST_SUGGESTED = 300


class LinesField(forms.Field):
    """Rows that are known by what is typed, a line for each; `find` looks one up."""

    most = 20

    def __init__(self, *, line, required=False, **kwargs):
        widget = TypedLines(self.suggestions, line=line)
        super().__init__(required=required, widget=widget, **kwargs)

    def prepare_value(self, value):
        return [str(row) for row in value or []]

    def to_python(self, value):
        found = {}
        for line in self.lines(value):
            row = self.find(line)
            if row is None:
                raise forms.ValidationError(
                    _("“%(line)s” is not known. Choose from the list."), params={"line": line[:80]}
                )
            found[row.pk] = row
        return list(found.values())

    def lines(self, value) -> list[str]:
        """What was typed, runs of blanks made one; what says nothing is left out."""
        if len(value) > self.most:
            raise forms.ValidationError(
                _("At most %(most)s lines, please."), params={"most": self.most}
            )
        lines = (" ".join(clean_text(line).split()) for line in value)
        return list(filter(None, lines))


class AgreementsField(LinesField):
    """Agreements by number, or by number and title."""

    def suggestions(self):
        return Agreement.objects.filter(withdrawn_on=None)[:MOST_SUGGESTED]

    def find(self, line):
        whole = Concat("number", Value(" "), "title")
        meant = Q(number__iexact=line) | Q(whole__iexact=line)
        return Agreement.objects.alias(whole=whole).filter(meant).first()


class OrganisationsField(LinesField):
    """Organisations by name, or by short name."""

    def suggestions(self):
        return Organisation.objects.all()[:MOST_SUGGESTED]

    def find(self, line):
        named = Organisation.objects.named(line).first()
        short = Organisation.objects.alias(key=SortKey("short_name"))
        return named or short.filter(key=SortKey(Value(line))).first()


class PartiesField(OrganisationsField):
    """Organisations by name; a name that nobody knows is a new one, which is stored with them."""

    most = 60

    def to_python(self, value):
        names = self.lines(value)
        for name in names:
            Organisation._meta.get_field("name").run_validators(name)
        keys = sort_keys(names) if names else {}
        found = {}
        for name in names:
            known = self.find(name)
            new = Organisation(name=name, kind=Organisation.Kind.OTHER)
            found.setdefault(known.pk if known else keys[name], known or new)
        return list(found.values())

    def validate(self, value):
        if len(value) < 2:
            raise forms.ValidationError(_("An agreement needs at least two parties."))
