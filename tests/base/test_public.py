"""Public pages are made once for each state of what they show, and are never older than it."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory

from events.models import Run, Session
from events.shown import SHOWN
from miko_portal.base import nightly
from miko_portal.base.models import PublicChange, public_changes
from miko_portal.base.public import BIGGEST_KEPT, public_page
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_run, make_topic

ROUNDS, WRITERS = 250, 4


@pytest.fixture(autouse=True)
def page_cache(settings):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
    }
    caches["pages"].clear()


class Page:
    """A page of the seats of all runs, which counts how often it is made."""

    def __init__(self, shows=(Run,)):
        self.made = 0
        self.view = public_page(shows=shows)(self.make)

    def make(self, request):
        self.made += 1
        return JsonResponse(
            {str(pk): seats for pk, seats in Run.objects.values_list("pk", "capacity")}
        )

    def get(self, path="/de/", **headers):
        return self.view(RequestFactory().get(path, headers=headers))

    def capacity(self, run):
        return int(self.get().text.partition(f'"{run.pk}": ')[2].split("}")[0].split(",")[0])


def to(capacity, run):
    Run.objects.filter(pk=run.pk).update(capacity=capacity)


@pytest.mark.django_db
def test_page_is_made_once_for_each_state_of_what_it_shows():
    run, page = make_run(capacity=10), Page()
    assert [page.capacity(run) for _ in range(3)] == [10, 10, 10]
    make_topic()  # the page doesn't show it
    assert (page.capacity(run), page.made) == (10, 1)
    to(11, run)
    assert ([page.capacity(run) for _ in range(3)], page.made) == ([11, 11, 11], 2)
    assert (page.get("/de/?page=2").status_code, page.made) == (200, 3)


@pytest.mark.django_db
def test_next_day_is_another_state(time_machine):
    page = Page()
    for moment, made in ((at(0, 0), 1), (at(0, 23, 59), 1), (at(1, 0), 2)):
        time_machine.move_to(moment, tick=False)
        page.get()
        assert page.made == made


@pytest.mark.django_db
def test_page_that_does_not_say_what_it_shows_is_made_each_time():
    page = Page(shows=None)
    for n in (1, 2):
        assert (page.get()["Cache-Control"], page.made) == ("public, no-cache", n)


@pytest.mark.django_db
def test_what_is_not_a_page_is_not_kept():
    answers = iter([HttpResponse(status=302), HttpResponse("there")])
    view = public_page(shows=[Run])(lambda request: next(answers))
    assert [view(RequestFactory().get("/de/")).status_code for _ in range(3)] == [302, 200, 200]


@pytest.mark.django_db
def test_page_is_sent_compressed_to_those_who_take_that():
    text = "Strom sparen. " * 100
    view = public_page(shows=[Run])(lambda request: HttpResponse(text))
    for headers in ({}, {"accept-encoding": "gzip, br"}) * 2:
        response = view(RequestFactory().get("/de/", headers=headers))
        assert response["Vary"] == "Accept-Encoding"
        if headers:
            assert response["Content-Encoding"] == "gzip"
            assert gzip.decompress(response.content).decode() == text
        else:
            assert not response.has_header("Content-Encoding")
            assert response.text == text


@pytest.mark.django_db
def test_what_is_too_big_to_keep_is_made_each_time():
    sizes = iter([BIGGEST_KEPT + 1, 1])
    view = public_page(shows=[Run])(lambda request: HttpResponse(token_bytes(next(sizes))))
    for size in (BIGGEST_KEPT + 1, 1, 1):
        assert len(view(RequestFactory().get("/de/")).content) == size


@pytest.mark.django_db
def test_browser_that_has_the_page_is_sent_nothing_until_it_changes():
    run, page = make_run(capacity=10), Page()
    tag = page.get()["ETag"]
    again = page.get(**{"if-none-match": tag, "accept-encoding": "gzip"})
    assert (again.status_code, again.content, page.made) == (304, b"", 1)
    to(11, run)
    assert page.get(**{"if-none-match": tag}).status_code == 200


@pytest.mark.django_db
def test_folding_changes_no_state():
    run, page = make_run(capacity=10), Page(shows=SHOWN)
    tables = [model._meta.db_table for model in SHOWN]
    page.get()
    before = PublicChange.objects.state_of(tables)
    nightly.jobs["base.upkeep"].run(on=TODAY, at=at(0))
    assert PublicChange.objects.state_of(tables) == before
    sources = list(PublicChange.objects.values_list("source", flat=True))
    assert len(sources) == len(set(sources))
    assert (page.capacity(run), page.made) == (10, 1)


@pytest.mark.django_db
def test_statement_is_noted_once_however_many_rows_it_changes():
    run = make_run(days=None)
    noted = PublicChange.objects.filter(source=Run._meta.db_table)
    before = noted.count()
    venue = make_venue()
    Session.objects.bulk_create(
        Session(run=run, venue=venue, starts_at=at(days), ends_at=at(days, 20)) for days in range(9)
    )  # each brings the dates of the run in step
    assert noted.count() == before + 1
    to(11, run)
    to(12, run)
    assert noted.count() == before + 3


@pytest.mark.django_db
def test_change_after_one_that_was_undone_is_noted():
    run, page = make_run(capacity=10), Page()
    page.get()
    with connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN BEGIN UPDATE {Run._meta.db_table} SET capacity = 11; RAISE 'undone';"
            " EXCEPTION WHEN raise_exception THEN NULL; END;"
            f" UPDATE {Run._meta.db_table} SET capacity = 12; END $$"
        )
    assert page.capacity(run) == 12


@pytest.mark.django_db(transaction=True)
def test_what_one_has_committed_the_next_reader_sees_a_thousand_times():
    """Four write and read at the same time; whoever has committed asks for the kept page."""
    runs, page = [make_run(capacity=1) for _ in range(WRITERS)], Page()

    def write_and_read(run):
        try:
            seen = []
            for capacity in range(2, ROUNDS + 2):
                to(capacity, run)
                seen.append(page.capacity(run))
            return seen
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for seen in pool.map(write_and_read, runs):
            assert seen == list(range(2, ROUNDS + 2))
    made = page.made
    assert [page.capacity(run) for run in runs] == [ROUNDS + 1] * WRITERS
    assert page.made - made <= 1


def seen_after_two_commits():
    """What a page shows when who changed first commits last, and it was asked for in between."""
    slow, quick = make_run(capacity=1), make_run(capacity=1)
    page, changed, may_commit = Page(), threading.Event(), threading.Event()

    def change_slowly():
        try:
            with transaction.atomic():
                to(2, slow)
                changed.set()
                assert may_commit.wait(10)
        finally:
            changed.set()
            connection.close()

    thread = threading.Thread(target=change_slowly)
    thread.start()
    assert changed.wait(10)
    to(2, quick)
    between = page.capacity(slow), page.capacity(quick)
    may_commit.set()
    thread.join()
    return between, (page.capacity(slow), page.capacity(quick))


@pytest.mark.django_db(transaction=True)
def test_change_that_is_committed_after_a_later_one_is_seen():
    assert seen_after_two_commits() == ((1, 2), (2, 2))


@pytest.mark.django_db(transaction=True)
def test_the_highest_number_alone_would_hide_it(monkeypatch):
    highest = "SELECT max(id) FROM base_publicchange WHERE source = ANY(%s)"
    monkeypatch.setattr(public_changes, "STATE", highest)
    assert seen_after_two_commits() == ((1, 2), (1, 2))


@pytest.mark.django_db(transaction=True)
def test_change_that_is_undone_is_no_state():
    run, page = make_run(capacity=10), Page()
    page.get()
    with transaction.atomic():
        to(11, run)
        transaction.set_rollback(True)
    assert (page.capacity(run), page.made) == (10, 1)


def test_portal_may_make_changes_that_are_noted(portal_role):
    before = PublicChange.objects.state_of([Run._meta.db_table])
    make_run()
    assert PublicChange.objects.state_of([Run._meta.db_table]) != before
