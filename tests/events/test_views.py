from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

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


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def shown(client, query="", language="de"):
    response = client.get(f"/{language}/seminare/{query}")
    assert response.status_code == 200
    return [str(run.seminar) for run in response.context["page_obj"]]


def page(client, run, language="de"):
    with translation.override(language):
        return client.get(reverse("events:seminar_detail", args=[run.pk]))


def test_list_shows_what_is_published_and_to_come_by_date(client):
    make_run(title="Später", days=9)
    make_run(title="Heute", days=0, hour=8)
    make_run(title="Gestern", days=-1)
    make_run(title="Entwurf", published_on=None)
    make_run(title="Fällt aus", days=2, cancelled_on=TODAY, cancellation_reason="Krank")
    assert shown(client) == ["Heute", "Fällt aus", "Später"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?language=ar", ["A", "B"]),
        ("?town=Mayen", ["B"]),
        ("?childcare=on", ["A"]),
        ("?step_free=on", ["B"]),
        ("?women_only=on", ["C"]),
        ("?since=2027-03-14", ["B", "C"]),
        ("?until=2027-03-15", ["A", "B"]),
        ("?since=2027-03-14&until=2027-03-15", ["B"]),
        ("?since_day=14&since_month=3&since_year=2027", ["B", "C"]),
        ("?since=2020-01-01", ["A", "B", "C"]),
        ("?q=mayen", ["B"]),
        ("?language=ar&childcare=on", ["A"]),
        ("?language=ar&town=", ["A", "B"]),
        ("?q=+&language=", ["A", "B", "C"]),
        ("?utm_source=poster", ["A", "B", "C"]),
        ("?language=fa", []),
    ],
)
def test_filters_leave_what_is_looked_for(client, query, titles):
    polch, mayen = make_venue(town="Polch"), make_venue(town="Mayen", step_free=True)
    care = {"childcare_places": 5, "childcare_from_age": 3, "childcare_until_age": 8}
    make_run(title="A", days=3, place=polch, interpreted=["ar"], **care)
    make_run(title="B", days=5, place=mayen, spoken=["ar"])
    make_run(title="C", days=8, place=polch, women_only=True)
    response = client.get(f"/de/seminare/{query}")
    assert [str(run.seminar) for run in response.context["page_obj"]] == titles
    assert response.context["filter"].errors == {}


def test_topic_is_a_filter_in_the_language_of_the_page(client):
    topic = make_topic(name="Wohnen")
    topic.names.create(language="ar", name="السكن")
    make_run(title="A", seminar=make_seminar(title="A", topic=topic))
    make_run(title="B")
    assert shown(client, f"?topic={topic.pk}", "ar") == ["A"]
    assert "السكن" in client.get("/ar/seminare/").text


def test_town_or_topic_without_a_coming_date_finds_nothing_and_says_so(client):
    topic = make_topic(name="Wohnen")
    make_run(title="A", place=make_venue(town="Polch"))
    make_run(title="B", days=-1, place=make_venue(town="Mayen"))
    for query in ("?town=Mayen", f"?topic={topic.pk}"):
        response = client.get(f"/en/seminare/{query}")
        assert list(response.context["page_obj"]) == []
        assert response.context["filter"].errors == {}
        assert "We found nothing that fits." in response.text
        assert " selected>" in response.text


def test_house_without_a_town_adds_no_choice(client):
    make_run(place=make_venue(town=""))
    field = client.get("/de/seminare/").context["filter"].form.fields["town"]
    assert [value for value, label in field.choices] == [""]


