"""What the office does with agreements. Each is one transaction, done by somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.models import (
    Agreement,
    Membership,
    Organisation,
    Party,
    Share,
    Signatory,
    Version,
)
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


@transaction.atomic
def create_agreement(
    agreement: Agreement, *, version: Version, parties: Iterable[PartyDraft], by: User
) -> Agreement:
    """Begin the draft of an agreement with its first text and its parties ("Entwurf")."""
    with acting(by):
        agreement.save()
        version.agreement, version.number = agreement, 0
        version.save()
        _store_parties(version, parties)
    return agreement


@transaction.atomic
def save_draft(
    agreement: Agreement, *, version: Version, parties: Iterable[PartyDraft], by: User
) -> Agreement:
    """Store what was changed in a text that nobody has signed yet.

    Refuses a text that somebody has signed, one that was withdrawn, and one that could no longer
    go round for signature although it is released.
    """
    with acting(by):
        _keep_facts(agreement)
        version.refresh_from_db(fields=["consultation_on", "released_on", "completed_on"])
        if agreement.withdrawn_on:
            raise ValidationError(_("This agreement was withdrawn."))
        if version.locked:
            raise ValidationError(_("Somebody has signed meanwhile: the text is locked."))
        agreement.save()
        version.save()
        _store_parties(version, parties)
        if version.released_on:
            version.check_release()
    return agreement


@transaction.atomic
def save_office_facts(agreement: Agreement, *, by: User) -> Agreement:
    """Store what the office keeps about an agreement, whatever its state: clerk, decision, file."""
    with acting(by):
        _keep_facts(agreement)
        agreement.save()
    return agreement


@transaction.atomic
def start_consultation(agreement: Agreement, *, by: User, on: date):
    """Send a draft to its partners, who see it from now on ("Abstimmung")."""
    with acting(by):
        _open_text(agreement).start_consultation(on=on)


@transaction.atomic
def release(agreement: Agreement, *, by: User, on: date):
    """Have the agreed text go round for signature ("zur Unterschrift freigeben")."""
    with acting(by):
        _open_text(agreement).release(on=on)


@transaction.atomic
def record_signature(signatory: Signatory, *, by: User, on: date, **told: str):
    """Note that somebody has signed; the last signature completes the version.

    `told`: place, name and function of a deputy, on behalf of whom.
    """
    with acting(by):
        version = _open_text(signatory.version.agreement)
        current = version.signatories.get(pk=signatory.pk)
        current.sign(on=on, **told)
        version.complete()


@transaction.atomic
def record_signatures(rows: list[tuple[Signatory, date, dict]], *, by: User) -> int:
    """Note several signatures, all or none; each as (who, day, what is told). Counts them."""
    for signatory, day, told in rows:
        record_signature(signatory, by=by, on=day, **told)
    return len(rows)


@transaction.atomic
def withdraw(agreement: Agreement, *, by: User, on: date):
    """Give up an agreement before all have signed ("zurückziehen")."""
    with acting(by):
        _lock(agreement).withdraw(on=on)


@transaction.atomic
def terminate(agreement: Agreement, *, by: User, last_day: date):
    """End an agreement by mutual consent after its last day ("Aufhebung")."""
    with acting(by):
        _lock(agreement).terminate(last_day=last_day)


@transaction.atomic
def give_access(*, user: User, organisation: Organisation, by: User) -> Membership:
    """Let a user account see what concerns an organisation ("Zugang")."""
    with acting(by):
        return Membership.objects.get_or_create(user=user, organisation=organisation)[0]


@transaction.atomic
def end_access(membership: Membership, *, by: User):
    """Take the access of a user account to an organisation back; the history keeps both."""
    with acting(by):
        membership.delete()


def _lock(agreement):
    """The agreement as it stands, held until the transaction ends."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _keep_facts(agreement):
    """Take over the steps that somebody took since it was read, and hold it as `_lock` does."""
    _lock(agreement)
    agreement.refresh_from_db(fields=["lead", "withdrawn_on", "terminated_on"])


def _open_text(agreement):
    """The text that is still on its way to be signed."""
    agreement = _lock(agreement)
    if agreement.withdrawn_on:
        raise ValidationError(_("This agreement was withdrawn."))
    return agreement.original


def _store_parties(version, drafts):
    """Make the parties of a version those of the draft, in its order where they are new."""
    agreement = version.agreement
    kept = {party.organisation_id: party for party in agreement.parties.all()}
    wanted, lead = set(), None
    for draft in drafts:
        if draft.organisation.pk is None:
            draft.organisation.save()
        if draft.organisation.pk in wanted:
            raise ValidationError(
                _("%(organisation)s is a party twice."),
                params={"organisation": draft.organisation},
            )
        wanted.add(draft.organisation.pk)
        lead = draft.organisation if draft.lead else lead
        party = kept.get(draft.organisation.pk) or Party.objects.create(
            agreement=agreement, organisation=draft.organisation
        )
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
    agreement.parties.exclude(organisation__in=wanted).delete()
    if agreement.lead != lead:
        agreement.lead = lead
        agreement.save(update_fields=["lead"])


def _store_signatories(version, party, people):
    kept = {(s.name, s.function): s for s in version.signatories.filter(party=party)}
    for name, function in people:
        if not kept.pop((name, function), None):
            Signatory.objects.create(version=version, party=party, name=name, function=function)
    version.signatories.filter(pk__in=[gone.pk for gone in kept.values()]).delete()
