"""The filters of the list: Python counts what the database would leave."""

from itertools import product

import pytest
from django.http import QueryDict

from events.filters import SeminarFilter
from events.models import Run
from events.towns import town_of, towns
from tests.cooperation.factories import make_room, make_venue
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

pytestmark = pytest.mark.django_db
CARE = {"childcare_places": 5, "childcare_from_age": 3, "childcare_until_age": 8}
OFF = {"cancelled_on": TODAY, "cancellation_reason": "Krank"}


def asked(query):
    filters = SeminarFilter(QueryDict(query), queryset=Run.objects.published(on=TODAY), on=TODAY)
    filters.found = list(filters.qs)
    return filters


def listed(query):
    """The runs in the order of the list."""
    filters = asked(query)
    runs = {run.next_session: run for run in filters.runs_of(filters.dates)}
    return [runs[date] for date in filters.dates]


def choices(filters, name):
    return dict(filters.form.fields[name].choices)


def labels(filters):
    return {name: str(filters.form[name].label) for name in filters.BOXES}


@pytest.fixture
def runs():
    """Some of each kind; TODAY is a Wednesday."""
    polch = make_venue(town="Polch", step_free=True)
    mayen = make_venue(town="Mayen", postcode="56727")
    near_mayen = make_venue(town="Hausen", postcode="56727")
    topic = make_topic(name="Wohnen")
    make_run(title="A", days=1, place=polch, interpreted=["ar"], **CARE)
    make_run(title="B", days=4, place=mayen, spoken=["ar"], coming="here", capacity=9)
    make_run(title="C", days=5, place=near_mayen, seminar=make_seminar(title="C", topic=topic))
    make_run(title="D", days=9, place=mayen, women_only=True, **OFF)
    room = make_room(venue=polch)
    moving = make_run(title="E", days=20, place=mayen, coming="here", **CARE)
    make_session(moving, 12, room=room)
    full = make_run(title="F", days=2, place=polch, coming="open")
    make_session(full, -3, venue=mayen)
    return topic


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("week=on", "AFB"),
        ("free=on", "AFBCE"),
        ("near=Mayen&within=5", "BCD"),
        ("near=Mayen", "AFBCDE"),
        ("near=Polch&within=5", "AFE"),
        ("near=Bendorf", ""),
        ("near=Mayen&within=5&week=on", "B"),
        ("within=5", "AFBCDE"),
        ("near=Nirgendwo", "AFBCDE"),
        ("near=Mayen&within=7", "AFBCDE"),
        ("week=on&since=2027-03-15", ""),
    ],
)
def test_filters_leave(runs, query, titles):
    assert [str(run.seminar) for run in asked(query).found] == list(titles)


def test_full_and_cancelled_are_left_out_by_not_full():
    run, off = make_run(coming="here", capacity=3), make_run(days=9)
    off.sessions.get().cancel(on=TODAY, reason="Saal gesperrt")
    make_registration(run, persons=2)
    filters = asked("free=on")
    assert (filters.found, labels(filters)["free"]) == ([run], "Noch nicht voll (1)")
    make_registration(run, persons=1)
    filters = asked("free=on")
    assert (filters.found, labels(filters)["free"]) == ([], "Noch nicht voll (0)")


def test_each_choice_tells_how_many_it_leaves(runs):
    filters = asked("language=ar")
    assert choices(filters, "language") == {
        "": "Alle Sprachen",
        "ar": "Arabisch (2)",
        "de": "Deutsch (5)",
    }
    assert choices(filters, "town") == {
        "": "Alle Orte",
        "Hausen": "Hausen (0)",
        "Mayen": "Mayen (1)",
        "Polch": "Polch (1)",
    }
    assert choices(filters, "topic")[str(runs.pk)] == "Wohnen (0)"
    assert labels(filters) == {
        "week": "Diese Woche (2)",
        "free": "Noch nicht voll (2)",
        "childcare": "Mit Kinderbetreuung (1)",
        "step_free": "Ohne Stufen (1)",
        "women_only": "Nur für Frauen (0)",
    }