@pytest.mark.parametrize(
    "query",
    [
        "?language=xx",
        "?town=%00",
        "?topic=99999999999999999999",
        "?topic=%D9%A1",
        "?town=Nirgendwo",
        "?topic=0",
        "?topic=abc",
        "?since=2027-02-30",
        "?until=gestern",
        "?since_day=99&since_month=1&since_year=2027",
        "?q=" + "x" * 10_000,
        "?q=%00",
        "?since=9999-99-99",
        "?since=9999-12-31",
        "?until=9999-12-31",
        "?until=0001-01-01",
    ],
)
def test_wrong_filters_are_left_out_with_a_notice(client, query):
    make_run(title="A")
    response = client.get(f"/en/seminare/{query}")
    assert [str(run.seminar) for run in response.context["page_obj"]] == ["A"]
    assert "Some filters were not understood" in response.text


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=-1", "?page=x", "?page=99999999999999999999",
     "?since=2100-01-01","?language=ar&language=xx&language=de", "?q=%25_%5C", "?q=%F0%9F%98%80",
     "?q=%E2%80%AE", "?q=" + "a+" * 50, "?childcare=nein&women_only=", "?=&&&=", "?q=%ff%fe"],
)  # fmt: skip
def test_strange_parameters_are_answered(client, query):
    make_run(title="A")
    assert client.get(f"/de/seminare/{query}").status_code == 200


def test_language_switch_keeps_the_filters(client):
    make_run(interpreted=["ar"])
    assert 'href="/ar/seminare/?language=ar&amp;q=strom"' in (
        client.get("/de/seminare/?language=ar&q=strom").text
    )


def test_empty_result_offers_a_way_on(client):
    make_run()
    response = client.get("/en/seminare/?q=xyz")
    assert 'href="/en/seminare/"><span class="kern-label">Show everything' in response.text
    assert '<p class="kern-body count" role="status">' in response.text


def test_list_is_paged_and_keeps_the_filters(client):
    for days in range(15):
        make_run(days=days, interpreted=["ar"])
    response = client.get("/en/seminare/?language=ar&page=2")
    assert (len(response.context["page_obj"]), "15 results" in response.text) == (3, True)
    assert "?language=ar&amp;page=1" in response.text


def test_list_counts_no_further_than_it_must(client, monkeypatch):
    monkeypatch.setattr("miko_portal.base.lists.COUNTED", 13)
    for days in range(15):
        make_run(days=days)
    response = client.get("/en/seminare/?page=9")
    assert "More than 13 results" in response.text
    assert response.context["page_obj"].number == 2


@pytest.mark.parametrize("rows", [3, 300])
def test_list_needs_five_queries_however_long(client, django_assert_num_queries, rows):
    venue, seminar = make_venue(), make_seminar()
    for number in range(rows):
        make_run(days=number % 60, place=venue, seminar=seminar)
    with django_assert_num_queries(5):
        client.get("/ar/seminare/")


def test_missing_text_is_german_marked_and_explained(client):
    run = make_run(title="Strom sparen")
    for address in ("/ar/seminare/", f"/ar/seminare/{run.pk}/"):
        text = client.get(address).text
        assert 'lang="de" dir="ltr">Strom sparen<' in text
        assert 'class="seminar__note"' in text
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    for address in ("/ar/seminare/", f"/ar/seminare/{run.pk}/"):
        text = client.get(address).text
        assert "توفير الكهرباء" in text
        assert "Strom sparen" not in text
        assert 'class="seminar__note"' not in text


def test_german_title_is_marked_on_the_way_here_too(client):
    run = make_run(title="Strom & Gas")
    text = page(client, run, "ar").text
    crumb = '<span lang="de" dir="ltr">Strom &amp; Gas</span>'
    assert f'<span aria-current="page">{crumb}</span>' in text
    assert '<span aria-current="page">Strom &amp; Gas</span>' in page(client, run, "de").text


