"""Register and agreement as they stood on another day."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse

from cooperation import actions
from cooperation.models import Accession
from cooperation.stand import Stand, address_of_today, stand_of
from tests.base.factories import make_roles, make_staff, make_user
from tests.cooperation.factories import make_agreement, make_organisation, make_partner

TODAY = date(2026, 3, 2)
SUMMER_2019 = date(2019, 7, 1)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to("2026-03-02 12:00", tick=False)


@pytest.fixture
def clerk(client, db):
    make_roles()
    client.force_login(make_staff("Sachbearbeitung", first_name="Clara", last_name="Beck"))
    return client


def asked(query):
    return stand_of(RequestFactory().get(f"/vereinbarungen/{query}"))


@pytest.mark.parametrize(
    ("query", "stand"),
    [
        ("", Stand(TODAY)),
        ("?stand=", Stand(TODAY)),
        ("?stand=2026-03-02", Stand(TODAY)),
        ("?stand=2019-07-01", Stand(SUMMER_2019, asked=True, past=True)),
        ("?stand=1.7.2019", Stand(SUMMER_2019, asked=True, past=True)),
        (
            "?stand_day=1&stand_month=7&stand_year=2019",
            Stand(SUMMER_2019, asked=True, past=True),
        ),
        ("?stand=2027-01-01", Stand(date(2027, 1, 1), asked=True)),
        ("?stand=2019-02-30", Stand(TODAY, misread=True)),
        ("?stand=gestern", Stand(TODAY, misread=True)),
        ("?stand=0001-01-01", Stand(TODAY, misread=True)),
        ("?stand_day=1", Stand(TODAY, misread=True)),
        ("?stand=%00", Stand(TODAY, misread=True)),
    ],
)
def test_stand_is_the_day_of_the_address_or_today(query, stand):
    assert asked(query) == stand


def test_address_of_today_keeps_the_filters():
    request = RequestFactory().get("/v/?q=Haus&stand_day=1&stand=2019-07-01&sort=-title&page=3")
    assert address_of_today(request) == "/v/?q=Haus&sort=-title"


def told(response):
    return " ".join(response.content.decode().split())


def rows(client, query=""):
    page = client.get(reverse("cooperation:agreement_list") + query)
    return [
        (row.number, row.state, row.in_force_from, row.ends_on, [str(p) for p in row.named_parties])
        for row in page.context["page_obj"]
    ]


def test_register_shows_state_and_parties_of_the_day(clerk):
    kreis, town, club = (make_organisation(name=name) for name in ("Kreis", "Polch", "Chor"))
    house = make_agreement(
        number="KV-1",
        parties=[kreis, town],
        consultation_on=date(2019, 5, 2),
        released_on=date(2019, 6, 3),
        signed_on=[date(2019, 6, 20), date(2019, 7, 8)],
        effective_on=date(2019, 8, 1),
        terminated_on=date(2026, 2, 28),
    )
    actions.accede(
        house,
        organisation=club,
        accession=Accession(
            declared_on=date(2020, 1, 7), effective_on=date(2020, 2, 1), name="Rita Rath"
        ),
        by=make_user(),
    )
    make_agreement(number="KV-2", parties=[kreis, town], consultation_on=date(2019, 7, 2))
    make_agreement(number="KV-3", parties=[kreis, town])
    assert rows(clerk, "?stand=2019-07-01") == [
        ("KV-1", "to_be_signed", None, None, ["Kreis", "Polch"])
    ]
    assert rows(clerk, "?stand=2019-07-31") == [
        ("KV-2", "in_consultation", None, None, ["Kreis", "Polch"]),
        ("KV-1", "signed", date(2019, 8, 1), None, ["Kreis", "Polch"]),
    ]
    assert rows(clerk, "?stand=2020-02-01&q=chor") == [
        ("KV-1", "in_force", date(2019, 8, 1), None, ["Kreis", "Polch", "Chor"])
    ]
    assert rows(clerk, "?stand=2020-01-06&q=chor") == []
    assert [row[0] for row in rows(clerk, f"?stand=2020-01-07&partner={club.pk}")] == ["KV-1"]
    assert rows(clerk) == [
        ("KV-3", "draft", None, None, ["Kreis", "Polch"]),
        ("KV-2", "in_consultation", None, None, ["Kreis", "Polch"]),
        ("KV-1", "ended", date(2019, 8, 1), date(2026, 2, 28), ["Kreis", "Polch", "Chor"]),
    ]


def test_register_keeps_the_day_in_every_link(clerk):
    agreement = make_agreement(signed_on=date(2018, 1, 2))
    page = told(clerk.get(reverse("cooperation:agreement_list") + "?stand=2019-07-01&q=Ver"))
    assert "Stand vom 01.07.2019" in page
    assert f'"/vereinbarungen/{agreement.pk}/?stand=2019-07-01"' in page
    assert "?stand=2019-07-01&amp;q=Ver&amp;sort=title" in page
    assert '<a href="/vereinbarungen/?q=Ver">' in page


def test_register_says_that_it_did_not_understand_the_day(clerk):
    make_agreement(signed_on=date(2018, 1, 2))
    page = clerk.get(reverse("cooperation:agreement_list") + "?stand=gestern")
    assert "Stand vom" not in told(page)
    assert list(page.context["filter"].form.errors) == ["stand"]
    assert len(page.context["page_obj"]) == 1


def detail(client, agreement, query="?stand=2019-07-01"):
    return client.get(reverse("cooperation:agreement_detail", args=[agreement.pk]) + query)


def test_agreement_leaves_out_what_happened_later(clerk):
    agreement = make_agreement(
        released_on=date(2019, 6, 3),
        signed_on=[date(2019, 6, 20), date(2019, 7, 8)],
        effective_on=date(2019, 6, 1),
        terminated_on=date(2026, 9, 30),
    )
    page = detail(clerk, agreement)
    assert "Stand vom 01.07.2019" in told(page)
    assert "20.06.2019" in told(page)
    assert page.context["agreement"].state == "to_be_signed"
    assert [str(person.party) for person in page.context["missing"]] == [
        str(agreement.parties.last())
    ]
    for later in ("08.07.2019", "30.09.2026", "bearbeiten"):
        assert later not in told(page)
    now = told(detail(clerk, agreement, query=""))
    assert "08.07.2019" in now
    assert "30.09.2026" in now


def test_agreement_leaves_out_suspensions_that_began_later_and_ends_that_had_not_come(clerk):
    agreement = make_agreement(signed_on=date(2018, 1, 2))
    for first, last, reason in (
        (date(2018, 3, 1), date(2018, 3, 31), "Umzug"),
        (date(2019, 6, 1), date(2019, 8, 31), "Umbau"),
        (date(2019, 9, 1), None, "Wasserschaden"),
    ):
        actions.suspend(agreement, starts_on=first, ends_on=last, reason=reason, by=make_user())

    def told(query):
        page = detail(clerk, agreement, query)
        return [(row.reason, row.ends_on) for row in page.context["suspensions"]]

    assert told("?stand=2019-07-01") == [("Umzug", date(2018, 3, 31)), ("Umbau", None)]
    assert told("?stand=2019-08-31") == [
        ("Umzug", date(2018, 3, 31)),
        ("Umbau", date(2019, 8, 31)),
    ]
    assert (
        told("")
        == told("?stand=2027-01-01")
        == [
            ("Umzug", date(2018, 3, 31)),
            ("Umbau", date(2019, 8, 31)),
            ("Wasserschaden", None),
        ]
    )


def test_agreement_says_that_it_was_a_draft_at_most(clerk):
    agreement = make_agreement(goals="Streng geheim", consultation_on=date(2019, 7, 2))
    page = told(detail(clerk, agreement))
    assert "An diesem Tag gab es höchstens einen Entwurf" in page
    assert "Streng geheim" not in page


def test_agreement_shows_the_text_of_the_day(clerk):
    agreement = make_agreement(goals="Erste Ziele", signed_on=date(2019, 1, 7))
    amendment = actions.amend(
        agreement, reason="Neue Ziele", effective_on=date(2020, 1, 1), by=make_user()
    )
    amendment.goals, amendment.consultation_on = "Zweite Ziele", date(2019, 10, 1)
    amendment.released_on = date(2019, 10, 2)
    amendment.save()
    actions.record_all_signatures(amendment, by=make_user(), on=date(2019, 11, 4))
    for day, shown, hidden in (
        ("2019-12-31", "Erste Ziele", "Zweite Ziele"),
        ("2020-01-01", "Zweite Ziele", "Erste Ziele"),
    ):
        page = told(detail(clerk, agreement, query=f"?stand={day}"))
        assert shown in page
        assert hidden not in page


def test_agreement_says_that_it_did_not_understand_the_day(clerk):
    page = told(detail(clerk, make_agreement(signed_on=date(2018, 1, 2)), query="?stand=x"))
    assert "Der Stichtag wurde nicht verstanden." in page


def test_partner_sees_the_own_agreement_as_it_stood(client, clerk):
    town, other = make_organisation(), make_organisation(name="Fremd")
    agreement = make_agreement(parties=[town, make_organisation()], signed_on=date(2019, 7, 8))
    foreign = make_agreement(parties=[other, make_organisation()], signed_on=date(2018, 7, 8))
    client.force_login(make_partner(town))
    assert [row[:2] for row in rows(client, "?stand=2019-07-08")] == [(agreement.number, "signed")]
    assert "08.07.2019" not in told(detail(client, agreement))
    assert detail(client, foreign).status_code == 404
