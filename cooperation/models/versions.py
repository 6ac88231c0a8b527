from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.models.agreements import Agreement, Party
from miko_portal.base.plain_text import plain_text

LONGEST_TEXT = 20_000

# The parts of the text, in the order of the paper.
PARTS = [
    "preamble",
    "goals",
    "target_group",
    "information_exchange",
    "costs",
    "data_protection",
    "review",
    "annexes",
]


def _text(label):
    return models.TextField(
        label, blank=True, validators=[plain_text, MaxLengthValidator(LONGEST_TEXT)]
    )


def _months(label):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(240)]
    )


class Version(models.Model):
    """One text of an agreement: 0 the original, from 1 on its amendments ("Fassung", "Nachtrag").

    Procedure and term are facts of the text. The first signature locks text and shares; the
    last one completes it. Triggers of the database hold both.
    """

    class Term(models.TextChoices):
        FIXED = "fixed", _("until a day")
        OPEN = "open", _("open-ended")
        PROJECT = "project", _("until the end of the project")

    class Renewal(models.TextChoices):
        NONE = "none", _("not renewed")
        TACIT = "tacit", _("renewed unless somebody gives notice")
        AMENDMENT = "amendment", _("renewed by an amendment only")

    class NoticeBasis(models.TextChoices):
        TERM = "term", _("to the end of the term")
        MONTH = "month", _("to the end of a month")
        QUARTER = "quarter", _("to the end of a quarter")
        YEAR = "year", _("to the end of a year")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("number of the version"), default=0)
    preamble = _text(_("preamble"))
    goals = _text(_("goals"))
    target_group = _text(_("target group"))
    information_exchange = _text(_("exchange of information"))
    costs = _text(_("costs, staff and rooms"))
    data_protection = _text(_("data protection"))
    review = _text(_("review"))
    annexes = _text(_("annexes"))
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    term = models.CharField(_("term"), max_length=10, choices=Term.choices, default=Term.OPEN)
    first_end_on = models.DateField(_("first end"), null=True, blank=True)
    renewal = models.CharField(
        _("renewal"), max_length=10, choices=Renewal.choices, default=Renewal.NONE
    )
    renewal_months = _months(_("renewed by months"))
    notice_months = _months(_("notice in months"))
    notice_basis = models.CharField(
        _("notice takes effect"), max_length=10, choices=NoticeBasis.choices, blank=True
    )
    consultation_on = models.DateField(_("in consultation since"), null=True, editable=False)
    released_on = models.DateField(_("released for signature on"), null=True, editable=False)
    completed_on = models.DateField(_("signed by all on"), null=True, editable=False)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_unique"),
            models.CheckConstraint(
                condition=Q(first_end_on=None)
                | Q(effective_on=None)
                | Q(first_end_on__gte=F("effective_on")),
                name="version_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(term="fixed", first_end_on__isnull=False)
                | Q(~Q(term="fixed"), first_end_on=None),
                name="version_end_by_term",
                violation_error_message=_(
                    "A term until a day needs its end, any other term has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(renewal="none") | Q(term="fixed"),
                name="version_renews_a_fixed_term",
                violation_error_message=_("Only a term until a day can be renewed."),
            ),
            models.CheckConstraint(
                condition=Q(renewal="tacit", renewal_months__gte=1)
                | Q(~Q(renewal="tacit"), renewal_months=None),
                name="version_renewal_months",
                violation_error_message=_("Say by how many months it is renewed unless ended."),
            ),
            models.CheckConstraint(
                condition=Q(notice_months=None, notice_basis="")
                | Q(~Q(notice_basis=""), notice_months__isnull=False),
                name="version_notice_with_basis",
                violation_error_message=_("A notice needs its months and when it takes effect."),
            ),
            models.CheckConstraint(
                condition=Q(term="fixed") | ~Q(notice_basis="term"),
                name="version_notice_without_term",
                violation_error_message=_(
                    "Without a fixed end, notice takes effect at the end of a month, "
                    "quarter or year."
                ),
            ),
            models.CheckConstraint(
                condition=Q(released_on=None)
                | Q(
                    released_on__gte=F("consultation_on"),
                    consultation_on__isnull=False,
                    effective_on__isnull=False,
                ),
                name="version_released_after_consultation",
                violation_error_message=_("It is released after consultation, with its start."),
            ),
            models.CheckConstraint(
                condition=Q(completed_on=None)
                | Q(completed_on__gte=F("released_on"), released_on__isnull=False),
                name="version_completed_after_release",
                violation_error_message=_("It is signed by all after its release."),
            ),
        ]

    def __str__(self):
        if self.number:
            return _("Amendment %(number)s") % {"number": self.number}
        return str(_("Original"))

    @property
    def locked(self) -> bool:
        """Somebody has signed, so that text and shares stay as they are."""
        return self.signatories.signed().exists()

    def paragraphs(self):
        """The parts of the text that say something, as (heading, text)."""
        for name in PARTS:
            if text := getattr(self, name):
                yield self._meta.get_field(name).verbose_name.capitalize(), text

    def shares_in_full(self):
        """Its shares with party and contacts, and who signs for it as `party.signatures`."""
        return self.shares.select_related("party__organisation").prefetch_related(
            models.Prefetch("party__signatories", self.signatories.all(), to_attr="signatures"),
            "party__organisation__contacts__person",
        )

    def start_consultation(self, *, on: date):
        """The draft goes to the partners, who see it from this day on ("Abstimmung")."""
        if self.consultation_on:
            raise ValidationError(_("The consultation has begun already."))
        if self.shares.count() < 2:
            raise ValidationError(_("An agreement needs at least two parties."))
        self.consultation_on = on
        self.save(update_fields=["consultation_on"])

    def release(self, *, on: date):
        """The text is agreed and goes round for signature ("zur Unterschrift")."""
        if not self.consultation_on:
            raise ValidationError(_("It has not been in consultation yet."))
        if self.released_on:
            raise ValidationError(_("It is released for signature already."))
        self.released_on = on
        self.check_release()
        self.save(update_fields=["released_on"])

    def check_release(self):
        """Refuses, with all reasons, what can't go round for signature as it is."""
        reasons = []
        if not self.effective_on:
            reasons.append(ValidationError(_("Say from which day on it takes effect.")))
        if self.term == self.Term.PROJECT and not self.agreement.project_id:
            reasons.append(ValidationError(_("Say which project its term is bound to.")))
        shares = self.shares.select_related("party__organisation")
        if len(shares) < 2:
            reasons.append(ValidationError(_("An agreement needs at least two parties.")))
        signing = set(self.signatories.values_list("party", flat=True))
        silent = [str(share.party) for share in shares if share.party_id not in signing]
        if silent:
            text = ngettext(
                "Say who signs for %(parties)s.", "Say who signs for: %(parties)s.", len(silent)
            )
            reasons.append(ValidationError(text, params={"parties": ", ".join(silent)}))
        if reasons:
            raise ValidationError(reasons)

    def complete(self):
        """Once the last has signed, that day is when it was completed; else nothing happens."""
        if not self.signatories.missing().exists():
            self.completed_on = self.signatories.aggregate(last=Max("signed_on"))["last"]
            self.save(update_fields=["completed_on"])


