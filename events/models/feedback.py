from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from events.facts import Face
from events.models.runs import Run
from events.models.seminars import LANGUAGE_CHOICES
from miko_portal.base.anonymity import FEWEST
from miko_portal.base.answers import Anonymous, AnonymousQuerySet
from miko_portal.base.plain_text import plain_text

OPEN_FOR = timedelta(days=30)  # after the last date; the trigger says the same
LONGEST = 500


class FeedbackQuerySet(AnonymousQuerySet):
    def shown(self, *, on: date):
        """What the office is shown on a day: of runs that have at least five answers.

        Whatever is told of feedback starts here, and is told of whole runs: of one, or of all of
        a seminar that have five each; never of a language, a face or some days. So the difference
        between any two results is never fewer than five answers either.
        """
        answered = self.model.objects.counted(on=on).order_by().values("run")
        enough = answered.annotate(answers=Count("pk")).filter(answers__gte=FEWEST)
        return self.counted(on=on).filter(run__in=enough.values("run"))

    def with_sentence(self):
        return self.exclude(sentence="")


class Feedback(Anonymous):
    """What somebody thought of a seminar ("Rückmeldung"): a face, and a sentence if they like.

    It says nothing of who that was: no name, no registration, a day but no time.
    """

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("date of a seminar"), related_name="feedback"
    )
    face = models.CharField(_("face"), max_length=8, choices=Face.choices)
    sentence = models.TextField(
        _("sentence"), max_length=LONGEST, blank=True, validators=[plain_text]
    )
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(face__in=Face.values),
                name="feedback_one_of_three_faces",
                violation_error_message=_("Please choose a face."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("sentence"), LONGEST),
                name="feedback_sentence_short",
                violation_error_message=_("Please write at most 500 letters."),
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None) | ~Q(suspicion=""),
                name="feedback_counted_after_a_look",
                violation_error_message=_("This answer counts already."),
            ),
        ]

    def __str__(self):
        return f"{self.given_on:%d.%m.%Y}"


def period_of(dates) -> tuple[datetime, datetime] | None:
    """From when until when a run with these dates takes place; None: it doesn't."""
    held = [session for session in dates if not session.cancelled_on]
    if not held:
        return None
    return min(each.starts_at for each in held), max(each.ends_at for each in held)


def takes_feedback(run: Run, *, on: date) -> bool:
    """Of one with its facts: whether readers are asked on a day how it was."""
    period = period_of(run.dates)
    if run.cancelled_on or period is None:
        return False
    first, last = (localdate(moment) for moment in period)
    return first < on <= last + OPEN_FOR
