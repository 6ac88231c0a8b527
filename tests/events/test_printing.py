"""What is printed: whole, in reading order, on its sheets, with a code that leads to its page."""

import io
import re

import pikepdf
import pypdfium2
import pytest
import qrcode
from django.core.cache import caches

from events.models import Run
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.signs import code_of
from tests.base.test_pdf import tags_of, text_of
from tests.cooperation.factories import make_room, make_venue
from tests.events.factories import TODAY, at, make_run, make_session, make_text

pytestmark = pytest.mark.django_db
CODES = [language.code for language in LANGUAGES]
LONGEST = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und "
    "alles, was Sie darüber wissen müssen"
)[:120]


@pytest.fixture(autouse=True)
def _on_that_day(time_machine, settings):
    time_machine.move_to(at(0, 12), tick=False)
    settings.PORTAL_URL = "https://miko.example.org"


def poster(client, run, language="de", size="a4"):
    response = client.get(f"/{language}/seminare/{run.pk}/plakat.pdf?size={size}")
    assert response["Content-Type"] == "application/pdf"
    return pikepdf.open(io.BytesIO(response.content))


def words_of(document):
    """The text without its spaces: where a line ends is the setter's choice."""
    return re.sub(r"[\s\u200b\u00ad]", "", text_of(document))


def make_full_run(**kw):
    """A run that has something to say for each fact."""
    venue = make_venue(
        name="Bürgerhaus",
        street="Markt 1",
        postcode="56751",
        town="Polch",
        stop="Polch Markt",
        stop_minutes=4,
        way_in="Tür im Hof",
        parking="free",
        step_free=True,
    )
    facts = {
        "coming": "telephone",
        "telephone": "02654 123",
        "spoken": ["de", "fa_AF"],
        "interpreted": ["ar"],
        "women_only": True,
        "cost_cents": 250,
        "childcare_places": 4,
        "childcare_from_age": 3,
        "childcare_until_age": 10,
    }
    run = make_run(days=None, **{**facts, **kw})
    run.seminar.texts.update(bring="Ihre Rechnung")
    make_session(run, 7, room=make_room(name="Saal", venue=venue))
    run.refresh_from_db()
    return run


def test_poster_says_all_facts_in_reading_order(client, settings):
    run = make_full_run()
    told = [
        "Kurs · Für alle",
        "Strom sparen",
        "So wird die Rechnung kleiner.",
        "Wann Mittwoch, 17.03.2027 18:00–20:00",
        "Wo Saal, Bürgerhaus Markt 1, 56751 Polch",
        "Bus oder Bahn: Polch Markt, von dort 4 Minuten zu Fuß",
        "Mit dem Auto: Kostenlose Parkplätze",
        "Eingang: Tür im Hof",
        "Kosten 2,50 €",
        "Sprache Deutsch, Dari",
        "Dolmetschen geplant Arabisch",
        "Kinderbetreuung Für Kinder von 3 bis 10 Jahren",
        "Für wen Nur für Frauen",
        "Ohne Stufen Ja: Sie können mit Rollstuhl oder Kinderwagen kommen.",
        "Bitte mitbringen Ihre Rechnung",
        "So kommen Sie Bitte melden Sie sich telefonisch an. 02654 123",
        "Haben Sie eine Frage? Rufen Sie uns an:",
        settings.OFFICE.phone,
        settings.OFFICE.department,
        settings.OFFICE.name,
        "Alles dazu in Ihrer Sprache:",
        f"miko.example.org/s/{run.code}",
    ]
    assert words_of(poster(client, run)) == re.sub(r"\s", "", "".join(told))


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("size", ["a3", "a4", "a5"])
def test_every_language_is_one_tagged_sheet_of_the_size(client, language, size):
    run = make_full_run()
    make_text(run.seminar, "ar", title="توفير الكهرباء", summary="هكذا تصبح الفاتورة أصغر.")
    document = poster(client, run, language, size)
    (page,) = document.pages
    width = {"a3": 842, "a4": 595, "a5": 420}[size]
    assert round(float(page.MediaBox[2])) == width
    assert str(document.Root.Lang) == language.partition("-")[0]
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert [tag for tag in tags_of(document) if re.fullmatch(r"H\d", tag)] == ["H1", "H2"]
    for figures in ("17.03.2027", "18:00–20:00", "02654", run.code):
        assert figures in words_of(document)


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("ar", "توفير الكهرباء", ["دورة · للجميع", "للنساء فقط", "المدخل: Hof im Tür"]),
        ("fa", "صرفه\u200cجویی در برق", ["دوره · برای همه", "فقط برای زنان", "چطور شرکت کنید"]),
    ],
)
def test_arabic_and_persian_are_shaped_and_copied_letter_by_letter(client, language, title, told):
    run = make_full_run()
    make_text(run.seminar, language, title=title, summary=title)
    content = client.get(f"/{language}/seminare/{run.pk}/plakat.pdf").content
    document = poster(client, run, language)
    fonts = document.pages[0].Resources.Font.values()
    families = {str(font.BaseFont).partition("+")[2].partition("-")[0] for font in fonts}
    assert families == {"FiraSans", "Vazirmatn"}
    # As a reader of PDF copies it; what joins no letters may stand elsewhere.
    copied = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    lines = copied.replace("\u200c", "").splitlines()
    joined = title.replace("\u200c", "")
    assert lines[:3] == [told[0], joined, joined]
    assert [part for part in told if part not in lines] == []


