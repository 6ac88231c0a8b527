"""Every public page that is kept says all that it shows, and the database notes what changes."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.cooperation.factories import make_organisation, make_room
from tests.events.factories import (
    at,
    make_run,
    make_seminar,
    make_session,
    make_text,
    make_topic,
    make_voice,
)
from tests.test_conventions import PATTERNS
from tests.trainings import factories as trainings

KEPT = {name: view.tables for name, view, _ in PATTERNS if hasattr(view, "tables")}
FOUND = "?q=strm&town=Polch&topic=1&language=de&since=1.3.2027&instead_of=aaaaaa"
OF_A_RUN = {
    "events:feedback_sheet",
    "events:seminar_calendar",
    "events:seminar_detail",
    "events:seminar_poster",
    "events:seminar_print",
}


@pytest.fixture
def arguments(db, time_machine):
    """Rows for every page, with all that a page may show of them."""
    time_machine.move_to(at(0, 12), tick=False)
    topic = make_topic()
    topic.names.create(language="ar", name="الطاقة")
    seminar = make_seminar(topic=topic)
    seminar.partners.add(make_organisation())
    make_text(seminar, "ar", title="توفير الكهرباء")
    make_voice(seminar)
    run = make_run(seminar=seminar)
    make_session(run, days=9, venue=None, room=make_room())
    make_run(seminar=seminar, days=14)
    training = trainings.make_run(published_on=date(2027, 1, 1))
    return {
        **{name: [run.pk] for name in OF_A_RUN},
        "trainings:training_detail": [training.pk],
        "trainings:training_calendar": [training.pk],
        "legal": ["impressum"],
    }


@pytest.mark.parametrize(
    ("name", "query"), [*((name, "") for name in sorted(KEPT)), ("events:seminar_list", FOUND)]
)
def test_page_says_all_that_it_shows(client, arguments, name, query):
    with override("ar"):
        address = reverse(name, args=arguments.get(name, [])) + query
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    named = {
        table for query in captured for table in re.findall(r'(?:FROM|JOIN) "?(\w+)', query["sql"])
    }
    read = named & {*connection.introspection.table_names()} - {"base_publicchange"}
    assert read - set(KEPT[name]) == set()


def test_pages_of_seats_are_among_them():
    assert {"home", "events:seminar_list", "events:seminar_detail", "events:seminars_json"} <= {
        *KEPT
    }


def test_the_database_notes_changes_of_all_that_is_shown(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'public_change'"
        )
        noted = {table for (table,) in cursor}
    assert noted == {table for tables in KEPT.values() for table in tables}
