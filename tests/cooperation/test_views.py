from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation import actions
from cooperation.forms import AgreementForm
from cooperation.models import Agreement, Contact, Membership, Organisation
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import (
    make_agreement,
    make_many_agreements,
    make_organisation,
    make_partner,
    make_person,
    make_project,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
LIST = "/vereinbarungen/"


@pytest.fixture
def clerk(client):
    user = make_staff(first_name="Clara", last_name="Beck", language="en")
    client.force_login(user)
    return user


def numbers(response):
    return [agreement.number for agreement in response.context["page_obj"]]


def told(response):
    return [str(message) for message in response.context["messages"]]


def draft_data(**kw):
    data = {
        "number": "KV-1",
        "kind": "cooperation",
        "title": "Lotsenhaus",
        "version-term": "open",
        "version-renewal": "none",
        "parties-TOTAL_FORMS": "2",
        "parties-INITIAL_FORMS": "0",
    }
    return {**data, **kw}


def row(n, **fields):
    return {f"parties-{n}-{name}": value for name, value in fields.items()}


# The register


def test_agreement_list_finds_by_search_and_filters(client, clerk):
    project, chamber = make_project(), make_organisation(name="Handwerkskammer", short_name="HWK")
    make_agreement(
        number="A",
        title="Lotsenhaus",
        signed_on=DAY,
        project=project,
        clerk=clerk,
        parties=[chamber, make_organisation()],
    )
    make_agreement(number="B", title="Sprachmittlung", consultation_on=DAY)
    for query, expected in [
        ("", ["B", "A"]),
        ("q=LOTSEN", ["A"]),
        ("q=hwk", ["A"]),
        ("q=nothing", []),
        ("state=in_consultation", ["B"]),
        (f"project={project.pk}", ["A"]),
        (f"partner={chamber.pk}", ["A"]),
        (f"clerk={clerk.pk}", ["A"]),
        ("since=2024-05-07", ["A"]),
        ("until=2024-05-06", ["A"]),
        ("until=2024-05-05", []),
        ("sort=number", ["A", "B"]),
        ("sort=-title", ["B", "A"]),
        ("sort=start", ["A", "B"]),
        ("sort=-end", ["A", "B"]),
    ]:
        assert (query, numbers(client.get(f"{LIST}?{query}"))) == (query, expected)


@pytest.mark.parametrize(
    "query",
    [
        "state=unknown",
        "project=x",
        "project=99999999999999999999999",
        "partner=0",
        "clerk=-1",
        "since=2024-02-31",
        "until=yesterday",
        "until=99999-01-01",
        "q=%00",
        "q=" + "a" * 10_000,
    ],
)
def test_agreement_list_leaves_out_what_it_does_not_understand(client, clerk, query):
    make_agreement(number="A")
    response = client.get(f"{LIST}?{query}")
    assert (response.status_code, numbers(response)) == (200, ["A"])
    assert "left out" in response.content.decode()


@pytest.mark.parametrize("query", ["page=x", "page=999", "page=0", "sort=password", "foo=bar"])
def test_agreement_list_bears_any_page_and_order(client, clerk, query):
    make_agreement(number="A")
    assert numbers(client.get(f"{LIST}?{query}")) == ["A"]


def test_agreement_list_costs_the_same_for_three_and_for_three_hundred(client, clerk):
    parties, project = [make_organisation(), make_organisation()], make_project()
    queries = []
    for rows in (3, 297):
        make_many_agreements(rows, parties=parties, project=project, clerk=clerk)
        with CaptureQueriesContext(connection) as captured:
            assert len(numbers(client.get(LIST))) == min(25, rows)
        queries.append(len(captured))
    assert queries[0] == queries[1]


# One agreement


def test_agreement_detail_shows_state_parties_and_who_is_missing(client, clerk):
    agreement = make_agreement(title="Lotsenhaus", released_on=DAY, signed_on=[DAY, None])
    page = client.get(f"{LIST}{agreement.pk}/")
    text = page.content.decode()
    for words in ("Out for signature since", "One signature is still missing", "Record signatures"):
        assert words in text
    assert [str(s.party) for s in page.context["missing"]] == [
        str(agreement.parties.last().organisation)
    ]


def test_agreement_goes_its_way_from_draft_to_signature(client, clerk):
    agreement = make_agreement(goals="Ankommen")
    advance = reverse("cooperation:agreement_advance", args=[agreement.pk])
    states = []
    for step in ("start_consultation", "release"):
        page = client.post(advance, {"step": step}, follow=True)
        states.append(page.context["agreement"].state)
    assert states == ["in_consultation", "to_be_signed"]
    page = client.post(advance, {"step": "withdraw"}, follow=True)
    assert page.context["agreement"].state == "withdrawn"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("release", "It has not been in consultation yet."),
        ("explode", "There is no such step."),
        ("", "There is no such step."),
    ],
)
def test_agreement_advance_says_why_not(client, clerk, step, message):
    agreement = make_agreement()
    page = client.post(f"{LIST}{agreement.pk}/schritt/", {"step": step}, follow=True)
    assert told(page) == [message]
    assert page.context["agreement"].state == "draft"


