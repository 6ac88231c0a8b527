from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Agreement, Party
from cooperation.models.meetings import Decision
from cooperation.models.organisations import Organisation
from cooperation.models.people import Person
from cooperation.models.projects import Project
from cooperation.models.versions import long_text
from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey


class MeasureQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on=None)

    def late(self, *, on):
        """Open, and the last day for it has passed."""
        return self.open().filter(due_on__lt=on)

    def with_state(self, *, on):
        """Done, late on the day, or open."""
        return self.annotate(
            state=Case(
                When(done_on__isnull=False, then=Value(Measure.State.DONE)),
                When(due_on__lt=on, then=Value(Measure.State.LATE)),
                default=Value(Measure.State.OPEN),
                output_field=models.CharField(),
            )
        )

    def open_first(self):
        """What is open by its last day, what has none at its end; then what was done last."""
        return self.order_by(
            Case(When(done_on=None, then=Value(0)), default=Value(1)),
            Case(When(done_on=None, then=F("due_on"))).asc(nulls_last=True),
            F("done_on").desc(nulls_last=True),
            "pk",
        )

    def visible_to(self, user):
        """All for the office; for partners the measures that their own organisation answers for."""
        if user.has_perm("cooperation.view_measure"):
            return self
        seen = Agreement.objects.visible_to(user).values("pk")
        ours = Organisation.objects.of_partner(user).values("pk")
        own = Party.objects.filter(pk=OuterRef("party"), organisation__in=ours)
        return self.filter(Exists(own), agreement__in=seen)

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_measure") else self.none()

    def matching(self, words: str):
        """Those whose text or agreement holds every word, accents and case aside."""
        told = Concat(
            "title",
            Value(" "),
            "description",
            Value(" "),
            "agreement__number",
            output_field=models.TextField(),
        )
        found = self.alias(told_key=SortKey(told))
        for word in words.split():
            found = found.filter(told_key__contains=SortKey(Value(word)))
        return found


class Measure(models.Model):
    """What the parties have agreed to do ("vereinbarte Maßnahme"): who, until when, the result."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        LATE = "late", _("late")
        DONE = "done", _("done")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="measures"
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("responsible party"),
        null=True,
        blank=True,
        related_name="measures",
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("responsible person"),
        null=True,
        blank=True,
        related_name="measures",
    )
    decision = models.OneToOneField(
        Decision,
        models.PROTECT,
        verbose_name=_("decision it comes from"),
        null=True,
        blank=True,
        editable=False,
        related_name="measure",
    )
    title = models.CharField(_("measure"), max_length=200, validators=[plain_text])
    description = long_text(_("description"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = long_text(_("result"))
    project = models.OneToOneField(
        Project,
        models.PROTECT,
        verbose_name=_("project that grew out of it"),
        null=True,
        blank=True,
        editable=False,
        related_name="founding_measure",
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="measure_due", condition=Q(done_on=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(result=""),
                name="measure_done_with_result",
                violation_error_message=_("Say what came of it."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def state_label(self) -> str:
        return Measure.State(self.state).label

    def finish(self, *, on: date, result: str):
        """It is done, with a result."""
        if self.done_on:
            raise ValidationError(_("This is done already."))
        self.done_on, self.result = on, result
        self.full_clean(exclude=["agreement", "party", "person", "decision", "project"])
        self.save(update_fields=["done_on", "result"])

    def found(self, project: Project):
        """A new project grows out of it."""
        if self.project:
            raise ValidationError(_("A project has grown out of this already."))
        project.full_clean()
        project.save()
        self.project = project
        self.save(update_fields=["project"])
