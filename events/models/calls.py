from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models.circulars import Circular
from events.models.interpreters import InterpreterAssignment
from events.models.moves import Move
from events.models.registrations import Registration
from events.models.runs import Run
from events.models.seminars import GERMAN
from events.models.sessions import Session
from events.models.to_call import ToCall

HAS_NUMBER = Q(registration__contact__telephone__gt="") | Q(interpreting__person__telephone__gt="")


class CallQuerySet(models.QuerySet):
    def due(self, *, at):
        """To be made now: not made yet, and what is to be told still holds and lies ahead."""
        live = Q(registration__cancelled_at=None)
        goes_on = live & Q(run__cancelled_on=None)
        interprets = Q(interpreting__declined_on=None, interpreting__released_on=None)
        still_moved = Move.objects.to_tell(OuterRef("run"), edition=OuterRef("edition"), at=at)
        unanswered = goes_on & Q(registration__confirmed_at=None)
        holds = (
            Q(live, kind="events.run_cancelled", run__cancelled_on__isnull=False)
            | Q(goes_on, kind="events.date_cancelled", session__cancelled_on__isnull=False)
            | Q(goes_on, kind="events.date_reinstated", session__cancelled_on=None)
            | Q(goes_on, Exists(still_moved), kind="events.moved")
            | Q(live, kind="events.circular", circular__recalled_at=None)
            | Q(unanswered, kind="events.offered", registration__offered_until__gte=at)
            | Q(unanswered, kind="events.waiting", registration__offered_until=None)
            | Q(goes_on, kind="events.confirmed", registration__confirmed_at__isnull=False)
            | Q(goes_on, kind="events.childcare", registration__childcare_at__isnull=False)
            | Q(goes_on, kind__startswith="events.reminder", session__starts_at__gt=at)
            | Q(kind__in=["events.lapsed", "events.cancelled"], run__cancelled_on=None)
            | Q(interprets, kind="events.interpreter_asked", interpreting__confirmed_on=None)
            | Q(interprets, kind="events.interpreter_changed")
            | Q(kind="events.interpreter_released", interpreting__released_on__isnull=False)
        )
        known = Q(registration__contact__isnull=False) | Q(interpreting__isnull=False)
        ahead = Q(session__ends_at__gte=at) | Q(session=None, run__ends_at__gte=at)
        due = self.filter(holds, known, ahead, reached_at=None, due_from__lte=at)
        return due.order_by("run__starts_at", "run", "registration", "pk")

    def with_number(self):
        """Those whom one can call."""
        return self.filter(HAS_NUMBER)

    def without_number(self):
        """Those whom no message reaches, and no call either ("nicht zu erreichen")."""
        return self.exclude(HAS_NUMBER)


class Call(ToCall):
    """Somebody is to be told something by telephone ("Anruf"), until somebody has reached them.

    The outbox of the telephone: stored once for each person, kind of message and occasion, with no
    text. What is told is made when the list is looked at.
    """

    class Because(models.TextChoices):
        TELEPHONE = "telephone", _("has only a telephone")
        SOON = "soon", _("it begins in less than 24 hours")
        FAILED = "failed", _("the message did not arrive")

    run = models.ForeignKey(
        Run, models.CASCADE, verbose_name=_("date of a seminar"), related_name="calls"
    )
    registration = models.ForeignKey(
        Registration,
        models.CASCADE,
        verbose_name=_("registration"),
        related_name="calls",
        null=True,
    )
    interpreting = models.ForeignKey(
        InterpreterAssignment,
        models.CASCADE,
        verbose_name=_("interpreting at a date"),
        related_name="calls",
        null=True,
    )
    kind = models.CharField(_("kind"), max_length=60)
    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name=_("session"), related_name="calls", null=True
    )
    circular = models.ForeignKey(
        Circular, models.CASCADE, verbose_name=_("message to many"), related_name="calls", null=True
    )
    edition = models.PositiveIntegerField(_("edition"), default=0)
    because = models.CharField(_("why by telephone"), max_length=9, choices=Because.choices)
    due_from = models.DateTimeField(_("to be made from"))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_from"], name="call_open", condition=Q(reached_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "interpreting", "kind", "session", "circular", "edition"],
                nulls_distinct=False,
                name="call_once",
                violation_error_message=_("This call is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(registration=None, interpreting__isnull=False)
                | Q(registration__isnull=False, interpreting=None),
                name="call_to_registered_or_interpreter",
                violation_error_message=_("One calls who is registered, or who interprets."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return str(self.interpreting.person) if self.interpreting else self.registration.name

    @property
    def telephone(self) -> str:
        if self.interpreting:
            return self.interpreting.person.telephone
        contact = self.registration.known_as
        return contact.telephone if contact else ""

    @property
    def language(self) -> str:
        return self.registration.language if self.registration else GERMAN
