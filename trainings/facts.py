"""What can be said of a training in a word, wherever it is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a course is for."""

    STAFF = "staff", _("Staff of authorities and partners")
    VOLUNTEERS = "volunteers", _("Volunteers")
    EVERYONE = "everyone", _("Staff and volunteers")


class Level(models.TextChoices):
    BASIC = "basic", _("No previous knowledge needed")
    ADVANCED = "advanced", _("For those with previous knowledge")


class Side(models.TextChoices):
    """As whom somebody takes part; funders count by it."""

    INTERNAL = "internal", _("County administration")
    EXTERNAL = "external", _("Partner authority")
    VOLUNTEER = "volunteer", _("Volunteer")


class Occasion(models.TextChoices):
    """When people are asked about a training."""

    BEFORE = "before", _("Before the training")
    AFTER = "after", _("After the training")
    LATER = "later", _("Three months after the training")

    @property
    def slug(self) -> str:
        """How it stands in addresses."""
        return {"before": "vorher", "after": "nachher", "later": "spaeter"}[self.value]

    @classmethod
    def of_slug(cls, slug: str):
        """The occasion in an address; None: there is no such."""
        return next((occasion for occasion in cls if occasion.slug == slug), None)


class State(models.TextChoices):
    """Where a training stands on a day."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for enrolment")
    NEARLY_FULL = "nearly_full", _("Few seats left")
    FULL = "full", _("Full, waiting list")
    CLOSED = "closed", _("Enrolment closed")
    RUNNING = "running", _("Under way")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")
