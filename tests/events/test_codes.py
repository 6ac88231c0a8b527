"""A telephone reads the code of what is printed, as it looks, and is led to the right address."""

import re

import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Resampling

from miko_portal.base.languages import BY_CODE
from tests.events.factories import at, make_text
from tests.events.test_printing import LONGEST, make_full_run

pytestmark = pytest.mark.django_db
SIZES = ["a3", "a4", "a5"]


@pytest.fixture
def sheets(client, time_machine, settings):
    """The pages of the PDF at an address as pictures, with 144 dots an inch."""
    time_machine.move_to(at(0, 12), tick=False)
    settings.PORTAL_URL = "https://miko.example.org"

    def sheets(address):
        document = pypdfium2.PdfDocument(client.get(address).content)
        return [page.render(scale=2).to_pil() for page in document]

    return sheets


def read(picture):
    """The text of each code in a picture, and its width in millimetres at 144 dots an inch."""
    found = []
    for code in zxingcpp.read_barcodes(picture):
        corners = code.position
        width = (corners.top_right.x - corners.top_left.x) * 25.4 / 144
        found.append((code.text, width))
    return found


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize("size", SIZES)
def test_code_on_the_sheet_leads_to_the_short_link(sheets, language, size):
    run = make_full_run()
    make_text(run.seminar, "ar", title="توفير الكهرباء", summary="هكذا تصبح الفاتورة أصغر.")
    (sheet,) = sheets(f"/{language}/seminare/{run.pk}/plakat.pdf?size={size}")
    ((link, width),) = read(sheet)
    assert link == f"https://miko.example.org/s/{run.code}?l={language}"
    assert width > {"a3": 40, "a4": 28, "a5": 20}[size]


@pytest.mark.parametrize("title", [LONGEST, "W" * 120])
def test_code_is_read_beside_the_longest_title(sheets, title):
    run = make_full_run(title=title)
    run.seminar.texts.update(summary="W" * 300, bring="Papiere, " * 33)
    (sheet,) = sheets(f"/de/seminare/{run.pk}/plakat.pdf?size=a5")
    ((link, width),) = read(sheet)
    assert link == f"https://miko.example.org/s/{run.code}?l=de"
    assert width > 15


def test_code_is_read_from_a_poor_photograph(sheets):
    """From far away, turned, blurred and grey."""
    run = make_full_run()
    (sheet,) = sheets(f"/de/seminare/{run.pk}/plakat.pdf?size=a4")
    small = sheet.convert("L").resize((sheet.width // 3, sheet.height // 3))
    grey = small.point(lambda light: 60 + light // 2)
    photograph = grey.rotate(12, Resampling.BILINEAR, fillcolor=120)
    assert [link for link, _width in read(photograph)] == [
        f"https://miko.example.org/s/{run.code}?l=de"
    ]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_code_of_the_month_leads_to_the_list(sheets, language):
    make_full_run()
    (sheet,) = sheets(f"/{language}/seminare/aushang.pdf?month=2027-03&language={language}")
    assert [link for link, _width in read(sheet)] == [
        f"https://miko.example.org/{language}/seminare/"
    ]


@pytest.mark.parametrize("title", ["Strom sparen", "W" * 120])
def test_code_in_the_room_leads_to_the_question_in_any_language(sheets, title):
    run = make_full_run(title=title)
    (sheet,) = sheets(f"/de/seminare/{run.pk}/rueckmeldung.pdf")
    ((link, width),) = read(sheet)
    assert link == f"https://miko.example.org/r/{run.code}"
    assert width > 55


def test_sheet_without_its_code_is_told(sheets):
    """So that the tests above can fail."""
    run = make_full_run()
    (sheet,) = sheets(f"/de/seminare/{run.pk}/plakat.pdf?size=a4")
    half = sheet.crop((0, 0, sheet.width, sheet.height // 2))
    assert re.findall("s/", str(read(half))) == []
