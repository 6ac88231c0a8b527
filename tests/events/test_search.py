"""What people type, and what they find: fixed pairs in the languages of the pages.

Each pair runs against the same seminars, so that it also says what is not found.
"""

import pytest

from events.models import Run, SeminarText, Topic, Word
from events.search import Search
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, make_run, make_seminar, make_text, make_topic

pytestmark = pytest.mark.django_db

TEXTS = {
    "strom": {
        "de": ("Strom sparen zu Hause", "So wird die Rechnung kleiner."),
        "ar": ("توفير الكهرباء في المنزل", "هكذا تصبح الفاتورة أصغر."),
        "fa": ("صرفه‌جویی در برق خانه", "این‌گونه قبض کوچک‌تر می‌شود."),
        "tr": ("Evde elektrik tasarrufu", "Fatura böyle küçülür."),
        "uk": ("Як заощадити електроенергію вдома", "Так рахунок стане меншим."),
        "fr": ("Économiser l'électricité à la maison", "Ainsi la facture diminue."),
        "pl": ("Jak oszczędzać prąd w domu", "Tak rachunek będzie niższy."),
    },
    "recht": {
        "de": ("Rechtskurs für Neuzugewanderte", "Das Grundgesetz, einfach erklärt."),
        "ar": ("دورة في القانون للقادمين الجدد", "شرح مبسّط للدستور الألماني."),
        "fa": ("دورهٔ آشنایی با قانون", "قانون اساسی آلمان به زبان ساده."),
        "tr": ("Yeni gelenler için hukuk kursu", "Anayasa, kolayca açıklanıyor."),
        "uk": ("Правовий курс для новоприбулих", "Основний закон простими словами."),
        "fr": ("Cours de droit pour nouveaux arrivants", "La loi fondamentale expliquée."),
        "pl": ("Kurs prawa dla nowo przybyłych", "Ustawa zasadnicza w prostych słowach."),
    },
    "miete": {
        "de": (
            "Wohnung: Ihr Mietvertrag",
            "Mietrecht, Kaution, Mülltrennung und Straßenreinigung.",
        ),
        "ar": ("السكن: عقد الإيجار", "التأمين وفرز النفايات وحقوق المستأجر."),
        "fa": ("خانه: قرارداد اجاره", "ودیعه و تفکیک زباله."),
        "tr": ("Konut: kira sözleşmesi", "Depozito ve çöp ayırma."),
        "uk": ("Житло: договір оренди", "Застава, сортування сміття, обов'язки сім'ї."),
        "fr": ("Logement : le contrat de location", "La caution et le tri des déchets."),
        "pl": ("Mieszkanie: umowa najmu", "Kaucja i segregacja śmieci."),
    },
    "geld": {
        "de": ("Krankenversicherung und Haftpflicht", "Welche Verträge Sie brauchen."),
        "ar": ("التأمين الصحي", "أيّ عقود تحتاجون إليها."),
        "fa": ("بیمهٔ درمانی", "به کدام قراردادها نیاز دارید."),
        "tr": ("Sağlık sigortası", "Hangi sözleşmeler gerekir."),
        "uk": ("Медичне страхування", "Які договори вам потрібні."),
        "fr": ("L'assurance maladie", "Les contrats dont vous avez besoin."),
        "pl": ("Ubezpieczenie zdrowotne", "Jakich umów Państwo potrzebują."),
    },
    "rad": {
        "de": ("Radfahren lernen für Frauen", "Wir üben auf dem Stromberger Platz."),
    },
}
TOPICS = {
    "strom": {"de": "Energie", "ar": "الطاقة", "uk": "Енергія", "ru": "Ещё об энергии"},
    "recht": {"de": "Recht und Gesetz", "ar": "القانون", "tr": "Hukuk"},
    "miete": {"de": "Wohnen", "ar": "السكن", "tr": "Barınma", "uk": "Ґанок і дім"},
    "geld": {"de": "Geld und Verträge", "pl": "Pieniądze", "tr": "Işık ve para"},
    "rad": {"de": "Freizeit", "fa": "اوقات فراغت", "pl": "Wycieczki po Łużycach"},
}
TOWNS = {
    "strom": "Münstermaifeld",
    "recht": "Mayen",
    "miete": "Andernach",
    "geld": "Bendorf",
    "rad": "Mülheim-Kärlich",
}