def test_release_names_every_reason(client, clerk):
    agreement = make_agreement(consultation_on=DAY, effective_on=None)
    version = agreement.versions.get()
    version.signatories.first().delete()
    page = client.post(f"{LIST}{agreement.pk}/schritt/", {"step": "release"}, follow=True)
    silent = agreement.parties.first().organisation
    assert told(page) == [
        "The agreement has no text yet: write goals, or the tasks of the parties, under “Edit”;"
        " or add the text as a file under “Documents”.",
        "Say from which day on it takes effect.",
        f"Say who signs for {silent}.",
    ]


def test_partner_sees_own_agreements_only(client):
    ours = make_organisation()
    client.force_login(make_partner(ours, language="en"))
    seen = make_agreement(
        number="A", parties=[ours, make_organisation()], consultation_on=DAY, file_reference="6-1"
    )
    draft = make_agreement(number="B", parties=[ours, make_organisation()])
    foreign = make_agreement(number="C", consultation_on=DAY)
    assert numbers(client.get(LIST)) == ["A"]
    page = client.get(f"{LIST}{seen.pk}/")
    assert page.status_code == 200
    assert "6-1" not in page.content.decode()
    assert [o.pk for o in client.get(LIST).context["filter"].form.fields["partner"].queryset] == [
        party.organisation_id for party in seen.parties.order_by("organisation__sort_key")
    ]
    for pk in (draft.pk, foreign.pk, 999_999):
        assert client.get(f"{LIST}{pk}/").status_code == 404
    for path in ("bearbeiten", "unterschriften"):
        assert client.get(f"{LIST}{seen.pk}/{path}/").status_code == 404
    assert client.post(f"{LIST}{seen.pk}/schritt/", {"step": "withdraw"}).status_code == 404


def test_partner_finds_nothing_out_about_projects_and_references(client, clerk):
    ours, seen, unseen = make_organisation(), make_project(), make_project()
    parties = [ours, make_organisation()]
    make_agreement(
        number="A", parties=parties, project=seen, consultation_on=DAY, file_reference="6-1"
    )
    make_agreement(number="B", parties=parties, project=unseen, file_reference="6-1")
    assert numbers(client.get(f"{LIST}?q=6-1")) == ["B", "A"]
    client.force_login(make_partner(ours))
    page = client.get(LIST)
    assert list(page.context["filter"].form.fields["project"].queryset) == [seen]
    assert numbers(client.get(f"{LIST}?q=6-1")) == []


def test_volunteer_sees_no_agreement(client):
    club = make_organisation()
    agreement = make_agreement(parties=[club, make_organisation()], consultation_on=DAY)
    volunteer = make_staff("Ehrenamt")
    Membership.objects.create(user=volunteer, organisation=club)
    client.force_login(volunteer)
    assert numbers(client.get(LIST)) == []
    assert client.get(f"{LIST}{agreement.pk}/").status_code == 404
    assert client.get(f"/organisationen/{club.pk}/").status_code == 404


# Drafting


