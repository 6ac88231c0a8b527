import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from events.models.runs import Run
from events.models.seminars import GERMAN, LANGUAGE_CHOICES
from miko_portal.base import seats, texting
from miko_portal.base.forms import western_digits
from miko_portal.base.models import LegalText, Suspicion
from miko_portal.base.plain_text import plain_text
from miko_portal.base.secret_links import hash_of, new_token

# The code of a registration is its key, scattered over six digits, so that a digit heard wrong
# leads to nobody rather than to a neighbour. The modulus is prime.
MODULUS, FACTOR = 999_983, 617_431

LINKS_LAST = timedelta(days=30)  # after the last date, as long as the contact is there

TELEPHONE = r"^\+[1-9][0-9]{6,14}$"

# The columns that count children, and the ages they are for.
CHILDREN = {
    "children_under_3": (0, 2),
    "children_3_to_5": (3, 5),
    "children_from_6": (6, 17),
}


# No contact any more, or somebody who came to the door with a name alone.
HAS_NO_WAY = Q(contact=None) | Q(contact__mail="", contact__telephone="")


class RegistrationQuerySet(seats.PlaceQuerySet):
    def visible_to(self, user):
        """All for the office; for counsellors those that they registered themselves."""
        if user.has_perm("events.view_registration"):
            return self
        return self.made_by(user)

    def made_by(self, user):
        """Those that somebody with an account registered for others."""
        return self.filter(registered_by=user)

    def called(self, code):
        """The registration with a code, however it is typed or read out."""
        digits = re.sub(r"[^0-9]", "", western_digits(code))
        if len(digits) != 6:
            return self.none()
        return self.filter(pk=int(digits) * pow(FACTOR, -1, MODULUS) % MODULUS)

    def without_childcare(self):
        """With children to look after, for whom there was no place."""
        none = Q(**dict.fromkeys(CHILDREN, 0))
        return self.filter(~none, childcare_at=None)

    def to_check(self):
        """Those somebody of the office should look at ("zu prüfen")."""
        return self.live().filter(checked_at=None).exclude(suspicion="")

    def telephone_only(self):
        """Those who are told by a call alone."""
        return self.filter(contact__mail="", contact__telephone__gt="")

    def with_mail(self):
        """Those who are told by mail."""
        return self.filter(contact__mail__gt="")

    def written_to(self):
        """Those who are told by mail, or by a text message where such can be sent."""
        by_mail = Q(contact__mail__gt="")
        by_text = Q(contact__telephone__regex=texting.MOBILE)
        return self.filter(by_mail | by_text if texting.is_connected() else by_mail)

    def reminded(self, *, registered_before):
        """Those who come, told so before a moment, and not still to be checked."""
        held = ~Q(suspicion="") & Q(checked_at=None)
        return self.confirmed().written_to().filter(~held, confirmed_at__lt=registered_before)

    def for_audience(self, audience):
        """Those whom the office writes to or calls: all, with a seat, or waiting."""
        held = ~Q(suspicion="") & Q(checked_at=None)
        chosen = {"all": self.live, "confirmed": self.confirmed, "waiting": self.waiting}
        reached = chosen[audience]().exclude(held).exclude(HAS_NO_WAY)
        return reached.with_contact().order_by("pk")

    def with_contact(self):
        return self.select_related("contact")

    def with_name_or_code(self, said):
        """Those whose name holds what is typed, or whose number it is."""
        return self.filter(
            Q(pk__in=self.model.objects.called(said).values("pk"))
            | Q(contact__name__icontains=said)
        )

    def with_came(self, session):
        """Adds `came`: how many of each were there on a date; None: nobody has looked."""
        noted = self.model.attendances.rel.related_model.objects.filter(
            registration=OuterRef("pk"), session=session
        )
        return self.annotate(came=Subquery(noted.values("persons")))

    def no_shows(self, session):
        """Those with a seat of whom nobody came to a date, though they had registered."""
        before = self.confirmed().filter(walked_in_at=None)
        return before.with_came(session).filter(Q(came=None) | Q(came=0))

    def with_sessions_attended(self):
        """Fetches `attended`: of each, the dates somebody came to, the first one first.

        Each has its `session` and how many `persons` came.
        """
        noted = self.model.attendances.rel.related_model.objects.came()
        noted = noted.select_related("session").order_by("session__starts_at", "session")
        return self.prefetch_related(models.Prefetch("attendances", noted, to_attr="attended"))


