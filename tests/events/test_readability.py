import pytest

from events.readability import hints, is_passive, sentences, words


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("", []),
        ("  \n ", []),
        ("Kommen Sie.", ["Kommen Sie."]),
        ("Kommen Sie. Es kostet nichts!", ["Kommen Sie.", "Es kostet nichts!"]),
        ("Am 3. März um 18.30 Uhr. Bis dann.", ["Am 3. März um 18.30 Uhr.", "Bis dann."]),
        ("Es gibt z. B. Tee, Nr. 4 usw. und Saft.", ["Es gibt z. B. Tee, Nr. 4 usw. und Saft."]),
        ("Eine Frau erklärt: Was ist Strom?", ["Eine Frau erklärt:", "Was ist Strom?"]),
        ("Mitbringen\nIhre Rechnung\n\n– Stift", ["Mitbringen", "Ihre Rechnung", "– Stift"]),
        ("Sie sagt: „Ja.“ Dann geht sie.", ["Sie sagt:", "„Ja.“", "Dann geht sie."]),
        ("… ? !", []),
    ],
)  # fmt: skip
def test_text_is_parted_into_sentences(text, parted):
    assert sentences(text) == parted


def test_words_keep_their_hyphens_and_no_dashes():
    assert words("Die E-Mail – um 18:30 Uhr, www.kreis.de!") == [
        "Die", "E-Mail", "um", "18:30", "Uhr", "www.kreis.de",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Sie lernen Ihre Rechnung lesen.",
        "Es wird kalt. Die Kinder werden groß.",
        "Wir werden Sie besuchen. Sie werden gewinnen.",
        "Eine Frau von der Verbraucher-Zentrale erklärt: Welche Geräte brauchen viel Strom?",
        "Bringen Sie bitte dieses Blatt mit.",
        "Sie möchten Deutsch lernen? Sie können kommen.",
        " ".join(["Wort"] * 15) + ".",
    ],
)  # fmt: skip
def test_plain_text_has_no_hints(text):
    assert list(hints(text)) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Ja. " + " ".join(["Wort"] * 24) + ".", "Satz 2 hat 24 Wörter."),
        (
            "Die Verbraucherzentrale und die Verbraucherzentrale.",
            "„Verbraucherzentrale“ ist lang: 19 Buchstaben. Ein Bindestrich kann helfen.",
        ),
        ("Die Rechnung wird erklärt.", "Satz 1 sagt nicht, wer etwas tut (Passiv)."),
        ("Kinder werden hier gut betreut.", "Satz 1 sagt nicht, wer etwas tut (Passiv)."),
        ("Sie wurden schon angemeldet.", "Satz 1 sagt nicht, wer etwas tut (Passiv)."),
        ("Sie werden informiert.", "Satz 1 sagt nicht, wer etwas tut (Passiv)."),
        ("Sie werden gebeten, zu kommen.", "Satz 1 sagt nicht, wer etwas tut (Passiv)."),
        ("Ja. Das wäre gut.", "Satz 2 sagt „wäre“: Ist es so oder nicht?"),
        ("Sie könnten kommen.", "Satz 1 sagt „könnten“: Ist es so oder nicht?"),
        (
            "Die Kosten des Kurses sind klein.",
            "Satz 1 hat einen Genitiv: „des Kurses“. Besser mit „von“.",
        ),
        (
            "Die Hälfte eines langen Tages.",
            "Satz 1 hat einen Genitiv: „eines langen Tages“. Besser mit „von“.",
        ),
    ],
)
def test_what_is_hard_to_read_is_said_in_a_sentence(text, hint):
    assert list(hints(text)) == [hint]


def test_passive_is_found_by_its_signs_alone():
    assert is_passive(words("Das Formular wurde ausgefüllt."))
    assert not is_passive(words("Das Formular ist ausgefüllt."))
    assert not is_passive(words("Wir werden gehen."))
