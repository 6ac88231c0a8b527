from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import strip_tags

from cooperation.models import Organisation, Room, Venue
from events.models import Run, Seminar, Session, Topic
from miko_portal.base.models import Message
from tests.base.factories import make_roles, make_user
from tests.cooperation.factories import make_organisation, make_room, make_venue
from tests.events.factories import (
    TODAY,
    at,
    make_registration,
    make_run,
    make_seminar,
    make_session,
    make_text,
    make_topic,
)
from tests.trainings.browser import fields
from tests.trainings.factories import make_run as make_training

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def coordinator(client):
    make_roles()
    user = make_user()
    user.set_roles(["Koordination"])
    client.force_login(user)
    return client


@pytest.fixture
def county():
    return make_organisation(name="Kreisverwaltung", kind=Organisation.Kind.COUNTY)


def typed(**kw):
    """What is posted on the page "Neue Veranstaltung"."""
    day = kw.pop("day", TODAY + timedelta(days=7))
    row = {
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": "18",
        "ends": "20 Uhr",
        "place": "Saal 1, Bürgerhaus, Polch",
    }
    row |= {name: kw.pop(name) for name in list(kw) if name in row}
    return {
        **{f"dates-0-{name}": value for name, value in row.items()},
        "dates-TOTAL_FORMS": "1",
        "dates-INITIAL_FORMS": "0",
        "title": "Strom sparen",
        "summary": "So wird die Rechnung kleiner.",
        "topic": make_topic().pk if "topic" not in kw else kw["topic"],
        "capacity": "20",
        "coming": "open",
        "spoken": "Deutsch",
        "interpreted": "Arabisch, farsi",
        **kw,
    }


def new(client, **kw):
    return client.post(reverse("admin:events_run_add"), typed(**kw))


def errors(response):
    assert response.status_code == 200
    found = dict(response.context["form"].errors)
    for row in response.context["formset"].errors if "formset" in response.context else []:
        found |= row
    return found


def test_new_page_asks_for_twelve_things_at_most(coordinator):
    context = coordinator.get(reverse("admin:events_run_add")).context
    (row,) = context["formset"]
    assert len(context["form"].fields) + len(row.fields) == 12


def test_one_save_makes_seminar_text_run_session_and_place(coordinator, county):
    response = new(coordinator)
    run = Run.objects.get()
    assert response["Location"] == reverse("admin:events_run_change", args=[run.pk])
    assert (run.capacity, run.spoken, run.interpreted) == (20, ["de"], ["ar", "fa"])
    assert (run.starts_at, run.ends_at, run.published_on) == (at(7), at(7, 20), None)
    assert run.seminar.organiser == county
    assert str(run.seminar) == "Strom sparen"
    room = run.sessions.get().room
    assert (room.name, room.seats, str(room.venue)) == ("Saal 1", 20, "Bürgerhaus, Polch")


def test_new_date_of_a_known_seminar_in_a_house_is_published_at_once(coordinator):
    seminar, venue = make_seminar(), make_venue(name="Forum", town="Polch")
    new(coordinator, seminar=seminar.pk, title="", summary="", topic="", place="forum, polch",
        _publish="1")  # fmt: skip
    run = Run.objects.get()
    assert (run.seminar, run.published_on, run.sessions.get().venue) == (seminar, TODAY, venue)
    assert (Seminar.objects.count(), Venue.objects.count()) == (1, 1)


def test_as_last_time_fills_in_the_next_such_weekday(coordinator):
    run = make_run(days=-5, hour=17, interpreted=["ar"], capacity=12, coming="here")
    address = reverse("admin:events_run_add")
    context = coordinator.get(address, {"like": run.seminar_id}).context
    form, (row,) = context["form"], context["formset"]
    assert row["day"].value() == TODAY + timedelta(days=9)
    assert row["place"].value() == run.sessions.get().venue.__str__()
    assert form["interpreted"].value() == "Arabisch"
    assert {name: form[name].value() for name in ("seminar", "capacity", "coming")} == {
        "seminar": run.seminar_id,
        "capacity": 12,
        "coming": "here",
    }


