from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from miko_portal.base.plain_text import plain_text
from miko_portal.base.secret_links import hash_of, new_token
from trainings.models.enrolments import Enrolment
from trainings.models.runs import Run
from trainings.models.sessions import Session

TO_CONFIRM = timedelta(days=2)
LINKS_LAST = timedelta(days=30)  # after the last date


class EnrolmentRequest(models.Model):
    """Somebody who wants to come, until they confirm by the mailed link ("Anmeldewunsch").

    It holds no seat; nobody is enrolled who merely typed another's address.
    """

    run = models.ForeignKey(
        Run, models.CASCADE, verbose_name=_("training"), related_name="requests"
    )
    given_name = models.CharField(_("given name"), max_length=80, validators=[plain_text])
    family_name = models.CharField(_("family name"), max_length=80, validators=[plain_text])
    mail = models.EmailField(_("mail address"))
    # Empty: as a volunteer.
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("organisation"),
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("wish to enrol")
        verbose_name_plural = _("wishes to enrol")

    def __str__(self):
        return f"{self.given_name} {self.family_name}"

    def new_link(self, *, at) -> str:
        """A token to confirm by, told this once; those before it hold too."""
        return _new_link(self.links, at=at)


class EnrolmentLinkQuerySet(models.QuerySet):
    def in_force(self, *, at):
        """Those of wishes that can still be confirmed, and of trainings not over for long."""
        held = Session.objects.filter(run=OuterRef("enrolment__run"), ends_at__gt=at - LINKS_LAST)
        return self.filter(Q(request__made_at__gt=at - TO_CONFIRM) | Exists(held))


class EnrolmentLink(models.Model):
    """The way to an enrolment, or to confirm it, for whoever has the message; hashed."""

    request = models.ForeignKey(EnrolmentRequest, models.CASCADE, null=True, related_name="links")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, null=True, related_name="links")
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    objects = EnrolmentLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to an enrolment")
        verbose_name_plural = _("links to enrolments")
        constraints = [
            models.CheckConstraint(
                condition=Q(request=None) ^ Q(enrolment=None),
                name="enrolment_link_leads_to_one",
                violation_error_message=_("A link leads to one thing."),
            )
        ]

    def __str__(self):
        return str(self.enrolment or self.request)


def new_link(enrolment: Enrolment, *, at) -> str:
    """A token for the page of an enrolment, told this once; those before it hold too."""
    return _new_link(enrolment.links, at=at)


def _new_link(links, *, at):
    token = new_token()
    links.create(token_hash=hash_of(token), made_at=at)
    return token
