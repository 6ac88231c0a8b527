"""The code on a slip is read from the screen and from paper, in light and dark."""

import io

import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WAYS = {
    "screen": {},
    "telephone": {"viewport": {"width": 320, "height": 800}},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
}


def read(tab):
    picture = Image.open(io.BytesIO(tab.screenshot(full_page=True)))
    return sorted(code.text for code in zxingcpp.read_barcodes(picture))


def address_of(registration):
    number = registration.code.replace(" ", "")
    return settings.PORTAL_URL + reverse("door_code", args=[number])


@pytest.mark.parametrize("way", [*WAYS, "paper"])
def test_code_on_a_slip_leads_to_the_door(open_tab, world, way):
    tab = open_tab("volunteer", **WAYS.get(way, {}))
    if way == "paper":
        tab.emulate_media(media="print")
    seated = world.registration_seated
    tab.goto(reverse("own_registration_slips") + f"?id={seated.pk}")
    assert read(tab) == [address_of(seated)]
