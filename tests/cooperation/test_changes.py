"""Notice, end by consent, suspension and accession: what is stored, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.comparing import stored_parties
from cooperation.models import Accession, Agreement, Notice, Organisation, Party, Suspension
from tests.base.factories import make_roles, make_staff, make_user
from tests.cooperation.factories import make_agreement, make_organisation

pytestmark = pytest.mark.django_db
SIGNED = date(2024, 2, 5)


@pytest.fixture
def agreement():
    return make_agreement(
        parties=3, signed_on=SIGNED, effective_on=SIGNED, notice_months=3, notice_basis="quarter"
    )


def refusal(action, *args, **kw):
    with pytest.raises(ValidationError) as error:
        action(*args, by=make_user(), **kw)
    return getattr(error.value, "message_dict", error.value.messages)


def give_notice(party, **kw):
    kw = {"kind": "ordinary", "received_on": date(2024, 5, 6)} | kw
    return actions.give_notice(party, by=make_user(), **kw)


def test_ordinary_notice_works_at_the_next_end(agreement):
    assert give_notice(agreement.parties.first()).effective_on == date(2024, 9, 30)


def test_notice_that_leaves_one_party_ends_the_agreement(agreement):
    first, second, _third = agreement.parties.all()
    give_notice(first)
    give_notice(second, kind="for_cause", reason="Verstoß", last_day=date(2024, 6, 30))
    states = [
        Agreement.objects.with_state(on=on).get().state
        for on in (date(2024, 5, 5), date(2024, 5, 6), date(2024, 9, 30), date(2024, 10, 1))
    ]
    assert states == ["in_force", "notice_given", "notice_given", "ended"]


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"received_on": date(2024, 2, 4)}, "received_on", "Not all had signed on this day."),
        ({"kind": "for_cause", "reason": "x"}, "last_day", "Say which day is the last."),
        (
            {"kind": "for_cause", "reason": "x", "last_day": date(2024, 5, 5)},
            "last_day",
            "The last day lies before the day of receipt.",
        ),
        (
            {"kind": "for_cause", "last_day": date(2024, 5, 6)},
            "reason",
            "A notice for cause says why.",
        ),
    ],
)
def test_notice_is_refused_at_the_field(agreement, facts, field, message):
    kw = {"kind": "ordinary", "received_on": date(2024, 5, 6)} | facts
    assert refusal(actions.give_notice, agreement.parties.first(), **kw) == {field: [message]}
    assert not Notice.objects.exists()


def test_notice_is_given_once(agreement):
    party = agreement.parties.first()
    give_notice(party)
    assert refusal(actions.give_notice, party, kind="ordinary", received_on=date(2024, 5, 7)) == {
        "party": ["This party has given notice already."]
    }


def test_notice_from_a_page_open_since_before_is_refused_in_words(agreement, client):
    party = agreement.parties.first()
    give_notice(party)
    client.force_login(make_staff(language="en"))
    facts = {"party": party.pk, "kind": "ordinary", "received_on": "07.05.2024"}
    response = client.post(reverse("cooperation:agreement_notice", args=[agreement.pk]), facts)
    assert response.context["form"].errors == {
        "party": ["This organisation has given notice already, or is no party."]
    }


def test_ordinary_notice_needs_its_clause():
    party = make_agreement(signed_on=SIGNED).parties.first()
    assert list(
        refusal(actions.give_notice, party, kind="ordinary", received_on=date(2024, 5, 6))
    ) == ["kind"]


def test_notice_of_somebody_who_has_not_joined_is_refused(agreement):
    stranger = Party.objects.create(agreement=agreement, organisation=make_organisation())
    assert list(
        refusal(actions.give_notice, stranger, kind="ordinary", received_on=date(2024, 5, 6))
    ) == ["party"]


def declaration(**kw):
    kw = {"declared_on": date(2024, 4, 2), "effective_on": date(2024, 6, 1)} | kw
    return Accession(name="Rita Rath", **kw)


def accede(agreement, organisation, **kw):
    return actions.accede(
        agreement, organisation=organisation, accession=declaration(**kw), by=make_user()
    )


def refused_accession(agreement, organisation, **kw):
    return list(
        refusal(actions.accede, agreement, organisation=organisation, accession=declaration(**kw))
    )


def test_organisation_joins_from_the_day_of_its_accession(agreement):
    accession = accede(agreement, Organisation(name="Neu", kind="other"))
    belonging = agreement.parties.belonging
    assert belonging(on=date(2024, 5, 31)).count() == 3
    assert belonging(on=date(2024, 6, 1)).last() == accession.party


def test_nobody_joins_twice(agreement):
    member = agreement.parties.first()
    assert refused_accession(agreement, member.organisation) == ["organisation"]
    give_notice(member)
    assert refused_accession(agreement, member.organisation) == ["organisation"]
    accede(agreement, member.organisation, effective_on=date(2024, 10, 1))
    new = make_organisation()
    accede(agreement, new, effective_on=date(2024, 12, 1))
    assert refused_accession(agreement, new) == ["organisation"]
    assert Accession.objects.count() == 2


def test_organisation_that_an_open_amendment_lists_does_not_join_beside_it(agreement):
    new = make_organisation()
    version = actions.amend(
        agreement, reason="Ein Haus mehr", effective_on=date(2024, 7, 1), by=make_user()
    )
    parties = [*stored_parties(version, people=True), PartyDraft(new)]
    actions.save_version(version, parties=parties, by=make_user())
    told = refusal(actions.accede, agreement, organisation=new, accession=declaration())
    assert told == {
        "organisation": ["This organisation is a party already, or will be by a text that is open."]
    }
    assert not Accession.objects.exists()


def test_accession_knows_its_time(agreement):
    new = make_organisation()
    assert refused_accession(agreement, new, declared_on=date(2024, 2, 4)) == ["declared_on"]
    assert refused_accession(agreement, new, effective_on=date(2024, 4, 1)) == ["effective_on"]
    actions.terminate(agreement, last_day=date(2024, 5, 31), by=make_user())
    assert refused_accession(agreement, new) == ["effective_on"]
    assert not Accession.objects.exists()


def suspend(agreement, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 30)):
    return actions.suspend(
        agreement, starts_on=starts_on, ends_on=ends_on, reason="Umbau", by=make_user()
    )


def test_suspension_interrupts_and_ends(agreement):
    rest = suspend(agreement, ends_on=None)
    actions.resume(rest, last_day=date(2024, 7, 31), by=make_user())
    states = [
        Agreement.objects.with_state(on=on).get().state
        for on in (date(2024, 5, 31), date(2024, 6, 1), date(2024, 7, 31), date(2024, 8, 1))
    ]
    assert states == ["in_force", "suspended", "suspended", "in_force"]


def test_suspensions_never_overlap_and_end_after_their_start(agreement):
    rest = suspend(agreement, ends_on=date(2024, 6, 30))
    later = suspend(agreement, starts_on=date(2024, 7, 1), ends_on=None)
    for action, args, kw in (
        (
            actions.suspend,
            [agreement],
            {"starts_on": date(2024, 6, 30), "ends_on": None, "reason": "x"},
        ),
        (
            actions.suspend,
            [agreement],
            {"starts_on": date(2024, 3, 2), "ends_on": date(2024, 3, 1), "reason": "x"},
        ),
        (actions.resume, [rest], {"last_day": date(2024, 7, 1)}),
        (actions.resume, [later], {"last_day": date(2024, 6, 30)}),
    ):
        refusal(action, *args, **kw)
    assert list(Suspension.objects.values_list("ends_on", flat=True)) == [date(2024, 6, 30), None]


def test_suspension_needs_an_agreement_that_is_signed_and_not_over(agreement):
    told = {"ends_on": None, "reason": "x"}
    draft = make_agreement()
    assert list(refusal(actions.suspend, draft, starts_on=SIGNED, **told)) == ["starts_on"]
    actions.terminate(agreement, last_day=date(2024, 5, 31), by=make_user())
    assert list(refusal(actions.suspend, agreement, starts_on=date(2024, 6, 1), **told)) == [
        "starts_on"
    ]


@pytest.fixture
def clerk(client, time_machine):
    time_machine.move_to("2024-06-10 12:00", tick=False)
    make_roles()
    client.force_login(make_staff("Sachbearbeitung"))
    return client


def day(name, of):
    return {f"{name}_day": of.day, f"{name}_month": of.month, f"{name}_year": of.year}


def post(client, page, agreement, **data):
    address = reverse(f"cooperation:agreement_{page}", args=[agreement.pk])
    return client.post(address, data)


def data_of(page, agreement):
    return {
        "notice": {
            "party": agreement.parties.first().pk,
            "kind": "ordinary",
            **day("received_on", date(2024, 5, 6)),
        },
        "terminate": day("last_day", date(2024, 12, 31)),
        "suspend": {"reason": "Umbau", **day("starts_on", date(2024, 7, 1))},
        "accede": {
            "new_name": "Neuer Verein",
            "new_kind": "other",
            "name": "Rita Rath",
            **day("declared_on", date(2024, 6, 3)),
            **day("effective_on", date(2024, 7, 1)),
        },
    }[page]


def stored():
    ended = Agreement.objects.exclude(terminated_on=None).count()
    rows = (Notice, Suspension, Accession)
    return sum(model.objects.count() for model in rows) + ended


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("notice", "30.09.2024"),
        ("terminate", "31.12.2024"),
        ("suspend", "01.07.2024"),
        ("accede", "Neuer Verein"),
    ],
)
def test_change_is_shown_before_it_is_stored(clerk, agreement, page, expected):
    data = data_of(page, agreement)
    shown = post(clerk, page, agreement, preview="1", **data)
    assert expected in shown.context["preview"][0]
    assert stored() == 0
    assert post(clerk, page, agreement, **data).status_code == 302
    assert stored() == 1
    detail = clerk.get(reverse("cooperation:agreement_detail", args=[agreement.pk]))
    assert expected in detail.content.decode()


@pytest.mark.parametrize(
    ("page", "field", "wrong"),
    [
        ("notice", "received_on", {"received_on_year": 2023}),
        ("notice", "received_on", {"received_on_year": 2025}),
        ("notice", "received_on", {"received_on_day": 31, "received_on_month": 2}),
        ("notice", "party", {"party": "0"}),
        ("notice", "last_day", day("last_day", date(2024, 9, 30))),
        ("notice", "last_day", {"kind": "for_cause", "reason": "x"}),
        ("terminate", "__all__", {"last_day_year": 2023}),
        ("suspend", "ends_on", day("ends_on", date(2024, 6, 30))),
        ("suspend", "reason", {"reason": ""}),
        ("accede", "effective_on", {"effective_on_month": 5}),
        ("accede", "new_kind", {"new_kind": ""}),
        ("accede", "name", {"name": ""}),
    ],
)
def test_change_says_at_the_field_what_is_wrong(clerk, agreement, page, field, wrong):
    answer = post(clerk, page, agreement, **data_of(page, agreement) | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert stored() == 0
    assert not Organisation.objects.filter(name="Neuer Verein").exists()


def test_running_suspension_is_ended_on_the_same_page(clerk, agreement):
    rest = suspend(agreement, ends_on=None)
    assert post(clerk, "suspend", agreement, **day("ends_on", date(2024, 6, 12))).status_code == 302
    rest.refresh_from_db()
    assert rest.ends_on == date(2024, 6, 12)


@pytest.mark.parametrize("page", ["notice", "terminate", "suspend", "accede"])
def test_what_is_not_signed_has_no_such_page(clerk, page):
    draft = make_agreement()
    assert post(clerk, page, draft).status_code == 404