@pytest.fixture
def keys():
    """The seminars of this file, by day in the order they stand in it."""
    found = {}
    for days, (key, texts) in enumerate(TEXTS.items(), start=1):
        names = dict(TOPICS[key])
        topic = make_topic(name=names.pop("de"))
        for language, name in names.items():
            topic.names.create(language=language, name=name)
        seminar = make_seminar(title=None, topic=topic)
        for language, (title, summary) in texts.items():
            make_text(seminar, language, title=title, summary=summary)
        place = make_venue(name=f"Haus {days}", town=TOWNS[key])
        found[make_run(days=days, seminar=seminar, place=place).pk] = key
    return found


def search(text, language="de"):
    runs = Run.objects.published(on=TODAY).upcoming(on=TODAY)
    return Search(text, language=language, among=runs), runs


def listed(text, language="de"):
    """Keys of what is found, in the order of the list; both ways to ask have to agree."""
    found, runs = search(text, language)
    dates = found.nearest_first(runs, most=100)
    run_of = dict(found.filter(runs).values_list("next_session", "pk"))
    assert sorted(dates) == sorted(run_of)
    return [run_of[date] for date in dates]


PAIRS = [
    # German: parts of compounds, endings, umlauts, slips
    ("de", "strom", "strom rad"),
    ("de", "Strohm", "strom rad"),
    ("de", "kurs", "recht"),
    ("de", "Kurse", "recht"),
    ("de", "recht", "recht miete"),
    ("de", "Mietrecht", "miete"),
    ("de", "miete", "miete"),
    ("de", "Vertrag", "miete geld"),
    ("de", "versicherung", "geld"),
    ("de", "Fersicherung", "geld"),
    ("de", "Krankenversicherungen", "geld"),
    ("de", "haftpflich", "geld"),
    ("de", "Muelltrennung", "miete"),
    ("de", "müll", "miete"),
    ("de", "strassenreinigung", "miete"),
    ("de", "STRASSENREINIGUNG", "miete"),
    ("de", "Radfharen", "rad"),
    ("de", "fahren", "rad"),
    ("de", "Wohnen", "miete"),
    ("de", "Kurs Mayen", "recht"),
    ("de", "muenstermaifeld", "strom"),
    ("de", "Mülheim Kärlich", "rad"),
    ("de", "mulheim-karlich", "rad"),
    ("de", "Andernch", "miete"),
    ("de-simple", "Rechnung", "strom"),
    # Arabic: article, hamza, ta marbuta, harakat, tatweel, and German typed on the Arabic page
    ("ar", "كهرباء", "strom"),
    ("ar", "الكهرباء", "strom"),
    ("ar", "كَهْرُبَاء", "strom"),
    ("ar", "كهــرباء", "strom"),
    ("ar", "الكهربا", "strom"),
    ("ar", "ايجار", "miete"),
    ("ar", "الأيجار", "miete"),
    ("ar", "طاقه", "strom"),
    ("ar", "دوره", "recht"),
    ("ar", "قانون", "recht"),
    ("ar", "الصحى", "geld"),
    ("ar", "strom", "strom rad"),
    ("ar", "Rechtskurs", "recht"),
    # Persian: yeh and kaf of either keyboard, joiners, ezafe
    ("fa", "برق", "strom"),
    ("fa", "صرفه جويي", "strom"),
    ("fa", "صرفهجویی", "strom"),
    ("fa", "كوچك", "strom"),
    ("fa", "بیمه", "geld"),
    ("fa", "دوره", "recht"),
    ("fa", "قرارداد", "miete geld"),
    ("fa", "اجارة", "miete"),
    # Turkish: dotless i, suffixes, no accents on the keyboard
    ("tr", "kurs", "recht"),
    ("tr", "ELEKTRİK", "strom"),
    ("tr", "elektirik", "strom"),
    ("tr", "sozlesme", "miete geld"),
    ("tr", "isik", "geld"),
    ("tr", "saglik sigortasi", "geld"),
    # Ukrainian and Russian
    ("uk", "курс", "recht"),
    ("uk", "електроэнергію", "strom"),
    ("uk", "сімї", "miete"),
    ("uk", "ганок", "miete"),
    ("uk", "страхуваня", "geld"),
    ("ru", "еще", "strom"),
    # French and Polish
    ("fr", "electricite", "strom"),
    ("fr", "l’electricité", "strom"),
    ("fr", "assurence", "geld"),
    ("fr", "COURS", "recht"),
    ("pl", "prad", "strom"),
    ("pl", "oszczedzac", "strom"),
    ("pl", "smieci", "miete"),
    ("pl", "luzyce", "rad"),
]


