"""What stands in for a voice in the demo is a recording that browsers play and people hear."""

from base64 import b64encode

import pytest

from miko_portal.demo.chime import chime

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LOUDEST = """async (sound) => {
    const bytes = Uint8Array.from(atob(sound), (letter) => letter.charCodeAt(0));
    const context = new OfflineAudioContext(1, 44100, 44100);
    const played = await context.decodeAudioData(bytes.buffer);
    const loudest = Math.max(...played.getChannelData(0).map(Math.abs));
    return [Math.round(played.duration), loudest > 0.1 && loudest < 0.5];
}"""


def test_chime_is_played_and_heard(open_tab):
    tab = open_tab()
    tab.goto("/robots.txt")
    assert tab.evaluate(LOUDEST, b64encode(chime()).decode()) == [2, True]
