"""Amendments and corrections: begun, drafted, signed or confirmed, given up."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.models import Accession, Agreement, Party, Version
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
LATER = date(2024, 9, 1)


def amend(agreement, *, effective_on=LATER, by=None):
    return actions.amend(
        agreement, reason="Neue Aufgaben", effective_on=effective_on, by=by or make_user()
    )


def correct(agreement, *, by=None, on=DAY):
    return actions.correct(agreement, reason="Schreibfehler", on=on, by=by or make_user())


def drafts_of(version, *, leaving=(), joining=()):
    """The parties as the form would hand them over."""
    stay = [share.party.organisation for share in version.shares.all()]
    return [
        PartyDraft(organisation, signatories=[("Rita Rath", "Leitung")], leaves=leaves)
        for organisation, leaves in [
            *((o, o in leaving) for o in stay),
            *((o, False) for o in joining),
        ]
    ]


def store(version, **change):
    return actions.save_version(version, parties=drafts_of(version, **change), by=make_user())


def send_round(version, *, on=DAY):
    actions.start_consultation(version.agreement, by=make_user(), on=on)
    actions.release(version.agreement, by=make_user(), on=on)


def finish(version, *, on=DAY):
    send_round(version, on=on)
    actions.record_all_signatures(version, by=make_user(), on=on, place="Koblenz")


def listed(version):
    return [share.party.organisation for share in version.shares.all()]


def bound(agreement, on):
    return [party.organisation for party in agreement.parties.belonging(on=on)]


def test_amend_copies_text_parties_and_who_signs():
    agreement = make_agreement(signed_on=DAY, goals="Ankommen")
    version = amend(agreement)
    assert (version.number, version.goals, version.effective_on) == (1, "Ankommen", LATER)
    assert listed(version) == listed(agreement.original)
    assert [str(s) for s in version.signatories.missing()] == ["Rita Rath, Leitung"] * 2
    assert agreement.version_on(LATER) == agreement.original


def test_amend_of_a_renewed_agreement_begins_with_the_end_that_runs():
    ends_on = LATER - timedelta(1)
    term = {"term": "fixed", "first_end_on": ends_on, "renewal": "tacit", "renewal_months": 12}
    version = amend(make_agreement(signed_on=DAY, **term))
    assert version.first_end_on == ends_on.replace(year=ends_on.year + 1)


def test_amend_waits_for_all_signatures_and_for_what_is_open():
    with pytest.raises(ValidationError, match="Only what all have signed"):
        amend(make_agreement(released_on=DAY))
    agreement = make_agreement(signed_on=DAY)
    amend(agreement)
    for another in (amend, correct):
        with pytest.raises(ValidationError, match="being worked on"):
            another(agreement)


def test_amend_never_takes_effect_before_the_text_it_changes():
    agreement = make_agreement(signed_on=DAY, effective_on=LATER)
    with pytest.raises(ValidationError, match="or later"):
        amend(agreement, effective_on=LATER - timedelta(1))


def test_amend_never_takes_effect_after_the_agreed_end():
    agreement = make_agreement(signed_on=DAY, terminated_on=LATER)
    with pytest.raises(ValidationError, match="ends by mutual consent before"):
        amend(agreement, effective_on=LATER + timedelta(1))
    assert amend(agreement).number == 1


def test_amendment_signed_by_all_changes_text_and_parties_on_its_day():
    agreement, ninth = make_agreement(signed_on=DAY), make_organisation()
    version = store(amend(agreement), joining=[ninth])
    finish(version)
    agreement = Agreement.objects.get()
    assert agreement.version_on(LATER - timedelta(1)) == agreement.original
    assert agreement.version_on(LATER) == version
    assert ninth not in bound(agreement, LATER - timedelta(1))
    assert ninth in bound(agreement, LATER)
    assert agreement.open_version is None


def test_party_that_leaves_by_an_amendment_signs_it():
    stays, goes, other = (make_organisation() for _ in range(3))
    agreement = make_agreement(parties=[stays, goes, other], signed_on=DAY)
    version = store(amend(agreement), leaving=[goes])
    assert [str(party) for party in version.leaving_parties()] == [str(goes)]
    send_round(version)
    first, *others = version.signatories.missing().order_by("party__organisation__pk")
    assert len(others) == 2
    actions.record_signatures([(s, DAY, {}) for s in others], by=make_user())
    assert Version.objects.get(pk=version.pk).completed_on is None
    actions.record_signature(first, by=make_user(), on=DAY + timedelta(1))
    assert Version.objects.get(pk=version.pk).completed_on == DAY + timedelta(1)
    assert bound(agreement, LATER) == [stays, other]
    assert bound(agreement, LATER - timedelta(1)) == [stays, goes, other]


def test_party_that_was_to_leave_stays_after_all():
    goes = make_organisation()
    agreement = make_agreement(parties=[make_organisation(), goes], signed_on=DAY)
    version = store(amend(agreement), leaving=[goes])
    before = list(Party.objects.all())
    version = actions.save_version(version, parties=drafts_of(agreement.original), by=make_user())
    assert listed(version) == listed(agreement.original)
    assert list(Party.objects.all()) == before
    assert version.signatories.count() == 2


def test_party_that_was_added_and_taken_out_again_was_none():
    agreement, ninth = make_agreement(signed_on=DAY), make_organisation()
    version = store(amend(agreement), joining=[ninth])
    store(version, leaving=[ninth])
    assert not ninth.parties.exists()
    assert version.signatories.count() == 2


def test_party_in_notice_stays_the_same_party_until_it_has_left():
    agreement = make_agreement(
        signed_on=DAY, effective_on=DAY, notice_months=1, notice_basis="year", parties=3
    )
    leaver = agreement.parties.first()
    actions.give_notice(
        leaver, kind="ordinary", received_on=date(2024, 6, 1), last_day=None, by=make_user()
    )
    version = store(amend(agreement))
    assert leaver.shares.count() == 2
    assert agreement.parties.count() == 3
    version.effective_on = date(2025, 1, 1)
    store(version)
    assert leaver.shares.count() == 1
    assert leaver.organisation.parties.count() == 2
    finish(version)
    assert bound(agreement, date(2024, 12, 31)).count(leaver.organisation) == 1
    assert bound(agreement, date(2025, 1, 1)).count(leaver.organisation) == 1


def test_release_refuses_whoever_will_have_left_by_notice():
    agreement = make_agreement(
        signed_on=DAY, effective_on=DAY, notice_months=1, notice_basis="year", parties=3
    )
    version = amend(agreement, effective_on=date(2025, 1, 1))
    leaver = agreement.parties.first()
    actions.give_notice(
        leaver, kind="ordinary", received_on=date(2024, 6, 1), last_day=None, by=make_user()
    )
    with pytest.raises(ValidationError, match=f"left by then: {leaver}"):
        send_round(version)


def test_party_that_left_by_an_amendment_comes_back_as_a_party_anew():
    stays, goes, other = (make_organisation() for _ in range(3))
    agreement = make_agreement(parties=[stays, goes, other], signed_on=DAY)
    finish(store(amend(agreement), leaving=[goes]))
    again = amend(agreement, effective_on=date(2025, 1, 1))
    finish(store(again, joining=[goes]), on=LATER)
    assert goes.parties.count() == 2
    assert [bound(agreement, day).count(goes) for day in (DAY, LATER, date(2025, 1, 1))] == [
        1,
        0,
        1,
    ]


def test_amendment_lists_whoever_has_joined_by_declaration():
    agreement, ninth = make_agreement(signed_on=DAY, effective_on=DAY), make_organisation()
    declared = Accession(
        declared_on=DAY, effective_on=date(2024, 6, 1), name="Nora Neu", role="Beratung"
    )
    actions.accede(agreement, organisation=ninth, accession=declared, by=make_user())
    version = amend(agreement)
    assert version.shares.get(party__organisation=ninth).role == "Beratung"
    assert [str(s) for s in version.signatories.filter(party__organisation=ninth)] == ["Nora Neu"]
    finish(store(version))
    assert ninth.parties.count() == 1
    assert ninth in bound(agreement, LATER)


def test_text_that_lacks_whoever_joined_since_its_release_is_not_completed():
    agreement, ninth = make_agreement(signed_on=DAY, effective_on=DAY), make_organisation()
    version = amend(agreement)
    send_round(version)
    declared = Accession(declared_on=DAY, effective_on=date(2024, 6, 1), name="Nora Neu")
    actions.accede(agreement, organisation=ninth, accession=declared, by=make_user())
    with pytest.raises(ValidationError, match=f"Say who signs for {ninth}"):
        actions.record_all_signatures(version, by=make_user(), on=DAY)
    assert not version.signatories.signed().exists()


def test_amendment_of_a_corrected_text_asks_who_signed_the_text():
    agreement = make_agreement(signed_on=DAY)
    actions.confirm_correction(correct(agreement), by=make_user(), on=DAY)
    assert amend(agreement).signatories.missing().count() == 2


def test_dropped_amendment_leaves_its_number_and_its_parties_to_the_next():
    agreement, ninth = make_agreement(signed_on=DAY), make_organisation()
    given_up = store(amend(agreement), joining=[ninth])
    actions.drop(given_up, by=make_user(), on=DAY)
    version = store(amend(agreement), joining=[ninth])
    assert version.number == given_up.number == 1
    assert ninth.parties.count() == 1
    finish(version)
    assert agreement.version_on(LATER) == version
    with pytest.raises(ValidationError, match="given up already"):
        actions.drop(given_up, by=make_user(), on=DAY)
    with pytest.raises(ValidationError, match="All have signed"):
        actions.drop(version, by=make_user(), on=DAY)
    with pytest.raises(ValidationError, match="withdrawn with its agreement"):
        actions.drop(agreement.original, by=make_user(), on=DAY)


def test_drop_keeps_the_signatures_that_were_given():
    version = amend(make_agreement(signed_on=DAY))
    send_round(version)
    actions.record_signature(version.signatories.first(), by=make_user(), on=DAY)
    actions.drop(version, by=make_user(), on=DAY)
    assert version.signatories.signed().count() == 1


def test_correction_is_confirmed_by_a_second_person():
    writer, second = make_user(), make_user()
    agreement = make_agreement(signed_on=DAY, goals="Ankomen")
    version = correct(agreement, by=writer)
    version.goals = "Ankommen"
    version = actions.save_version(version, parties=None, by=writer)
    with pytest.raises(ValidationError, match="Somebody else has to confirm"):
        actions.confirm_correction(version, by=writer, on=LATER)
    actions.confirm_correction(version, by=second, on=LATER)
    agreement = Agreement.objects.get()
    texts = [agreement.version_on(day).goals for day in (LATER - timedelta(1), LATER)]
    assert texts == ["Ankomen", "Ankommen"]
    assert listed(agreement.version_on(LATER)) == listed(agreement.original)
    with pytest.raises(ValidationError, match="no correction to confirm"):
        actions.confirm_correction(version, by=second, on=LATER)


def test_whoever_stored_a_correction_last_does_not_confirm_it():
    writer, second = make_user(), make_user()
    version = correct(make_agreement(signed_on=DAY), by=writer)
    version = actions.save_version(version, parties=None, by=second)
    with pytest.raises(ValidationError, match="Somebody else"):
        actions.confirm_correction(version, by=second, on=DAY)
    actions.confirm_correction(version, by=writer, on=DAY)


def test_dropped_correction_is_never_confirmed():
    agreement = make_agreement(signed_on=DAY)
    version = correct(agreement)
    actions.drop(version, by=make_user(), on=DAY)
    with pytest.raises(ValidationError, match="no correction to confirm"):
        actions.confirm_correction(version, by=make_user(), on=DAY)
    assert correct(agreement).correction == 1


def test_start_over_voids_signatures_and_keeps_them_with_the_reason():
    agreement, by = make_agreement(signed_on=[DAY, None], goals="Ankommen"), make_user()
    actions.start_over(agreement, by=by, on=LATER, reason="Kosten neu verhandelt")
    version = Version.objects.get()
    void = version.signatories.get(voided_on=LATER)
    assert (void.signed_on, void.void_reason) == (DAY, "Kosten neu verhandelt")
    assert version.signatories.missing().count() == 2
    assert (version.consultation_on, version.released_on, version.locked) == (None, None, False)
    actions.save_draft(agreement, version=version, parties=drafts_of(version), by=by)
    finish(version, on=LATER)
    assert Version.objects.get().completed_on == LATER
    assert list(version.signatories.exclude(voided_on=None)) == [void]


def test_start_over_has_its_time():
    agreement, by = make_agreement(), make_user()
    with pytest.raises(ValidationError, match="draft already"):
        actions.start_over(agreement, by=by, on=DAY, reason="Anders")
    signed = make_agreement(signed_on=DAY)
    with pytest.raises(ValidationError, match="no text that is waiting"):
        actions.start_over(signed, by=by, on=DAY, reason="Anders")
    correct(signed)
    with pytest.raises(ValidationError, match="given up instead"):
        actions.start_over(signed, by=by, on=DAY, reason="Anders")


def test_save_version_refuses_what_somebody_else_stored_meanwhile():
    version = amend(make_agreement(signed_on=DAY))
    stale = Version.objects.get(pk=version.pk)
    store(version)
    stale.goals = "Anders"
    with pytest.raises(ValidationError, match="meanwhile") as error:
        store(stale)
    assert error.value.code == "stale"
    assert Version.objects.get(pk=version.pk).goals == ""


def test_save_version_refuses_what_was_given_up():
    version = amend(make_agreement(signed_on=DAY))
    actions.drop(version, by=make_user(), on=DAY)
    with pytest.raises(ValidationError, match="was given up"):
        store(version)


def test_record_all_signatures_leaves_those_that_are_there():
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    version, day = agreement.original, DAY + timedelta(3)
    assert actions.record_all_signatures(version, by=make_user(), on=day, place="Mayen") == 1
    assert [(s.signed_on, s.place) for s in version.signatories.all()] == [
        (DAY, ""),
        (day, "Mayen"),
    ]
    assert Version.objects.get().completed_on == day


def test_record_all_signatures_refuses_a_day_before_the_release():
    agreement = make_agreement(released_on=DAY, parties=3)
    with pytest.raises(ValidationError, match="before the release"):
        actions.record_all_signatures(
            agreement.original, by=make_user(), on=DAY - timedelta(1), place=""
        )
    assert not agreement.original.signatories.signed().exists()


def test_signed_ahead_it_comes_into_force_by_itself():
    agreement = make_agreement(released_on=DAY, effective_on=LATER)
    actions.record_all_signatures(agreement.original, by=make_user(), on=DAY, place="")
    states = [
        Agreement.objects.with_state(on=day).get().state
        for day in (DAY, LATER - timedelta(1), LATER)
    ]
    assert states == ["signed", "signed", "in_force"]


def test_amend_goes_on_after_the_end_with_as_long_a_term():
    agreement = make_agreement(
        signed_on=DAY, effective_on=DAY, term="fixed", first_end_on=LATER, renewal="amendment"
    )
    version = amend(agreement, effective_on=LATER + timedelta(days=1))
    assert version.first_end_on - version.effective_on == LATER - DAY