@pytest.mark.parametrize(("language", "text", "found"), PAIRS)
def test_search_finds(keys, language, text, found):
    assert sorted(keys[key] for key in listed(text, language)) == sorted(found.split())


def test_there_are_sixty_pairs_and_more():
    assert len(PAIRS) >= 60
    assert len({language for language, _text, _found in PAIRS}) >= 5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Nacht"),
        ("de", "Haus Berlin"),
        ("de", "Kunst"),
        ("de", "Pferd"),
        ("de", "Mitte"),
        ("de", "xyz"),
        ("de", "Kurz"),
        ("de", "om"),
        ("de", "Stremm"),
        ("de", "Elektrik"),
        ("de", "كهرباء"),
        ("ar", "elektrik"),
        ("ar", "كتاب"),
        ("ar", "حقل"),
        ("fa", "کلاس"),
        ("tr", "okul"),
        ("uk", "школа"),
        ("fr", "vélo"),
        ("pl", "szkoła"),
        ("de", "%"),
        ("de", "_____"),
        ("de", "\\"),
        ("de", "😀"),
        ("de", "a" * 100),
    ],
)
def test_search_does_not_find(keys, language, text):
    assert listed(text, language) == []


def test_whole_words_stand_before_parts_and_then_by_day():
    part, later = make_run(title="Stromkosten", days=1), make_run(title="Strom sparen", days=9)
    sooner = make_run(title="Strom und Gas", days=5)
    assert listed("strom") == [sooner.pk, later.pk, part.pk]


def test_words_mistyped_come_after_those_of_the_same_search_that_are_held():
    slip = make_run(title="Strom im Café", days=1)
    held = make_run(title="Strohmarkt", days=2)
    assert listed("strohm") == [held.pk]
    held.seminar.texts.update(title="Markt")
    assert listed("strohm") == [slip.pk]


def test_slip_is_forgiven_though_a_run_that_is_over_or_a_draft_holds_the_word():
    run = make_run(title="Strom")
    make_run(title="Strohm", days=-3)
    make_run(title="Strohm", published_on=None)
    assert listed("strohm") == [run.pk]


def test_no_more_are_listed_than_asked_for_and_whole_words_among_them():
    for days in range(1, 5):
        make_run(title="Stromkosten", days=days)
    last = make_run(title="Strom", days=9)
    found, runs = search("strom")
    dates = found.nearest_first(runs, most=2)
    assert dates == [last.sessions.get().pk, runs.first().next_session]


def test_search_is_right_after_every_change_of_a_text():
    run = make_run(title="Strom")
    text = run.seminar.texts.get()
    assert (listed("strom"), listed("wasser")) == ([run.pk], [])
    SeminarText.objects.filter(pk=text.pk).update(title="Wasser")
    assert (listed("strom"), listed("wasser")) == ([], [run.pk])
    text.refresh_from_db()
    text.text = "Auch Gas."
    text.save()
    assert listed("gas") == [run.pk]
    SeminarText.objects.bulk_create([SeminarText(seminar=run.seminar, language="tr", title="Su")])
    assert (listed("su", "tr"), listed("su", "fr")) == ([run.pk], [])
    topic = run.seminar.topic
    Topic.objects.filter(pk=topic.pk).update(name="Haushalt")
    topic.names.create(language="tr", name="Ev işleri")
    assert (listed("haushalt"), listed("isleri", "tr")) == ([run.pk], [run.pk])
    place = run.sessions.get().venue
    place.name, place.town = "Alte Mühle", "Polch"
    place.save()
    assert listed("muhle polch") == [run.pk]
    text.delete()
    assert listed("gas") == []


def test_words_stand_once_for_each_language():
    seminar = make_seminar(title="Kurs Kurs")
    make_text(seminar, "tr", title="Kurs", summary="")
    make_seminar(title="Kurs")
    words = Word.objects.filter(word="kurs").values_list("language", flat=True)
    assert sorted(words) == ["de", "tr"]


def test_word_that_no_index_could_take_is_shortened():
    run = make_run()
    run.seminar.texts.update(text="ж" * 5000)
    assert listed("ж" * 70) == [run.pk]


@pytest.mark.parametrize("rows", [1, 30])
def test_search_needs_two_queries_however_much_there_is(rows, django_assert_num_queries):
    for number in range(rows):
        make_run(title=f"Strom Nummer {number}", days=number)
    with django_assert_num_queries(2):
        found, runs = search("strom nummer")
        found.nearest_first(runs, most=20)