class Share(models.Model):
    """What a party has to do with a version: role, legal basis, tasks ("Beteiligung")."""

    version = models.ForeignKey(
        Version, models.CASCADE, verbose_name=_("version"), related_name="shares"
    )
    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("party"), related_name="shares")
    role = models.CharField(_("role"), max_length=120, blank=True, validators=[plain_text])
    legal_basis = models.CharField(
        _("legal basis"), max_length=200, blank=True, validators=[plain_text]
    )
    tasks = _text(_("tasks"))
    contribution = _text(_("contribution"))

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="share_once_per_version")
        ]

    def __str__(self):
        return f"{self.party} · {self.version}"


class SignatoryQuerySet(models.QuerySet):
    def signed(self):
        return self.filter(signed_on__isnull=False)

    def missing(self):
        """Those who have not signed yet."""
        return self.filter(signed_on=None)


class Signatory(models.Model):
    """Who signs a version for a party, and when they did ("Unterschrift")."""

    version = models.ForeignKey(
        Version, models.CASCADE, verbose_name=_("version"), related_name="signatories"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("party"), related_name="signatories"
    )
    name = models.CharField(_("name"), max_length=120, validators=[plain_text])
    function = models.CharField(_("function"), max_length=120, blank=True, validators=[plain_text])
    on_behalf_of = models.CharField(
        _("on behalf of"),
        max_length=120,
        blank=True,
        validators=[plain_text],
        help_text=_("Whom a deputy signs for."),
    )
    place = models.CharField(_("place"), max_length=80, blank=True, validators=[plain_text])
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["party", "pk"]

    def __str__(self):
        return f"{self.name}, {self.function}" if self.function else self.name

    def sign(self, *, on: date, place="", name="", function="", on_behalf_of=""):
        """The signature is on the paper; a deputy is named with whom they sign for."""
        if self.signed_on:
            raise ValidationError(_("%(name)s has signed already."), params={"name": self.name})
        if not self.version.released_on:
            raise ValidationError(_("It has not been released for signature yet."))
        if on < self.version.released_on:
            raise ValidationError(
                _("The signature lies before the release for signature on %(day)s."),
                params={"day": f"{self.version.released_on:%d.%m.%Y}"},
            )
        self.signed_on, self.place, self.on_behalf_of = on, place, on_behalf_of
        self.name, self.function = name or self.name, function or self.function
        self.save()