class Registration(seats.Place):
    """Seats in a seminar for one or several persons, or their place in the queue ("Anmeldung").

    Who they are stands in `RegistrationContact`, which is deleted early; this row stays, for the
    figures.
    """

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("date of a seminar"), related_name="places"
    )
    language = models.CharField(
        _("language to write in"), max_length=12, choices=LANGUAGE_CHOICES, default=GERMAN
    )
    children_under_3 = models.PositiveSmallIntegerField(_("children under 3"), default=0)
    children_3_to_5 = models.PositiveSmallIntegerField(_("children from 3 to 5"), default=0)
    children_from_6 = models.PositiveSmallIntegerField(_("children from 6"), default=0)
    childcare_at = models.DateTimeField(_("childcare since"), null=True, blank=True)
    # At the door, without having registered before.
    walked_in_at = models.DateTimeField(_("came to the door"), null=True, editable=False)
    # Made with the form: what is sent twice with the same one is stored once.
    submission = models.UUIDField(_("form"), null=True, editable=False)
    privacy_text = models.ForeignKey(
        LegalText,
        models.PROTECT,
        verbose_name=_("data protection as shown"),
        related_name="+",
        null=True,
        editable=False,
    )
    suspicion = models.CharField(
        _("why it is to be checked"),
        max_length=5,
        choices=Suspicion.choices,
        blank=True,
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("registered by"),
        related_name="+",
        null=True,
        editable=False,
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["offered_until"],
                name="registration_offered",
                condition=Q(cancelled_at=None, confirmed_at=None, offered_until__isnull=False),
            )
        ]
        constraints = [
            *seats.Place.Meta.constraints,
            models.UniqueConstraint(
                fields=["run", "submission"],
                name="registration_once_per_form",
                violation_error_message=_("This form was sent already."),
            ),
            models.CheckConstraint(
                condition=Q(childcare_at=None) | ~Q(**dict.fromkeys(CHILDREN, 0)),
                name="registration_childcare_for_children",
                violation_error_message=_("There is no child to look after."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}".strip()

    @property
    def code(self) -> str:
        """Six digits by which the office finds it: the same in every language on a telephone."""
        digits = f"{self.pk * FACTOR % MODULUS:06d}"
        return f"{digits[:3]} {digits[3:]}"

    @property
    def children(self) -> int:
        return sum(getattr(self, name) for name in CHILDREN)

    @property
    def lacks_childcare(self) -> bool:
        """The adults have seats, or an offer, but their children are not looked after."""
        holds = not (self.cancelled_at or self.is_waiting)
        return bool(holds and self.children and not self.childcare_at)

    @property
    def known_as(self):
        """Its contact, None once that is deleted."""
        return getattr(self, "contact", None)

    @property
    def name(self) -> str:
        return self.known_as.name if self.known_as else ""

    @property
    def has_mail(self) -> bool:
        return bool(self.known_as and self.known_as.mail)

    @property
    def is_written_to(self) -> bool:
        """By mail, or by a text message where such can be sent; else the office calls."""
        return self.has_mail or bool(self.known_as and texting.reaches(self.contact.telephone))

    @property
    def is_held(self) -> bool:
        """It holds its seats, but nobody is written to before the office has looked."""
        return bool(self.suspicion and not self.checked_at)

    def approve(self, *, at):
        """Somebody has looked, and it is meant."""
        self.checked_at = self.checked_at or at
        self.save(update_fields=["checked_at"])

    def new_link(self, *, at) -> str:
        """A token for its page, told this once; those before it hold too."""
        token = new_token()
        RegistrationLink.objects.create(registration=self, token_hash=hash_of(token), made_at=at)
        return token


class RegistrationContact(models.Model):
    """Who registered and how they are reached; deleted soon after the last date.

    Only who came to the door without having registered need not be reached (a trigger).
    """

    registration = models.OneToOneField(
        Registration, models.CASCADE, verbose_name=_("registration"), related_name="contact"
    )
    name = models.CharField(_("name"), max_length=120, validators=[plain_text])
    mail = models.EmailField(_("mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=16, blank=True)
    needs = models.TextField(_("needs"), max_length=500, blank=True, validators=[plain_text])

    class Meta:
        verbose_name = _("contact of a registration")
        verbose_name_plural = _("contacts of registrations")
        indexes = [
            models.Index(fields=["telephone"], name="registration_telephone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="registration_contact_has_name",
                violation_error_message=_("Please write a name."),
            ),
            models.CheckConstraint(
                condition=Q(telephone="") | Q(telephone__regex=TELEPHONE),
                name="registration_contact_telephone_normalised",
                violation_error_message=_(
                    "Please write the telephone number in digits, with the zero: 0151 23456789"
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if not (self.mail or self.telephone or self.registration.walked_in_at):
            raise ValidationError(_("Please write a mail address or a telephone number."))

    def is_same_as(self, other) -> bool:
        """The same name with the same mail address or the same telephone number."""

        def same(field):
            mine, theirs = getattr(self, field).casefold(), getattr(other, field).casefold()
            return bool(mine) and mine == theirs

        return same("name") and (same("mail") or same("telephone"))


class RegistrationLinkQuerySet(models.QuerySet):
    def in_force(self, *, at):
        """Those of dates that are not over for long."""
        return self.filter(registration__run__ends_at__gt=at - LINKS_LAST)


class RegistrationLink(models.Model):
    """The way to a registration for whoever has a message about it; only a hash is kept.

    Each message brings its own, and all of them hold.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, verbose_name=_("registration"), related_name="links"
    )
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    objects = RegistrationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a registration")
        verbose_name_plural = _("links to registrations")

    def __str__(self):
        return str(self.registration)
