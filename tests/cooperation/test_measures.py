"""Agreed measures: actions, lists, and what partners see of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from cooperation import actions
from cooperation.models import Measure, Project
from miko_portal.base.clock import today
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import (
    make_agreement,
    make_contact,
    make_measure,
    make_meeting,
    make_organisation,
    make_partner,
    make_project,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 7)
LIST = "/massnahmen/"


@pytest.fixture
def clerk(client):
    user = make_staff(language="en")
    client.force_login(user)
    return user


def titles(response):
    return [measure.title for measure in response.context["page_obj"]]


def test_party_of_another_agreement_is_refused_in_sql_too(clerk):
    measure, stranger = make_measure(), make_agreement().parties.first()
    with pytest.raises(IntegrityError, match="belongs to another agreement"):
        Measure.objects.filter(pk=measure.pk).update(party=stranger)


def test_save_measure_refuses_a_party_of_another_agreement(clerk):
    measure = make_measure()
    measure.party = make_agreement().parties.first()
    with pytest.raises(ValidationError, match="no party to this agreement"):
        actions.save_measure(measure, by=clerk)


def test_make_measure_takes_the_text_of_the_decision(clerk):
    agreement = make_agreement()
    meeting = make_meeting(agreements=[agreement])
    decision = meeting.decisions.create(text="Der Flyer wird übersetzt.")
    measure = actions.make_measure(decision, agreement=agreement, by=clerk)
    assert (measure.title, measure.description) == ("Der Flyer wird übersetzt.", "")
    assert (measure.agreement, measure.decision) == (agreement, decision)
    with pytest.raises(ValidationError, match="already"):
        actions.make_measure(decision, agreement=agreement, by=clerk)


def test_make_measure_keeps_a_long_decision_whole(clerk):
    agreement = make_agreement()
    decision = make_meeting(agreements=[agreement]).decisions.create(text="Wort " * 90 + "Ende")
    measure = actions.make_measure(decision, agreement=agreement, by=clerk)
    assert len(measure.title) == 200
    assert measure.description == decision.text


def test_make_measure_refuses_an_agreement_the_meeting_was_not_about(clerk):
    decision = make_meeting(agreements=[make_agreement()]).decisions.create(text="Umzug")
    with pytest.raises(ValidationError, match="not about"):
        actions.make_measure(decision, agreement=make_agreement(), by=clerk)
    assert Measure.objects.count() == 0


def test_finish_measure_needs_a_result_and_happens_once(clerk):
    measure = make_measure()
    with pytest.raises(ValidationError, match="what came of it"):
        actions.finish_measure(measure, result="", by=clerk, on=DAY)
    actions.finish_measure(measure, result="Der Flyer liegt aus.", by=clerk, on=DAY)
    with pytest.raises(ValidationError, match="done already"):
        actions.finish_measure(measure, result="Noch einmal.", by=clerk, on=DAY)
    measure.refresh_from_db()
    assert (measure.done_on, measure.result) == (DAY, "Der Flyer liegt aus.")


def test_one_project_grows_out_of_a_measure(clerk):
    measure = make_measure()
    first = Project(short_name="A", name="Sprachcafé", starts_on=DAY)
    actions.found_project(measure, project=first, by=clerk)
    second = Project(short_name="B", name="Noch eines", starts_on=DAY)
    with pytest.raises(ValidationError, match="already"):
        actions.found_project(measure, project=second, by=clerk)
    measure.refresh_from_db()
    assert measure.project == first
    assert list(Project.objects.all()) == [first]


def test_measure_list_shows_open_ones_first_and_finds_by_filters(client, clerk):
    agreement, contact = make_agreement(signed_on=DAY), make_contact()
    late = make_measure(title="Spät", due_on=today() - timedelta(days=1))
    make_measure(title="Ohne Tag", agreement=agreement, person=contact.person)
    make_measure(title="Bald", due_on=today())
    make_measure(title="Fertig", done_on=DAY, result="Gut", due_on=DAY)
    body = late.party.organisation
    for query, expected in [
        ("", ["Spät", "Bald", "Ohne Tag", "Fertig"]),
        ("state=open", ["Spät", "Bald", "Ohne Tag"]),
        ("state=late", ["Spät"]),
        ("state=done", ["Fertig"]),
        (f"agreement={agreement.pk}", ["Ohne Tag"]),
        (f"organisation={body.pk}", ["Spät"]),
        (f"person={contact.person_id}", ["Ohne Tag"]),
        (f"until={today() - timedelta(days=1)}", ["Spät", "Fertig"]),
        ("q=spat", ["Spät"]),
        ("q=%00&state=x&agreement=-1", ["Spät", "Bald", "Ohne Tag", "Fertig"]),
    ]:
        assert (query, titles(client.get(f"{LIST}?{query}"))) == (query, expected)


def test_measure_list_costs_the_same_for_three_and_for_thirty(client, clerk):
    first = make_measure(person=make_contact().person)
    counts = []
    for rows in (2, 27):
        for _ in range(rows):
            make_measure(agreement=first.agreement, person=first.person)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_partner_sees_own_measures_only_and_changes_none(client):
    own = make_organisation()
    agreement = make_agreement(parties=[own, make_organisation()], signed_on=DAY)
    mine, theirs = agreement.parties.order_by("pk")
    seen = make_measure(title="Meine", agreement=agreement, party=mine)
    hidden = make_measure(title="Geheim", agreement=agreement, party=theirs)
    unseen = make_agreement(parties=[own, make_organisation()])
    draft = make_measure(title="Entwurf", agreement=unseen)
    client.force_login(make_partner(own))
    assert titles(client.get(LIST)) == ["Meine"]
    assert client.get(f"{LIST}{seen.pk}/").status_code == 200
    page = client.get(f"/vereinbarungen/{agreement.pk}/").content.decode()
    assert "Meine" in page
    assert "Geheim" not in page
    assert "Geheim" not in client.get(LIST).content.decode()
    for measure in (hidden, draft):
        assert client.get(f"{LIST}{measure.pk}/").status_code == 404
    for what in ("bearbeiten", "erledigt", "projekt"):
        assert client.get(f"{LIST}{seen.pk}/{what}/").status_code == 404
        assert client.post(f"{LIST}{seen.pk}/{what}/").status_code == 404


def test_measure_is_written_changed_done_and_founds_a_project(client, clerk):
    agreement = make_agreement(signed_on=DAY)
    party = agreement.parties.first()
    contact = make_contact(organisation=party.organisation)
    data = {"title": "Flyer", "party": party.pk, "person": contact.person_id}
    response = client.post(f"/vereinbarungen/{agreement.pk}/neue-massnahme/", data)
    measure = Measure.objects.get()
    assert response["Location"] == f"{LIST}{measure.pk}/"
    assert (measure.party, measure.person) == (party, contact.person)
    other = agreement.parties.last()
    page = client.post(f"{LIST}{measure.pk}/bearbeiten/", data | {"party": other.pk})
    assert list(page.context["form"].errors) == ["person"]
    page = client.post(f"{LIST}{measure.pk}/erledigt/", {"result": ""})
    assert set(page.context["form"].errors) == {"done_on", "result"}
    done = {"done_on_day": "7", "done_on_month": "5", "done_on_year": "2024", "result": "Da"}
    client.post(f"{LIST}{measure.pk}/erledigt/", done)
    start = {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2025"}
    found = {"short_name": "FLYER", "name": "Flyer in zehn Sprachen", **start}
    client.post(f"{LIST}{measure.pk}/projekt/", found)
    measure.refresh_from_db()
    assert (measure.done_on, measure.result) == (DAY, "Da")
    assert measure.project.short_name == "FLYER"
    text = client.get(f"{LIST}{measure.pk}/").content.decode()
    assert "A project has grown out of it: Flyer in zehn Sprachen" in text


def test_measure_form_keeps_what_was_typed_when_the_project_exists(client, clerk):
    measure, known = make_measure(), make_project(short_name="ZWO")
    page = client.post(f"{LIST}{measure.pk}/projekt/", {"short_name": known.short_name})
    assert "short_name" in page.context["form"].errors
    assert page.context["form"]["short_name"].value() == "ZWO"


def test_coordinators_see_measures_and_change_none(client):
    measure = make_measure()
    client.force_login(make_staff("Koordination"))
    assert titles(client.get(LIST)) == [measure.title]
    assert client.get(f"{LIST}{measure.pk}/bearbeiten/").status_code == 404


def test_organisation_shows_what_it_still_has_to_do(client, clerk):
    measure = make_measure(title="Offen")
    body = measure.party.organisation
    make_measure(title="Fertig", agreement=measure.agreement, done_on=DAY, result="Gut")
    text = client.get(f"/organisationen/{body.pk}/").content.decode()
    assert ("Offen" in text, "Fertig" in text) == (True, False)


def test_strangers_see_no_measure(client):
    measure = make_measure()
    client.force_login(make_user())
    assert titles(client.get(LIST)) == []
    assert client.get(f"{LIST}{measure.pk}/").status_code == 404
