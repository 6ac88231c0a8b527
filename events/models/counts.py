from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from events.models.seminars import Seminar
from events.models.sessions import Session


class HeadCountQuerySet(models.QuerySet):
    def with_day(self):
        """Adds `day` and `of_seminar`: when it was and of what, a date of the portal or not."""
        return self.annotate(
            day=Coalesce("held_on", TruncDate("session__starts_at")),
            of_seminar=Coalesce(F("seminar"), F("session__run__seminar")),
        )


class HeadCount(models.Model):
    """How many came to a date, without a name ("Teilnehmerzahl").

    Of a date of the portal, or of a day before the portal was there.
    """

    session = models.OneToOneField(
        Session,
        models.PROTECT,
        verbose_name=_("session"),
        related_name="head_count",
        null=True,
        blank=True,
        editable=False,
    )
    seminar = models.ForeignKey(
        Seminar,
        models.PROTECT,
        verbose_name=_("seminar"),
        related_name="head_counts",
        null=True,
        blank=True,
    )
    held_on = models.DateField(_("day"), null=True, blank=True)
    persons = models.PositiveSmallIntegerField(
        _("persons"), help_text=_("All who came, children too.")
    )
    women = models.PositiveSmallIntegerField(
        _("of them women"), null=True, blank=True, help_text=_("Empty: not counted.")
    )
    children = models.PositiveSmallIntegerField(
        _("of them children"), null=True, blank=True, help_text=_("Empty: not counted.")
    )

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, seminar=None, held_on=None)
                | Q(session=None, seminar__isnull=False, held_on__isnull=False),
                name="headcount_of_a_date_or_a_day",
                violation_error_message=_("Say of which seminar it is, and on which day."),
            ),
            models.UniqueConstraint(
                fields=["seminar", "held_on"],
                name="headcount_one_per_day",
                violation_error_message=_("There is a number for this seminar and day already."),
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=Coalesce("women", 0) + Coalesce("children", 0)),
                name="headcount_parts_within_all",
                violation_error_message=_("Women and children together are more than all persons."),
            ),
            models.CheckConstraint(
                condition=Q(persons__lte=9999),
                name="headcount_plausible",
                violation_error_message=_("More than 9999 persons can't be right."),
            ),
        ]

    def __str__(self):
        return f"{self.session.run.seminar if self.session_id else self.seminar}: {self.persons}"
