import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from miko_portal.base.sounds import MOST_BYTES, check_sound
from tests.events.factories import SILENCE, recording


def test_recording_is_known_by_its_kind_and_length():
    file = recording(65)
    assert check_sound(file) == ("audio/mpeg", 65)
    assert file.tell() == 0


def test_short_recording_takes_a_second():
    assert check_sound(recording(0.2)).seconds == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("Ansage.mp3", b"", "kind"),
        ("Ansage.mp3", b"<html>", "kind"),
        ("Ansage.mp3", b"OggS" + bytes(100), "kind"),
        ("Ansage.ogg", SILENCE * 100, "kind"),
        ("Ansage.wav", SILENCE * 100, "kind"),
        ("Ansage", SILENCE * 100, "kind"),
        ("Ansage.mp3", b"ID3" + bytes(100), "broken"),
        ("Ansage.ogg", b"OggS" + bytes(100), "broken"),
        ("Ansage.m4a", bytes(4) + b"ftypM4A " + bytes(100), "broken"),
        ("Ansage.mp3", SILENCE * 7000, "length"),
        ("Ansage.mp3", SILENCE + bytes(MOST_BYTES), "size"),
    ],
)
def test_what_is_no_recording_is_refused_with_a_sentence(name, content, code):
    with pytest.raises(ValidationError) as refused:
        check_sound(SimpleUploadedFile(name, content))
    assert refused.value.code == code
