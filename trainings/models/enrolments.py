from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation, Party, Person
from miko_portal.base import roles
from miko_portal.base.plain_text import plain_text
from miko_portal.base.seats import Place, PlaceQuerySet
from trainings.facts import Side
from trainings.models.runs import Run


class EnrolmentQuerySet(PlaceQuerySet):
    def named(self):
        """Those whose names are still kept."""
        return self.filter(forgotten_on=None)

    def for_audience(self, audience, *, session=None):
        """Those whom the office writes to, with the person: all, with a seat, or waiting.

        Or those who came to a date ("came").
        """
        chosen = {
            "all": self.live,
            "confirmed": self.confirmed,
            "waiting": self.waiting,
            "came": lambda: self.confirmed().filter(attendances__session=session),
        }
        found = chosen[audience]().named().select_related("person")
        return found.order_by("person__sort_key", "pk")

    def visible_to(self, user):
        """All for the office; for partners the colleagues of their own organisation."""
        if user.has_perm("trainings.view_enrolment"):
            return self
        return self.of_partner(user)

    def of_partner(self, user):
        """The staff of the organisations that a partner's user acts for; no volunteers."""
        if not roles.sees_own(user, "trainings.enrolment"):
            return self.none()
        staff = self.named().exclude(side=Side.VOLUNTEER)
        return staff.filter(organisation__memberships__user=user.pk)

    def with_completion(self):
        """Adds `units_held`, `units_attended` and whether somebody has `completed` the training.

        Completed: units_attended / units_held >= minimum attendance of the course in per cent.
        Units are those of the dates that are not called off (`Session.objects.held`), to come or
        over; without any, nobody has completed it.
        """
        sessions = self.model.run.field.related_model.sessions.rel.related_model.objects.held()
        of_run = sessions.filter(run=OuterRef("run"))
        attended = sessions.filter(attendances__enrolment=OuterRef("pk"))
        wanted = F("units_held") * F("run__course__minimum_attendance")
        return self.annotate(
            units_held=_units(of_run, "run"),
            units_attended=_units(attended, "attendances__enrolment"),
        ).annotate(
            completed=ExpressionWrapper(
                Q(GreaterThan(F("units_held"), 0))
                & Q(GreaterThanOrEqual(F("units_attended") * 100, wanted)),
                output_field=models.BooleanField(),
            )
        )


def _units(sessions, by):
    summed = sessions.order_by().values(by).annotate(it=Sum("units")).values("it")
    return Coalesce(Subquery(summed), 0)


class Enrolment(Place):
    """One person's seat in a training, or place in the queue for one ("Anmeldung")."""

    run = models.ForeignKey(Run, models.PROTECT, verbose_name=_("training"), related_name="places")
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), null=True, related_name="enrolments"
    )
    # By this figures count persons, so that they stay when the names are gone. The database keeps
    # it equal to the person, also when two people turn out to be one. Never shown.
    counted_as = models.BigIntegerField(_("counted as"), blank=True, editable=False)
    forgotten_on = models.DateField(_("name deleted on"), null=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="enrolments",
    )
    side = models.CharField(_("takes part as"), max_length=12, choices=Side.choices)
    entitled_through = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("entitled through"),
        null=True,
        blank=True,
        related_name="enrolments",
    )
    override_reason = models.CharField(
        _("reason for the exception"), max_length=200, blank=True, validators=[plain_text]
    )
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("enrolled by"),
        null=True,
        related_name="+",
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["pk"]
        constraints = [
            *Place.Meta.constraints,
            models.UniqueConstraint(
                fields=["run", "person"],
                condition=Q(cancelled_at=None),
                name="enrolment_once_per_person",
                violation_error_message=_("This person is enrolled already."),
            ),
            models.CheckConstraint(condition=Q(persons=1), name="enrolment_of_one_person"),
            models.CheckConstraint(
                condition=Q(side=Side.VOLUNTEER) | Q(organisation__isnull=False),
                name="enrolment_of_staff_has_organisation",
                violation_error_message=_("Say which organisation the person comes from."),
            ),
            models.CheckConstraint(
                condition=~Q(side=Side.EXTERNAL)
                | Q(entitled_through__isnull=False)
                | ~Q(override_reason="")
                | Q(forgotten_on__isnull=False),
                name="enrolment_of_external_is_entitled",
                violation_error_message=_("Only partners of an agreement in force take part."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(
                    person=None,
                    forgotten_on__isnull=False,
                    override_reason="",
                    enrolled_by=None,
                ),
                name="enrolment_has_person_until_forgotten",
                violation_error_message=_("An enrolment is somebody's, until its period is over."),
            ),
        ]

    def __str__(self):
        return str(self.person) if self.person_id else gettext("name deleted")

    @property
    def is_written_to(self) -> bool:
        """Whether a message reaches the person."""
        return bool(self.person and self.person.mail)
