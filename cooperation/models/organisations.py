from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from cooperation.models.address import Address
from miko_portal.base import roles
from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey


class OrganisationQuerySet(models.QuerySet):
    def named(self, name: str):
        """The one of this name, accents and case aside."""
        return self.filter(sort_key=SortKey(models.Value(name)))

    def visible_to(self, user):
        """Those with the right to see organisations see all; partners see their own."""
        if user.has_perm("cooperation.view_organisation"):
            return self
        return self.of_partner(user)

    def of_partner(self, user):
        """Those that a partner's user acts for; none for others, though they belong to one."""
        if not roles.sees_own(user, "cooperation.organisation"):
            return self.none()
        return self.filter(memberships__user=user.pk)

    def reachable_by(self, user):
        """Those whose telephone and mail one sees: of partners, their own and the county's."""
        if user.has_perm("cooperation.view_contact"):
            return self
        county = models.Q(kind=Organisation.Kind.COUNTY) | models.Q(internal=True)
        return self.filter(models.Q(pk__in=self.of_partner(user).values("pk")) | county)

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_organisation") else self.none()

    def without_contact(self):
        """Those in which there is nobody to turn to."""
        return self.filter(contacts=None)

    def matching(self, words: str):
        """Those whose name, short name or town hold every word, accents and case aside."""
        found = self
        for word in words.split():
            key = SortKey(models.Value(word))
            found = found.alias(town_key=SortKey("town")).filter(
                models.Q(search_key__contains=key) | models.Q(town_key__contains=key)
            )
        return found


class Organisation(Address):
    """An authority, association or other body the county works with ("Organisation")."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County")
        MUNICIPALITY = "municipality", _("Municipality")
        JOBCENTER = "jobcenter", _("Jobcenter")
        EMPLOYMENT_AGENCY = "employment_agency", _("Employment agency")
        CHAMBER = "chamber", _("Chamber")
        POLICE = "police", _("Police")
        WELFARE = "welfare", _("Welfare association")
        MIGRANTS = "migrants", _("Migrant organisation")
        ASSOCIATION = "association", _("Association")
        RELIGIOUS = "religious", _("Religious community")
        EDUCATION = "education", _("Education")
        CONSUMER_ADVICE = "consumer_advice", _("Consumer advice")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=160, validators=[plain_text])
    short_name = models.CharField(
        _("short name"), max_length=40, blank=True, validators=[plain_text]
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    internal = models.BooleanField(
        _("part of the county administration"),
        default=False,
        help_text=_("Its staff count as internal."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The body responsible for it, such as the town of a day-care centre."),
    )
    inherits_entitlement = models.BooleanField(
        _("takes part through the body it belongs to"),
        default=False,
        help_text=_("Its staff may enrol when that body is party to an agreement in force."),
    )
    mail_domains = ArrayField(
        models.CharField(max_length=120, validators=[DomainNameValidator()]),
        verbose_name=_("mail domains"),
        default=list,
        blank=True,
        help_text=_("Separated by commas. Who has an address there belongs to it."),
    )
    sort_key = models.GeneratedField(
        expression=SortKey("name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    search_key = models.GeneratedField(
        expression=SortKey(Concat("name", models.Value(" "), "short_name")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="organisation_sort_key")]
        constraints = [
            models.UniqueConstraint(
                SortKey("name"),
                name="organisation_name_unique",
                violation_error_message=_("There is an organisation of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
                violation_error_message=_("An organisation can't belong to itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(inherits_entitlement=False) | models.Q(parent__isnull=False),
                name="organisation_inherits_from_parent",
                violation_error_message=_("Say first which body it belongs to."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def brief(self) -> str:
        """What fits into a table: the short name where there is one."""
        return self.short_name or self.name

    def reached(self, *, on: date):
        """The contact to turn to on the day, who gets the mail; None where there is nobody."""
        return self.contacts.reachable(on=on).select_related("person").first()

    def clean(self):
        """Refuses a circle: no organisation belongs to one that belongs to it."""
        seen, body = {self.pk}, self.parent
        while self.pk and body:
            if body.pk in seen:
                raise ValidationError(
                    {
                        "parent": _("%(parent)s belongs to this organisation itself.")
                        % {"parent": self.parent}
                    }
                )
            seen.add(body.pk)
            body = body.parent


class Membership(models.Model):
    """A user account's access to what concerns an organisation ("Zugang")."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("user account"),
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="memberships"
    )

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_once",
                violation_error_message=_("This account has access already."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"