def test_agreement_create_stores_a_draft_with_a_new_organisation(client, clerk):
    chamber = make_organisation(name="Handwerkskammer")
    client.post(
        f"{LIST}neu/",
        draft_data(
            **row(0, organisation=chamber.pk, lead="on", signatories="Rita Rath, Leitung\nUwe Uhl"),
            **row(1, new_name="Neuer Verein", new_kind="association", tasks="Beratung"),
            **{"version-goals": "Ankommen", "version-effective_on_day": "1"},
            **{"version-effective_on_month": "7", "version-effective_on_year": "2024"},
        ),
    )
    agreement = Agreement.objects.get()
    version = agreement.original
    assert (agreement.lead, version.goals, version.effective_on) == (
        chamber,
        "Ankommen",
        date(2024, 7, 1),
    )
    assert [(str(s.party), s.tasks) for s in version.shares.all()] == [
        ("Handwerkskammer", ""),
        ("Neuer Verein", "Beratung"),
    ]
    assert [str(s) for s in version.signatories.all()] == ["Rita Rath, Leitung", "Uwe Uhl"]


def test_agreement_create_offers_the_next_number(client, clerk, time_machine):
    time_machine.move_to(DAY)
    make_agreement(number="KV-2024-009")
    assert client.get(f"{LIST}neu/").context["form"]["number"].value() == "KV-2024-010"
    make_agreement(number="KV-2024-17")
    assert client.get(f"{LIST}neu/").context["form"]["number"].value() == "KV-2024-18"


def test_adding_a_row_keeps_what_was_typed(client, clerk):
    data = draft_data(title="", add_row="parties", **row(0, new_name="Neuer Verein", tasks="Rat"))
    page = client.post(f"{LIST}neu/", {**data, "version-goals": "Ankommen"})
    rows = page.context["formset"]
    assert [form["new_name"].value() for form in rows] == ["Neuer Verein", None, None]
    assert rows[0]["tasks"].value() == "Rat"
    assert page.context["version_form"]["goals"].value() == "Ankommen"
    assert (page.context["form"].errors, rows.errors) == ({}, [{}, {}, {}])
    assert not Organisation.objects.exists()


def errors_of(client, **kw):
    page = client.post(f"{LIST}neu/", draft_data(**kw))
    assert (page.status_code, Agreement.objects.count()) == (200, 0)
    context = page.context
    found = dict(context["form"].errors) | {
        f"version-{name}": text for name, text in context["version_form"].errors.items()
    }
    for n, errors in enumerate(context["formset"].errors):
        found |= {f"parties-{n}-{name}": text for name, text in errors.items()}
    return {name: list(text) for name, text in found.items()}


def test_agreement_create_refuses_a_party_twice(client, clerk):
    chamber = make_organisation()
    assert errors_of(
        client, **row(0, organisation=chamber.pk), **row(1, organisation=chamber.pk)
    ) == {"parties-1-organisation": ["This organisation is a party already, further up."]}
    new = {"new_name": "Neuer Verein", "new_kind": "association"}
    assert errors_of(client, **row(0, **new), **row(1, **new)) == {
        "parties-1-new_name": ["This organisation is a party already, further up."]
    }


@pytest.mark.parametrize("names", [("Städt", "STADT"), ("Straße", "Strasse")])
def test_agreement_create_refuses_new_names_that_the_database_holds_equal(client, clerk, names):
    first, second = ({"new_name": name, "new_kind": "association"} for name in names)
    assert errors_of(client, **row(0, **first), **row(1, **second)) == {
        "parties-1-new_name": ["This organisation is a party already, further up."]
    }