def test_counts_are_what_the_database_leaves(runs):
    boxes = [f"{name}=on" for name in SeminarFilter.BOXES]
    for query in ["", *boxes, "language=ar", "town=Mayen", "near=Mayen&within=5", "q=a"]:
        filters = asked(query)
        for name, value in product(SeminarFilter.LISTS, ("ar", "de", "Mayen", "Polch", runs.pk)):
            label = choices(filters, name).get(str(value))
            if label:
                again = QueryDict(query, mutable=True)
                again[name] = value
                left = len(asked(again.urlencode()).found)
                assert label.endswith(f"({left})"), (query, name, value)
        for name, label in labels(filters).items():
            again = QueryDict(query, mutable=True)
            again[name] = "on"
            assert label.endswith(f"({len(asked(again.urlencode()).found)})"), (query, name)


def test_counts_are_at_least_where_there_are_more_than_are_looked_at(monkeypatch):
    monkeypatch.setattr("events.counting.HORIZON", 2)
    venue = make_venue(town="Polch")
    for days in range(2):
        make_run(days=days, place=venue)
    assert choices(asked(""), "town")["Polch"] == "Polch (2)"
    make_run(days=3, place=venue)
    assert choices(asked(""), "town")["Polch"] == "Polch (2+)"


def test_what_is_set_is_named_with_the_way_without_it(runs):
    filters = asked(
        "q=a&town=Mayen&near=Polch&within=5&since_day=1&since_month=3&since_year=2027&page=2"
    )
    assert [(one["name"], str(one["said"])) for one in filters.active] == [
        ("q", "a"),
        ("town", "Mayen"),
        ("near", "Polch + 5 km"),
        ("since", "Ab diesem Tag: 01.03.2027"),
    ]
    assert [one["without"] for one in filters.active] == [
        "?town=Mayen&near=Polch&within=5&since_day=1&since_month=3&since_year=2027",
        "?q=a&near=Polch&within=5&since_day=1&since_month=3&since_year=2027",
        "?q=a&town=Mayen&since_day=1&since_month=3&since_year=2027",
        "?q=a&town=Mayen&near=Polch&within=5",
    ]
    assert filters.folded_in_use == 3


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("women_only=on&childcare=on", [("Nur für Frauen", "2"), ("Mit Kinderbetreuung", "1")]),
        ("q=xyz", [("xyz", "6")]),
        ("q=xyz&town=Mayen", [("xyz", "2")]),
        ("since=2029-01-01", [("Ab diesem Tag: 01.01.2029", "6")]),
        ("q=xyz&since=2029-01-01", [("xyz + Ab diesem Tag: 01.01.2029", "6")]),
        ("women_only=on&town=Polch&language=ar&week=on", [("Nur für Frauen", "1")]),
        ("women_only=on&childcare=on&language=ar&town=Mayen", []),
    ],
)
def test_way_on_from_nothing_leaves_out_what_costs_most(runs, query, ways):
    filters = asked(query)
    assert filters.found == []
    assert [(str(way["said"]), way["number"]) for way in filters.ways_on] == ways


def test_what_comes_next_is_of_the_topic_and_takes_place(runs):
    titles = [str(run.seminar) for run in asked("q=xyz").next_of_topic()]
    assert titles == ["A", "F", "B", "C", "E"]
    of_topic = asked(f"q=xyz&topic={runs.pk}").next_of_topic()
    assert [str(run.seminar) for run in of_topic] == ["C"]


def test_distance_is_told_for_what_is_near(runs):
    found = [(str(run.seminar), run.away) for run in listed("near=Mayen&within=10")]
    assert found == [("B", 0), ("C", 0), ("D", 0), ("A", 8), ("F", 8), ("E", 8)]
    assert [str(run.seminar) for run in asked("near=Mayen&within=10").qs] == list("AFBCDE")
    assert [str(run.seminar) for run in listed("within=10")] == list("AFBCDE")


