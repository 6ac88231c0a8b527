"""Short links, what is ready to be passed on, pictures, and what search engines read."""

import json
import re
import struct
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.cache import caches
from django.db import ProgrammingError, connection, transaction

from events.models import Run
from miko_portal.base.languages import LANGUAGES
from tests.cooperation.factories import make_room, make_venue
from tests.events.factories import (
    TODAY,
    at,
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


def leads_to(client, run, query="", **headers):
    response = client.get(f"/s/{run.code}{query}", headers=headers)
    assert response.status_code == 302
    return response["Location"]


def test_codes_are_short_without_lookalikes_and_never_the_same():
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_short_code(n) FROM generate_series(1, 50000) AS n")
        codes = [code for (code,) in cursor.fetchall()]
    assert len(set(codes)) == 50000
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) == set("bcdfghjkmnpqrstvwxyz")


def test_code_of_a_run_stays():
    run = make_run()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_run SET code = 'bbbbbb' WHERE id = %s", [run.pk])


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("?l=ar", "fr", "ar"),
        ("", "fa,en;q=0.5", "fa"),
        ("?l=xx", "uk", "uk"),
        ("?l=de-simple", "", "de-simple"),
        ("", "", "de"),
        ("?l=%00", "xx", "de"),
    ],
)
def test_short_link_speaks_the_language_of_the_reader(client, query, accept, language):
    run = make_run()
    address = leads_to(client, run, query, **{"accept-language": accept})
    assert address == f"/{language}/seminare/{run.pk}/"


def test_short_link_takes_capitals_and_keeps_no_cookie(client):
    run = make_run()
    response = client.get(f"/s/{run.code.upper()}?l=de")
    assert response["Location"] == f"/de/seminare/{run.pk}/"
    assert response.cookies == {}
    assert client.get(f"/s/{run.code}")["Vary"] == "Accept-Language"


@pytest.mark.parametrize("code", ["xxxxxx", "a", "1", "b" * 500])
def test_unknown_code_is_not_found_in_the_language_of_the_reader(client, code):
    make_run()
    response = client.get(f"/s/{code}?l=fa")
    assert response.status_code == 404
    assert '<html lang="fa" dir="rtl">' in response.text
    assert client.get("/s/%D9%A1%00")["Content-Language"] == "de"  # as before


def old(**kw):
    return make_run(**{"days": -3, **kw})


def cancelled(**kw):
    return make_run(cancelled_on=TODAY, cancellation_reason="Die Referentin ist krank.", **kw)


def called_off(**kw):
    run = make_run(**kw)
    run.sessions.get().cancel(on=TODAY, reason="Saal gesperrt")
    return run


@pytest.mark.parametrize("former", [old, cancelled, called_off])
def test_old_poster_leads_to_what_comes_next(client, former):
    topic = make_topic()
    seminar = make_seminar(topic=topic)
    run = former(seminar=seminar)
    said = f"?instead_of={run.code}"
    make_run(days=1, title="Anderes Thema")
    assert leads_to(client, run, "?l=de") == f"/de/seminare/{said}"
    same_topic = make_run(days=2, seminar=make_seminar(topic=topic))
    assert leads_to(client, run, "?l=de") == f"/de/seminare/{same_topic.pk}/{said}"
    called_off(days=3, seminar=seminar)
    cancelled(days=3, seminar=seminar)
    make_run(days=3, seminar=seminar, published_on=None)
    later = make_run(days=9, seminar=seminar)
    sooner = make_run(days=8, seminar=seminar)
    assert leads_to(client, run, "?l=de") == f"/de/seminare/{sooner.pk}/{said}"
    assert later.pk != sooner.pk


def test_course_under_way_is_not_over(client):
    run = make_run(days=-7)
    make_session(run, 7)
    make_run(days=1, seminar=run.seminar)
    assert leads_to(client, run, "?l=de") == f"/de/seminare/{run.pk}/"
    assert leads_to(client, make_run(days=0, hour=8), "?l=de").endswith("/")


