"""What the office does with an agreement that all have signed. Each is one transaction."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cooperation.actions.drafting import lock
from cooperation.models import (
    Accession,
    Agreement,
    Notice,
    Organisation,
    Party,
    Share,
    Signatory,
    Suspension,
    Version,
)
from cooperation.models.states import OVER
from cooperation.models.versions import TEXT_AND_TERM
from miko_portal.base.history import acting
from miko_portal.base.models import User


@transaction.atomic
def amend(agreement: Agreement, *, reason: str, effective_on: date, by: User) -> Version:
    """Begin an amendment: a copy of the text in effect, with all that are party to it ("Nachtrag").

    Refuses it while another text is open, before the text that it changes, and after the end that
    all have agreed.
    """
    with acting(by):
        before = _last_text(agreement)
        last_day = before.agreement.terminated_on
        if last_day and effective_on > last_day:
            raise ValidationError(_("The agreement ends by mutual consent before."))
        if effective_on < before.effective_on:
            raise ValidationError(
                _("An amendment takes effect on the day of the text it changes, or later.")
            )
        version = _copy(
            before,
            number=before.number + 1,
            reason=reason,
            effective_on=effective_on,
            first_end_on=_end_that_runs(before, on=effective_on),
        )
        shares = {share.party_id: share for share in before.shares.all()}
        for party in before.members(on=effective_on).select_related("accession"):
            _copy_share(shares.get(party.pk) or party.accession, version, party)
        _ask_the_same_people(before, version)
    return version


@transaction.atomic
def correct(agreement: Agreement, *, reason: str, on: date, by: User) -> Version:
    """Begin a correction of the last text; a second person confirms it ("Berichtigung")."""
    with acting(by):
        before = _last_text(agreement)
        version = _copy(
            before,
            correction=before.correction + 1,
            reason=reason,
            written_by=by,
            effective_on=before.effective_on,
            consultation_on=on,
            released_on=on,
        )
        for share in before.shares.all():
            _copy_share(share, version, share.party)
    return version


@transaction.atomic
def confirm_correction(version: Version, *, by: User, on: date):
    """Confirm what a colleague corrected; from now on readers see it."""
    with acting(by):
        lock(version.agreement)
        Version.objects.get(pk=version.pk).confirm(on=on, by=by)


@transaction.atomic
def drop(version: Version, *, by: User, on: date):
    """Give up an amendment or a correction before it holds ("verwerfen")."""
    with acting(by):
        lock(version.agreement)
        Version.objects.get(pk=version.pk).drop(on=on)


@transaction.atomic
def give_notice(
    party: Party,
    *,
    kind: str,
    received_on: date,
    reason: str = "",
    last_day: date | None = None,
    by: User,
) -> Notice:
    """Note that a party has given notice ("Kündigung").

    An ordinary notice works at the next possible end, which follows from the text; a notice for
    cause on the day it names.
    """
    with acting(by):
        agreement = lock(party.agreement)
        if Notice.objects.filter(party=party).exists():
            raise ValidationError({"party": _("This party has given notice already.")})
        _refuse_unsigned(agreement, received_on, at="received_on")
        if kind == Notice.Kind.ORDINARY:
            last_day = agreement.terms_on(received_on).notice_works_on(received_on)
            if last_day is None:
                raise ValidationError(
                    {"kind": _("No ordinary notice is possible by the text in effect.")}
                )
        elif last_day is None:
            raise ValidationError({"last_day": _("Say which day is the last.")})
        elif last_day < received_on:
            raise ValidationError({"last_day": _("The last day lies before the day of receipt.")})
        elif not reason:
            raise ValidationError({"reason": _("A notice for cause says why.")})
        if not agreement.parties.belonging(on=last_day).filter(pk=party.pk).exists():
            raise ValidationError(
                {"party": _("It is no party to the agreement any more on the last day.")}
            )
        return Notice.objects.create(
            party=party, kind=kind, received_on=received_on, effective_on=last_day, reason=reason
        )


@transaction.atomic
def accede(
    agreement: Agreement, *, organisation: Organisation, accession: Accession, by: User
) -> Accession:
    """Let an organisation join by its declaration, without new signatures ("Beitritt")."""
    with acting(by):
        agreement = lock(agreement)
        _refuse_unsigned(agreement, accession.declared_on, at="declared_on")
        if accession.effective_on < accession.declared_on:
            raise ValidationError(
                {"effective_on": _("It takes effect on the day it was declared or later.")}
            )
        if accession.effective_on < agreement.original.effective_on:
            raise ValidationError(
                {"effective_on": _("The agreement itself does not take effect before.")}
            )
        _refuse_what_is_over(agreement, accession.effective_on, at="effective_on")
        bound = agreement.parties.belonging(on=accession.effective_on)
        if organisation.pk and bound.filter(organisation=organisation).exists():
            raise ValidationError({"organisation": _("This organisation is a party already.")})
        if organisation.pk is None:
            organisation.save()
        accession.party = _new_party(agreement, organisation)
        accession.full_clean(exclude=["party"])
        accession.save()
    return accession


@transaction.atomic
def suspend(
    agreement: Agreement, *, starts_on: date, ends_on: date | None, reason: str, by: User
) -> Suspension:
    """Let an agreement rest for a time, or until somebody ends that ("Ruhen")."""
    with acting(by):
        agreement = lock(agreement)
        _refuse_unsigned(agreement, starts_on, at="starts_on")
        _refuse_what_is_over(agreement, starts_on, at="starts_on")
        suspension = Suspension(
            agreement=agreement, starts_on=starts_on, ends_on=ends_on, reason=reason
        )
        _store_period(suspension)
    return suspension


@transaction.atomic
def resume(suspension: Suspension, *, last_day: date, by: User) -> Suspension:
    """Say which day of a suspension is its last; the agreement binds again from the next."""
    with acting(by):
        lock(suspension.agreement)
        suspension.refresh_from_db()
        suspension.ends_on = last_day
        _store_period(suspension)
    return suspension


@transaction.atomic
def terminate(agreement: Agreement, *, by: User, last_day: date):
    """End an agreement by mutual consent after its last day ("Aufhebung")."""
    with acting(by):
        lock(agreement).terminate(last_day=last_day)


def _last_text(agreement):
    """The latest text that all have signed, as it was corrected; nothing else may be open."""
    agreement = lock(agreement)
    if agreement.original.completed_on is None:
        raise ValidationError(_("Only what all have signed is amended or corrected."))
    if agreement.open_version:
        raise ValidationError(_("Another version is being worked on already."))
    return agreement.versions.filter(completed_on__isnull=False).last()


def _copy(before, **facts):
    told = {name: getattr(before, name) for name in TEXT_AND_TERM}
    told |= {"agreement": before.agreement, "number": before.number} | facts
    version = Version(**told)
    version.full_clean(exclude=["agreement", "written_by"])
    version.save()
    return version


def _end_that_runs(before, *, on):
    """The end of the term that runs on the day; where it was renewed, that of the renewal.

    An amendment that goes on after the end is proposed as long a term as before.
    """
    terms = before.agreement.terms_of(before, on=on)
    if terms.renewed:
        return terms.term_end(on)
    end = before.first_end_on
    return end if end is None or end >= on else on + (end - before.effective_on)


def _copy_share(told, version, party):
    """What a share or an accession says, as a share in another version."""
    Share.objects.create(
        version=version,
        party=party,
        role=told.role,
        legal_basis=getattr(told, "legal_basis", ""),
        tasks=told.tasks,
        contribution=told.contribution,
    )


def _ask_the_same_people(before, version):
    """Who signed the text before is asked again; for those who joined since, who declared it."""
    asked = {}
    text = before.agreement.versions.texts().get(number=before.number)
    for signatory in text.signatories.signed():
        asked.setdefault(signatory.party_id, []).append((signatory.name, signatory.function))
    for share in version.shares.select_related("party__accession"):
        joined = getattr(share.party, "accession", None)
        told = asked.get(share.party_id) or (joined and [(joined.name, joined.function)]) or []
        for name, function in told:
            Signatory.objects.create(
                version=version, party=share.party, name=name, function=function
            )


def _refuse_unsigned(agreement, on, *, at):
    signed_on = agreement.original.completed_on
    if signed_on is None or signed_on > on:
        raise ValidationError({at: _("Not all had signed on this day.")})


def _refuse_what_is_over(agreement, on, *, at):
    if Agreement.objects.with_state(on=on).get(pk=agreement.pk).state in OVER:
        raise ValidationError({at: _("The agreement is over by then.")})


def _new_party(agreement, organisation):
    """The database knows whether it is a party for another time, or in a text that is open."""
    try:
        with transaction.atomic():
            return Party.objects.create(agreement=agreement, organisation=organisation)
    except IntegrityError:
        text = _("This organisation is a party already, or will be by a text that is open.")
        raise ValidationError({"organisation": text}) from None


def _store_period(suspension):
    if suspension.ends_on and suspension.ends_on < suspension.starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
    last = suspension.ends_on or date.max
    others = suspension.agreement.suspensions.exclude(pk=suspension.pk)
    later = Q(ends_on=None) | Q(ends_on__gte=suspension.starts_on)
    if others.filter(later, starts_on__lte=last).exists():
        raise ValidationError(_("It is suspended already at this time."))
    suspension.full_clean(exclude=["agreement"])
    suspension.save()
