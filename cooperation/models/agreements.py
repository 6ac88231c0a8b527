from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.models.gaps import Gap, gaps_on
from cooperation.models.organisations import Organisation
from cooperation.models.projects import Project
from cooperation.models.standing import IsBound, IsListed, VersionOn
from cooperation.models.states import (
    BINDING,
    FIRST_END,
    TERM_ENDS_ON,
    State,
    current,
    in_force_from,
    notice_day,
    notice_ends_on,
    original,
    sentence,
    state_on,
    suspended,
    term_end,
)
from cooperation.terms import Terms
from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey


class AgreementQuerySet(models.QuerySet):
    def with_state(self, *, on):
        """The state on the day, and what it follows from: the text in effect, first and last day.

        What is renewed tacitly goes on for as long as nobody has given notice, and what is
        renewed by an amendment ends on its first end until there is one. `notice_ends_on` is the
        last day with two parties, where the notices received by then leave fewer.
        """
        return (
            self.annotate(original=original(), current=current(on))
            .annotate(
                in_force_from=in_force_from(on),
                term_ends_on=TERM_ENDS_ON,
                notice_ends_on=notice_ends_on(on),
                suspended=suspended(on),
            )
            .annotate(state=state_on(on))
        )

    def with_term(self, *, on):
        """The end of the term that runs on the day, and the next last day to give notice."""
        return self.annotate(term_end=term_end(on), notice_day=notice_day(on))

    def with_gaps(self, *, on):
        """Those that bind, or will, and whose file lacks something (`gaps`, `gap_labels`)."""
        alive = [*BINDING, State.SIGNED, State.SUSPENDED]
        found = self.with_state(on=on).filter(state__in=alive).alias(first_end=FIRST_END)
        return found.annotate(gaps=gaps_on(on)).filter(gaps__len__gt=0)

    def in_force(self, *, on):
        """Agreements that bind on the day ("in Kraft", "gekündigt"): this is what entitles."""
        return self.with_state(on=on).filter(state__in=BINDING)

    def for_organisation(self, organisation, *, on: date):
        """Those that an organisation is party to, or was by the day."""
        parties = Party.objects.known(on=on).filter(agreement=OuterRef("pk"))
        return self.filter(Exists(parties.filter(organisation=organisation)))

    def with_parties(self, *, on):
        """With the parties of the text in effect, those that have left since included."""
        text = VersionOn(F("agreement"), on)
        parties = Party.objects.filter(IsListed(F("pk"), text, on)).select_related("organisation")
        parties = parties.annotate(bound=IsBound(F("pk"), text, on))
        return self.prefetch_related(models.Prefetch("parties", parties, to_attr="listed"))

    def visible_to(self, user):
        """All for those with the right; for partners their own, from the consultation on."""
        if user.has_perm("cooperation.view_agreement"):
            return self
        ours = Organisation.objects.of_partner(user).values("pk")
        own = Party.objects.filter(agreement=OuterRef("pk"), organisation__in=ours)
        return self.filter(Exists(own.shown_to_partners()))

    def next_number(self, *, on: date) -> str:
        """The number that is free next in the year of the day, such as KV-2026-007.

        As many figures as the last one has; three where it is the first of its year.
        """
        start = f"KV-{on.year}-"
        taken = self.filter(number__regex=rf"^{start}\d{{1,6}}$").values_list("number", flat=True)
        last = max((n.removeprefix(start) for n in taken), key=int, default="000")
        return f"{start}{int(last) + 1:0{len(last)}}"

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_agreement") else self.none()

    def matching(self, words: str, *, references: bool, on: date):
        """Those whose number, title or parties of the day hold every word, accents aside.

        `references`: or the file reference, which only the office knows.
        """
        told = SortKey(Concat("number", Value(" "), "title"))
        found = self.alias(told_key=F("search_key") if references else told)
        for word in words.split():
            key = SortKey(Value(word))
            parties = Party.objects.known(on=on).filter(
                agreement=OuterRef("pk"), organisation__search_key__contains=key
            )
            found = found.filter(Q(told_key__contains=key) | Exists(parties))
        return found