def test_missing_text_is_german_and_says_so(client):
    words = text_of(poster(client, make_full_run(), "en"))
    assert "Strom sparen" in words
    assert "This text is in German only." in words
    assert "only" not in text_of(poster(client, make_full_run(), "de"))


@pytest.mark.parametrize("title", ["Strom", LONGEST, "W" * 120, "\u200b 😀 ตุลา"])
@pytest.mark.parametrize("size", ["a4", "a5"])
def test_longest_title_with_all_else_stays_on_one_sheet(client, title, size):
    run = make_full_run(title=title)
    run.seminar.texts.update(summary="W" * 300, bring="Papiere, " * 33)
    for week in range(8):
        place = make_venue(name="W" * 120, town="Stadt " * 13, way_in="Durch den Hof " * 14)
        make_session(run, 14 + 7 * week, venue=place)
    document = poster(client, run, "de", size)
    assert len(document.pages) == 1
    assert "W" * 300 in words_of(document)
    assert "und3weitereTermine" in words_of(document)
    assert f"miko.example.org/s/{run.code}" in words_of(document)


def test_cancelled_over_and_called_off_are_said(client):
    run = make_full_run()
    later = make_session(run, 14)
    later.cancel(on=TODAY, reason="Krank")
    words = text_of(poster(client, run))
    assert words.count("Abgesagt") == 1
    assert "Bitte melden Sie sich" in words
    Run.objects.get(pk=run.pk).cancel(on=TODAY, reason="Krank")
    words = text_of(poster(client, run))
    assert words.startswith("Das fällt aus. Bitte kommen Sie nicht.")
    assert "Bitte melden Sie sich" not in words
    assert text_of(poster(client, make_run(days=-3))).startswith("Das ist vorbei.")


def drawn_code(document):
    """The rows of the QR code as its squares are drawn on the page."""
    shapes, path = [], []
    for operands, operator in pikepdf.parse_content_stream(document.pages[0]):
        if str(operator) == "m":
            path.append([])
        if str(operator) in ("m", "l"):
            path[-1].append(tuple(map(float, operands)))
        if str(operator) in ("f", "f*", "n", "S"):
            shapes.append(path)
            path = []
    squares = max(shapes, key=len)
    module = min(abs(part[0][1] - part[2][1]) for part in squares)
    left = min(x for part in squares for x, _y in part)
    top = min(y for part in squares for _x, y in part)
    dark = set()
    for part in squares:
        xs, ys = (
            [round((at[axis] - low) / module) for at in part] for axis, low in ((0, left), (1, top))
        )
        dark |= {(x, y) for x in range(min(xs), max(xs)) for y in range(min(ys), max(ys))}
    number = 1 + max(x for x, _y in dark)
    return ["".join("01"[(x, y) in dark] for x in range(number)) for y in range(number)]


@pytest.mark.parametrize("language", ["de", "ar", "de-simple"])
def test_code_on_the_sheet_is_that_of_the_short_link(client, language):
    run = make_full_run()
    link = f"https://miko.example.org/s/{run.code}?l={language}"
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(link)
    rows = ["".join("01"[dark] for dark in row) for row in code.get_matrix()]
    assert code_of(link) == rows
    assert drawn_code(poster(client, run, language)) == rows


def test_sheet_is_set_once_while_nothing_changes(client, settings, monkeypatch):
    settings.CACHES = {
        "default": settings.CACHES["default"],
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pdf"},
    }
    caches["pages"].clear()
    made = []
    monkeypatch.setattr("events.paper.pdf.render", lambda *a, **kw: made.append(kw) or b"PDF")
    run = make_full_run()
    address = f"/de/seminare/{run.pk}/plakat.pdf"
    response = client.get(address)
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get(f"{address}?size=a9").content == b"PDF"
    assert len(made) == 1
    run.seminar.texts.update(title="Gas sparen")
    client.get(address)
    assert [kw["title"] for kw in made] == ["Strom sparen", "Gas sparen"]


