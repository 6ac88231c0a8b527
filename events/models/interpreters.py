"""Who interprets at seminars, into which language, and on which dates ("Dolmetschen")."""

from datetime import datetime
from decimal import Decimal
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from events.languages import name_of
from miko_portal.base.plain_text import plain_text


class Gender(models.TextChoices):
    """Asked since some dates are for women only."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    DIVERSE = "diverse", _("diverse")


class InterpreterQuerySet(models.QuerySet):
    def into(self, code):
        return self.filter(languages__contains=[code])

    def fitting(self, run):
        """Those who may interpret at a run; where only women come, women."""
        found = self.filter(languages__overlap=run.interpreted)
        return found.filter(gender=Gender.WOMAN) if run.women_only else found

    def idle(self, *, since: datetime):
        """Those who are asked for nothing since then, and whom nobody has confirmed since."""
        asked = InterpreterAssignment.objects.filter(
            person=OuterRef("person"), session__ends_at__gte=since
        )
        return self.filter(~Exists(asked), confirmed_on__lt=localdate(since))


class Interpreter(models.Model):
    """A person who can be asked to interpret ("Dolmetscherin, Dolmetscher")."""

    person = models.OneToOneField(
        Person, models.CASCADE, verbose_name=_("person"), related_name="interpreter"
    )
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("interprets into"))
    gender = models.CharField(
        _("gender"),
        max_length=7,
        choices=Gender.choices,
        blank=True,
        help_text=_("Only women interpret where a date is for women only."),
    )
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        validators=[plain_text],
        help_text=_("Such as: only in the evening; has a car."),
    )
    # The day on which the office last entered that somebody can be asked.
    confirmed_on = models.DateField(_("confirmed on"), editable=False)

    objects = InterpreterQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(languages__len__gte=1),
                name="interpreter_knows_a_language",
                violation_error_message=_("Say into which language somebody interprets."),
            )
        ]

    def __str__(self):
        return str(self.person)

    @property
    def language_names(self) -> str:
        return ", ".join(name_of(code) for code in self.languages)


class InterpreterAssignmentQuerySet(models.QuerySet):
    def live(self):
        """Asked, and neither declined nor released: the person is booked."""
        return self.filter(declined_on=None, released_on=None)

    def unanswered(self):
        return self.live().filter(confirmed_on=None)

    def confirmed(self):
        return self.live().exclude(confirmed_on=None)

    def named(self):
        """Those whose names are still kept."""
        return self.filter(forgotten_on=None)


@cache  # part of each list: made once, it takes no time there
def confirmed_into():
    """The languages for which somebody has confirmed for a session, in a query of sessions."""
    confirmed = InterpreterAssignment.objects.confirmed().filter(session=OuterRef("pk"))
    return ArraySubquery(confirmed.order_by().values("language"))


class InterpreterAssignment(models.Model):
    """Who interprets on a date, into which language, from asking to the fee ("Einsatz")."""

    booked_for = _("interpreting")

    session = models.ForeignKey(
        "Session", models.CASCADE, verbose_name=_("session"), related_name="interpreting"
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("interpreter"),
        null=True,
        related_name="interpreting",
    )
    forgotten_on = models.DateField(_("name deleted on"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=8)
    asked_on = models.DateField(_("asked on"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    released_on = models.DateField(_("no longer needed since"), null=True, blank=True)
    came_on = models.DateField(_("came on"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2, null=True, blank=True)
    fee_cents = models.PositiveIntegerField(_("fee in cents"), null=True, blank=True)

    objects = InterpreterAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpreting at a date")
        verbose_name_plural = _("interpreting at dates")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(declined_on=None, released_on=None),
                name="interpreter_once_per_session",
                violation_error_message=_("This person is asked for this date already."),
            ),
            models.CheckConstraint(
                condition=Q(declined_on=None) | Q(released_on=None),
                name="interpreter_declined_or_released",
                violation_error_message=_("Somebody declines or is released, not both."),
            ),
            models.CheckConstraint(
                condition=Q(came_on=None) | Q(declined_on=None, released_on=None),
                name="interpreter_came_or_not",
                violation_error_message=_("Who declined or was not needed did not come."),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, came_on__isnull=False),
                name="interpreter_hours_of_who_came",
                violation_error_message=_("Hours are more than none, and of somebody who came."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, forgotten_on=None)
                | Q(person=None, forgotten_on__isnull=False),
                name="interpreting_is_somebodys_until_forgotten",
                violation_error_message=_(
                    "A date is interpreted by somebody, until its period is over."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.interpreter_name}, {self.language_name}"

    @property
    def interpreter_name(self) -> str:
        return str(self.person) if self.person_id else gettext("name deleted")

    @property
    def language_name(self) -> str:
        return name_of(self.language)

    @property
    def is_live(self) -> bool:
        return not (self.declined_on or self.released_on)

    @property
    def may_be_answered(self) -> bool:
        """Whether it is open to the office: it is live, and somebody's."""
        return self.is_live and not self.forgotten_on

    @property
    def standing(self) -> str:
        """Where it stands, in words, with the day."""
        for day, words in (
            (self.declined_on, _("Declined on %(day)s")),
            (self.released_on, _("Not needed since %(day)s")),
            (self.came_on, _("Came on %(day)s")),
            (self.confirmed_on, _("Confirmed on %(day)s")),
        ):
            if day:
                return words % {"day": f"{day:%d.%m.%Y}"}
        return _("Asked on %(day)s") % {"day": f"{self.asked_on:%d.%m.%Y}"}

    def confirm(self, *, on):
        """Comes. Refuses who declined or is not needed: the person may be booked elsewhere."""
        self._refuse_unless_live()
        self.confirmed_on = self.confirmed_on or on
        self.save(update_fields=["confirmed_on"])

    def decline(self, *, on):
        """Does not come, whether that was said at once or later. Refuses who came."""
        self._refuse_unless_live()
        self._refuse_who_came()
        self.declined_on = on
        self.save(update_fields=["declined_on"])

    def release(self, *, on):
        """Is not needed any more ("freigegeben"). Refuses who came."""
        self._refuse_unless_live()
        self._refuse_who_came()
        self.released_on = on
        self.save(update_fields=["released_on"])

    def come(self, *, on, hours: Decimal, fee_cents: int | None):
        """Was there, for so many hours and for this fee; may be put right later."""
        self._refuse_unless_live()
        self.came_on, self.hours, self.fee_cents = on, hours, fee_cents
        self.save(update_fields=["came_on", "hours", "fee_cents"])

    def _refuse_unless_live(self):
        told = {"person": self.person}
        if self.declined_on:
            raise ValidationError(_("%(person)s has declined. Please ask anew.") % told)
        if self.released_on:
            raise ValidationError(_("%(person)s is free again. Please ask anew.") % told)

    def _refuse_who_came(self):
        if self.came_on:
            raise ValidationError(_("%(person)s was there.") % {"person": self.person})
