from django import forms
from django.utils.translation import gettext as _

from cooperation.actions.merging import lacks
from miko_portal.base.forms import NameField

KEPT, DUPLICATE = "kept", "duplicate"


class MergeForm(forms.Form):
    """Which of two values stays, for whatever the two entries say differently."""

    def __init__(self, *args, kept, duplicate, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.same = []
        for choice, names in choices.items():
            told = [_told(row, names) for row in (kept, duplicate)]
            label = _label(kept, choice, names)
            if all(getattr(kept, name) == getattr(duplicate, name) for name in names):
                self.same.append((label, told[0]))
                continue
            self.fields[choice] = forms.ChoiceField(
                label=label,
                choices=[(KEPT, told[0] or _("nothing")), (DUPLICATE, told[1] or _("nothing"))],
                initial=DUPLICATE if lacks(kept, duplicate, names) else KEPT,
                widget=forms.RadioSelect,
            )

    @property
    def taking(self) -> list[str]:
        """What is taken over from the duplicate."""
        return [choice for choice, side in self.cleaned_data.items() if side == DUPLICATE]


class SearchForm(forms.Form):
    """Looks for the other of two entries by its name."""

    q = NameField(label=_("Name"), max_length=100)


def _label(row, choice, names):
    if choice == "address":
        return _("Address")
    if choice == "name":
        return _("Name")
    label = str(row._meta.get_field(names[0]).verbose_name)
    return label[:1].upper() + label[1:]


def _told(row, names):
    """What a row says, in words."""
    if names == ["street", "postcode", "town"]:
        return row.postal_line
    if names == ["given_name", "family_name"]:
        return str(row)
    told = []
    for name in names:
        field, value = row._meta.get_field(name), getattr(row, name)
        if isinstance(value, bool) and len(names) == 1:
            told.append(_("yes") if value else _("no"))
        elif isinstance(value, bool):  # beside another field it is worth a word where it holds
            told += [str(field.verbose_name)] if value else []
        elif field.choices:
            told.append(getattr(row, f"get_{name}_display")())
        elif value:
            told.append(str(value))
    return " · ".join(told)