def test_detail_tells_all_facts(client):
    venue = make_venue(
        name="Bürgerhaus", street="Markt 1", postcode="56751", town="Polch", stop="Polch Markt",
        stop_minutes=4, way_in="Eingang im Hof", parking="free", step_free=True,
    )  # fmt: skip
    run = make_run(
        days=None, spoken=["de"], interpreted=["ar", "fa"], cost_cents=250,
        childcare_places=5, childcare_from_age=3, childcare_until_age=8, women_only=True,
    )  # fmt: skip
    make_session(run, 7, room=make_room(venue=venue))
    make_session(run, 14, venue=venue)
    text = page(client, run, "en").text
    for fact in (
        '<time datetime="2027-03-17">Wednesday, <bdi>17.03.2027</bdi></time>, '
        '<bdi class="unbroken">18:00–20:00</bdi>',
        "<bdi>24.03.2027</bdi>",
        "Bürgerhaus, Polch",
        "Markt 1<br>56751 Polch",
        "Polch Markt",
        "4 minutes on foot",
        "Eingang im Hof",
        "Free parking",
        "Yes: you can come with a wheelchair",
        "German",
        "Arabic, Persian",
        "€2.50",
        "For children from 3 to 8 years",
        "For women only",
        "Just come",
        "https://www.openstreetmap.org/search?query=Markt+1%2C+56751+Polch",
        f"/en/seminare/{run.pk}.ics",
    ):
        assert fact in text


def test_arabic_counts_and_parts_as_arabic_does(client):
    run = make_run(interpreted=["ar", "fa"], coming="here", capacity=16)
    text = page(client, run, "ar").text
    assert "16 مكانًا شاغرًا" in text
    assert "العربية، الفارسية" in text


def test_detail_of_one_under_way_tells_which_dates_are_over(client):
    run = make_run(days=-7)
    make_session(run, 7)
    assert page(client, run, "en").text.count("· Over") == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"coming": "open"}, "You need not register."),
        ({"coming": "here"}, 'anmelden/"><span class="kern-label">Register'),
        ({"coming": "here"}, 'href="tel:'),
        ({"coming": "here"}, "20 free seats"),
        ({"coming": "telephone", "telephone": "0261 12-345"}, 'href="tel:026112345"'),
        ({"coming": "telephone", "telephone": "+٤٩ ٢٦١"}, 'href="tel:+49261"'),
        ({"coming": "telephone"}, 'href="tel:'),
        ({"coming": "partner", "partner_url": "https://example.org/a"}, "https://example.org/a"),
    ],
)
def test_detail_says_how_to_come(client, fields, told):
    assert told in page(client, make_run(**fields), "en").text


def test_telephone_without_digits_is_no_link(client):
    text = page(client, make_run(coming="telephone", telephone="am + Empfang"), "en").text
    assert '<p class="kern-body"><bdi>am + Empfang</bdi></p>' in text
    assert 'href="tel:"' not in text
    assert 'href="tel:+"' not in text


def test_menu_marks_the_page_itself_and_the_section_of_those_below(client):
    run = make_run()
    for address, current in (("/de/seminare/", "page"), (f"/de/seminare/{run.pk}/", "true")):
        assert f'href="/de/seminare/" aria-current="{current}"' in client.get(address).text


def test_cancelled_run_stays_to_be_seen(client):
    run = make_run(cancelled_on=TODAY, cancellation_reason="Die Referentin ist krank.")
    response = page(client, run, "en")
    assert response.status_code == 200
    assert "This is cancelled." in response.text
    assert "Die Referentin ist krank." in response.text
    assert "<del>" in response.text
    assert "How to come" not in response.text


def test_run_with_every_date_called_off_does_not_say_how_to_come(client):
    run = make_run(coming="open")
    run.sessions.get().cancel(on=TODAY, reason="Saal gesperrt")
    text = page(client, run, "en").text
    assert ("This is cancelled. Please do not come." in text, "How to come" in text) == (
        True,
        False,
    )
    make_session(run, 14)
    text = page(client, run, "fr").text
    assert ("kern-alert--danger" in text, 'id="coming"' in text) == (False, True)


def test_card_is_crossed_out_only_if_no_coming_date_takes_place(client):
    run = make_run(days=2)
    run.sessions.get().cancel(on=TODAY, reason="Saal gesperrt")

    def card():
        text = client.get("/en/seminare/").text
        return ("<del>" in text, "Cancelled" in text, "<bdi>12.03.2027</bdi>" in text)

    assert card() == (True, True, True)
    make_session(run, 9)
    assert card() == (False, False, False)
    text = page(client, run, "en").text
    assert ("<del>" in text, "Saal gesperrt" in text) == (True, True)


