"""Drafting an agreement or one of its later texts: the text, its parties, who signs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cooperation.models import Agreement, Organisation, Party, Share, Signatory, Version
from miko_portal.base.history import acting
from miko_portal.base.models import User


@dataclass
class PartyDraft:
    """A party as it stands in a draft; an organisation that is not stored yet is made with it."""

    organisation: Organisation
    lead: bool = False
    role: str = ""
    legal_basis: str = ""
    tasks: str = ""
    contribution: str = ""
    signatories: list[tuple[str, str]] = field(default_factory=list)  # name, function
    leaves: bool = False  # by an amendment, which it signs all the same


@transaction.atomic
def create_agreement(
    agreement: Agreement, *, version: Version, parties: Iterable[PartyDraft], by: User
) -> Agreement:
    """Begin the draft of an agreement with its first text and its parties ("Entwurf")."""
    with acting(by):
        agreement.save()
        version.agreement, version.number = agreement, 0
        version.save()
        store_parties(version, parties)
    return agreement


@transaction.atomic
def save_draft(
    agreement: Agreement, *, version: Version, parties: Iterable[PartyDraft], by: User
) -> Agreement:
    """Store what was changed in a text that nobody has signed yet.

    Refuses a text that somebody has signed or stored since it was read, one that was withdrawn,
    and one that could no longer go round for signature although it is released.
    """
    with acting(by):
        _keep_facts(agreement, "lead")
        _store_text(version, agreement, parties)
        agreement.save()
    return agreement


@transaction.atomic
def save_version(version: Version, *, parties: Iterable[PartyDraft] | None, by: User) -> Version:
    """Store what was changed in an amendment or a correction; refuses as `save_draft` does.

    A correction leaves the parties as they are (`None`), and whoever stored it last has to find
    somebody else to confirm it.
    """
    with acting(by):
        agreement = lock(version.agreement)
        if version.correction:
            version.written_by = by
        _store_text(version, agreement, parties)
    return version


@transaction.atomic
def save_office_facts(agreement: Agreement, *, by: User) -> Agreement:
    """Store what the office keeps about a signed agreement: lead, clerk, decision, file.

    Refuses a lead that is no party to it.
    """
    with acting(by):
        _keep_facts(agreement)
        lead = agreement.lead
        if lead and not agreement.parties.filter(organisation=lead).exists():
            raise ValidationError({"lead": _("Only a party to the agreement has the lead.")})
        agreement.save()
    return agreement


def lock(agreement: Agreement) -> Agreement:
    """The agreement as it stands, held until the transaction ends."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _keep_facts(agreement, *more):
    """Take over the steps that somebody took since it was read, and hold it as `lock` does."""
    lock(agreement)
    agreement.refresh_from_db(fields=["withdrawn_on", "terminated_on", *more])


def _store_text(version, agreement, parties):
    facts = ["consultation_on", "released_on", "completed_on", "dropped_on", "revision"]
    seen = version.revision
    version.refresh_from_db(fields=facts)
    if agreement.withdrawn_on:
        raise ValidationError(_("This agreement was withdrawn."))
    if version.dropped_on:
        raise ValidationError(_("This version was given up."))
    version.check_unlocked()
    refuse_stale(version, seen=seen)
    version.agreement = agreement
    version.revision += 1
    version.save()
    if parties is not None:
        store_parties(version, parties)
    if version.released_on:
        version.check_release()


def refuse_stale(row, *, seen: int):
    """Refuse to store a text over what somebody else has stored since it was read ("stale")."""
    if row.revision != seen:
        raise ValidationError(_("Somebody else has stored this text meanwhile."), code="stale")


def store_parties(version, drafts):
    """Make the parties of a version those of the draft, in its order where they are new."""
    agreement = version.agreement
    kept = _parties_to_keep(version)
    listed, lead = [], None
    for draft in drafts:
        if draft.organisation.pk is None:
            draft.organisation.save()
        party = kept.get(draft.organisation.pk)
        if draft.leaves:
            if party:
                _store_signatories(version, party, draft.signatories)
            continue
        if party is None:
            party = kept[draft.organisation.pk] = Party.objects.create(
                agreement=agreement, organisation=draft.organisation
            )
        if party.pk in listed:
            raise ValidationError(
                _("%(organisation)s is a party twice."),
                params={"organisation": draft.organisation},
            )
        listed.append(party.pk)
        lead = draft.organisation if draft.lead else lead
        Share.objects.update_or_create(
            version=version,
            party=party,
            defaults={
                "role": draft.role,
                "legal_basis": draft.legal_basis,
                "tasks": draft.tasks,
                "contribution": draft.contribution,
            },
        )
        _store_signatories(version, party, draft.signatories)
    version.shares.exclude(party__in=listed).delete()
    _forget_parties(version, listed)
    if not version.number and agreement.lead != lead:
        agreement.lead = lead
        agreement.save(update_fields=["lead"])


def _store_signatories(version, party, people):
    asked = version.signatories.valid().filter(party=party)
    kept = {(s.name, s.function): s for s in asked}
    for name, function in people:
        if not kept.pop((name, function), None):
            Signatory.objects.create(version=version, party=party, name=name, function=function)
    version.signatories.filter(pk__in=[gone.pk for gone in kept.values()]).delete()


def _parties_to_keep(version):
    """By organisation, those that a text goes on with; who has left by then is a party anew.

    To these belongs who was listed by no text that holds, and who is going to join.
    """
    parties = version.agreement.parties.order_by("pk")
    if version.number:
        binding = Share.objects.filter(party=OuterRef("pk"), version__completed_on__isnull=False)
        start = version.effective_on or version.before().effective_on
        not_yet = ~Exists(binding) & (Q(accession=None) | Q(accession__effective_on__gt=start))
        parties = parties.filter(not_yet | Q(pk__in=version.carried_over().values("pk")))
    return {party.organisation_id: party for party in parties}


def _forget_parties(version, listed):
    """Who signs for a party that is taken out is not asked any more, unless it leaves by this text.

    A party that no text lists, and that has never signed or joined, was none.
    """
    out = version.agreement.parties.exclude(pk__in=listed)
    unasked = version.signatories.missing().filter(party__in=out)
    unasked.exclude(party__in=version.leaving_parties()).delete()
    out.filter(shares=None, signatories=None, accession=None, notice=None, measures=None).delete()