def test_list_near_a_place_begins_with_the_nearest_and_says_so(client, time_machine, runs):
    time_machine.move_to(at(0, 12), tick=False)

    def shown(query):
        response = client.get(f"/en/seminare/?{query}")
        titles = [str(run.seminar) for run in response.context["page_obj"]]
        said = "The nearest come first." in response.text
        return titles, said, response.text.count("about 8 km away")

    assert shown("near=Mayen") == (list("BCDAFE"), True, 3)
    assert shown("near=Mayen&within=5") == (list("BCD"), True, 0)
    assert shown("near=Mayen&q=A") == (list("A"), False, 1)
    assert shown("near=Mayen&women_only=on") == (list("D"), False, 0)
    assert shown("") == (list("AFBCDE"), False, 0)


def test_distances_are_those_of_the_map():
    """Each town and house of an unknown town, as `Town.distance_to` has it."""
    for number, town in enumerate(towns().values()):
        make_run(title=town.name, days=number, place=make_venue(town=town.name, postcode="1"))
    for number, code in enumerate({town.postcode for town in towns().values()}):
        make_run(title=code, days=number, place=make_venue(town="Hausen", postcode=code))
    filters, mayen = asked("near=Mayen&within=20"), towns()["Mayen"]
    found = {str(run.seminar): run.away for run in filters.runs_of(filters.dates)}
    there = {str(run.seminar): run.next_date.place for run in filters.qs.with_facts_for("de")}
    assert found == {
        title: round(mayen.distance_to(town_of(place.town, place.postcode)))
        for title, place in there.items()
    }
    assert len(found) > 30


def test_page_tells_the_number_in_its_title_and_a_chip_for_each_filter(client, time_machine, runs):
    time_machine.move_to(at(0, 12), tick=False)
    text = client.get("/en/seminare/?town=Mayen&week=on").text
    assert "<title>\n1 result" in text or "<title>1 result – Courses and meetings" in text
    assert "Filters (2 in use)" in text
    assert '<details class="filter__more">' in text
    assert 'href="?week=on"' in text
    assert '<p class="kern-body count" role="status">' in text


def test_empty_list_leads_on(client, time_machine, runs):
    time_machine.move_to(at(0, 12), tick=False)
    response = client.get(f"/en/seminare/?q=xyz&topic={runs.pk}")
    assert f'href="?topic={runs.pk}">Without “<bdi>xyz</bdi>”: <bdi>1</bdi></a>' in response.text
    assert [str(run.seminar) for run in response.context["next_runs"]] == ["C"]
    assert 'href="tel:' in response.text


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("?town=Mayen&near=Mayen&free=on&language=de", 5),
        ("?q=strom", 7),
        ("?q=strohm&week=on", 7),
        ("?q=xyz", 7),
        ("?women_only=on", 5),
    ],
)
def test_list_needs_few_queries_whatever_is_asked(
    client, time_machine, django_assert_num_queries, rows, query, most
):
    """One of them asks for the state that the page is kept by; a search asks for the words, too."""
    time_machine.move_to(at(0, 12), tick=False)
    venue = make_venue(town="Mayen")
    for number in range(rows):
        make_run(days=number % 4, place=venue, seminar=make_seminar(title=f"Strom {number}"))
    with django_assert_num_queries(most):
        client.get(f"/de/seminare/{query}")


@pytest.mark.parametrize("language", ["de", "ar", "ru", "uk"])
def test_page_of_the_list_is_light(client, time_machine, language):
    """Twelve with everything that a card can show, in words of two bytes a letter: under 60 kB."""
    time_machine.move_to(at(0, 12), tick=False)
    for number in range(30):
        venue = make_venue(
            name="Familienbildungsstätte am Marktplatz", town=f"Ort {number}", step_free=True
        )
        seminar = make_seminar(title="Strom sparen und Geld sparen zu Hause")
        for topic_language in ("ar", "ru", "uk"):
            seminar.topic.names.create(language=topic_language, name="Ж" * 30)
            make_text(seminar, topic_language, title="Экономим электричество дома " * 2)
        run = make_run(
            days=number, place=venue, seminar=seminar, coming="here", women_only=True,
            spoken=["de", "ar", "uk"], interpreted=["fa", "tr", "ru"], **CARE,
        )  # fmt: skip
        make_session(run, number + 40, venue=venue)
    response = client.get(f"/{language}/seminare/")
    assert len(response.context["page_obj"]) == 12
    assert len(response.content) < 60_000