@pytest.mark.parametrize("like", ["", "x", "0", "9" * 30])
def test_as_last_time_of_nothing_is_an_empty_page(coordinator, like):
    response = coordinator.get(reverse("admin:events_run_add"), {"like": like})
    assert response.context["formset"][0]["day"].value() is None


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "", "summary": "", "topic": ""}, ["summary", "title", "topic"]),
        ({"title": "x" * 10_000}, ["title"]),
        ({"ends": "17:00"}, ["ends"]),
        ({"starts": "25:00"}, ["starts"]),
        ({"day_day": "31", "day_month": "2"}, ["day"]),
        ({"day_year": "1999"}, ["day"]),
        ({"day_year": "2100"}, ["day"]),
        ({"day_year": "9999"}, ["day"]),
        ({"day_day": "28", "day_month": "3", "starts": "2:30", "ends": "4"}, ["starts"]),
        ({"day_day": "31", "day_month": "10", "starts": "2:30", "ends": "4"}, ["starts"]),
        ({"place": "Irgendwo"}, ["place"]),
        ({"place": ", , "}, ["place"]),
        ({"place": "a" * 90 + ", Haus, Polch"}, ["place"]),
        ({"place": "Klein, Bürgerhaus, Polch"}, ["place"]),
        ({"capacity": "0"}, ["capacity"]),
        ({"capacity": "viele"}, ["capacity"]),
        ({"spoken": ""}, ["spoken"]),
        ({"spoken": ", ,"}, ["spoken"]),
        ({"interpreted": "Arabsich"}, ["interpreted"]),
        ({"coming": "partner"}, ["coming"]),
        ({"seminar": "0"}, ["seminar"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(coordinator, county, changed, wrong):
    make_room(name="Klein", seats=5, venue=make_venue(name="Bürgerhaus", town="Polch"))
    response = new(coordinator, **changed)
    assert sorted(errors(response)) == wrong
    assert Run.objects.count() == 0
    assert response.context["formset"][0]["place"].value() == changed.get(
        "place", "Saal 1, Bürgerhaus, Polch"
    )


def test_unknown_language_is_answered_with_a_guess(coordinator, county):
    response = new(coordinator, interpreted="Arabsich")
    assert "Arabisch" in errors(response)["interpreted"][0]


def test_taken_room_is_refused_at_the_field_with_the_other_date(coordinator, county):
    room = make_room(name="Saal 1", seats=30, venue=make_venue(name="Bürgerhaus", town="Polch"))
    make_training(room=room, starts_at=at(7, 17))
    response = new(coordinator)
    taken, others = errors(response)["place"]
    assert "17.03.2027" in taken
    assert others == "Zu dieser Zeit ist kein anderer Raum mit mindestens 30 Plätzen frei."
    assert Run.objects.count() == 0


def test_without_a_county_nothing_new_can_be_organised(coordinator):
    assert list(errors(new(coordinator))) == ["seminar"]


def run_form(run, rows, **kw):
    """What the admin's form of a run posts, with rows of dates."""
    data = {
        "seminar": run.seminar_id,
        "capacity": run.capacity,
        "coming": run.coming,
        "spoken": "Deutsch",
        "cost_cents": 0,
        "childcare_places": 0,
        "sessions-TOTAL_FORMS": len(rows),
        "sessions-INITIAL_FORMS": len([row for row in rows if "id" in row]),
        **kw,
    }
    for number, row in enumerate(rows):
        day = row.pop("day", TODAY + timedelta(days=7))
        row = {
            "run": run.pk, "day_day": day.day, "day_month": day.month, "day_year": day.year,
            "starts": "18:00", "ends": "20:00", **row,
        }  # fmt: skip
        data |= {f"sessions-{number}-{name}": value for name, value in row.items()}
    return data


def change(client, run, rows, **kw):
    address = reverse("admin:events_run_change", args=[run.pk])
    return client.post(address, run_form(run, rows, **kw))


def test_run_is_changed_with_its_dates(coordinator):
    room = make_room(venue=make_venue(name="Haus", town="Mayen"), name="A")
    run = make_run()
    session = run.sessions.get()
    rows = [
        {"id": session.pk, "day": TODAY + timedelta(days=8), "place": "A, Haus, Mayen"},
        {"day": TODAY + timedelta(days=9), "place": "Neu, Neubau, Polch"},
        {"day": TODAY + timedelta(days=10), "place": "Neu, Neubau, Polch"},
    ]
    response = change(
        coordinator, run, rows, spoken="Deutsch, Arabisch", childcare_places=4,
        childcare_from_age=3, childcare_until_age=6, women_only="on", cost_cents="2,50",
        coming="partner", partner_url="example.org/kurs",
    )  # fmt: skip
    assert response.status_code == 302
    run.refresh_from_db()
    assert (run.spoken, run.partner_url) == (["de", "ar"], "https://example.org/kurs")
    assert run.cost_cents == 250
    first, second, third = run.sessions.all()
    assert (first.pk, first.room, first.starts_at) == (session.pk, room, at(8))
    assert (first.moved_from, second.room) == (at(7), third.room)
    assert str(second.room) == "Neu (Neubau, Polch)"
    assert Room.objects.count() == 2


def test_who_comes_is_told_what_is_moved_or_cancelled_and_the_page_says_how_many(coordinator):
    run = make_run(coming="here")
    make_registration(run)
    row = {"id": run.sessions.get().pk, "day": TODAY + timedelta(days=8)}
    coordinator.get(reverse("admin:events_run_change", args=[run.pk]))
    response = change(coordinator, run, [{**row, "place": "A, Haus, Mayen"}])
    page = coordinator.get(response.url).text
    assert "1 Anmeldung wird per E-Mail benachrichtigt." in page
    cancel = reverse("admin:events_run_cancel") + f"?run={run.pk}"
    page = coordinator.post(cancel, {"reason": "Krank"}, follow=True).text
    assert "1 Anmeldung wird per E-Mail benachrichtigt." in page
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["events.moved", "events.run_cancelled"]


def test_saving_an_untouched_page_changes_nothing(coordinator):
    care = {"childcare_places": 5, "childcare_from_age": 3, "childcare_until_age": 8}
    run = make_run(spoken=["de", "kmr"], interpreted=["fa_AF"], cost_cents=250, **care)
    make_session(run, 9, room=make_room())
    make_session(run, 10, cancelled_on=TODAY, cancellation_reason="Krank")
    make_text(run.seminar, "ar", origin="machine", source_digest="alt")
    before = [list(Run.objects.values()), list(Session.objects.values())]
    states = list(run.seminar.texts.with_state().values_list("language", "state"))
    for name, key in (("run", run.pk), ("seminar", run.seminar_id)):
        address = reverse(f"admin:events_{name}_change", args=[key])
        page = coordinator.get(address)
        assert coordinator.post(address, fields(page)).status_code == 302
    assert [list(Run.objects.values()), list(Session.objects.values())] == before
    assert list(run.seminar.texts.with_state().values_list("language", "state")) == states


def test_dates_change_places_within_one_form(coordinator):
    room = make_room(venue=make_venue(name="Haus", town="Mayen"), name="A")
    run = make_run(days=None)
    one, two = make_session(run, 7, room=room), make_session(run, 8, room=room)
    rows = [
        {"id": one.pk, "day": TODAY + timedelta(days=8), "place": "A, Haus, Mayen"},
        {"id": two.pk, "day": TODAY + timedelta(days=7), "place": "A, Haus, Mayen"},
    ]
    assert change(coordinator, run, rows).status_code == 302
    assert [session.pk for session in run.sessions.all()] == [two.pk, one.pk]


def test_one_date_is_called_off_and_takes_place_after_all(coordinator):
    run = make_run()
    session = run.sessions.get()
    row = {"id": session.pk, "place": str(session.venue)}
    change(coordinator, run, [{**row, "called_off": "Saal gesperrt"}])
    session.refresh_from_db()
    assert (session.cancelled_on, session.cancellation_reason) == (TODAY, "Saal gesperrt")
    change(coordinator, run, [{**row, "called_off": ""}])
    session.refresh_from_db()
    assert (session.cancelled_on, session.cancellation_reason) == (None, "")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"place": "A, Haus, Mayen"}, "place"),
        ({"place": ""}, "place"),
        ({"place": "Forum, Polch", "ends": "17:00"}, "ends"),
        ({"place": "Forum, Polch", "day_month": "13"}, "day"),
    ],
)
def test_wrong_dates_are_refused_at_their_field(coordinator, row, field):
    room = make_room(venue=make_venue(name="Haus", town="Mayen"), name="A")
    make_session(make_run(days=None), 7, room=room)
    run = make_run(days=None)
    response = change(coordinator, run, [row])
    assert response.status_code == 200
    (formset,) = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert [list(found) for found in formset.errors] == [[field]]
    assert run.sessions.count() == 0