def test_moved_and_cancelled_dates_are_told(client):
    run = make_run(days=7)
    session = run.sessions.get()
    session.starts_at, session.ends_at = at(8), at(8, 20)
    session.save()
    make_session(run, 14, cancelled_on=TODAY, cancellation_reason="Saal gesperrt")
    text = page(client, run, "en").text
    assert "It was planned for:" in text
    assert "<bdi>17.03.2027</bdi>" in text
    assert "Saal gesperrt" in text


def test_past_run_says_so(client):
    text = page(client, make_run(days=-7), "en").text
    assert "This is over." in text
    assert "How to come" not in text


def test_other_dates_of_the_seminar_are_linked(client):
    run = make_run(days=7)
    other = make_run(days=20, seminar=run.seminar)
    called_off = make_run(days=19, seminar=run.seminar)
    called_off.sessions.get().cancel(on=TODAY, reason="Saal gesperrt")
    hidden = [
        called_off,
        make_run(days=-5, seminar=run.seminar),
        make_run(days=21, seminar=run.seminar, published_on=None),
        make_run(days=22, seminar=run.seminar, cancelled_on=TODAY, cancellation_reason="x"),
    ]
    response = page(client, run)
    assert list(response.context["others"]) == [other]
    for pk in [run.pk, *(run.pk for run in hidden)]:
        assert f'<li><a href="/de/seminare/{pk}/">' not in response.text


@pytest.mark.parametrize("suffix", ["/", ".ics"])
def test_unpublished_and_unknown_are_not_found(client, suffix):
    draft = make_run(published_on=None, title="Geheim")
    later = make_run(published_on=TODAY + timedelta(days=1))
    for pk in (draft.pk, later.pk, 0, 10**18, 10**30):
        response = client.get(f"/de/seminare/{pk}{suffix}")
        assert response.status_code == 404
        assert "Geheim" not in response.text


@pytest.mark.parametrize("path", ["seminare/", "seminare/{pk}/", "seminare/{pk}.ics"])
def test_reading_pages_are_the_same_for_everybody(client, path):
    address = "/de/" + path.format(pk=make_run().pk)
    response = client.get(address)
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(address).status_code == 405


def test_kept_pages_show_what_has_changed(client, settings, django_assert_num_queries):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "x"},
    }
    run = make_run(title="Erstens", coming="here", capacity=1)
    addresses = ("/en/seminare/", "/ar/seminare/", f"/en/seminare/{run.pk}/")
    first = [client.get(address).text for address in addresses]
    with django_assert_num_queries(len(addresses)):
        assert [client.get(address).text for address in addresses] == first
    make_registration(run=run)
    full = [client.get(address).text for address in addresses]
    assert [before == after for before, after in zip(first, full, strict=True)] == [False] * 3
    make_run(title="Zweitens")
    assert "Zweitens" in client.get("/ar/seminare/").text


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_pages_run_from_right_to_left(client, language):
    run = make_run()
    for address in (f"/{language}/seminare/", f"/{language}/seminare/{run.pk}/"):
        assert f'<html lang="{language}" dir="rtl">' in client.get(address).text


def test_parts_of_the_list_that_are_kept_follow_each_change(client, time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    run = make_run(title="Strom sparen", coming="here", capacity=20)
    venue = run.sessions.get().venue

    def shown():
        return client.get("/de/seminare/").text

    assert "20 freie Plätze" in shown()
    make_registration(run, persons=3)
    assert "17 freie Plätze" in shown()
    run.seminar.texts.update(title="Gas sparen")
    type(venue).objects.update(name="Altes Rathaus", town="Mendig")
    text = shown()
    assert "Gas sparen" in text
    assert "Altes Rathaus" in text
    assert '<option value="Mendig">Mendig (1)</option>' in text
    run.sessions.update(cancelled_on=TODAY, cancellation_reason="Krank")
    assert "Krank" in shown()
