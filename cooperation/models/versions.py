from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import Max, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.models.agreements import Agreement, Party
from cooperation.models.version_constraints import CONSTRAINTS
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

# What an amendment takes over from the text that it changes.
TEXT_AND_TERM = [
    *PARTS,
    "term",
    "first_end_on",
    "renewal",
    "renewal_months",
    "notice_months",
    "notice_basis",
]


def long_text(label):
    return models.TextField(
        label, blank=True, validators=[plain_text, MaxLengthValidator(LONGEST_TEXT)]
    )


def _months(label):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(240)]
    )


class VersionQuerySet(models.QuerySet):
    def texts(self):
        """The original and its amendments, without the corrections of either."""
        return self.filter(correction=0, dropped_on=None)

    def changes(self):
        """Amendments and corrections."""
        return self.exclude(number=0, correction=0)

    def open(self):
        """On the way to be signed: the original, an amendment, or a correction to be confirmed."""
        return self.filter(completed_on=None, dropped_on=None)

    def shown_to_partners(self):
        """What has been in consultation; a correction once it is confirmed."""
        return self.filter(consultation_on__isnull=False, dropped_on=None).filter(
            Q(correction=0) | Q(completed_on__isnull=False)
        )

    def visible_to(self, user):
        """Of an agreement that the user sees: all for the office, for partners those shown."""
        if user.has_perm("cooperation.view_agreement"):
            return self
        return self.shown_to_partners()


