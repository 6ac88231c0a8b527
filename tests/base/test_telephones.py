import pytest
from django.core.exceptions import ValidationError

from miko_portal.base.telephones import normalised, said


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0151 23456789", "+4915123456789"),
        ("0151/234 567-89", "+4915123456789"),
        ("+49 (0) 151 23456789", "+4915123456789"),
        ("+490151 23456789", "+4915123456789"),
        ("0049 151 23456789", "+4915123456789"),
        ("٠١٥١ ٢٣٤٥٦٧٨٩", "+4915123456789"),
        ("۰۱۵۱۲۳۴۵۶۷۸۹", "+4915123456789"),
        ("\u202a+49 151 23456789\u202c", "+4915123456789"),
        ("151 23456789", "+4915123456789"),
        ("0261 108 0", "+492611080"),
        ("+380 44 123 45 67", "+380441234567"),
        ("00963 11 1234567", "+963111234567"),
    ],
)
def test_number_is_kept_as_the_network_knows_it(typed, stored):
    assert normalised(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "null eins fünf eins",
        "0151 abc",
        "12345",
        "26112345",
        "+",
        "0000000000",
        "0151 23456789\n0151 23456780 9",
        "+49151234567890123",
        "a@example.org",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        normalised(typed)
    assert refused.value.code == "telephone"


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+4917604069004", "0176 04069004"),
        ("+492214710100", "02214710100"),
        ("+33123456789", "+33123456789"),
    ],
)
def test_number_is_said_as_people_read_it(kept, read):
    assert said(kept) == read
    assert normalised(read) == kept