def test_code_of_a_draft_names_no_draft(client):
    draft = make_run(published_on=None, title="Geheim")
    assert leads_to(client, draft, "?l=de") == "/de/seminare/"
    later = make_run(published_on=TODAY + timedelta(days=1))
    other = make_run(seminar=later.seminar)
    assert leads_to(client, later, "?l=de") == f"/de/seminare/{other.pk}/"


def test_page_says_instead_of_what_it_is_shown(client):
    over, off = old(), cancelled(days=2)
    draft = make_run(published_on=None)
    run = make_run()
    for page in (f"/en/seminare/{run.pk}/", "/en/seminare/"):
        text = client.get(f"{page}?instead_of={over.code}").text
        assert "The date you were looking for is over." in text
        assert f'href="/en/seminare/{over.pk}/"' in text
        text = client.get(f"{page}?instead_of={off.code}").text
        assert "The date you were looking for is cancelled." in text
        for code in (draft.code, "xxxxxx", "%00", "' OR 1", ""):
            assert "you were looking for" not in client.get(f"{page}?instead_of={code}").text


def test_short_link_costs_the_same_however_many_there_are(client, django_assert_num_queries):
    run = old()
    for days in range(12):
        make_run(days=days, seminar=run.seminar)
    with django_assert_num_queries(4):
        leads_to(client, run)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_words_to_pass_on_are_ready_in_each_language(client, language):
    venue = make_venue(name="Bürgerhaus", street="Markt 1", postcode="56751", town="Polch")
    run = make_run(place=venue, title="Strom & Gas")
    response = client.get(f"/{language.code}/seminare/{run.pk}/")
    share = response.context["share"]
    link = f"http://testserver/s/{run.code}?l={language.code}"
    body = parse_qs(urlsplit(share["mail"]).query)["body"][0]
    assert (share["link"], unquote(share["sms"])) == (link, f"sms:?&body={body}")
    title, when, where, last = body.split("\n")
    assert (title, where, last) == ("Strom & Gas", "Bürgerhaus, Markt 1, 56751 Polch", link)
    assert "17.03.2027" in when
    assert "18:00–20:00" in when
    assert ("\u2066" in when) == (language.direction == "rtl")
    assert f'data-url="{link}"' in response.text


def test_words_tell_the_next_date_of_a_course(client):
    run = make_run(days=-7)
    make_session(run, 3, cancelled_on=TODAY, cancellation_reason="Krank")
    make_session(run, 7)
    share = client.get(f"/en/seminare/{run.pk}/").context["share"]
    assert "Wednesday, 17.03.2027" in share["text"]


def test_words_and_title_of_what_is_cancelled_say_so(client):
    for run in (cancelled(), called_off()):
        response = client.get(f"/en/seminare/{run.pk}/")
        assert response.context["share"]["text"].startswith("Cancelled: Strom sparen\n")
        assert '"og:title" content="Cancelled: Strom sparen">' in response.text


def linked(client, run, language="de"):
    text = client.get(f"/{language}/seminare/{run.pk}/").text
    (content,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(content)


def test_search_engines_read_each_date_with_its_facts(client):
    venue = make_venue(
        name="Bürgerhaus", street="Markt 1", postcode="56751", town="Polch", step_free=True
    )
    run = make_run(
        days=None, spoken=["fa_AF"], interpreted=["ar"], cost_cents=250, women_only=True, capacity=1
    )
    first = make_session(run, 7, room=make_room(name="Saal", venue=venue))
    make_session(run, 19, venue=venue)  # after the clocks change
    address = f"http://testserver/de/seminare/{run.pk}/"
    one, two = linked(client, run)
    assert one == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{address}#session-{first.pk}",
        "name": "Strom sparen",
        "description": "So wird die Rechnung kleiner.",
        "url": address,
        "image": [f"http://testserver/de/seminare/{run.pk}.png"],
        "inLanguage": ["fa-AF", "ar"],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "isAccessibleForFree": False,
        "maximumAttendeeCapacity": 1,
        "offers": {
            "@type": "Offer",
            "price": "2.50",
            "priceCurrency": "EUR",
            "url": address,
            "validFrom": "2027-02-08",
            "availability": "https://schema.org/InStock",
        },
        "organizer": {"@type": "Organization", "name": str(run.seminar.organiser)},
        "audience": {"@type": "PeopleAudience", "suggestedGender": "female"},
        "superEvent": {"@type": "EventSeries", "name": "Strom sparen", "url": address},
        "startDate": "2027-03-17T18:00:00+01:00",
        "endDate": "2027-03-17T20:00:00+01:00",
        "location": {
            "@type": "Place",
            "name": "Saal, Bürgerhaus",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Markt 1",
                "postalCode": "56751",
                "addressLocality": "Polch",
                "addressCountry": "DE",
            },
            "amenityFeature": {
                "@type": "LocationFeatureSpecification",
                "name": "Step-free access",
                "value": True,
            },
        },
    }
    assert two["startDate"] == "2027-03-29T18:00:00+02:00"


