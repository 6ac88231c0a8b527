"""Which organisations and people were kept twice and are one now ("Zusammenführung").

The row that was one too many is gone, and the database lets nothing point to it any more.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Party
from cooperation.models.organisations import Organisation
from cooperation.models.people import Person


class OrganisationMerger(models.Model):
    """An organisation that was kept twice; its old key leads to the one that was kept."""

    kept = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("kept"), editable=False, related_name="mergers"
    )
    former_id = models.BigIntegerField(_("old key"), unique=True)
    name = models.CharField(_("name of then"), max_length=160)
    merged_on = models.DateField(_("merged on"))

    class Meta:
        verbose_name = _("merger of organisations")
        verbose_name_plural = _("mergers of organisations")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class PersonMerger(models.Model):
    """A person who was kept twice; no name of then, since personal data isn't kept for that."""

    kept = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("kept"), editable=False, related_name="mergers"
    )
    former_id = models.BigIntegerField(_("old key"), unique=True)
    merged_on = models.DateField(_("merged on"))

    class Meta:
        verbose_name = _("merger of people")
        verbose_name_plural = _("mergers of people")
        ordering = ["pk"]

    def __str__(self):
        return str(self.kept)


class PartyName(models.Model):
    """What a party was called when it signed, until the day it was merged ("Name von damals").

    Texts that were completed by that day go on listing it by this name.
    """

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("party"), related_name="former_names"
    )
    name = models.CharField(_("name of then"), max_length=160)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name of a party")
        verbose_name_plural = _("former names of parties")
        ordering = ["until", "pk"]

    def __str__(self):
        return self.name
