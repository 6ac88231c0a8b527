"""What the public reads about a seminar as a word: kinds, audiences, ways to come.

Facts are fields, never free text, so they are right in every language without a translator.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Format(TextChoices):
    """What a seminar is called before people who might fear a "seminar"."""

    COURSE = "course", _("Course")
    MEETING = "meeting", _("Get-together")
    EVENING = "evening", _("Evening")
    TALK = "talk", _("Talk")
    VISIT = "visit", _("Visit")


class Audience(TextChoices):
    EVERYBODY = "everybody", _("For everybody")
    NEWCOMERS = "newcomers", _("For people who are new in Germany")
    PARENTS = "parents", _("For parents")
    FAMILIES = "families", _("For families")
    YOUNG = "young", _("For young people")
    OLDER = "older", _("For older people")


class Coming(TextChoices):
    """How one comes to a date."""

    OPEN = "open", _("Just come")
    HERE = "here", _("Registration with the integration office")
    TELEPHONE = "telephone", _("Registration by telephone")
    PARTNER = "partner", _("Registration with our partner")


PARKING = {
    "none": _("No parking"),
    "free": _("Free parking"),
    "paid": _("Paid parking"),
}


class Face(TextChoices):
    """How somebody who was there found it."""

    GOOD = "good", _("Good")
    MIDDLING = "middling", _("So-so")
    BAD = "bad", _("Not good")
