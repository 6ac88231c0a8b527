"""Feeds of the list: calendar, Atom, JSON, and what Integreat's importer asks for."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from tests.cooperation.factories import make_room, make_venue
from tests.events.factories import (
    BERLIN,
    TODAY,
    at,
    make_run,
    make_seminar,
    make_session,
    make_text,
    make_topic,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/de/seminare.ics", "/de/seminare.atom", "/de/seminare.json", "/integreat.ics"]


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def page_cache(settings):
    settings.CACHES = {
        "default": settings.CACHES["default"],
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "feeds"},
    }


def calendar(client, path, query=""):
    response = client.get(path + query)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def titles(client, path, query=""):
    return [str(event["SUMMARY"]) for event in calendar(client, path, query).walk("VEVENT")]


def entries(client, path="/de/seminare.atom"):
    response = client.get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_integreat_gets_what_its_importer_asks_for(client):
    venue = make_venue(name="Bürgerhaus", street="Markt 1", postcode="56751", town="Polch")
    run = make_run(days=None, title="Strom, Gas; Wasser")
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    sessions = []
    for month, day in ((3, 27), (3, 29), (10, 30), (11, 1)):  # around both changes of the clock
        starts = datetime(2027, month, day, 18, tzinfo=BERLIN)
        ends = starts.replace(hour=20)
        sessions.append(make_session(run, venue=venue, starts_at=starts, ends_at=ends))
    response = client.get("/integreat.ics", headers={"accept-language": "ar"})
    found = Calendar.from_ical(response.content)
    events = found.walk("VEVENT")
    assert [zone["TZID"] for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert [event["UID"] for event in events] == [
        f"session-{session.pk}@seminare.miko-portal" for session in sessions
    ]
    for event in events:
        assert event["CATEGORIES"].to_ical() == b"Integreat"
        assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Berlin"
        assert "RRULE" not in event
        assert str(event["SUMMARY"]) == "Strom, Gas; Wasser"
        assert event["STATUS"] == "CONFIRMED"
        assert "Ort: Bürgerhaus, Markt 1, 56751 Polch" in event["DESCRIPTION"]
        assert f"http://testserver/de/seminare/{run.pk}/" in event["DESCRIPTION"]
    assert [event["DTSTART"].dt.astimezone(UTC).hour for event in events] == [17, 16, 16, 17]
    assert [event["DTEND"].dt.astimezone(UTC).hour for event in events] == [19, 18, 18, 19]


def test_cancelled_dates_stay_until_they_are_past(client, time_machine):
    run = make_run(days=2, title="Strom sparen")
    other = make_session(run, 9)
    run.sessions.first().cancel(on=TODAY, reason="Saal gesperrt")
    make_run(days=3, title="Wohnen", cancelled_on=TODAY, cancellation_reason="Krank")
    expected = ["ABGESAGT: Strom sparen", "Strom sparen", "ABGESAGT: Wohnen"]
    assert sorted(titles(client, "/integreat.ics")) == sorted(expected)
    events = calendar(client, "/integreat.ics").walk("VEVENT")
    status = {str(event["UID"]): str(event["STATUS"]) for event in events}
    assert status[f"session-{other.pk}@seminare.miko-portal"] == "CONFIRMED"
    assert sorted(status.values()) == ["CANCELLED", "CANCELLED", "CONFIRMED"]
    told = {str(event["SUMMARY"]): str(event["DESCRIPTION"]) for event in events}
    assert told["ABGESAGT: Wohnen"].startswith("Abgesagt: Krank")
    time_machine.move_to(at(3, 23))
    assert "ABGESAGT: Wohnen" in titles(client, "/integreat.ics")
    time_machine.move_to(at(4, 1))
    assert "ABGESAGT: Wohnen" not in titles(client, "/integreat.ics")


@pytest.mark.parametrize("path", ["/de/seminare.ics", "/integreat.ics"])
def test_identity_stays_and_sequence_rises_with_each_change(client, path):
    run = make_run()
    session = run.sessions.get()

    def state():
        (event,) = calendar(client, path).walk("VEVENT")
        return event["SEQUENCE"], str(event["UID"])

    seen = [state()]

    def moved():
        session.starts_at, session.ends_at = at(8), at(8, 20)
        session.save()

    def other_room():
        session.set_place(make_room())
        session.save()

    def reworded():
        run.seminar.texts.update(title="Gas sparen")

    def dearer():
        type(run).objects.filter(pk=run.pk).update(cost_cents=500)

    for change in (moved, other_room, reworded, dearer):
        change()
        seen.append(state())
    run.refresh_from_db()
    run.cancel(on=TODAY, reason="Krank")
    seen.append(state())
    sequences = [sequence for sequence, uid in seen]
    assert sequences == sorted(set(sequences))
    assert len({uid for sequence, uid in seen}) == 1


def test_what_readers_are_not_told_counts_as_no_change(client):
    run = make_run()
    before = run.sequence
    run.seminar.texts.update(source_digest="x")
    type(run).objects.update(project=None)
    run.refresh_from_db()
    assert run.sequence == before


def test_moved_date_tells_when_it_was_planned(client):
    session = make_run(days=7).sessions.get()
    session.starts_at, session.ends_at = at(8), at(8, 20)
    session.save()
    (event,) = calendar(client, "/de/seminare.ics").walk("VEVENT")
    assert "Mittwoch, 17.03.2027, 18:00" in event["DESCRIPTION"]
    (date,) = client.get("/de/seminare.json").json()["runs"][0]["sessions"]
    assert (date["moved_from"], date["starts_at"]) == (
        "2027-03-17T18:00:00+01:00",
        "2027-03-18T18:00:00+01:00",
    )


@pytest.mark.parametrize("path", ["/ar/seminare.ics", "/integreat.ics"])
def test_feeds_take_the_filters_of_the_list(client, path):
    topic = make_topic(name="Wohnen")
    make_run(title="A", days=3, place=make_venue(town="Polch"), interpreted=["ar"])
    wohnen = make_seminar(title="B", topic=topic)
    make_run(days=5, seminar=wohnen, place=make_venue(town="Mayen"))
    make_run(title="Entwurf", published_on=None)
    make_run(title="Gestern", days=-1)
    assert titles(client, path) == ["A", "B"]
    assert titles(client, path, "?town=Polch") == ["A"]
    assert titles(client, path, f"?topic={topic.pk}") == ["B"]
    assert titles(client, path, "?language=ar&town=Mayen&since=gestern") == []


def test_atom_has_ids_that_stay_and_the_last_change_first(client, time_machine):
    first = make_run(title="Zuerst", days=3)
    second = make_run(title="Danach & <mehr>", days=2)
    run = type(first).objects
    run.filter(pk=first.pk).update(changed_at=at(-2))
    run.filter(pk=second.pk).update(changed_at=at(-1))
    feed = entries(client)
    found = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in found] == ["Danach & <mehr>", "Zuerst"]
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert ids == [f"tag:testserver,2026:seminare/de/{pk}" for pk in (second.pk, first.pk)]
    assert feed.findtext(f"{ATOM}updated") == found[0].findtext(f"{ATOM}updated")
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == at(-1)
    assert feed.findtext(f"{ATOM}id") == "http://testserver/de/seminare.atom"
    assert found[1].find(f"{ATOM}link").get("href") == f"http://testserver/de/seminare/{first.pk}/"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kreisverwaltung Mayen-Koblenz"


def test_empty_atom_is_as_old_as_the_day(client):
    feed = entries(client)
    assert feed.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == at(0, 0)


def test_atom_takes_texts_that_xml_has_no_place_for(client):
    make_run(title="Strom\x0b & Gas")
    (entry,) = entries(client).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Strom & Gas"


def test_json_has_the_facts_in_the_language_asked_for(client):
    topic = make_topic(name="Wohnen")
    topic.names.create(language="ar", name="السكن")
    run = make_run(
        seminar=make_seminar(title="Mietvertrag", topic=topic),
        spoken=["de"], interpreted=["ar"], cost_cents=250,
        childcare_places=5, childcare_from_age=3, childcare_until_age=8,
        place=make_venue(name="Bürgerhaus", town="Polch", step_free=True),
    )  # fmt: skip
    make_text(run.seminar, "ar", title="عقد الإيجار")
    content = client.get("/ar/seminare.json?town=Polch").json()
    (told,) = content.pop("runs")
    assert content == {
        "language": "ar",
        "address": "http://testserver/ar/seminare.json?town=Polch",
        "page": "http://testserver/ar/seminare/?town=Polch",
    }
    assert (told["title"], told["text_language"], told["topic"]) == ("عقد الإيجار", "ar", "السكن")
    assert told["childcare"] == {"from_age": 3, "until_age": 8}
    assert (told["cost_cents"], told["state"]) == (250, "coming")
    assert told["sessions"][0] | {"uid": ""} == {
        "uid": "",
        "starts_at": "2027-03-17T18:00:00+01:00",
        "ends_at": "2027-03-17T20:00:00+01:00",
        "moved_from": None,
        "cancelled_because": None,
        "room": None,
        "venue": "Bürgerhaus",
        "street": "",
        "postcode": "",
        "town": "Polch",
        "step_free": True,
    }


def test_every_name_of_the_json_is_written_down(client, settings):
    make_run()
    content = client.get("/de/seminare.json").json()
    (run,) = content["runs"]
    readme = (settings.BASE_DIR / "events" / "README.md").read_text(encoding="utf-8")
    written = set(re.findall(r"`(\w+)`", readme))
    assert (content.keys() | run.keys() | run["sessions"][0].keys()) - written == set()


@pytest.mark.parametrize("path", FEEDS)
def test_unchanged_feed_is_answered_by_304(client, path, page_cache, time_machine):
    make_run()
    first = client.get(path)
    assert first["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.get("Vary", "")
    time_machine.shift(120)
    for asked in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = client.get(path, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
    make_run(title="Neu")
    time_machine.shift(120)
    for asked in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        changed = client.get(path, headers=asked)
        assert changed.status_code == 200
        assert changed["Last-Modified"] > first["Last-Modified"]


@pytest.mark.parametrize(
    ("path", "queries"), [(path, 7 if "json" in path else 5) for path in FEEDS]
)
@pytest.mark.parametrize("rows", [3, 30])
def test_feeds_cost_the_same_however_long(client, django_assert_num_queries, path, queries, rows):
    topic, organiser = make_topic(), make_seminar().organiser
    for number in range(rows):
        seminar = make_seminar(topic=topic, organiser=organiser)
        seminar.partners.add(organiser)
        make_run(days=number % 40, seminar=seminar)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_bounded(client, path, monkeypatch):
    monkeypatch.setattr("events.views.feeds.MOST", 2)
    for days in (1, 2, 3):
        make_run(days=days, title=f"In {days} Tagen")
    text = client.get(path).text
    assert ("In 1 Tagen" in text, "In 2 Tagen" in text, "In 3 Tagen" in text) == (True, True, False)


def test_list_names_its_feeds_with_the_filters_that_are_set(client):
    make_run()
    text = client.get("/en/seminare/?town=Polch&page=1&instead_of=xxxxxx").text
    for kind in ("ics", "atom", "json"):
        assert f'href="/en/seminare.{kind}?town=Polch">' in text
    assert 'href="webcal://testserver/en/seminare.ics?town=Polch"' in text


def test_long_course_is_whole_in_the_feed_while_it_runs(client):
    run = make_run(days=-7)
    make_session(run, 7, ends_at=at(7) + timedelta(hours=1))
    assert len(titles(client, "/integreat.ics")) == 2
