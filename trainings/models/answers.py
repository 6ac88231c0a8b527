"""What those who came to a training said, without their names."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from miko_portal.base.anonymity import FEWEST, by_lot
from miko_portal.base.answers import Anonymous, AnonymousQuerySet
from miko_portal.base.plain_text import plain_text
from trainings.facts import Occasion
from trainings.models.questionnaires import Question
from trainings.models.runs import Run

# After the last date; the trigger says the same.
OPEN_FOR, LATER_FROM, LATER_UNTIL = (timedelta(days=days) for days in (30, 90, 150))
LONGEST = 500


class AnswerSheetQuerySet(AnonymousQuerySet):
    def shown(self, *, on: date):
        """Those of trainings that have at least five on the same occasion."""
        counted = self.model.objects.counted(on=on).order_by()
        alike = counted.filter(run=OuterRef("run"), occasion=OuterRef("occasion"))
        enough = alike.values("run").annotate(number=Count("pk")).filter(number__gte=FEWEST)
        return self.counted(on=on).filter(Exists(enough))


class AnswerSheet(Anonymous):
    """What somebody answered on one occasion; of whom is not known ("Antwortbogen")."""

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("training"), related_name="answer_sheets"
    )
    occasion = models.CharField(_("occasion"), max_length=8, choices=Occasion.choices)

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers without a name")
        verbose_name_plural = _("answers without a name")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="answer_sheet_of_an_occasion"
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None) | ~Q(suspicion=""),
                name="answer_sheet_counted_after_a_look",
                violation_error_message=_("This answer counts already."),
            ),
        ]

    def __str__(self):
        return f"{self.given_on:%d.%m.%Y}"


class AnswerQuerySet(models.QuerySet):
    def shown(self, *, on: date):
        """The numbers the office is shown: of questions with five answers in a training.

        Whatever is told of questionnaires starts here or at `sentences`, and is told of whole
        trainings: of one, or of all of a course that have five each. So the difference between
        any two results is never fewer than five answers either.
        """
        counted = self.model.objects.given(on=on).order_by()
        alike = counted.filter(
            question=OuterRef("question"),
            sheet__run=OuterRef("sheet__run"),
            sheet__occasion=OuterRef("sheet__occasion"),
        )
        enough = alike.values("question").annotate(number=Count("pk")).filter(number__gte=FEWEST)
        return self.given(on=on).filter(Exists(enough))

    def given(self, *, on: date):
        """What was chosen, on sheets that count on a day."""
        return self.filter(sheet__in=AnswerSheet.objects.counted(on=on)).exclude(value=None)

    def sentences(self, *, on: date):
        """What was written, where at least five sheets of the occasion count."""
        return self.with_sentence().filter(sheet__in=AnswerSheet.objects.shown(on=on))

    def with_sentence(self):
        return self.exclude(sentence="")


class Answer(models.Model):
    """What was chosen or written at one question; a step, a line, 1 for yes and 2 for no."""

    id = models.BigIntegerField(primary_key=True, default=by_lot, editable=False)
    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(
        Question, models.PROTECT, verbose_name=_("question"), related_name="answers"
    )
    value = models.PositiveSmallIntegerField(_("chosen"), null=True, blank=True)
    sentence = models.TextField(
        _("sentence"), max_length=LONGEST, blank=True, validators=[plain_text]
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="answer_once_per_question"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(sentence=""), name="answer_chosen_or_written"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("sentence"), LONGEST),
                name="answer_sentence_short",
                violation_error_message=_("Please write at most 500 letters."),
            ),
        ]

    def __str__(self):
        return str(self.question)


def period_of(run: Run, occasion: Occasion) -> tuple[date, date] | None:
    """From which until which day people answer on an occasion; None: it does not take place.

    Before: from publication until the first day. After: from the last day on, for 30 days. Three
    months later: from 90 until 150 days after it.
    """
    held = [session for session in run.sessions.all() if not session.cancelled_on]
    if run.cancelled_on or not run.published_on or not held:
        return None
    first = localdate(min(session.starts_at for session in held))
    last = localdate(max(session.ends_at for session in held))
    return {
        Occasion.BEFORE: (run.published_on, first),
        Occasion.AFTER: (last, last + OPEN_FOR),
        Occasion.LATER: (last + LATER_FROM, last + LATER_UNTIL),
    }[occasion]
