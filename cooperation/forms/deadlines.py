"""Narrowing the list of what falls due."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.deadlines import Kind
from miko_portal.base.deputies import people_of


class DeadlineForm(forms.Form):
    """Whose, of which kind, until when; what isn't understood is left out."""

    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("mine, and those I stand in for")), ("all", _("everybody's"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False
    )
    days = forms.ChoiceField(
        label=_("Due"),
        choices=[
            ("", _("late and in the next 30 days")),
            ("late", _("late")),
            ("14", _("in the next 14 days")),
            ("90", _("late and in the next 90 days")),
            ("365", _("late and in the next year")),
        ],
        required=False,
    )

    def told(self, name):
        return self.cleaned_data.get(name, "") if self.is_valid() or name not in self.errors else ""

    def people(self, user, *, on):
        """Those whose deadlines are shown; None: everybody."""
        return None if self.told("whose") == "all" else people_of(user, on=on)

    def period(self, *, on):
        """Kinds and days as `due` asks for them."""
        days = self.told("days") or "30"
        kinds = [self.told("kind")] if self.told("kind") else Kind.values
        if days == "late":
            return {"until": on - timedelta(days=1), "kinds": kinds}
        since = {"since": on} if days == "14" else {}
        return {"until": on + timedelta(days=int(days)), "kinds": kinds, **since}