class Version(models.Model):
    """One text of an agreement: 0 the original, from 1 on its amendments ("Fassung", "Nachtrag").

    A correction ("Berichtigung") is a row of its own beside the text that it corrects: same
    number, same effective day, confirmed by a second person instead of signed anew.

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
    correction = models.PositiveSmallIntegerField(
        _("number of the correction"), default=0, editable=False
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        validators=[plain_text],
        help_text=_("Why the agreement is amended or corrected."),
    )
    preamble = long_text(_("preamble"))
    goals = long_text(_("goals"))
    target_group = long_text(_("target group"))
    information_exchange = long_text(_("exchange of information"))
    costs = long_text(_("costs, staff and rooms"))
    data_protection = long_text(_("data protection"))
    review = long_text(_("review"))
    annexes = long_text(_("annexes"))
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
    dropped_on = models.DateField(_("given up on"), null=True, editable=False)
    taken_over_on = models.DateField(_("taken over from the files on"), null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("correction written by"),
        null=True,
        editable=False,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("correction confirmed by"),
        null=True,
        editable=False,
        related_name="+",
    )
    # Counts how often the draft was stored, so that nobody overwrites what somebody else wrote.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number", "correction", "pk"]
        constraints = CONSTRAINTS

    def __str__(self):
        text = _("Amendment %(number)s") % {"number": self.number} if self.number else _("Original")
        if not self.correction:
            return str(text)
        facts = {"text": text, "number": self.correction}
        return _("%(text)s, correction %(number)s") % facts

    @property
    def locked(self) -> bool:
        """Somebody has signed, or all have, so that text and shares stay as they are."""
        return bool(self.completed_on) or self.signatories.signed().exists()

    def check_unlocked(self):
        """Refuses to change a text that somebody has signed ("locked")."""
        if self.locked:
            raise ValidationError(
                _("Somebody has signed meanwhile: the text is locked."), code="locked"
            )

    @property
    def is_amendment(self) -> bool:
        return self.number > 0 and not self.correction

    @property
    def signed_text(self) -> "Version":
        """The text that was signed: a correction is not signed anew."""
        if not self.correction:
            return self
        return self.agreement.versions.texts().get(number=self.number)

    @property
    def stage(self) -> str:
        """Where it is on the way to be signed, in a word."""
        if self.dropped_on:
            return _("given up")
        if self.completed_on:
            return _("signed")
        if self.correction:
            return _("to be confirmed")
        if self.released_on:
            return _("to be signed")
        return _("in consultation") if self.consultation_on else _("draft")

    def paragraphs(self):
        """The parts of the text that say something, as (heading, text)."""
        for name in PARTS:
            if text := getattr(self, name):
                yield capfirst(str(self._meta.get_field(name).verbose_name)), text

    def missing_signatures(self):
        return self.signatories.missing().select_related("party__organisation")

    def leaving_signatures(self):
        """Who signs, or has signed, for those that this text lists no more."""
        people = self.signatories.valid().exclude(party__in=self.shares.values("party"))
        return people.select_related("party__organisation")

    def precedes(self, other: "Version") -> bool:
        return (self.number, self.correction) < (other.number, other.correction)

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
        if reasons := [*self._without_text(), *self._against_signing()]:
            raise ValidationError(reasons)

    def _without_text(self):
        """That an agreement says nothing, neither here nor in a file that lies with it."""
        if self.number or self.correction or any(self.paragraphs()):
            return
        Document = self.agreement.documents.model
        if self.agreement.documents.filter(kind__in=Document.KINDS_OF_TEXT).exists():
            return
        if not self.shares.exclude(tasks="", contribution="").exists():
            yield ValidationError(
                _(
                    "The agreement has no text yet: write goals, or the tasks of the parties, under"
                    " “Edit”; or add the text as a file under “Documents”."
                )
            )

    def _against_signing(self):
        reasons = []
        if not self.effective_on:
            reasons.append(ValidationError(_("Say from which day on it takes effect.")))
        if self.term == self.Term.PROJECT and not self.agreement.project_id:
            reasons.append(ValidationError(_("Say which project its term is bound to.")))
        shares = self.shares.select_related("party__organisation")
        if len(shares) < 2:
            reasons.append(ValidationError(_("An agreement needs at least two parties.")))
        start = self.effective_on or date.min
        gone = shares.filter(party__notice__effective_on__lt=start)
        if names := [str(share.party) for share in gone]:
            text = _("Has given notice and left by then: %(parties)s. Take it out of the text.")
            reasons.append(ValidationError(text, params={"parties": ", ".join(names)}))
        signing = set(self.signatories.valid().values_list("party", flat=True))
        asked = [share.party for share in shares] + list(self.leaving_parties())
        silent = [str(party) for party in asked if party.pk not in signing]
        if silent and not self.correction:
            text = ngettext(
                "Say who signs for %(parties)s.", "Say who signs for: %(parties)s.", len(silent)
            )
            reasons.append(ValidationError(text, params={"parties": ", ".join(silent)}))
        return reasons

    def complete(self):
        """Once the last has signed, that day is when it was completed; else nothing happens.

        Refuses, with the reason, a text that lacks somebody who has joined since its release.
        """
        if not self.signatories.missing().exists():
            if reasons := self._against_signing():
                raise ValidationError(reasons)
            self.completed_on = self.signatories.signed().aggregate(last=Max("signed_on"))["last"]
            self.save(update_fields=["completed_on"])

    def before(self) -> "Version | None":
        """The text that it changes: of an amendment the one before, of a correction its own."""
        texts = self.agreement.versions.filter(completed_on__isnull=False)
        earlier = Q(number__lt=self.number) | Q(number=self.number, correction__lt=self.correction)
        return texts.filter(earlier).order_by("number", "correction").last()

    def members(self, *, on: date):
        """The parties bound by this text on a day: listed or joined since, and not gone."""
        return Party.objects.filter(agreement=self.agreement_id).bound_by(self, on=on)

    def carried_over(self):
        """Those that the text before binds until this one takes effect."""
        before = self.before()
        if before is None:
            return Party.objects.none()
        return before.members(on=self.effective_on or before.effective_on)

    def leaving_parties(self):
        """Those that leave by this amendment, and so sign it although it doesn't list them."""
        if not self.is_amendment:
            return Party.objects.none()
        return self.carried_over().exclude(pk__in=self.shares.values("party"))

    def start_over(self, *, on: date, reason: str):
        """Back to the draft: signatures given so far are void, and kept with the reason."""
        if self.correction:
            raise ValidationError(_("A correction is given up instead."))
        if self.completed_on:
            raise ValidationError(_("All have signed. An amendment can change it."))
        if not self.consultation_on:
            raise ValidationError(_("It is a draft already."))
        for signatory in self.signatories.signed():
            signatory.void(on=on, reason=reason)
        self.consultation_on = self.released_on = None
        self.save(update_fields=["consultation_on", "released_on"])

    def drop(self, *, on: date):
        """An amendment or correction that is not pursued any more ("verworfen")."""
        if not self.number and not self.correction:
            raise ValidationError(_("The original is withdrawn with its agreement."))
        if self.completed_on:
            raise ValidationError(_("All have signed. Another amendment can change it."))
        if self.dropped_on:
            raise ValidationError(_("It was given up already."))
        self.dropped_on = on
        self.save(update_fields=["dropped_on"])

    def confirm(self, *, on: date, by):
        """A second person confirms a correction, which holds from then on."""
        if not self.correction or self.completed_on or self.dropped_on:
            raise ValidationError(_("There is no correction to confirm."))
        if self.written_by_id == by.pk:
            raise ValidationError(_("Somebody else has to confirm what you corrected."))
        self.confirmed_by, self.completed_on = by, on
        self.save(update_fields=["confirmed_by", "completed_on"])