def test_two_new_rows_do_not_take_one_room(coordinator):
    make_room(venue=make_venue(name="Haus", town="Mayen"), name="A")
    run = make_run(days=None)
    response = change(coordinator, run, [{"place": "A, Haus, Mayen"}, {"place": "A, Haus, Mayen"}])
    (formset,) = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert [list(found) for found in formset.errors] == [[], ["place"]]


def test_two_new_rows_do_not_take_one_room_that_is_new_itself(coordinator):
    run = make_run(days=None)
    rows = [{"place": "Saal, Forum, Polch"}, {"place": "saal, FORUM, polch", "starts": "19:00"}]
    response = change(coordinator, run, rows)
    (formset,) = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert [list(found) for found in formset.errors] == [[], ["place"]]
    assert (run.sessions.count(), Room.objects.count()) == (0, 0)


def test_date_that_is_removed_leaves_its_room_to_a_new_one(coordinator):
    room = make_room(venue=make_venue(name="Haus", town="Mayen"), name="A")
    run = make_run(days=None, published_on=None)
    removed = make_session(run, 7, room=room)
    rows = [
        {"id": removed.pk, "place": "A, Haus, Mayen", "DELETE": "on"},
        {"place": "A, Haus, Mayen", "starts": "19:00", "ends": "21:00"},
    ]
    assert change(coordinator, run, rows).status_code == 302
    session = run.sessions.get()
    assert (session.room, session.starts_at, session.pk == removed.pk) == (room, at(7, 19), False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"spoken": ""},
        {"capacity": "0"},
        {"coming": "partner"},
        {"childcare_places": "3"},
        {"childcare_places": "3", "childcare_from_age": "8", "childcare_until_age": "3"},
        {"cost_cents": "-1"},
        {"cost_cents": "9" * 30},
        {"cost_cents": "umsonst"},
        {"cost_cents": "2,505"},
        {"partner_url": "javascript:alert(1)"},
    ],
)
def test_wrong_facts_are_refused_with_a_sentence(coordinator, wrong):
    run = make_run()
    session = run.sessions.get()
    rows = [{"id": session.pk, "place": str(session.venue)}]
    response = change(coordinator, run, rows, **wrong)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors


