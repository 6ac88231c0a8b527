"""Agreements from the files, and what lacks there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.models import Agreement, Contact, Document, Gap, Organisation, Party, Version
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation, make_person

pytestmark = pytest.mark.django_db
START, TODAY = date(2012, 4, 1), date(2026, 3, 2)


def take_over(*organisations, signed_on=None, **kw):
    organisations = organisations or (make_organisation(), make_organisation())
    kw.setdefault("effective_on", START)
    agreement = Agreement(
        number=kw.pop("number", "ALT-7"), title="Sprache im Alltag", project=kw.pop("project", None)
    )
    return actions.take_over(
        agreement,
        version=Version(**kw),
        parties=[PartyDraft(organisation, lead=True) for organisation in organisations[:1]]
        + [PartyDraft(organisation) for organisation in organisations[1:]],
        signed_on=signed_on,
        on=TODAY,
        by=make_user(),
    )


def state(on):
    return Agreement.objects.with_state(on=on).get().state


def test_take_over_stores_what_was_signed_long_ago():
    county, town = make_organisation(), make_organisation()
    agreement = take_over(county, town, signed_on=date(2012, 3, 5))
    text = agreement.original
    assert (text.completed_on, text.taken_over_on, agreement.lead) == (
        date(2012, 3, 5),
        TODAY,
        county,
    )
    assert [party.organisation for party in agreement.parties.all()] == [county, town]
    assert (state(date(2012, 3, 4)), state(date(2012, 3, 5)), state(START)) == (
        "draft",
        "signed",
        "in_force",
    )


def test_take_over_without_the_day_of_signing_takes_that_of_the_start():
    assert take_over().original.completed_on == START


def test_take_over_for_a_start_to_come_was_signed_by_today():
    assert take_over(effective_on=date(2026, 7, 1)).original.completed_on == TODAY


def test_take_over_counts_the_renewals_since():
    take_over(
        term="fixed",
        first_end_on=date(2015, 3, 31),
        renewal="tacit",
        renewal_months=12,
        notice_months=3,
        notice_basis="term",
    )
    agreement = Agreement.objects.with_state(on=TODAY).with_term(on=TODAY).get()
    assert (agreement.state, agreement.term_end, agreement.notice_day) == (
        "in_force",
        date(2026, 3, 31),
        date(2026, 12, 31),
    )


def test_take_over_asks_nobody_who_signs():
    agreement = Agreement(number="ALT-1", title="Altes")
    parties = [PartyDraft(make_organisation(), signatories=[("Rita Rath", "")]) for _ in range(2)]
    version = Version(effective_on=START)
    actions.take_over(agreement, version=version, parties=parties, on=TODAY, by=make_user())
    assert not version.signatories.exists()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"effective_on": None}, "Say from which day on it takes effect."),
        ({"term": "fixed", "first_end_on": date(2012, 3, 31)}, "The end lies before the start."),
        ({"term": "project"}, "Say which project its term is bound to."),
        ({"signed_on": date(2026, 3, 3)}, "This day is still to come."),
        ({"number": "kv-1"}, "There is an agreement of this number already."),
    ],
)
def test_take_over_refuses_what_cannot_be(facts, message):
    make_agreement(number="KV-1")
    with pytest.raises(ValidationError) as error:
        take_over(**facts)
    assert error.value.messages == [message]
    assert Agreement.objects.count() == 1


def test_take_over_refuses_one_party_alone_and_one_twice():
    one = make_organisation()
    for parties, message in (
        ([one], "An agreement needs at least two parties."),
        ([one, one], f"{one} is a party twice."),
    ):
        with pytest.raises(ValidationError) as error:
            take_over(*parties)
        assert error.value.messages == [message]
    assert not Agreement.objects.exists()
    assert not Party.objects.exists()


def test_take_over_stores_no_organisation_without_its_agreement():
    with pytest.raises(ValidationError):
        take_over(make_organisation(), Organisation(name="Neu", kind="club"), number="")
    assert Organisation.objects.count() == 1


def test_what_was_taken_over_stays_as_it_is(portal_role):
    agreement = take_over()
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        agreement.versions.update(goals="other")


def gaps(agreement, on=TODAY):
    found = Agreement.objects.with_gaps(on=on).filter(pk=agreement.pk).first()
    return found.gaps if found else []


def test_gaps_of_what_was_taken_over_are_all_of_them():
    assert gaps(take_over()) == [gap for gap in Gap if gap != Gap.NOTICE]


def test_gaps_are_filled_one_after_the_other():
    agreement = take_over(
        term="fixed", first_end_on=date(2012, 12, 31), renewal="tacit", renewal_months=12
    )
    assert gaps(agreement) == [gap for gap in Gap if gap != Gap.END]
    agreement.clerk, agreement.file_reference = make_user(), "51-2012"
    agreement.original_kept_at = "Keller"
    agreement.save()
    for party in agreement.parties.all():
        Contact.objects.create(organisation=party.organisation, person=make_person())
    assert gaps(agreement) == [Gap.SIGNATURES, Gap.DOCUMENT, Gap.NOTICE]
    facts = {"name": "s.pdf", "media_type": "application/pdf", "size": 1, "added_by": make_user()}
    facts |= {"stored_as": "x", "added_at": "2026-03-02T10:00Z"}
    Document.objects.create(agreement=agreement, kind="signed", **facts)
    assert gaps(agreement) == [Gap.SIGNATURES, Gap.NOTICE]


def test_gaps_begin_with_the_last_signature():
    agreement = make_agreement(signed_on=START, notice_months=3, notice_basis="year")
    assert gaps(agreement, on=date(2012, 3, 31)) == []
    assert gaps(agreement, on=START) == [
        Gap.DOCUMENT,
        Gap.CONTACT,
        Gap.CLERK,
        Gap.FILE_REFERENCE,
        Gap.ORIGINAL,
    ]


def test_contact_is_asked_of_present_parties_only():
    agreement = make_agreement(parties=3, signed_on=START, notice_months=0, notice_basis="month")
    *present, former = agreement.parties.all()
    for party in present:
        Contact.objects.create(organisation=party.organisation, person=make_person())
    actions.give_notice(
        former, kind="ordinary", received_on=date(2025, 5, 6), last_day=None, by=make_user()
    )
    last_day = date(2025, 5, 31)
    assert Gap.CONTACT in gaps(agreement, on=last_day)
    assert Gap.CONTACT not in gaps(agreement, on=date(2025, 6, 1))


def test_with_gaps_leaves_out_what_is_over_or_not_signed_yet():
    agreement = make_agreement(signed_on=START)
    make_agreement(released_on=START)
    make_agreement(signed_on=START, terminated_on=date(2020, 1, 1))
    found = Agreement.objects.with_gaps(on=TODAY)
    assert [(one, one.gap_labels[0]) for one in found] == [
        (agreement, "the signed document is missing")
    ]
