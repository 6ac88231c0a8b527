"""Words as people look for them: Python is the oracle, the database has to agree."""

import itertools
import unicodedata

import pytest
from django.db import connection

from miko_portal.base.words import Sought, WordsHeld, one_edit, words_held, words_of

TEXTS = [
    "Strom sparen – leicht gemacht!",
    "STRÖM Straße STRASSE ẞ",
    "Stromspar-Check, E-Mail (kostenlos)",
    "l'électricité d’abord, Mayen'de",
    "İstanbul ISPARTA ılık Şeker çay",
    "Łódź, świadczenia, źdźbło",
    "Ёлка ёж Йод; подъезд",
    "сім'я сім’я ґанок Їжак Єва",
    "كَهْرُبَاء الكهــرباء أحمد إيمان آمنة مؤمن رئيس مدرسة على كتاب، ٢٠٢٧؟",
    "می\u200cخواهم کتاب یک ۱۴۰۵ خانهٔ",
    "Ελλάδα ΟΔΟΣ",
    "æther Œuvre þing",
    "a\u00adb c\u200bd \u202ee\u202c \ufefff",
    "“Kurs„ «cours» ½ ª º ² · © 100 € 5%",
    "😀 e\u0301 _unter_strich \\ back%",
    "ab " + "ж" * 59 + "z" * 5000 + " cd",
    "  ",
    "",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_database_makes_the_same_words(text):
    sql = WordsHeld.template % {"expressions": "told"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM (SELECT %s::text AS told) AS texts", [text])
        assert set(cursor.fetchone()[0]) - {""} == words_held(text)


@pytest.mark.django_db
def test_database_folds_every_letter_of_our_scripts_alike():
    letters = [
        chr(code)
        for block in ((0x20, 0x590), (0x600, 0x700), (0x1E00, 0x2100), (0xFB50, 0xFE00))
        for code in range(*block)
        if unicodedata.category(chr(code)) != "Cn"
    ]
    sql = WordsHeld.template % {"expressions": "told"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT told, {sql} FROM unnest(%s::text[]) AS told", [[f"x{c}y" for c in letters]]
        )
        differing = [
            told for told, words in cursor.fetchall() if set(words) - {""} != words_held(told)
        ]
    assert differing == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إقامة", "اقامه"),
        ("مستشفى", "مستشفي"),
        ("کتاب", "كتاب"),
        ("كَهْرُبَاء", "كهرباء"),
        ("كهــرباء", "كهرباء"),
        ("می\u200cخواهم", "میخواهم"),
        ("ёлка", "елка"),
        ("ґанок", "ганок"),
        ("сім'я", "сімя"),
        ("ISPARTA", "ısparta"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("cœur", "COEUR"),
        ("۱۴۰۵", "1405"),
    ],
)
def test_ways_to_write_a_word_are_one(one, other):
    assert words_of(one) == words_of(other)


def test_hyphenated_words_are_held_by_their_parts_and_as_one():
    assert words_held("Stromspar-Check") == {"stromspar", "check", "stromsparcheck"}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("strohm", "strom", True),
        ("strom", "strohm", True),
        ("storm", "strom", True),
        ("strim", "strom", True),
        ("strom", "strom", False),
        ("stroom", "strom", True),
        ("strmo", "strom", True),
        ("stro", "strom", True),
        ("trom", "strom", True),
        ("mtros", "strom", False),
        ("srtmo", "strom", False),
        ("kur", "kurse", False),
        ("", "a", True),
        ("", "", False),
    ],
)
def test_one_slip_of_the_finger(one, other, near):
    assert (one_edit(one, other), one_edit(other, one)) == (near, near)


def matches(pattern, word):
    """LIKE, by hand: no pattern of ours has more than a start, gaps of known length, an end."""
    middle = pattern.strip("%")
    starts = [0] if not pattern.startswith("%") else range(len(word) + 1)
    for start in starts:
        end = start + len(middle)
        fits = all(a in ("_", b) for a, b in zip(middle, word[start:end], strict=False))
        if end <= len(word) and fits and (pattern.endswith("%") or end == len(word)):
            return True
    return False


def test_patterns_miss_no_word_that_is_meant():
    """Every word at one slip from the sought one, alone and in compounds, passes the sieve."""
    letters = "abe"
    for form in ("abea", "abeab", "abeeba", "aabbeeb"):
        sought = Sought(form, german=True)
        near = {form[:n] + c + form[n:] for n in range(len(form) + 1) for c in letters}
        near |= {form[:n] + c + form[n + 1 :] for n in range(len(form)) for c in letters}
        near |= {form[:n] + form[n + 1 :] for n in range(len(form))}
        near |= {form[:n] + form[n : n + 2][::-1] + form[n + 2 :] for n in range(len(form) - 1)}
        for word, before, after in itertools.product(near, ("", "ea"), ("", "ba")):
            held = before + word + after
            if sought.is_part_of(held) or sought.is_mistyped_for(held):
                assert any(matches(pattern, held) for pattern in sought.patterns()), held


@pytest.mark.parametrize(
    ("sought", "held", "how"),
    [
        ("kurs", "kurs", "is_in"),
        ("kurs", "rechtskurs", "is_part_of"),
        ("kurse", "rechtskurs", "is_part_of"),
        ("الكهرباء", "كهرباء", "is_in"),
        ("كهرباء", "بالكهرباء", "is_part_of"),
        ("muell", "mull", "is_in"),
        ("strohm", "strom", "is_mistyped_for"),
        ("strohm", "stromkosten", "is_mistyped_for"),
        ("fersicherung", "krankenversicherung", "is_mistyped_for"),
        ("kusr", "kurs", "is_mistyped_for"),
        ("kurs", "kurz", None),
        ("nacht", "macht", None),
        ("haus", "aus", None),
        ("in", "mein", None),
        ("in", "information", "is_part_of"),
    ],
)
def test_how_near_a_word_is(sought, held, how):
    sought = Sought(words_of(sought)[0], german=True)
    held = words_of(held)[0]
    ways = ("is_in", "is_part_of", "is_mistyped_for")
    assert next((way for way in ways if getattr(sought, way)(held)), None) == how