def german(initial=0, **said):
    data = {"texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": initial}
    said = {"summary": "Ein Satz.", **said}
    return data | {f"texts-0-{name}": value for name, value in said.items()}


def test_seminar_is_stored_with_its_german_text(coordinator, county):
    partner = make_organisation()
    response = coordinator.post(
        reverse("admin:events_seminar_add"),
        {
            "topic": make_topic().pk,
            "organiser": county.pk,
            "partners": [partner.pk],
            "format": "evening",
            "audience": "parents",
            **german(title="Sparen"),
        },
    )
    assert response.status_code == 302
    seminar = Seminar.objects.get()
    assert list(seminar.texts.values_list("language", "title")) == [("de", "Sparen")]
    assert list(seminar.partners.all()) == [partner]


def test_changed_german_text_makes_translations_outdated(coordinator):
    seminar = make_seminar()
    text = seminar.texts.get()
    make_text(seminar, "ar")
    address = reverse("admin:events_seminar_change", args=[seminar.pk])
    data = {"topic": seminar.topic_id, "organiser": seminar.organiser_id, "format": "course",
            "audience": "everybody"}  # fmt: skip
    data |= german(initial=1, id=text.pk, seminar=seminar.pk, title="Neu")
    assert coordinator.post(address, data).status_code == 302
    assert seminar.texts.with_state().get(language="ar").state == "outdated"
    assert "outdated" in coordinator.get(address, headers={"accept-language": "en"}).text


def test_the_list_of_seminars_says_what_is_left_to_translate(coordinator):
    seminar = make_seminar()

    def said():
        page = coordinator.get(reverse("admin:events_seminar_changelist")).text
        return strip_tags(page.partition('field-to_translate">')[2].partition("</td>")[0])

    for language in ("en", "ar", "fa", "fr", "pl", "ru", "tr"):
        make_text(seminar, language)
    make_text(seminar, "uk", origin="machine")
    assert said() == "maschinell: Ukrainischfehlt: Einfache Sprache"
    make_text(seminar, "de-simple")
    seminar.texts.filter(language="uk").update(origin="reviewed")
    assert said() == "alle geprüft"


@pytest.mark.parametrize("said", [{}, {"title": "x" * 10_000}, {"title": "\x00"}])
def test_wrong_german_text_is_refused(coordinator, county, said):
    response = coordinator.post(
        reverse("admin:events_seminar_add"),
        {"topic": make_topic().pk, "organiser": county.pk, "format": "course",
         "audience": "everybody", **german(**said)},
    )  # fmt: skip
    assert response.status_code == 200
    assert Seminar.objects.count() == 0


