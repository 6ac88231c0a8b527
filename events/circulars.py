"""What the office writes to many who are registered for a run, and what they get of it."""

from django.utils.translation import gettext_lazy as _

from events.mail import letter
from events.models import Circular, Registration
from miko_portal.base.outbox import Letter, writes


@writes("events.circular", _("Message about a seminar"))
def circular(to: Registration, circular: Circular) -> Letter | None:
    """Nothing once it is taken back, or the registration cancelled."""
    if circular.recalled_at or to.cancelled_at:
        return None
    return letter(to, "circular", run_is_off=True, circular=circular)