def test_search_engines_read_what_was_moved_or_cancelled(client):
    run = make_run(days=7)
    session = run.sessions.get()
    session.starts_at, session.ends_at = at(8), at(8, 20)
    session.save()
    (moved,) = linked(client, run)
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["previousStartDate"] == "2027-03-17T18:00:00+01:00"
    run.refresh_from_db()
    run.cancel(on=TODAY, reason="Krank")
    (cancelled,) = linked(client, run)
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"


def test_text_cannot_break_out_of_the_data(client):
    title = '</script><script>alert("1")</script><!-- & \u2028'
    (event,) = linked(client, make_run(title=title))
    assert event["name"] == title


def test_page_tells_messengers_title_picture_and_address(client):
    run = make_run(title='Strom & "Gas"')
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    text = client.get(f"/de/seminare/{run.pk}/?utm=x").text
    address = f"http://testserver/de/seminare/{run.pk}/"
    for name, value in (
        ("og:title", "Strom &amp; &quot;Gas&quot;"),
        ("og:url", address),
        ("og:image", f"http://testserver/de/seminare/{run.pk}.png"),
    ):
        assert f'<meta property="{name}" content="{value}">' in text
    assert f'<link rel="canonical" href="{address}">' in text
    assert 'content="توفير الكهرباء"' in client.get(f"/ar/seminare/{run.pk}/").text


def picture(client, run, language="de"):
    response = client.get(f"/{language}/seminare/{run.pk}.png")
    assert response["Content-Type"] == "image/png"
    return response.content


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.mark.parametrize("title", ["Strom", f"{LONG} und {LONG[:35]}", "W" * 120, "\u200b 😀 ตุลา"])
@pytest.mark.parametrize("house", ["Saal", "W" * 120])
def test_picture_is_of_one_size_whatever_it_tells(client, title, house):
    run = cancelled(title=title, place=make_venue(name=house, town=house[:80]))
    content = picture(client, run)
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1200, 630)


def test_picture_is_another_for_each_language_and_state(client):
    run = make_run()
    seen = [picture(client, run), picture(client, run, "ar"), picture(client, run, "fa")]
    assert picture(client, run) == seen[0]
    Run.objects.get(pk=run.pk).cancel(on=TODAY, reason="Krank")
    seen.append(picture(client, run))
    assert len(set(seen)) == 4


def test_picture_is_drawn_once_while_nothing_changes(client, settings, monkeypatch):
    settings.CACHES = {
        "default": settings.CACHES["default"],
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "png"},
    }
    caches["pages"].clear()
    drawn = []
    monkeypatch.setattr("events.preview.pdf.draw", lambda *a, **kw: drawn.append(kw) or b"PNG")
    run = make_run()
    response = client.get(f"/de/seminare/{run.pk}.png")
    assert response["Cache-Control"] == "public, max-age=60"
    address = f"/de/seminare/{run.pk}.png"
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert len(drawn) == 1
    run.seminar.texts.update(title="Gas sparen")
    picture(client, run)
    assert len(drawn) == 2


def test_picture_of_a_draft_is_not_shown(client):
    for pk in (make_run(published_on=None).pk, 0, 10**18):
        assert client.get(f"/de/seminare/{pk}.png").status_code == 404