def test_agreement_create_refuses_two_leads(client, clerk):
    first, second = make_organisation(), make_organisation()
    assert errors_of(
        client,
        **row(0, organisation=first.pk, lead="on"),
        **row(1, organisation=second.pk, lead="on"),
    ) == {"parties-1-lead": ["Only one party has the lead."]}


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        (
            {"new_name": "HANDWERKSKAMMER", "new_kind": "chamber"},
            "new_name",
            "There is an organisation of this name already. Choose it from the list.",
        ),
        ({"new_name": "Neu"}, "new_kind", "Say what kind of organisation it is."),
        ({"tasks": "Rat"}, "organisation", "Choose the organisation or name a new one."),
        ({"new_name": "Neu\x07", "new_kind": "chamber"}, "new_name", None),
        ({"new_name": "N" * 10_000, "new_kind": "chamber"}, "new_name", None),
        ({"signatories": "R" * 121}, "signatories", None),
        ({"signatories": ", Leitung"}, "signatories", "A line begins with the name."),
        ({"organisation": "99999999999999999999"}, "organisation", None),
    ],
)
def test_agreement_create_explains_what_is_wrong_with_a_party(client, clerk, fields, name, message):
    make_organisation(name="Handwerkskammer")
    errors = errors_of(client, **row(0, **fields))
    assert list(errors) == [f"parties-0-{name}"]
    assert message is None or errors[f"parties-0-{name}"] == [message]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": ""}, "title"),
        ({"title": "T" * 10_000}, "title"),
        ({"title": "T\x00"}, "title"),
        ({"number": "kv-0"}, "number"),
        ({"decided_on_day": "31", "decided_on_month": "2", "decided_on_year": "24"}, "decided_on"),
        ({"version-term": "fixed"}, "version-first_end_on"),
        ({"version-renewal": "tacit", "version-renewal_months": "12"}, "version-renewal"),
        ({"version-notice_months": "3"}, "version-notice_basis"),
        ({"version-notice_basis": "month"}, "version-notice_months"),
        ({"version-notice_months": "3", "version-notice_basis": "term"}, "version-notice_basis"),
        ({"version-notice_months": "999", "version-notice_basis": "year"}, "version-notice_months"),
        ({"version-goals": "g" * 20_001}, "version-goals"),
    ],
)
def test_agreement_create_explains_what_is_wrong_at_the_field(client, clerk, fields, name):
    make_agreement(number="KV-0").versions.get()
    page = client.post(f"{LIST}neu/", draft_data(**fields))
    context = page.context
    errors = [*context["form"].errors] + [f"version-{e}" for e in context["version_form"].errors]
    assert (page.status_code, errors, Agreement.objects.count()) == (200, [name], 1)


def test_agreement_create_refuses_an_end_before_the_start(client, clerk):
    fields = {"version-term": "fixed", "version-effective_on": "2024-07-01"}
    assert errors_of(client, **fields, **{"version-first_end_on": "2024-06-30"}) == {
        "version-first_end_on": ["The end lies before the start."]
    }


@pytest.mark.parametrize("total", ["", "x", "5000", "61"])
def test_agreement_create_bears_a_forged_number_of_rows(client, clerk, total):
    page = client.post(f"{LIST}neu/", draft_data(**{"parties-TOTAL_FORMS": total}))
    assert (page.status_code, Agreement.objects.count()) == (200, 0)


def test_agreement_create_tells_who_comes_a_moment_too_late(client, clerk, monkeypatch):
    make_agreement(number="KV-1")
    monkeypatch.setattr(AgreementForm, "clean_number", lambda form: form.cleaned_data["number"])
    monkeypatch.setattr(Agreement, "validate_constraints", lambda *args, **kwargs: None)
    page = client.post(f"{LIST}neu/", draft_data())
    assert page.context["form"].non_field_errors() == [
        "Somebody has just used this number or the name of a new organisation. Check both."
    ]


def test_agreement_update_names_no_number_where_a_signature_is_in_the_way(
    client, clerk, monkeypatch
):
    agreement = make_agreement(number="KV-1", released_on=DAY, signed_on=[DAY, None])

    @transaction.atomic
    def signed_meanwhile(*args, **kwargs):
        Agreement.objects.filter(pk=agreement.pk).update(title="Anders")

    monkeypatch.setattr(actions, "save_office_facts", signed_meanwhile)
    page = client.post(f"{LIST}{agreement.pk}/bearbeiten/", {"number": "KV-1"})
    assert page.context["form"].non_field_errors() == [
        "Nothing was stored: the agreement or one of its parties has changed meanwhile. Open it "
        "again in another window and compare."
    ]


