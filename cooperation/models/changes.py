"""What happens to a signed agreement beside its text: joining, notice, suspension."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Agreement, Party
from cooperation.models.versions import long_text
from miko_portal.base.plain_text import plain_text
from miko_portal.base.ranges import days, only


class Accession(models.Model):
    """An organisation joins a signed agreement by its declaration alone ("Beitrittserklärung").

    The others don't sign anew. The next amendment lists it, or it has left by that.
    """

    party = models.OneToOneField(
        Party, models.CASCADE, verbose_name=_("party"), related_name="accession"
    )
    declared_on = models.DateField(_("declared on"))
    effective_on = models.DateField(_("takes effect on"))
    name = models.CharField(_("signed by"), max_length=120, validators=[plain_text])
    function = models.CharField(_("function"), max_length=120, blank=True, validators=[plain_text])
    role = models.CharField(_("role"), max_length=120, blank=True, validators=[plain_text])
    tasks = long_text(_("tasks"))
    contribution = long_text(_("contribution"))

    class Meta:
        verbose_name = _("accession")
        verbose_name_plural = _("accessions")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("declared_on")),
                name="accession_after_declaration",
                violation_error_message=_("It takes effect on the day it was declared or later."),
            )
        ]

    def __str__(self):
        return f"{self.party}, {self.effective_on:%d.%m.%Y}"


class Notice(models.Model):
    """A party gives notice ("Kündigung"): it leaves after the last day that still counts."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary notice")
        FOR_CAUSE = "for_cause", _("notice for cause")

    party = models.OneToOneField(
        Party, models.CASCADE, verbose_name=_("party"), related_name="notice"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ORDINARY)
    received_on = models.DateField(_("received on"))
    effective_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=300, blank=True, validators=[plain_text])

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("received_on")),
                name="notice_takes_effect_after_receipt",
                violation_error_message=_("The last day lies before the day of receipt."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="for_cause") | ~Q(reason=""),
                name="notice_for_a_cause",
                violation_error_message=_("A notice for cause says why."),
            ),
        ]

    def __str__(self):
        return f"{self.party}, {self.received_on:%d.%m.%Y}"


class Suspension(models.Model):
    """A period in which an agreement binds nobody and entitles nobody ("Ruhen")."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="suspensions"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, validators=[plain_text])

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="suspension_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="suspension_once_at_a_time",
                expressions=[
                    (only("agreement"), RangeOperators.OVERLAPS),
                    (
                        days("starts_on", Coalesce("ends_on", Value("infinity"))),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("It is suspended already at this time."),
            ),
        ]

    def __str__(self):
        return f"{self.agreement.number}, {self.starts_on:%d.%m.%Y}"