def test_topic_is_stored_with_its_names(coordinator):
    response = coordinator.post(
        reverse("admin:events_topic_add"),
        {
            "name": "Wohnen",
            "names-TOTAL_FORMS": 1,
            "names-INITIAL_FORMS": 0,
            "names-0-language": "ar",
            "names-0-name": "السكن",
        },
    )
    assert response.status_code == 302
    assert Topic.objects.get().names.get().name == "السكن"


def act(client, name, *runs):
    keys = [run.pk for run in runs]
    data = {"action": name, "_selected_action": keys}
    return client.post(reverse("admin:events_run_changelist"), data)


def test_chosen_dates_are_published_or_it_is_said_why_not(coordinator):
    ready, empty = make_run(published_on=None), make_run(published_on=None, days=None)
    act(coordinator, "publish", ready, empty)
    assert dict(Run.objects.values_list("pk", "published_on")) == {ready.pk: TODAY, empty.pk: None}


def test_chosen_dates_are_cancelled_with_a_reason(coordinator):
    run, other = make_run(), make_run()
    address = act(coordinator, "cancel", run)["Location"]
    assert coordinator.get(address).status_code == 200
    assert list(errors(coordinator.post(address, {"reason": ""}))) == ["reason"]
    coordinator.post(address, {"reason": "Krank"})
    run.refresh_from_db()
    other.refresh_from_db()
    assert (run.cancelled_on, run.cancellation_reason) == (TODAY, "Krank")
    assert other.cancelled_on is None


@pytest.mark.parametrize("query", ["", "?run=x", "?run=0", "?run=" + "9" * 40])
def test_nothing_to_cancel_leads_back(coordinator, query):
    response = coordinator.get(reverse("admin:events_run_cancel") + query)
    assert response["Location"] == reverse("admin:events_run_changelist")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Quark", "A", "C"]),
        ("?q=mayen", ["Quark"]),
        ("?q=quark", ["Quark"]),
        ("?state=draft", ["C"]),
        ("?state=over", []),
        ("?state=quatsch", ["Quark", "A", "C"]),
        ("?period=weeks", ["A", "C"]),
        ("?coming=here", ["A"]),
    ],
)
def test_dates_are_found_in_the_list(coordinator, query, found):
    make_run(title="C", days=1, published_on=None)
    make_run(title="A", days=2, coming="here")
    make_run(title="Quark", days=60, place=make_venue(town="Mayen"))
    response = coordinator.get(reverse("admin:events_run_changelist") + query)
    assert [run.title for run in response.context["cl"].result_list] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?missing=ar", 1), ("?missing=xx", 2), ("?translations=outdated", 1), ("?q=x", 0)],
)
def test_seminars_are_found_by_their_texts(coordinator, query, found):
    make_text(make_seminar(), "ar", source_digest="")
    make_seminar()
    response = coordinator.get(reverse("admin:events_seminar_changelist") + query)
    assert len(response.context["cl"].result_list) == found


@pytest.mark.parametrize("model", ["run", "seminar"])
def test_lists_cost_the_same_however_long(coordinator, django_assert_max_num_queries, model):
    for _ in range(3):
        make_text(make_run().seminar, "ar")
    address = reverse(f"admin:events_{model}_changelist")
    with django_assert_max_num_queries(100) as few:
        coordinator.get(address)
    for _ in range(20):
        make_text(make_run().seminar, "ar")
    with django_assert_max_num_queries(len(few)):
        coordinator.get(address)


@pytest.mark.parametrize("model", ["run", "seminar", "topic"])
def test_nothing_is_deleted(coordinator, model):
    run = make_run()
    key = {"run": run.pk, "seminar": run.seminar_id, "topic": run.seminar.topic_id}[model]
    address = reverse(f"admin:events_{model}_delete", args=[key])
    assert coordinator.post(address, {"post": "yes"}).status_code == 403
    assert Session.objects.count() == 1


def test_those_who_only_see_cannot_plan_or_cancel(client):
    make_roles()
    assert Group.objects.filter(name="Sachbearbeitung").exists()
    user = make_user()
    user.set_roles(["Sachbearbeitung"])
    client.force_login(user)
    run = make_run()
    assert client.get(reverse("admin:events_run_change", args=[run.pk])).status_code == 200
    assert new(client).status_code == 403
    cancel = reverse("admin:events_run_cancel") + f"?run={run.pk}"
    assert client.post(cancel, {"reason": "Krank"}).status_code == 403
    run.refresh_from_db()
    assert (run.cancelled_on, Run.objects.count()) == (None, 1)
