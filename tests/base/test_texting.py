"""Text messages: which numbers they reach, how many parts they have, what is connected."""

import pytest

from miko_portal.base import texting


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("ä" * 306, 2),
        ("€" * 81, 2),
        ("п" * 70, 1),
        ("п" * 71, 2),
        ("a" * 70 + "–", 2),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_parts(text, parts):
    assert texting.segments(text) == parts


def test_signs_that_its_own_alphabet_lacks_are_replaced():
    assert texting.segments(texting.plain("18:00–20:00 „Strom“ …" + "a" * 130)) == 1


@pytest.mark.parametrize(
    ("number", "reached"),
    [
        ("+4915123456789", True),
        ("+491761234567", True),
        ("+4926112345", False),
        ("+491805123456", False),
        ("+963944123456", False),
        ("", False),
    ],
)
def test_numbers_that_texts_reach(settings, number, reached):
    settings.SMS_BACKEND = "miko_portal.base.texting.Console"
    assert texting.reaches(number) is reached
    settings.SMS_BACKEND = ""
    assert texting.reaches(number) is False


@pytest.mark.parametrize(
    ("backend", "faults"),
    [
        ("", 0),
        ("miko_portal.base.texting.Console", 0),
        ("miko_portal.base.texting.Refused", 1),
        ("our_provider.Connection", 1),
    ],
)
def test_check_says_what_is_wrong_with_the_connection(settings, backend, faults):
    settings.SMS_BACKEND = backend
    assert len(texting.check_connection(None)) == faults


def test_console_prints(settings, capsys):
    settings.SMS_BACKEND = "miko_portal.base.texting.Console"
    texting.send(to="+4915123456789", text="Guten Tag", reference="7")
    assert capsys.readouterr().out == "SMS 7 → +4915123456789\nGuten Tag\n\n"