def test_agreement_update_keeps_removes_and_adds_parties(client, clerk):
    stays, goes, comes = (make_organisation() for _ in range(3))
    agreement = make_agreement(parties=[stays, goes])
    party = agreement.parties.get(organisation=stays)
    client.post(
        f"{LIST}{agreement.pk}/bearbeiten/",
        draft_data(
            **{"parties-TOTAL_FORMS": "3"},
            **row(0, organisation=stays.pk, role="Leitung", signatories="Neue Person"),
            **row(1, organisation=goes.pk, DELETE="on"),
            **row(2, organisation=comes.pk),
        ),
    )
    version = agreement.versions.get()
    assert [s.party.organisation for s in version.shares.all()] == [stays, comes]
    assert agreement.parties.get(organisation=stays) == party
    assert [str(s) for s in version.signatories.all()] == ["Neue Person"]


def test_agreement_update_shows_what_is_stored(client, clerk):
    agreement = make_agreement()
    rows = client.get(f"{LIST}{agreement.pk}/bearbeiten/").context["formset"]
    assert [form["signatories"].value() for form in rows] == ["Rita Rath, Leitung"] * 2


def test_agreement_update_after_a_signature_changes_the_office_facts_only(client, clerk):
    agreement = make_agreement(title="Alt", released_on=DAY, signed_on=[DAY, None])
    path = f"{LIST}{agreement.pk}/bearbeiten/"
    assert client.get(path).context["formset"] is None
    facts = {"number": "KV-1", "title": "Neu", "original_kept_at": "Schrank 4"}
    client.post(path, facts)
    agreement.refresh_from_db()
    assert (agreement.title, agreement.original_kept_at) == ("Alt", "Schrank 4")


@pytest.mark.parametrize(("term", "stays"), [("project", True), ("open", False)])
def test_agreement_update_keeps_the_project_that_a_signed_term_is_bound_to(
    client, clerk, term, stays
):
    old, new = make_project(ends_on=DAY), make_project()
    agreement = make_agreement(project=old, term=term, released_on=DAY, signed_on=[DAY, None])
    client.post(f"{LIST}{agreement.pk}/bearbeiten/", {"number": "KV-1", "project": new.pk})
    agreement.refresh_from_db()
    assert (agreement.number, agreement.project) == ("KV-1", old if stays else new)


def test_agreement_update_says_that_somebody_signed_while_the_text_was_edited(client, clerk):
    agreement = make_agreement(title="Haus", released_on=DAY, signed_on=[DAY, None])
    data = draft_data(original_kept_at="Schrank 4", **{"version-goals": "Ankommen"})
    data |= row(0, new_name="Chor", new_kind="association", tasks="Singen")
    page = client.post(f"{LIST}{agreement.pk}/bearbeiten/", data)
    assert page.context["form"].non_field_errors() == [
        "Somebody has signed meanwhile: the text is locked."
    ]
    typed = page.content.decode()
    for text in ("Schrank 4", "Ankommen", "Chor", "Singen", "Lotsenhaus", "be stored any more"):
        assert text in typed
    agreement.refresh_from_db()
    assert (agreement.title, agreement.original.goals) == ("Haus", "")
    assert not Organisation.objects.filter(name="Chor").exists()


def test_lead_of_a_signed_agreement_passes_to_another_of_its_parties(client, clerk):
    agreement = make_agreement(released_on=DAY, signed_on=DAY)
    party, stranger = agreement.parties.last().organisation, make_organisation()
    path = f"{LIST}{agreement.pk}/bearbeiten/"
    page = client.post(path, {"number": agreement.number, "lead": stranger.pk})
    assert list(page.context["form"].errors) == ["lead"]
    client.post(path, {"number": agreement.number, "lead": party.pk})
    agreement.refresh_from_db()
    assert agreement.lead == party
    last = HistoryEntry.objects.of(agreement).first()
    assert (last.by, last.changes) == (clerk, {"lead_id": [None, party.pk]})
    assert client.get(path).context["form"]["lead"].value() == party.pk


def test_agreement_update_of_a_released_text_keeps_it_ready(client, clerk):
    agreement = make_agreement(released_on=DAY)
    path = f"{LIST}{agreement.pk}/bearbeiten/"
    page = client.post(path, draft_data())
    assert page.context["version_form"].errors == {
        "effective_on": ["Say from which day on it takes effect."]
    }
    typed = {"version-effective_on": "2024-07-01", "version-goals": "Ankommen"}
    page = client.post(path, draft_data(**typed))
    assert page.context["form"].non_field_errors() == ["An agreement needs at least two parties."]
    assert agreement.parties.count() == 2


