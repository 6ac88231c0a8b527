import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import trans_real

from miko_portal.base import catalogs, translating

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
hello = _("Hello %(name)s")
seats = ngettext("%(n)s seat", "%(n)s seats", 2)
may = pgettext("month", "May")
"""
TEMPLATE = """{% load i18n %}
  <p>"It's (
{% blocktranslate trimmed count n=n %}
    {{ n }} child
{% plural %}
    {{ n }} children
{% endblocktranslate %}</p>
{{ _("Close")|default:"'" }} {% translate "Place" context "room" as place %}
"""
FOUND = {
    (None, "Hello %(name)s"),
    (None, ("%(n)s seat", "%(n)s seats")),
    ("month", "May"),
    (None, ("%(n)s child", "%(n)s children")),
    (None, "Close"),
    ("room", "Place"),
}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small project of its own to translate."""
    monkeypatch.setattr(catalogs, "ROOT", tmp_path)
    monkeypatch.setattr(catalogs, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(translating, "SAME_AS_GERMAN", tmp_path / "same.txt")
    for place, text in {
        "events/views.py": PYTHON,
        "templates/events/seminar_list.html": TEMPLATE,
        "events/admin.py": 'label = _("Only for us")\nhello = _("Close")',
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    call_command("make_messages", verbosity=0)
    return tmp_path


def fill(code):
    """Fills a catalogue with the strings themselves."""
    given = {
        key: [key] * len(value) if isinstance(value, list) else key
        for key, value in translating.missing(code).items()
    }
    return translating.fill(code, given)


def test_strings_are_found_in_python_and_templates(house):
    assert set(catalogs.extracted()) == FOUND | {(None, "Only for us")}


def test_what_only_the_office_sees_is_asked_of_german_alone(house):
    found = catalogs.extracted()
    keys = {code: {text for _, text in catalogs.needed(code, found)} for code in catalogs.CODES}
    public = {message for _, message in FOUND}
    assert keys.pop("de") == public | {"Only for us"}
    assert set(map(frozenset, keys.values())) == {frozenset(public)}


def test_catalogue_is_complete_when_each_plural_form_is_filled(house):
    found = catalogs.extracted()
    assert len(translating.faults("ar", found)) == len(FOUND)
    assert len(translating.missing("ar")["%(n)s seat"]) == 6
    assert fill("ar") == []
    assert translating.faults("ar", found) == []
    call_command("make_messages", verbosity=0)
    assert translating.faults("ar", found) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"Hello %(name)s": "Hallo"},
        {"Hello %(name)s": "Hallo %(nam)s"},
        {"Close": "<script>"},
        {"Close": "Zu\n"},
        {"Close": ["Zu", "Zu"]},
        {"%(n)s seat": ["ein Platz", "Plätze"]},
        {"%(n)s seat": ["ein Platz"]},
        {"%(n)s seat": ["ein Platz", ""]},
        {"Unknown": "Unbekannt"},
    ],
)
def test_wrong_translation_is_refused(house, wrong):
    before = translating.missing("de")
    assert len(translating.fill("de", wrong)) == 1
    assert translating.missing("de") == before


def test_one_may_be_said_without_the_figure(house):
    assert translating.fill("de", {"%(n)s seat": ["ein Platz", "%(n)s Plätze"]}) == []


def test_code_and_catalogue_out_of_step_are_noticed(house):
    fill("ar")
    (house / "events" / "views.py").write_text('hello = _("Good day")', encoding="utf-8")
    assert translating.faults("ar", catalogs.extracted()) == [
        "'Good day' is not in the catalogue",
        "'Hello %(name)s' is no longer in the code",
        "'May' is no longer in the code",
        "('%(n)s seat', '%(n)s seats') is no longer in the code",
    ]


def test_simple_german_as_in_german_stands_on_a_list(house):
    fill("de")
    translating.fill("de-simple", {"Close": "Close", "Hello %(name)s": "Hallo %(name)s"})
    assert translating.same_in_simple_german() == ["Close"]
    translating.SAME_AS_GERMAN.write_text("Close\n", encoding="utf-8")
    assert translating.same_in_simple_german() == []


def test_check_fails_until_everything_is_translated(house):
    with pytest.raises(CommandError, match="ar: 'Close' is not translated"):
        call_command("check_messages")


def test_json_goes_out_and_in(house, capsys):
    call_command("messages_missing", "tr")
    given = json.loads(capsys.readouterr().out)
    given["Close"] = "Kapat"
    (house / "tr.json").write_text(json.dumps(given), encoding="utf-8")
    call_command("messages_fill", "tr", str(house / "tr.json"), verbosity=0)
    assert "Close" not in translating.missing("tr")


def test_compiling_writes_only_what_is_new(house):
    assert catalogs.compile_all() == catalogs.CODES
    assert catalogs.compile_all() == []


@pytest.mark.parametrize("code", [code for code in catalogs.CODES if code != "de-simple"])
def test_what_django_says_at_a_field_exists_in_every_language(code):
    known = trans_real.translation(code)._catalog
    said = [
        "This field is required.",
        "Enter a whole number.",
        "Enter a valid date.",
        "Enter a valid email address.",
        "Select a valid choice. That choice is not one of the available choices.",
        "Ensure this value is greater than or equal to %(limit_value)s.",
        ("Ensure this value has at most %(limit_value)d character (it has %(show_value)d).", 0),
    ]
    assert [sentence for sentence in said if sentence not in known] == []
