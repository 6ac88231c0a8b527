from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from events.models.sessions import Session


class MoveQuerySet(models.QuerySet):
    def to_tell(self, run_id, *, edition, at):
        """What was moved in one edition of a run, lies ahead and was not moved again since."""
        again = Move.objects.filter(session=OuterRef("session"), sequence__gt=OuterRef("sequence"))
        return self.filter(
            ~Exists(again),
            session__run=run_id,
            session__cancelled_on=None,
            session__ends_at__gt=at,
            sequence=edition,
        ).select_related("session__venue", "session__room__venue")


class Move(models.Model):
    """When and where a published date was, until it was moved ("Verlegung")."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name=_("session"), related_name="moves"
    )
    sequence = models.PositiveIntegerField(_("edition"))  # of the run, with the new dates
    starts_at = models.DateTimeField(_("started until then"))
    ends_at = models.DateTimeField(_("ended until then"))
    place = models.TextField(_("place until then"))
    moved_at = models.DateTimeField(_("moved"))

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of a date")
        verbose_name_plural = _("moves of dates")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sequence"],
                name="move_once_per_edition",
                violation_error_message=_("This move is stored already."),
            )
        ]

    def __str__(self):
        return str(self.session)
