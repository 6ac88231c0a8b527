from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.forms.agreements import clerks


class HandoverForm(forms.Form):
    """From whom, and who takes over; one's own by default."""

    giver = forms.ModelChoiceField(queryset=None, label=_("From"), empty_label=None)
    taker = forms.ModelChoiceField(queryset=None, label=_("To"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, initial={"giver": user}, **kwargs)
        users = get_user_model().objects.order_by("last_name", "first_name", "pk")
        answering = Q(agreements__isnull=False) | Q(follow_ups__isnull=False)
        has_something = users.filter(answering).values("pk")
        self.fields["giver"].queryset = users.filter(Q(pk__in=has_something) | Q(pk=user.pk))
        self.fields["taker"].queryset = users.filter(pk__in=clerks())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("giver") and cleaned.get("giver") == cleaned.get("taker"):
            self.add_error("taker", _("Choose somebody else."))
        return cleaned
