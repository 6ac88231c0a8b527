from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from miko_portal.base import circulars
from miko_portal.base.plain_text import plain_text
from trainings.models.runs import Run
from trainings.models.sessions import Session


def came_on(session: Session) -> str:
    """Those who were there on a date, in words."""
    return gettext("those who came on %(day)s") % {"day": session}


class Circular(circulars.Circular):
    """A message to many who are enrolled in a training ("Nachricht an viele"), in German."""

    class Audience(models.TextChoices):
        ALL = "all", _("all who have a seat or wait")
        CONFIRMED = "confirmed", _("those who have a seat")
        WAITING = "waiting", _("those who wait")
        CAME = "came", _("those who came to a date")

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("training"), related_name="circulars"
    )
    audience = models.CharField(_("to whom"), max_length=9, choices=Audience.choices)
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name=_("session"), null=True, related_name="+"
    )
    text = models.TextField(_("text"), max_length=2000, validators=[plain_text])

    class Meta(circulars.Circular.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="training_circular_says_something",
                violation_error_message=_("Please write the message."),
            ),
            models.CheckConstraint(
                condition=models.Q(audience="came", session__isnull=False)
                | ~models.Q(audience="came") & models.Q(session=None),
                name="training_circular_of_a_date",
                violation_error_message=_("Say to which date they came."),
            ),
        ]

    @property
    def reached_whom(self) -> str:
        return came_on(self.session) if self.session else self.get_audience_display()

    @property
    def german(self) -> str:
        return self.text
