import re

import pytest

from tests.events.factories import at, make_run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("accept", "code"), [("ar,en;q=0.5", "ar"), ("xx", "de"), ("uk", "uk")])
def test_root_leads_to_the_language_of_the_browser(client, accept, code):
    response = client.get("/", headers={"accept-language": accept})
    assert (response.status_code, response["Location"]) == (302, f"/{code}/")


def test_unknown_language_is_not_found(client):
    assert client.get("/xx/").status_code == 404


def test_home_shows_the_next_three_dates_that_are_published(client, time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    make_run(days=-1, title="Vorbei")
    for days in (4, 2, 1, 3):
        make_run(days=days, title=f"In {days} Tagen")
    make_run(days=1, hour=9, title="Entwurf", published_on=None)
    make_run(days=1, hour=9, title="Noch nicht", published_on=at(1).date())
    response = client.get("/ar/")
    titles = re.findall(r'seminar__link"[^>]*>([^<]+)<', response.content.decode())
    assert titles == ["In 1 Tagen", "In 2 Tagen", "In 3 Tagen"]
    assert response.cookies == {}


def test_home_without_dates_has_no_empty_list(client):
    assert "seminars--next" not in client.get("/de/").content.decode()


def test_worker_that_a_telephone_has_is_not_sent_again(client):
    first = client.get("/worker.js", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    known = {"accept-encoding": "gzip", "if-none-match": first["ETag"]}
    assert client.get("/worker.js", headers=known).status_code == 304
