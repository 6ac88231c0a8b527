from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.models import Agreement, Organisation, Version
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_document, make_organisation

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)


def create(*parties, by=None, **kw):
    return actions.create_agreement(
        Agreement(number="KV-1", title="Lotsenhaus"),
        version=Version(effective_on=DAY, **kw),
        parties=parties,
        by=by or make_user(),
    )


def test_create_agreement_is_done_by_somebody():
    by = make_user()
    agreement = create(PartyDraft(make_organisation()), by=by)
    entry = HistoryEntry.objects.get(table_name="cooperation_agreement", action="insert")
    assert (entry.row_id, entry.by) == (agreement.pk, by)


def test_create_agreement_stores_all_or_nothing():
    town = make_organisation()
    new = Organisation(name="Neuer Verein", kind="association")
    with pytest.raises(ValidationError, match="is a party twice"):
        create(PartyDraft(new), PartyDraft(town), PartyDraft(town))
    assert (Agreement.objects.count(), Organisation.objects.count()) == (0, 1)


def test_the_whole_way_into_force():
    by = make_user()
    agreement = create(
        PartyDraft(make_organisation(), lead=True, signatories=[("Rita Rath", "Leitung")]),
        PartyDraft(make_organisation(), signatories=[("Uwe Uhl", ""), ("Ida Ost", "Vorstand")]),
        by=by,
        goals="Ankommen",
    )
    actions.start_consultation(agreement, by=by, on=DAY)
    actions.release(agreement, by=by, on=DAY)
    for n, signatory in enumerate(Version.objects.get().signatories.all()):
        assert not Agreement.objects.in_force(on=DAY + timedelta(n)).exists()
        actions.record_signature(signatory, by=by, on=DAY + timedelta(n), place="Koblenz")
    assert Version.objects.get().completed_on == DAY + timedelta(2)
    assert Agreement.objects.in_force(on=DAY + timedelta(2)).get() == agreement


def test_start_consultation_needs_two_parties():
    agreement = create(PartyDraft(make_organisation()))
    with pytest.raises(ValidationError, match="at least two parties"):
        actions.start_consultation(agreement, by=make_user(), on=DAY)


def test_steps_are_taken_once():
    agreement, by = make_agreement(released_on=DAY), make_user()
    for step in (actions.start_consultation, actions.release):
        with pytest.raises(ValidationError):
            step(agreement, by=by, on=DAY)


def test_save_draft_refuses_a_text_that_was_signed_meanwhile():
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    with pytest.raises(ValidationError, match="locked"):
        actions.save_draft(agreement, version=agreement.original, parties=[], by=make_user())
    assert agreement.parties.count() == 2


def test_record_signature_refuses_a_second_one():
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    signed = agreement.original.signatories.signed().get()
    with pytest.raises(ValidationError, match="has signed already"):
        actions.record_signature(signed, by=make_user(), on=DAY)


def test_record_signatures_are_all_stored_or_none():
    agreement = make_agreement(released_on=DAY)
    first, second = agreement.original.signatories.all()
    rows = [(first, DAY, {}), (second, DAY - timedelta(1), {})]
    with pytest.raises(ValidationError, match="lies before the release"):
        actions.record_signatures(rows, by=make_user())
    assert not agreement.original.signatories.signed().exists()


def test_nothing_happens_to_a_withdrawn_agreement():
    agreement, by = make_agreement(consultation_on=DAY, withdrawn_on=DAY), make_user()
    with pytest.raises(ValidationError, match="was withdrawn"):
        actions.release(agreement, by=by, on=DAY)
    with pytest.raises(ValidationError, match="withdrawn already"):
        actions.withdraw(agreement, by=by, on=DAY)


def test_withdraw_and_terminate_know_their_time():
    signed, draft, by = make_agreement(signed_on=DAY), make_agreement(), make_user()
    with pytest.raises(ValidationError, match="All have signed"):
        actions.withdraw(signed, by=by, on=DAY)
    with pytest.raises(ValidationError, match="Not all have signed"):
        actions.terminate(draft, by=by, last_day=DAY)
    with pytest.raises(ValidationError, match="before the last signature"):
        actions.terminate(signed, by=by, last_day=DAY - timedelta(1))
    actions.terminate(signed, by=by, last_day=DAY)
    assert not Agreement.objects.in_force(on=DAY + timedelta(1)).exists()


def test_save_draft_keeps_the_steps_that_somebody_took_meanwhile():
    agreement = make_agreement(consultation_on=DAY, goals="Ankommen")
    stale = Agreement.objects.get()
    actions.release(agreement, by=make_user(), on=DAY)
    parties = [
        PartyDraft(party.organisation, signatories=[("Rita Rath", "")])
        for party in agreement.parties.all()
    ]
    version = Version.objects.get()
    version.released_on = None
    actions.save_draft(stale, version=version, parties=parties, by=make_user())
    assert Version.objects.get().released_on == DAY


def test_save_office_facts_refuses_a_lead_that_is_no_party():
    agreement = make_agreement(signed_on=DAY)
    agreement.lead = make_organisation()
    with pytest.raises(ValidationError) as error:
        actions.save_office_facts(agreement, by=make_user())
    assert error.value.message_dict == {"lead": ["Only a party to the agreement has the lead."]}
    assert Agreement.objects.get().lead is None


def test_what_was_withdrawn_meanwhile_stays_withdrawn():
    agreement = make_agreement()
    stale, version = Agreement.objects.get(), Version.objects.get()
    actions.withdraw(agreement, by=make_user(), on=DAY)
    with pytest.raises(ValidationError, match="was withdrawn"):
        actions.save_draft(stale, version=version, parties=[], by=make_user())
    actions.save_office_facts(stale, by=make_user())
    assert Agreement.objects.get().withdrawn_on == DAY


@pytest.mark.parametrize("said", ["goals", "annexes", "tasks", "contribution", "working", "signed"])
def test_release_needs_a_text_or_the_file_that_has_it(said):
    agreement, by = make_agreement(consultation_on=DAY), make_user()
    make_document(agreement, kind="decision")
    with pytest.raises(ValidationError, match="no text yet: write goals, or the tasks"):
        actions.release(agreement, by=by, on=DAY)
    if said in ("working", "signed"):
        make_document(agreement, kind=said)
    elif said in ("tasks", "contribution"):
        agreement.original.shares.update(**{said: "Räume"})
    else:
        agreement.versions.update(**{said: "Ankommen"})
    actions.release(agreement, by=by, on=DAY)
    assert Version.objects.get().released_on == DAY


def test_text_that_goes_round_for_signature_is_not_emptied():
    agreement = make_agreement(released_on=DAY, goals="Ankommen")
    version = agreement.original
    version.goals = ""
    parties = [
        PartyDraft(party.organisation, signatories=[("Rita Rath", "")])
        for party in agreement.parties.all()
    ]
    with pytest.raises(ValidationError, match="no text yet"):
        actions.save_draft(agreement, version=version, parties=parties, by=make_user())
    assert Version.objects.get().goals == "Ankommen"