# Signatures


def test_agreement_signatures_bring_it_into_force(client, clerk):
    agreement = make_agreement(released_on=DAY, effective_on=DAY)
    first, second = agreement.versions.get().signatories.all()
    path = f"{LIST}{agreement.pk}/unterschriften/"
    client.post(
        path,
        {
            f"s{first.pk}-name": "Dora Deputy",
            f"s{first.pk}-on_behalf_of": "Rita Rath",
            f"s{first.pk}-place": "Koblenz",
            f"s{first.pk}-signed_on": "2024-05-07",
            f"s{second.pk}-name": second.name,
        },
        follow=True,
    )
    first.refresh_from_db()
    assert (first.name, first.on_behalf_of, first.place, first.signed_on) == (
        "Dora Deputy",
        "Rita Rath",
        "Koblenz",
        date(2024, 5, 7),
    )
    page = client.post(
        path,
        {f"s{second.pk}-name": second.name, f"s{second.pk}-signed_on": "2024-06-01"},
        follow=True,
    )
    assert told(page) == ["One signature is recorded."]
    assert page.context["agreement"].state == "in_force"
    assert agreement.versions.get().completed_on == date(2024, 6, 1)


def test_agreement_signatures_without_any_day_are_asked_for_one(client, clerk):
    agreement = make_agreement(released_on=DAY)
    people = agreement.versions.get().signatories.all()
    typed = {f"s{person.pk}-name": person.name for person in people}
    page = client.post(f"{LIST}{agreement.pk}/unterschriften/", typed)
    asked, other = (form.errors for form in page.context["forms"])
    assert asked == {"signed_on": ["Enter the day of at least one signature."]}
    assert other == {}


@pytest.mark.parametrize("day", ["2024-05-05", "2999-01-01", "2024-02-30", "soon"])
def test_agreement_signatures_refuse_a_wrong_day(client, clerk, day):
    agreement = make_agreement(released_on=DAY)
    first, second = agreement.versions.get().signatories.all()
    data = {f"s{s.pk}-name": s.name for s in (first, second)}
    page = client.post(
        f"{LIST}{agreement.pk}/unterschriften/",
        {**data, f"s{first.pk}-signed_on": day, f"s{second.pk}-signed_on": "2024-05-06"},
    )
    assert [list(form.errors) for form in page.context["forms"]] == [["signed_on"], []]
    assert not agreement.versions.get().signatories.signed().exists()


def test_agreement_signatures_of_a_draft_lead_back(client, clerk):
    agreement = make_agreement()
    page = client.get(f"{LIST}{agreement.pk}/unterschriften/", follow=True)
    assert told(page) == ["There is nothing to sign at present."]


# Organisations


def test_organisation_list_finds_by_name_kind_and_town(client, clerk):
    make_organisation(name="Jobcenter Koblenz", kind="jobcenter", town="Koblenz")
    make_organisation(name="Stadt Andernach", short_name="AND", town="Andernach")
    for query, names in [
        ("", ["Jobcenter Koblenz", "Stadt Andernach"]),
        ("q=and", ["Stadt Andernach"]),
        ("q=koblenz", ["Jobcenter Koblenz"]),
        ("kind=jobcenter", ["Jobcenter Koblenz"]),
        ("town=Andernach", ["Stadt Andernach"]),
        ("town=Nirgendwo&kind=x", ["Jobcenter Koblenz", "Stadt Andernach"]),
        ("sort=-name", ["Stadt Andernach", "Jobcenter Koblenz"]),
    ]:
        page = client.get(f"/organisationen/?{query}")
        assert (query, [o.name for o in page.context["page_obj"]]) == (query, names)


def test_organisation_is_made_and_changed(client, clerk):
    data = {"name": "Kita Sonne", "kind": "education", "mail_domains": "kita.example.org"}
    client.post("/organisationen/neu/", data)
    kita = Organisation.objects.get()
    assert kita.mail_domains == ["kita.example.org"]
    client.post(f"/organisationen/{kita.pk}/bearbeiten/", {**data, "name": "Kita Mond"})
    kita.refresh_from_db()
    assert kita.name == "Kita Mond"


