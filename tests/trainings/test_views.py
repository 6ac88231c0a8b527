from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from miko_portal.base.clock import start_of
from tests.cooperation.factories import make_room
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 1st of March 2027."""
    monkeypatch.setattr("trainings.views.trainings.today", lambda: date(2027, 3, 1))


def page(client, path="", language="de"):
    response = client.get(f"/{language}/schulungen/{path}")
    assert response.status_code == 200
    return response


def test_list_shows_what_is_published_and_to_come(client):
    later, sooner = make_run(starts_at=at(day=12)), make_run(starts_at=at(day=11))
    make_run(published_on=None)
    make_run(published_on=date(2027, 3, 2))
    make_run(starts_at=at(month=2))
    cancelled = make_run(starts_at=at(day=13))
    cancelled.cancel(on=date(2027, 2, 28), reason="Grippewelle")
    shown = [run for run, *_ in page(client).context["trainings"]]
    assert shown == [sooner, later, cancelled]


def test_card_tells_the_next_date_and_how_many_follow(client):
    run = make_run(starts_at=at(day=27, month=2))
    make_session(run=run, starts_at=at(day=3))
    make_session(run=run, starts_at=at(day=4))
    make_session(run=run, starts_at=at(day=5)).cancel(on=date(2027, 2, 28), reason="Grippe")
    text = page(client, language="en").text
    assert "Wednesday, <bdi>03.03.2027</bdi>" in text
    assert "and 1 more date<" in text


def test_detail_of_one_under_way_tells_which_dates_are_over(client):
    run = make_run(starts_at=at(day=27, month=2))
    make_session(run=run, starts_at=at(day=3))
    text = page(client, f"{run.pk}/", "en").text
    assert text.count("· Over") == 1


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99"])
def test_list_forgives_wrong_pages(client, query):
    make_run()
    assert len(page(client, query).context["trainings"]) == 1


def test_list_costs_the_same_for_few_and_many(client):
    counts = []
    for number in (1, 9):
        for _ in range(number):
            make_session(run=make_run(room=make_room()), room=make_room(), starts_at=at(day=12))
        with CaptureQueriesContext(connection) as queries:
            page(client, f"?page=1&n={number}")
        counts.append(len(queries))
    assert counts == [5, 5]


def test_detail_shows_dates_and_leaves_people_out(client):
    run = make_run(course=make_course(title="Menschen in Syrien"), room=make_room())
    enrolment = make_enrolment(run=run)
    text = page(client, f"{run.pk}/").content.decode()
    assert "Menschen in Syrien" in text
    assert start_of(date(2027, 3, 10)).strftime("%d.%m.%Y") in text
    assert str(enrolment.person) not in text


@pytest.mark.parametrize("kw", [{"published_on": None}, {"published_on": date(2027, 3, 2)}])
def test_draft_is_not_found(client, kw):
    assert client.get(f"/de/schulungen/{make_run(**kw).pk}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "title", "marked"),
    [("en", "People in Syria", ""), ("ar", "Menschen in Syrien", ' lang="de" dir="ltr"')],
)
def test_course_text_is_english_or_german_and_marked(client, language, title, marked):
    run = make_run(course=make_course(title="Menschen in Syrien", title_en="People in Syria"))
    text = page(client, f"{run.pk}/", language).content.decode()
    assert f'<h1 class="kern-heading-x-large"{marked}>{title}</h1>' in text
    crumb = f"<span{marked}>{title}</span>" if marked else title
    assert f'<span aria-current="page">{crumb}</span>' in text


def test_cancelled_training_stays_in_sight_with_its_reason(client):
    run = make_run()
    run.cancel(on=date(2027, 3, 1), reason="Grippewelle")
    assert "Grippewelle" in page(client, f"{run.pk}/").content.decode()


def test_online_training_says_so_and_keeps_its_link(client):
    run = make_run(starts_at=False)
    make_session(run=run, link="https://meet.example/geheim")
    for path in ("", f"{run.pk}/"):
        text = page(client, path).content.decode()
        assert '<span class="line">Online</span>' in text
        assert "geheim" not in text
    assert "dates__note" not in text


def test_training_of_which_every_date_is_called_off_is_closed(client):
    run = make_run(room=make_room())
    run.sessions.get().cancel(on=date(2027, 2, 28), reason="Streik")
    text = page(client, f"{run.pk}/", "en").content.decode()
    assert "This is cancelled. Please do not come." in text
    assert "Streik" in text
    assert [words for words in ("Open for enrolment", "How to get a seat") if words in text] == []


def test_contacts_find_the_way_to_a_list_where_a_training_is_for_staff(client):
    found = []
    for audience in ("staff", "volunteers"):
        run = make_run(course=make_course(audience=audience))
        response = client.get(f"/de/schulungen/{run.pk}/")
        found.append(f"/meine-schulungen/neu/{run.pk}/" in response.content.decode())
    assert found == [True, False]
