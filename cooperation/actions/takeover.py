"""Agreements that were signed before there was a portal ("Altbestand")."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from cooperation.actions.drafting import PartyDraft, store_parties
from cooperation.actions.papers import add_document
from cooperation.models import Agreement, Document, Version
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def take_over(
    agreement: Agreement,
    *,
    version: Version,
    parties: Iterable[PartyDraft],
    signed_on: date | None = None,
    scan: File | None = None,
    again: bool = False,
    on: date,
    at: datetime | None = None,
    by: User,
) -> Agreement:
    """Store an agreement from the files as signed by all, without their signatures ("Altbestand").

    `signed_on`: the day the last one signed; where nobody knows it, the day it took effect. Who
    signs for a party is left out: that goes with a signature. Refuses an agreement without its
    start, with fewer than two parties, bound to a project that isn't named, and one that was
    signed after the day it is taken over.
    """
    parties = [replace(party, signatories=[]) for party in parties]
    if len(parties) < 2:
        raise ValidationError(_("An agreement needs at least two parties."))
    if version.effective_on is None:
        raise ValidationError({"effective_on": _("Say from which day on it takes effect.")})
    if version.term == Version.Term.PROJECT and agreement.project is None:
        raise ValidationError({"term": _("Say which project its term is bound to.")})
    if signed_on and signed_on > on:
        raise ValidationError(_("This day is still to come."))
    with acting(by):
        agreement.full_clean()
        agreement.save()
        version.agreement, version.number, version.taken_over_on = agreement, 0, on
        version.full_clean(exclude=["agreement"])
        version.save()
        store_parties(version, parties)
        day = signed_on or min(version.effective_on, on)
        version.consultation_on = version.released_on = version.completed_on = day
        version.save(update_fields=["consultation_on", "released_on", "completed_on"])
        if scan:
            _keep(scan, agreement, version, again=again, at=at, by=by)
    return agreement


def _keep(scan, agreement, version, **told):
    kind = Document.Kind.SIGNED
    try:
        add_document(agreement, file=scan, kind=kind, version=version, **told)
    except ValidationError as error:
        raise ValidationError({"scan": error}) from error
