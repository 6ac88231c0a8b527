"""Meetings as the office uses them in the browser."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperation.models import Measure, Meeting
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.base.test_pdf import tags_of
from tests.cooperation.factories import (
    make_agreement,
    make_contact,
    make_meeting,
    make_organisation,
    make_partner,
    make_person,
    make_project,
    make_room,
    make_venue,
)
from tests.events.factories import make_run as make_seminar_run
from tests.events.factories import make_session as make_seminar_session
from tests.trainings.factories import make_session as make_training_session

pytestmark = pytest.mark.django_db
LIST = "/treffen/"
SIGNED = date(2024, 1, 8)


@pytest.fixture
def clerk(client):
    user = make_staff(language="en")
    client.force_login(user)
    return user


def soon(days=20, hour=10):
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def typed(**kw):
    """What a browser sends of the form."""
    day = soon()
    rows = {"guests-TOTAL_FORMS": "1", "guests-INITIAL_FORMS": "0"}
    return {
        "title": "Netzwerktreffen",
        "kind": "network",
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": "10",
        "ends": "12 Uhr",
        **rows,
        **kw,
    }


def titles(response):
    return [meeting.title for meeting in response.context["page_obj"]]


def key(contact):
    return f"{contact.person_id}-{contact.organisation_id}"


def test_meeting_list_shows_what_is_next_first_and_finds_by_filters(client, clerk):
    project, contact = make_project(), make_contact()
    make_meeting(title="Später", starts_at=soon(40), kind="review")
    make_meeting(title="Bald", starts_at=soon(), project=project)
    held = make_meeting(title="Früher", people=[contact])
    make_meeting(title="Noch früher", starts_at=held.starts_at - timedelta(days=700))
    held.decisions.create(text="Der Flyer wird übersetzt.")
    for query, expected in [
        ("", ["Bald", "Später", "Früher", "Noch früher"]),
        ("kind=review", ["Später"]),
        (f"project={project.pk}", ["Bald"]),
        (f"organisation={contact.organisation_id}", ["Früher"]),
        ("year=2022", ["Noch früher"]),
        ("q=ubersetzt", ["Früher"]),
        ("q=bald", ["Bald"]),
        ("year=x&project=0&q=%00", ["Bald", "Später", "Früher", "Noch früher"]),
    ]:
        assert (query, titles(client.get(f"{LIST}?{query}"))) == (query, expected)


def test_meeting_list_costs_the_same_for_three_and_for_thirty(client, clerk):
    counts = []
    for rows in (3, 27):
        for _ in range(rows):
            make_meeting(people=[make_contact()], project=make_project(), room=None)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_contacts_of_agreements_projects_and_organisations_are_proposed(client, clerk):
    project, party = make_project(), make_organisation()
    agreement = make_agreement(parties=[party, make_organisation()])
    partner = make_agreement(project=project, signed_on=SIGNED).parties.first().organisation
    chosen = make_organisation(name="Caritas")
    contacts = [make_contact(organisation=body) for body in (party, partner, chosen)]
    deputy = make_contact(organisation=party, deputy=True)
    stranger = make_contact()
    data = typed(
        agreements=[agreement.number, ""], organisations=["caritas"], project=project.pk, propose=1
    )
    form = client.post(f"{LIST}neu/", data).context["form"]
    offered = dict(form.fields["asked"].choices)
    assert set(offered) == {key(contact) for contact in [*contacts, deputy]}
    assert set(form["asked"].value()) == {key(contact) for contact in contacts}
    assert key(stranger) not in offered
    assert form["title"].value() == "Netzwerktreffen"
    assert Meeting.objects.count() == 0


def test_what_is_not_known_is_said_at_its_field_when_contacts_are_proposed(client, clerk):
    page = client.post(f"{LIST}neu/", typed(agreements=["KV-0815"], propose=1))
    assert list(page.context["form"].errors) == ["agreements"]
    assert page.context["form"]["agreements"].value() == ["KV-0815"]


def test_meeting_is_planned_in_one_page(client, clerk):
    contact, agreement = make_contact(), make_agreement()
    newcomer = {"guests-0-given_name": "Oksana", "guests-0-family_name": "Bondar"}
    data = typed(
        place="Saal, Rathaus, Mayen",
        agreements=[str(agreement)],
        asked=[key(contact)],
        agenda="Berichte",
        **newcomer,
    )
    response = client.post(f"{LIST}neu/", data)
    meeting = Meeting.objects.get()
    assert response["Location"] == f"{LIST}{meeting.pk}/"
    assert (meeting.starts_at, meeting.ends_at) == (soon(), soon(hour=12))
    assert str(meeting.room) == "Saal (Rathaus, Mayen)"
    assert list(meeting.agreements.all()) == [agreement]
    people = {row.person.family_name for row in meeting.attendances.all()}
    assert people == {contact.person.family_name, "Bondar"}
    assert Message.objects.count() == 0


@pytest.mark.parametrize("other", ["training", "seminar", "meeting"])
def test_room_that_is_taken_is_refused_with_the_other_date(client, clerk, other):
    room = make_room(name="Saal", venue=make_venue(name="Rathaus", town="Mayen"))
    facts = {"room": room, "starts_at": soon(hour=11)}
    if other == "training":
        make_training_session(**facts)
    elif other == "seminar":
        make_seminar_session(make_seminar_run(days=None), **facts)
    else:
        make_meeting(**facts)
    page = client.post(f"{LIST}neu/", typed(place="Saal, Rathaus, Mayen"))
    errors = page.context["form"].errors
    assert list(errors) == ["place"]
    assert "The room is taken on" in errors["place"][0]
    assert f"{soon():%d.%m.%Y}" in errors["place"][0]
    assert other in errors["place"][0]


def test_room_of_the_meeting_itself_is_no_clash(client, clerk):
    room = make_room(name="Saal", venue=make_venue(name="Rathaus", town="Mayen"))
    meeting = make_meeting(room=room, starts_at=soon(), ends_at=soon(hour=12))
    client.post(f"{LIST}{meeting.pk}/bearbeiten/", typed(place="Saal, Rathaus, Mayen", ends="13"))
    meeting.refresh_from_db()
    assert (meeting.ends_at, meeting.sequence) == (soon(hour=13), 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"day_month": "13"}, "day"),
        ({"starts": "abends"}, "starts"),
        ({"ends": "9"}, "ends"),
        ({"place": "irgendwo"}, "place"),
        ({"agreements": ["nie"]}, "agreements"),
        ({"asked": ["1-2", "x", "-"]}, "asked"),
        ({"agenda": "\x00"}, "agenda"),
    ],
)
def test_bad_input_is_refused_at_its_field(client, clerk, wrong, field):
    page = client.post(f"{LIST}neu/", typed(**wrong))
    assert list(page.context["form"].errors) == [field]
    assert Meeting.objects.count() == 0


def test_row_of_a_person_needs_both_names(client, clerk):
    page = client.post(f"{LIST}neu/", typed(**{"guests-0-mail": "ada@example.org"}))
    assert set(page.context["formset"].errors[0]) == {"given_name", "family_name"}


def test_invitation_says_how_many_and_names_who_has_no_mail(client, clerk):
    nobody = make_person(given_name="Otto", family_name="Ohnemail", mail="")
    meeting = make_meeting(starts_at=soon(), people=[make_contact(), make_contact(), nobody])
    page = client.get(f"{LIST}{meeting.pk}/")
    text = page.content.decode()
    assert "Send the invitation to 2 people" in text
    assert [row.person for row in page.context["out_of_reach"]] == [nobody]
    client.post(f"{LIST}{meeting.pk}/einladen/")
    assert Message.objects.filter(kind="cooperation.meeting_invited").count() == 2


def test_copy_is_one_click(client, clerk):
    meeting = make_meeting(people=[make_contact()])
    response = client.post(f"{LIST}{meeting.pk}/kopie/")
    copy = Meeting.objects.exclude(pk=meeting.pk).get()
    assert response["Location"] == f"{LIST}{copy.pk}/"
    assert copy.attendances.count() == 1


def test_cancelled_meeting_says_why_and_is_not_edited(client, clerk):
    meeting = make_meeting(starts_at=soon())
    page = client.post(f"{LIST}{meeting.pk}/absagen/", {"reason": ""})
    assert list(page.context["form"].errors) == ["reason"]
    client.post(f"{LIST}{meeting.pk}/absagen/", {"reason": "Sturm"})
    assert "Sturm" in client.get(f"{LIST}{meeting.pk}/").content.decode()
    for what in ("bearbeiten", "absagen", "teilnahme", "protokoll"):
        assert client.get(f"{LIST}{meeting.pk}/{what}/").status_code == 404


ROWS = {"guests-TOTAL_FORMS": "1", "guests-INITIAL_FORMS": "0"}


def test_who_came_is_ticked_or_all_at_once(client, clerk):
    meeting = make_meeting(people=[make_person(), make_person()])
    first = meeting.attendances.first()
    client.post(f"{LIST}{meeting.pk}/teilnahme/", {"came": [first.pk], **ROWS})
    assert [row.came for row in meeting.attendances.order_by("pk")] == [True, False]
    client.post(f"{LIST}{meeting.pk}/teilnahme/", {"all": "1", **ROWS})
    assert [row.came for row in meeting.attendances.order_by("pk")] == [True, True]


def test_minutes_and_decisions_are_written_and_become_a_measure(client, clerk):
    agreement = make_agreement(signed_on=SIGNED)
    meeting = make_meeting(agreements=[agreement])
    data = {
        "minutes": "Es wurde berichtet.",
        "decisions-TOTAL_FORMS": "2",
        "decisions-INITIAL_FORMS": "0",
        "decisions-0-text": "Der Flyer wird übersetzt.",
        "decisions-1-text": "",
    }
    client.post(f"{LIST}{meeting.pk}/protokoll/", data)
    meeting.refresh_from_db()
    decision = meeting.decisions.get()
    assert (meeting.minutes, decision.text) == ("Es wurde berichtet.", "Der Flyer wird übersetzt.")
    response = client.post(f"/beschluesse/{decision.pk}/massnahme/")
    measure = Measure.objects.get()
    assert response["Location"] == f"/massnahmen/{measure.pk}/bearbeiten/"
    assert (measure.agreement, measure.decision) == (agreement, decision)


def minutes(text, *decisions, seen=0, stored=(), **kw):
    data = {"minutes": text, "seen": seen, "decisions-TOTAL_FORMS": len(decisions)}
    data["decisions-INITIAL_FORMS"] = len(stored)
    for place, decision in enumerate(decisions):
        data[f"decisions-{place}-text"] = decision
    for place, decision in enumerate(stored):
        data[f"decisions-{place}-id"] = decision.pk
    return data | kw


def test_minutes_stored_meanwhile_are_shown_beside_the_own_and_nothing_is_lost(client, clerk):
    meeting = make_meeting()
    first = meeting.decisions.create(text="Der Flyer wird übersetzt.")
    path = f"{LIST}{meeting.pk}/protokoll/"
    seen = client.get(path).context["form"]["seen"].value()
    client.post(path, minutes("Frau Beck berichtet.", first.text, "Umzug", stored=[first]))
    typed = minutes("Herr Okafor berichtet.", "Zwei Flyer.", "Fest", stored=[first], seen=seen)
    page = client.post(path, typed)
    meeting.refresh_from_db()
    assert (page.status_code, meeting.minutes) == (200, "Frau Beck berichtet.")
    clash = page.context["clash"]
    assert clash.last.by == clerk
    assert [(one.before, one.after) for one in clash.differences] == [
        ("Frau Beck berichtet.", "Herr Okafor berichtet."),
        (first.text, "Zwei Flyer."),
        ("", "Fest"),
    ]
    shown = page.content.decode()
    assert shown.count("Herr Okafor berichtet.") == 1
    assert page.context["form"]["seen"].value() == 1
    client.post(path, typed | {"seen": 1})
    meeting.refresh_from_db()
    assert meeting.minutes == "Herr Okafor berichtet."
    assert [one.text for one in meeting.decisions.all()] == ["Zwei Flyer.", "Umzug", "Fest"]


@pytest.mark.parametrize("seen", ["", "x", "9" * 20, "-1"])
def test_minutes_bear_a_forged_reading(client, clerk, seen):
    meeting = make_meeting()
    Meeting.objects.update(revision=3)
    page = client.post(f"{LIST}{meeting.pk}/protokoll/", minutes("Neu", seen=seen))
    assert page.context["clash"].differences[0].after == "Neu"
    assert Meeting.objects.get().minutes == ""


def test_of_several_agreements_one_is_chosen(client, clerk):
    agreements = [make_agreement(), make_agreement()]
    decision = make_meeting(agreements=agreements).decisions.create(text="Umzug")
    client.post(f"/beschluesse/{decision.pk}/massnahme/")
    assert Measure.objects.count() == 0
    for told in ("x", "9" * 30, make_agreement().pk):
        client.post(f"/beschluesse/{decision.pk}/massnahme/", {"agreement": told})
        assert Measure.objects.count() == 0
    client.post(f"/beschluesse/{decision.pk}/massnahme/", {"agreement": agreements[1].pk})
    assert Measure.objects.get().agreement == agreements[1]


def test_minutes_as_pdf_are_tagged_and_named(client, clerk):
    meeting = make_meeting(
        title="Überprüfung", minutes="Gut.", agenda="Berichte", people=[make_contact()]
    )
    meeting.attendances.update(came=True)
    meeting.decisions.create(text="Weiter so.")
    response = client.get(f"{LIST}{meeting.pk}/protokoll.pdf")
    assert response["Content-Type"] == "application/pdf"
    document = pikepdf.open(io.BytesIO(response.content))
    tags = tags_of(document)
    assert str(document.Root.Lang) == "de"
    assert [tags.count(tag) for tag in ("H1", "Table", "L")] == [4, 1, 2]


def test_meetings_are_not_shown_to_partners(client):
    own = make_organisation()
    agreement = make_agreement(parties=[own, make_organisation()], signed_on=SIGNED)
    meeting = make_meeting(title="Geheim", agreements=[agreement])
    decision = meeting.decisions.create(text="Umzug")
    client.force_login(make_partner(own))
    assert "Geheim" not in client.get(f"/vereinbarungen/{agreement.pk}/").content.decode()
    assert "Geheim" not in client.get(f"/organisationen/{own.pk}/").content.decode()
    for address in ("", "neu/"):
        assert client.get(f"{LIST}{address}").status_code == 403
    for address in (f"{meeting.pk}/", f"{meeting.pk}/protokoll.pdf"):
        assert client.get(f"{LIST}{address}").status_code == 404
    assert client.post(f"/beschluesse/{decision.pk}/massnahme/").status_code == 404


def test_coordinators_plan_meetings(client):
    client.force_login(make_staff("Koordination"))
    client.post(f"{LIST}neu/", typed())
    assert Meeting.objects.get().title == "Netzwerktreffen"
