"""Each letter that people read is in a font of ours, and rare ones load only where they stand."""

import unicodedata

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import to_locale

from miko_portal.base.catalogs import LOCALE
from miko_portal.base.languages import BY_CODE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Beyond what the interface happens to need: all letters of its languages, and those of languages
# that names and titles come from (Romanian, Kurmandschi, Albanian, Croatian, Czech, Hungarian …).
ALPHABETS = {
    "de": "äöüßẞ",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "pl": "ąćęłńóśźż",
    "tr": "çğıiİöşüâîû",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
}
NAMES = "ăâîșțşţçêîşûçëčćđšžáčďéěíňóřšťúůýžáéíóöőúüűāčēģīķļņšūžąčęėįšųūžġħżåøæþð"
RARE = "ƏəǦǧǨǩḤḥṢṣṬṭẒẓẠạỸỹ"  # in names that DIN 91379 asks for

FONTS_OF_LETTERS = """(letters) => {
    const text = document.createElement("p");
    for (const weight of [400, 600])
        for (const letter of letters) {
            const one = text.appendChild(document.createElement("span"));
            one.textContent = letter;
            one.style.fontWeight = weight;
        }
    text.id = "letters";
    document.body.append(text);
    return document.fonts.ready.then(() => true);
}"""
FILES = """performance.getEntriesByType("resource").map((file) => file.name)
    .filter((name) => name.endsWith("woff2"))"""


def letters_of(language):
    """Those of its interface and its alphabet, of its own script."""
    path = LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    said = "".join("".join(m.string) if m.pluralizable else m.string for m in catalog)
    said += ALPHABETS.get(language, "")
    script = "ARABIC" if BY_CODE[language].direction == "rtl" else ("LATIN", "CYRILLIC")
    upper = said.upper() if script != "ARABIC" else ""
    return sorted(
        letter
        for letter in {*said, *upper}
        if letter.isalpha() and unicodedata.name(letter).startswith(script)
    )


def not_ours(tab, letters):
    """Which of the letters the browser takes from a font of the machine."""
    tab.evaluate(FONTS_OF_LETTERS, "".join(letters))
    ask = tab.context.new_cdp_session(tab).send
    ask("DOM.enable")
    ask("CSS.enable")
    root = ask("DOM.getDocument")["root"]["nodeId"]
    spans = {"nodeId": root, "selector": "#letters span"}
    nodes = ask("DOM.querySelectorAll", spans)["nodeIds"]
    assert len(nodes) == 2 * len(letters)
    fonts = [ask("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    pairs = zip([*letters, *letters], fonts, strict=True)
    return [letter for letter, used in pairs if [font["isCustomFont"] for font in used] != [True]]


@pytest.mark.matrix
@pytest.mark.parametrize("language", [code for code in BY_CODE if code != "en"])
def test_no_letter_of_a_language_is_missing(open_tab, language):
    tab = open_tab()
    tab.goto(f"/{language}/")
    assert not_ours(tab, letters_of(language)) == []


def test_no_letter_of_names_is_missing(open_tab):
    tab = open_tab()
    tab.goto("/de/")
    names = sorted({*NAMES, *NAMES.replace("ß", "").upper(), *RARE})
    assert not_ours(tab, names) == []


def test_letter_of_a_machine_is_told(open_tab):
    """So that the tests above can fail."""
    tab = open_tab()
    tab.goto("/de/")
    assert not_ours(tab, ["a", "字"]) == ["字", "字"]


def test_rare_letters_load_only_where_they_stand(open_tab):
    def loaded(letters):
        tab = open_tab()
        tab.goto("/pl/")
        tab.evaluate(FONTS_OF_LETTERS, letters)
        named = {address.rsplit("/", 1)[1] for address in tab.evaluate(FILES)}
        return sorted(name.split("-normal")[0] for name in named)

    usual = [
        "fira-sans-latin-400",
        "fira-sans-latin-600",
        "fira-sans-latin-european-400",
        "fira-sans-latin-european-600",
    ]
    assert loaded("") == usual
    assert loaded("ȘțĞşœ") == usual
    rare = ["fira-sans-latin-ext-400", "fira-sans-latin-ext-600"]
    assert loaded("Ə") == sorted(usual + rare)
