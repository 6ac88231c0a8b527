"""The later texts of the demo's agreements: amendments, signed or going round, and corrections."""

from datetime import date

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.comparing import stored_parties
from cooperation.models import Agreement, Organisation
from miko_portal.base.models import User
from miko_portal.demo.content import day_of, month_begins, read


def load_later_text(
    agreement: Agreement,
    told: dict,
    organisations: dict[str, Organisation],
    *,
    today: date,
    by: User,
) -> None:
    """Amend or correct an agreement that all have signed, as far as the days tell."""
    if amended := told.get("amended"):
        facts = read(told["details"])["amendment"] if "details" in told else amended
        _amend(agreement, amended | facts, organisations, today=today, by=by)
    if corrected := told.get("corrected"):
        day = day_of(corrected["begun"], today=today)
        version = actions.correct(agreement, reason=corrected["reason"], on=day, by=by)
        _write(version, corrected, parties=None, by=by)


def _amend(agreement, facts, organisations, *, today, by):
    effective_on = month_begins(facts["effective"], today=today)
    version = actions.amend(agreement, reason=facts["reason"], effective_on=effective_on, by=by)
    known = read("organisations")
    joining = [
        PartyDraft(organisations[key], signatories=[tuple(known[key]["signs"])], **share)
        for key, share in facts.get("joins", {}).items()
    ]
    parties = [*stored_parties(version, people=True), *joining]
    _write(version, facts, parties=parties, by=by)
    actions.start_consultation(agreement, by=by, on=day_of(facts["consultation"], today=today))
    actions.release(agreement, by=by, on=day_of(facts["released"], today=today))
    if signed_on := day_of(facts.get("signed"), today=today):
        actions.record_all_signatures(version, by=by, on=signed_on)


def _write(version, facts, *, parties, by):
    for name, text in facts["texts"].items():
        setattr(version, name, text)
    actions.save_version(version, parties=parties, by=by)
