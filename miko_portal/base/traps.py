"""What programs fall for that fill in forms. Nobody is refused for it: the office has a look.

A shelter or a mobile network has one address for many people, so that many registrations from
there are no proof of anything.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from miko_portal.base.models import LegalText, NetworkDay, Suspicion

SALT = "base.form"
QUICKEST = timedelta(seconds=3)  # nobody reads and fills in the form faster
MANY_A_DAY = 30


class Traps(forms.Form):
    """A field nobody sees, and a signed note of when the form was made and with which notice."""

    # For those who fill in a form that is shorter, or that whole rooms send.
    quickest, many_a_day, counted_as = QUICKEST, MANY_A_DAY, ""

    website = forms.CharField(label=_("Please leave this field empty."), required=False)
    made = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def note(self, *, privacy_text: LegalText | None, at: datetime) -> None:
        """Notes in the form that is shown when it was made, and the notice on data protection."""
        shown = privacy_text and privacy_text.pk
        self.initial["made"] = signing.dumps([uuid4().hex, shown, at.timestamp()], salt=SALT)

    @cached_property
    def noted(self) -> tuple[UUID | None, int | None, float | None]:
        """Key of the form, key of the notice shown, and when it was made; None: it is forged."""
        try:
            key, shown, made = signing.loads(self.cleaned_data["made"], salt=SALT)
        except signing.BadSignature:
            return None, None, None
        return UUID(key), shown, made

    def suspicion(self, *, address: str, at: datetime) -> str:
        """Why the office should have a look, or nothing."""
        _key, _shown, made = self.noted
        sent = NetworkDay.objects.count(f"{self.counted_as}{address}", on=localdate(at))
        if self.cleaned_data["website"] or made is None:
            return Suspicion.TRAP
        if at.timestamp() - made < self.quickest.total_seconds():
            return Suspicion.HASTE
        return Suspicion.MANY if sent > self.many_a_day else ""
