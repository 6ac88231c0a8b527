"""Entries that look like the same, and those of which somebody has said that they are two.

The pairs are views of the database, installed by `migrations/0004_merging_and_pairs.py`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.organisations import Organisation
from cooperation.models.people import Person


class Alike(models.TextChoices):
    """What two entries have in common."""

    NAME = "name", _("same name")
    SHORT_NAME = "short_name", _("same short name")
    MAIL = "mail", _("same mail address")
    TELEPHONE = "telephone", _("same telephone number")


class DistinctQuerySet(models.QuerySet):
    def of(self, row):
        return self.filter(Q(one=row) | Q(other=row))

    def record(self, one, other, *, on):
        """Two that are not the same, once, in whichever order they are named."""
        one, other = sorted([one, other], key=lambda row: row.pk)
        return self.get_or_create(one=one, other=other, defaults={"told_on": on})[0]

    def follow(self, kept, former):
        """What was said of the former one holds for the one that is kept."""
        for row in self.of(former).select_related("one", "other").order_by("pk"):
            third = row.other if row.one_id == former.pk else row.one
            if third.pk != kept.pk:
                self.record(kept, third, on=row.told_on)
            row.delete()


class Distinct(models.Model):
    told_on = models.DateField(_("told on"))

    objects = DistinctQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"{self.one} · {self.other}"


class DistinctOrganisations(Distinct):
    """Two organisations that look alike and are two ("kein Doppel")."""

    one = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("one"), editable=False, related_name="+"
    )
    other = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("other"), editable=False, related_name="+"
    )

    class Meta(Distinct.Meta):
        verbose_name = _("organisations that are two")
        verbose_name_plural = _("organisations that are two")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_organisations_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="distinct_organisations_in_order"
            ),
        ]


class DistinctPeople(Distinct):
    """Two people who look alike and are two ("kein Doppel")."""

    one = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("one"), editable=False, related_name="+"
    )
    other = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("other"), editable=False, related_name="+"
    )

    class Meta(Distinct.Meta):
        verbose_name = _("people who are two")
        verbose_name_plural = _("people who are two")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_people_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="distinct_people_in_order"
            ),
        ]


class Pair(models.Model):
    """Read only; `alike` says what the two have in common."""

    alike = ArrayField(models.CharField(choices=Alike), verbose_name=_("in common"))

    class Meta:
        abstract = True
        managed = False
        ordering = ["one__sort_key", "one", "other"]

    def __str__(self):
        return f"{self.one} · {self.other}"

    @property
    def alike_labels(self) -> list[str]:
        return [Alike(name).label for name in self.alike]


class OrganisationPair(Pair):
    """Two organisations that may be the same ("vielleicht doppelt")."""

    one = models.ForeignKey(
        Organisation, models.DO_NOTHING, verbose_name=_("one"), related_name="+"
    )
    other = models.ForeignKey(
        Organisation, models.DO_NOTHING, verbose_name=_("other"), related_name="+"
    )

    class Meta(Pair.Meta):
        verbose_name = _("organisations that may be the same")
        verbose_name_plural = _("organisations that may be the same")


class PersonPair(Pair):
    """Two people who may be the same ("vielleicht doppelt")."""

    one = models.ForeignKey(Person, models.DO_NOTHING, verbose_name=_("one"), related_name="+")
    other = models.ForeignKey(Person, models.DO_NOTHING, verbose_name=_("other"), related_name="+")

    class Meta(Pair.Meta):
        verbose_name = _("people who may be the same")
        verbose_name_plural = _("people who may be the same")