def test_organisation_never_belongs_to_one_of_its_own(client, clerk):
    town = make_organisation(name="Stadt")
    kita = make_organisation(name="Kita", parent=town)
    page = client.post(
        f"/organisationen/{town.pk}/bearbeiten/",
        {"name": "Stadt", "kind": "municipality", "parent": kita.pk},
    )
    assert page.context["form"].errors == {"parent": ["Kita belongs to this organisation itself."]}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"name": "STÄDT"}, "name"),
        ({"name": "N" * 161}, "name"),
        ({"postcode": "123"}, "postcode"),
        ({"mail_domains": "not a domain"}, "mail_domains"),
        ({"inherits_entitlement": "on"}, "parent"),
        ({"kind": "castle"}, "kind"),
    ],
)
def test_organisation_create_explains_what_is_wrong(client, clerk, data, name):
    make_organisation(name="Stadt")
    page = client.post("/organisationen/neu/", {"name": "Neu", "kind": "other", **data})
    assert list(page.context["form"].errors) == [name]


def test_organisation_detail_is_for_staff_and_its_own(client):
    ours, theirs = make_organisation(), make_organisation()
    client.force_login(make_partner(ours))
    draft = make_agreement(parties=[ours, theirs])
    page = client.get(f"/organisationen/{ours.pk}/")
    assert page.status_code == 200
    assert draft not in page.context["agreements"]
    assert client.get(f"/organisationen/{theirs.pk}/").status_code == 404
    assert client.get(f"/organisationen/{ours.pk}/bearbeiten/").status_code == 404
    assert client.get("/organisationen/").status_code == 403


def test_stranger_finds_no_organisation(client):
    client.force_login(make_user())
    assert client.get(f"/organisationen/{make_organisation().pk}/").status_code == 404


def test_partner_is_led_only_to_organisations_of_their_own(client):
    county = make_organisation(name="Kreis", kind="county")
    ours = make_organisation(name="Amt", parent=county)
    child, school = (make_organisation(name=name, parent=ours) for name in ("Kita", "Schule"))
    partner = make_partner(ours)
    Membership.objects.create(user=partner, organisation=school)
    for user, linked in [(partner, [school]), (make_staff(), [county, child, school])]:
        client.force_login(user)
        text = client.get(f"/organisationen/{ours.pk}/").content.decode()
        pages = {
            o: reverse("cooperation:organisation_detail", args=[o.pk])
            for o in (county, child, school)
        }
        assert [o for o, path in pages.items() if f'href="{path}"' in text] == linked
        assert all(o.name in text for o in pages)


def test_partner_reaches_by_telephone_only_their_own_and_the_county(client):
    ours, theirs = make_organisation(), make_organisation()
    county = make_organisation(kind="county")
    for n, organisation in enumerate((ours, theirs, county)):
        person = make_person(
            family_name=f"Erste{n}", telephone=f"0261 {n}", mail=f"a{n}@example.org"
        )
        Contact.objects.create(organisation=organisation, person=person, function=f"Amt{n}")
    agreement = make_agreement(parties=[ours, theirs, county], consultation_on=DAY)
    for user, reached in [(make_partner(ours), [0, 2]), (make_staff(), [0, 1, 2])]:
        client.force_login(user)
        text = client.get(f"{LIST}{agreement.pk}/").content.decode()
        assert [n for n in range(3) if f"Erste{n}, Amt{n}" in text] == [0, 1, 2]
        assert [n for n in range(3) if f"0261 {n}" in text] == reached
        assert [n for n in range(3) if f"a{n}@example.org" in text] == reached


@pytest.mark.parametrize(("withdrawn_on", "offered"), [(None, True), (DAY, False)])
def test_agreement_detail_offers_no_editing_of_what_is_withdrawn(
    client, clerk, withdrawn_on, offered
):
    agreement = make_agreement(withdrawn_on=withdrawn_on)
    text = client.get(f"{LIST}{agreement.pk}/").content.decode()
    assert (f'href="{LIST}{agreement.pk}/bearbeiten/"' in text) == offered