def test_what_is_not_published_is_not_printed(client):
    for pk in (make_run(published_on=None).pk, 0, 10**18):
        assert client.get(f"/de/seminare/{pk}/plakat.pdf").status_code == 404
        assert client.get(f"/de/seminare/{pk}/drucken/").status_code == 404


def test_page_offers_each_size_in_each_language(client):
    run = make_run()
    text = client.get(f"/de/seminare/{run.pk}/drucken/").text
    found = re.findall(rf'href="/([a-z-]+)/seminare/{run.pk}/plakat\.pdf\?size=(a\d)"', text)
    assert found == [(code, size) for code in CODES for size in ("a4", "a3", "a5")]
    assert text.count("Der Titel ist nur auf Deutsch.") == len(CODES) - 1


def overview(client, query="", language="de"):
    response = client.get(f"/{language}/seminare/aushang.pdf{query}")
    assert response["Content-Type"] == "application/pdf"
    return pikepdf.open(io.BytesIO(response.content))


def test_month_says_each_date_to_come_by_day(client, settings):
    run = make_full_run()
    make_session(run, -1)  # over
    make_session(run, 25, venue=run.sessions.order_by("starts_at").last().place)  # in April
    make_run(days=7, published_on=None)
    make_run(days=7, hour=9, title="Radtour", coming="open", place=make_venue(name="Rathaus"))
    Run.objects.filter(seminar__texts__title="Radtour").get().cancel(on=TODAY, reason="Regen")
    told = [
        "Kurse und Treffen · März 2027",
        "Haben Sie eine Frage? Rufen Sie uns an:",
        settings.OFFICE.phone,
        settings.OFFICE.department,
        settings.OFFICE.name,
        "Alles dazu in Ihrer Sprache: miko.example.org/de/seminare/",
        "Uhrzeit Kurs oder Treffen Wo",
        "Mittwoch, 17.03.2027",
        "09:00–11:00 Abgesagt: Radtour Kurs · Deutsch · Kostenlos · Einfach kommen",
        "Rathaus Polch",
        "18:00–20:00 Strom sparen Kurs · Deutsch, Dari · Dolmetschen geplant: Arabisch · 2,50 €",
        "· Mit Kinderbetreuung · Ohne Stufen · Nur für Frauen · Anmeldung am Telefon, 02654 123",
        "Saal, Bürgerhaus Markt 1, 56751 Polch",
        "Kurse und Treffen · März 2027 Seite 1 von 1",
    ]
    assert words_of(overview(client)) == re.sub(r"\s", "", "".join(told))


def test_month_is_told_in_each_language_on_sheets_of_its_own(client):
    make_text(make_full_run().seminar, "ar", title="توفير الكهرباء")
    document = overview(client, "?month=2027-03&language=ar&language=de&language=fr&language=xx")
    assert len(document.pages) == 3
    words = words_of(document)
    assert words.index("Mittwoch,") < words.index("mercredi,")
    assert words.count("Cetexteexisteseulementenallemand.") == 1
    assert [tag for tag in tags_of(document) if re.fullmatch(r"H\d", tag)] == ["H1", "H1", "H1"]
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("language", CODES)
def test_month_without_dates_is_a_sheet_in_every_language(client, language):
    document = overview(client, "?month=2027-08", language)
    assert len(document.pages) == 1
    assert str(document.Root.Lang) == language.partition("-")[0]


@pytest.mark.parametrize("query", ["?month=nie", "?month=2019-01&language=", "?month=99999-99"])
def test_month_that_is_not_understood_is_this_one(client, query):
    make_run()
    assert "17.03.2027" in text_of(overview(client, query))


def test_many_dates_go_over_several_sheets_up_to_a_bound(client, monkeypatch):
    monkeypatch.setattr("events.overviews.MOST", 30)
    run, place = make_run(days=None, title="Strom " * 20), make_venue()
    for hour in range(31):
        make_session(run, 7 + hour // 10, hour=8 + hour % 10, venue=place)
    document = overview(client)
    assert len(document.pages) > 1
    words = words_of(document)
    assert words.count("–") == 30
    assert "EsgibtnochmehrTermine.Allestehenhier:miko.example.org/de/seminare/" in words


@pytest.mark.parametrize("number", [3, 30])
def test_month_asks_the_database_as_often_for_many(client, number, django_assert_max_num_queries):
    for _ in range(number):
        make_run()
    with django_assert_max_num_queries(4):
        overview(client, "?language=de&language=ar")


def test_page_offers_half_a_year_and_all_languages(client):
    text = client.get("/de/seminare/aushang/").text
    months = re.findall(r'<option value="([0-9-]+)">([^<]+)</option>', text)
    assert months[0] == ("2027-03", "März 2027")
    assert [value for value, _name in months][-1] == "2027-08"
    assert re.findall(r'name="language" value="([a-z-]+)"', text) == CODES
