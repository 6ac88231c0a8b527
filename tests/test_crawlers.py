from xml.etree import ElementTree

import pytest

from miko_portal.base.languages import LANGUAGES
from tests.events.factories import TODAY, at, make_run
from tests.trainings.factories import make_run as make_training

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def pages(client):
    response = client.get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content).findall(f"{MAP}url")


def paths(client):
    found = [page.findtext(f"{MAP}loc").removeprefix("http://testserver") for page in pages(client)]
    return [path.removeprefix("/de/") for path in found if path.startswith("/de/")]


def test_map_names_the_public_pages_to_come(client):
    run = make_run(days=2)
    cancelled = make_run(days=3, cancelled_on=TODAY, cancellation_reason="Krank")
    make_run(published_on=None)
    make_run(days=-1)
    training = make_training(published_on=TODAY, starts_at=at(5))
    make_training(published_on=None, starts_at=at(5))
    found = paths(client)
    assert found[:3] == ["", "seminare/", "schulungen/"]
    assert [path for path in found[3:] if path[-2].isdigit()] == [
        f"seminare/{run.pk}/",
        f"seminare/{cancelled.pk}/",
        f"schulungen/{training.pk}/",
    ]
    assert "impressum/" in found


def test_each_page_names_itself_in_every_language(client):
    run = make_run()
    all_pages = pages(client)
    assert len(all_pages) % len(LANGUAGES) == 0
    (arabic,) = [
        page
        for page in all_pages
        if page.findtext(f"{MAP}loc") == f"http://testserver/ar/seminare/{run.pk}/"
    ]
    links = {link.get("hreflang"): link.get("href") for link in arabic.findall(LINK)}
    own = {row.code: f"http://testserver/{row.code}/seminare/{run.pk}/" for row in LANGUAGES}
    assert links == {**own, "x-default": own["de"]}


@pytest.mark.parametrize("rows", [2, 12])
def test_map_is_bounded_and_costs_the_same(client, monkeypatch, django_assert_num_queries, rows):
    monkeypatch.setattr("miko_portal.crawlers.MOST", 10)
    for days in range(rows):
        make_run(days=days)
    with django_assert_num_queries(4):
        found = paths(client)
    assert len([path for path in found if path.startswith("seminare/") and len(path) > 9]) == min(
        rows, 10
    )


def test_robots_are_told_where_the_map_is_and_what_is_no_use(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "Disallow: /konto/\n" in text
