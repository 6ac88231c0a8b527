"""Who came to seminars, in a sentence, as funders ask for it; never by name."""

from django.utils.translation import gettext as _


def attendance_said(figures: dict) -> str:
    """Such as "12 registered, 9 came, 3 did not come (25 %)"; empty if nobody has looked."""
    registered, came = figures["were_registered"], figures["came"]
    away, unannounced = figures["stayed_away"], figures["unannounced"]
    parts = []
    if registered or came:
        rate = f" ({round(100 * away / registered)} %)" if registered else ""
        parts = [
            _("%(number)s registered") % {"number": registered},
            _("%(number)s came") % {"number": came},
            _("%(number)s did not come") % {"number": away} + rate,
        ]
        if unannounced:
            parts.insert(2, _("of these %(number)s unannounced") % {"number": unannounced})
    if figures["counted"]:
        parts.append(_("%(number)s counted without a name") % {"number": figures["counted"]})
    return ", ".join(parts)