class Agreement(models.Model):
    """A cooperation agreement between two or more organisations ("Kooperationsvereinbarung").

    Its text stands in versions; its state on a day follows from facts (`with_state`).
    """

    class Kind(models.TextChoices):
        COOPERATION = "cooperation", _("Cooperation agreement")
        INTENT = "intent", _("Declaration of intent")
        FRAMEWORK = "framework", _("Framework agreement")
        INTEGRATION = "integration", _("Integration agreement")

    number = models.CharField(_("number"), max_length=30, validators=[plain_text])
    file_reference = models.CharField(
        _("file reference"), max_length=60, blank=True, validators=[plain_text]
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.COOPERATION
    )
    title = models.CharField(_("title"), max_length=200, validators=[plain_text])
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name=_("project"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("lead"),
        null=True,
        blank=True,
        related_name="led_agreements",
    )
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible clerk"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    decided_by = models.CharField(
        _("decided by"), max_length=120, blank=True, validators=[plain_text]
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_paper = models.CharField(
        _("paper of the decision"), max_length=60, blank=True, validators=[plain_text]
    )
    original_kept_at = models.CharField(
        _("where the original lies"), max_length=120, blank=True, validators=[plain_text]
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    terminated_on = models.DateField(_("last day by mutual consent"), null=True, blank=True)
    search_key = models.GeneratedField(
        expression=SortKey(Concat("number", Value(" "), "title", Value(" "), "file_reference")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=SortKey("title"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                Upper("number"),
                name="agreement_number_unique",
                violation_error_message=_("There is an agreement of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(terminated_on=None),
                name="agreement_withdrawn_or_terminated",
                violation_error_message=_("What was withdrawn can't be ended as well."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @cached_property
    def original(self):
        """The text that was signed first, or is being drafted ("Fassung 0")."""
        return self.versions.get(number=0, correction=0)

    @cached_property
    def open_version(self):
        """The text that is on its way to be signed or confirmed, if there is one."""
        return self.versions.open().first()

    def version_on(self, on: date):
        """The text in effect on a day, as it was corrected by then; before the first, that one."""
        return self.versions.get(pk=VersionOn(Value(self.pk), on))

    def terms_on(self, on: date) -> Terms:
        """What the text in effect on a day says about end and notice."""
        return self.terms_of(self.version_on(on), on=on)

    def terms_of(self, version, *, on: date) -> Terms:
        """What a text says about end and notice, as it was known on a day."""
        original, bound = self.original, version.term == "project"
        signed_on = original.completed_on
        signed = signed_on is not None and signed_on <= on
        return Terms(
            start=max(original.effective_on, signed_on) if signed else original.effective_on,
            first_end=self.project and self.project.ends_on if bound else version.first_end_on,
            renewal_months=version.renewal_months,
            notice_months=version.notice_months,
            notice_basis=version.notice_basis,
        )

    @property
    def named_parties(self) -> list["Party"]:
        """Who is party to it, or was until it ended; for what was fetched `with_parties`."""
        return [party for party in self.listed if party.bound] or self.listed

    @property
    def ends_on(self) -> date | None:
        """The last day that is known: agreed, by notice, or of a term that ends by itself."""
        days = (self.terminated_on, self.notice_ends_on, self.term_ends_on)
        return min(filter(None, days), default=None)

    @property
    def gap_labels(self) -> list[str]:
        """What lacks, in words; for what was fetched `with_gaps`."""
        return [Gap(gap).label for gap in self.gaps]

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def state_sentence(self) -> str:
        """What the state means and since when; for what was fetched `with_state`."""
        return sentence(self, self.original)

    def withdraw(self, *, on: date):
        """It is given up before all have signed ("zurückgezogen")."""
        if self.withdrawn_on:
            raise ValidationError(_("This agreement was withdrawn already."))
        if self.original.completed_on:
            raise ValidationError(_("All have signed. It can be ended, but not withdrawn."))
        self.withdrawn_on = on
        self.save(update_fields=["withdrawn_on"])

    def terminate(self, *, last_day: date):
        """All parties end it by mutual consent; the last day still counts ("Aufhebung")."""
        if not self.original.completed_on:
            raise ValidationError(_("Not all have signed yet. It can be withdrawn instead."))
        if self.terminated_on:
            raise ValidationError(_("Its end has been agreed already."))
        if last_day < self.original.completed_on:
            raise ValidationError(_("The last day lies before the last signature."))
        self.terminated_on = last_day
        self.save(update_fields=["terminated_on"])


class PartyQuerySet(models.QuerySet):
    def belonging(self, *, on):
        """Those bound on the day: listed in the text in effect or joined since, and not gone.

        Whether the agreement itself is in force is another question.
        """
        return self.filter(IsBound(F("pk"), VersionOn(F("agreement"), on), on))

    def cooperating(self, *, on):
        """Those bound on the day by an agreement that is in force: who works with whom."""
        agreements = Agreement.objects.in_force(on=on).values("pk")
        return self.belonging(on=on).filter(agreement__in=agreements)

    def known(self, *, on):
        """Those of the first text, and who had come in since by the day; drafts aside."""
        came_in = Q(shares__version__completed_on__lte=on) | Q(accession__declared_on__lte=on)
        return self.filter(Q(shares__version__number=0) | came_in)

    def bound_by(self, version, *, on):
        """Those that a text binds on the day."""
        return self.filter(IsBound(F("pk"), Value(version.pk), on))

    def shown_to_partners(self):
        """Those that see the agreement: listed in a text since its consultation, or joined."""
        listed = Q(shares__version__consultation_on__isnull=False, shares__version__dropped_on=None)
        return self.filter(listed | Q(accession__isnull=False))


class Party(models.Model):
    """An organisation that is party to an agreement ("Kooperationspartner"), for one period.

    It joins by the first completed version that lists it or by an accession, and leaves by notice
    or by an amendment that no longer lists it. Whoever comes back is a party anew.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="parties"
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["pk"]

    def __str__(self):
        return str(self.organisation)

    def name_on(self, completed_on: date | None) -> str:
        """What a text that was completed on the day calls it: if merged since, its name of then.

        Asked for many, they are fetched with `former_names`.
        """
        then = [
            row.name for row in self.former_names.all() if row.until >= (completed_on or date.max)
        ]
        return then[0] if then else str(self)
