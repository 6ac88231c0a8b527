"""What each kind of message says in one line: its subject, and the beginning of a short text."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HEADLINES = {
    "confirmed": _("You are registered: %(title)s"),
    "waiting": pgettext_lazy("seminar", "You are on the waiting list: %(title)s"),
    "offered": _("A seat is free, please answer: %(title)s"),
    "lapsed": _("The seat was passed on: %(title)s"),
    "cancelled": _("You are off the list: %(title)s"),
    "childcare": _("We look after your children: %(title)s"),
    "moved": _("New time or place: %(title)s"),
    "run_cancelled": _("Cancelled: %(title)s"),
    "date_cancelled": _("Cancelled on %(day)s: %(title)s"),
    "date_reinstated": _("It takes place after all: %(title)s"),
    "reminder": _("Reminder: %(title)s, %(day)s"),
    "thanks": _("Thank you: %(title)s"),
    "circular": _("News about: %(title)s"),
}


def headline(words: str, *, title: str, day: str = "") -> str:
    """Of those above, in the language that is active, on one line."""
    return " ".join((words % {"title": title, "day": day}).split())
