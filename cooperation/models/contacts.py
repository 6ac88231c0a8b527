"""Whom one turns to in an organisation, and whether what is kept about them still holds."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from cooperation.models.organisations import Organisation
from cooperation.models.people import Person
from cooperation.models.versions import long_text
from miko_portal.base.plain_text import plain_text

CONFIRMED_FOR = timedelta(days=365)
NOT_ASKED_AGAIN_FOR = timedelta(days=30)
LINK_HOLDS = timedelta(days=60)


def _away(on):
    return Q(absent_from__lte=on, absent_until__gte=on)


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("cooperation.view_contact") else self.none()

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_contact") else self.none()

    def with_mail(self):
        return self.exclude(person__mail="")

    def present(self, *, on):
        return self.exclude(_away(on))

    def absent(self, *, on):
        return self.filter(_away(on))

    def reachable(self, *, on):
        """In each organisation the one to turn to: the first who is there, else the deputy.

        Where all are absent it is the first, who finds the message when coming back.
        """
        last = Case(When(_away(on), then=1), default=0)
        first = self.order_by("organisation_id", last, "deputy", "pk").distinct("organisation_id")
        return self.model.objects.filter(pk__in=first.values("pk"))

    def to_ask(self, *, on):
        """Those who have not confirmed for a year, and whom nobody has asked for a month.

        They have a mail address and are there. Whose last answer the office has not taken up yet
        is not asked again.
        """
        checks = ContactCheck.objects.filter(contact=OuterRef("pk"))
        asked = checks.filter(asked_on__gt=on - NOT_ASKED_AGAIN_FOR)
        return (
            self.with_mail()
            .present(on=on)
            .exclude(confirmed_on__gt=on - CONFIRMED_FOR)
            .exclude(Exists(asked) | Exists(checks.to_take_up()))
        )


class Contact(models.Model):
    """A person one turns to in an organisation ("Ansprechperson"), or the deputy of one."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="contacts"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("person"), related_name="contacts"
    )
    function = models.CharField(_("function"), max_length=120, blank=True, validators=[plain_text])
    deputy = models.BooleanField(_("deputy"), default=False)
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["deputy", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                name="contact_once_per_organisation",
                violation_error_message=_("This person is a contact here already."),
            ),
            models.CheckConstraint(
                condition=Q(absent_from=None, absent_until=None)
                | Q(
                    absent_from__isnull=False,
                    absent_until__isnull=False,
                    absent_until__gte=F("absent_from"),
                ),
                name="contact_absence_in_order",
                violation_error_message=_("The absence needs a first and a last day, in order."),
            ),
        ]

    def __str__(self):
        return str(self.person)

    def is_absent(self, *, on: date) -> bool:
        return bool(self.absent_from and self.absent_from <= on <= self.absent_until)


class ContactCheckQuerySet(models.QuerySet):
    def to_take_up(self):
        """Answered with something that has changed, and the office has not taken it up."""
        return self.filter(taken_up_on=None).exclude(remark="")


class ContactCheck(models.Model):
    """A contact is asked once a year whether what is kept still holds ("Datenabgleich")."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, verbose_name=_("contact"), related_name="checks"
    )
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("answered on"), null=True)
    remark = long_text(_("what has changed"))
    taken_up_on = models.DateField(_("taken up on"), null=True)

    objects = ContactCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a contact")
        verbose_name_plural = _("checks of contacts")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["contact"],
                name="contact_check_to_take_up",
                condition=Q(taken_up_on=None) & ~Q(remark=""),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["contact", "asked_on"], name="contact_check_once_a_day")
        ]

    def __str__(self):
        return f"{self.contact} · {self.asked_on}"

    def answer(self, *, remark: str, on: date):
        """Without a remark everything holds."""
        self.answered_on, self.remark = on, remark
        self.save(update_fields=["answered_on", "remark"])
        if not remark:
            self._confirm(on=on)

    def take_up(self, *, on: date):
        """What the contact told is entered."""
        if not self.taken_up_on:
            self.taken_up_on = on
            self.save(update_fields=["taken_up_on"])
            self._confirm(on=on)

    def _confirm(self, *, on):
        self.contact.confirmed_on = on
        self.contact.save(update_fields=["confirmed_on"])


class ContactCheckLinkQuerySet(models.QuerySet):
    def in_force(self, *, at: datetime):
        return self.filter(made_at__gt=at - LINK_HOLDS)


class ContactCheckLink(models.Model):
    """The way to the page on which a contact answers; of its token only the hash is kept."""

    check_of = models.ForeignKey(
        ContactCheck, models.CASCADE, verbose_name=_("check"), related_name="links"
    )
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    objects = ContactCheckLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to the check of a contact")
        verbose_name_plural = _("links to checks of contacts")

    def __str__(self):
        return str(self.check_of)
