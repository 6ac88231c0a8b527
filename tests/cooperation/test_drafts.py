"""The text of an agreement as a Word file, read back."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from cooperation import actions
from cooperation.drafts import term_sentences, word_file
from cooperation.models import Contact, Measure, Version
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_agreement, make_organisation, make_partner, make_person

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
AT = datetime(2024, 5, 6, 10, tzinfo=UTC)
TEXT = {
    "preamble": "Beide arbeiten zusammen.",
    "goals": "1. Beratung\n2. Sprache\n\nGemeinsam.",
    "target_group": "Zugewanderte",
    "information_exchange": "Monatlich",
    "costs": "Jeder trägt seine.",
    "data_protection": "Nur mit Einwilligung.",
    "review": "Jährlich im Herbst.",
    "annexes": "Anlage 1: Raumplan",
}


def read(version):
    document = docx.Document(BytesIO(word_file(version, at=AT)))
    return document, [paragraph.text for paragraph in document.paragraphs]


def headings(document):
    return [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Title")]


def make_told_agreement(**kw):
    county = make_organisation(name="Kreisverwaltung", street="Bahnhofstraße 9", town="Koblenz")
    town = make_organisation(name="Stadt Bendorf")
    agreement = make_agreement(
        number="KV-1", title="Lotsenhaus", lead=county, parties=[county, town], **TEXT, **kw
    )
    Contact.objects.create(
        organisation=town,
        person=make_person(family_name="Abt", telephone="0221 4710 333"),
        function="Integration",
    )
    share = agreement.original.shares.get(party__organisation=town)
    for name, text in {
        "role": "Partner",
        "legal_basis": "§ 2 GemO",
        "tasks": "Berät.",
        "contribution": "Ein Raum.",
    }.items():
        setattr(share, name, text)
    if not agreement.original.locked:
        share.save()
    return agreement


def test_draft_has_all_parts_in_the_order_of_the_paper():
    agreement = make_told_agreement(term="fixed", first_end_on=date(2026, 12, 31))
    Measure.objects.create(agreement=agreement, title="Sprechstunde", due_on=date(2024, 9, 30))
    document, paragraphs = read(agreement.original)
    assert headings(document) == [
        "Kooperationsvereinbarung",
        "Präambel",
        "§ 1 Rechtsgrundlage",
        "§ 2 Ziele",
        "§ 3 Zielgruppe",
        "§ 4 Aufgaben der Kooperationspartner",
        "§ 5 Vereinbarte Maßnahmen",
        "§ 6 Informationsaustausch",
        "§ 7 Ansprechpersonen",
        "§ 8 Kosten, Personal und Räume",
        "§ 9 Datenschutz",
        "§ 10 Überprüfung",
        "§ 11 Beginn, Laufzeit und Kündigung",
        "§ 12 Anlagen",
        "Unterschriften",
    ]
    text = "\n".join(paragraphs)
    for part in TEXT.values():
        assert part.replace("\n\n", "\n") in text
    for told in (
        "Kreisverwaltung\nBahnhofstraße 9, Koblenz\nvertreten durch Rita Rath, Leitung",
        "vertreten durch Rita Rath, Leitung\nfederführend",
        "Kreisverwaltung: [noch zu ergänzen]\nStadt Bendorf: § 2 GemO",
        "Stadt Bendorf (Partner)\nBerät.",
        "Sprechstunde (bis 30.09.2024)",
        "Stadt Bendorf\nErika Abt, Integration, 0221 4710 333",
        "Stadt Bendorf: Ein Raum.",
        "Sie läuft bis zum 31.12.2026.",
        "Ort, Datum\tRita Rath, Leitung",
    ):
        assert told in text


def test_file_is_german_and_says_what_it_is():
    document, _paragraphs = read(make_told_agreement().original)
    told = document.core_properties
    assert (told.title, told.subject) == ("KV-1 Lotsenhaus", "Kooperationsvereinbarung")
    assert (told.author, told.language, told.comments) == (
        "Kreisverwaltung Mayen-Koblenz",
        "de-DE",
        "",
    )
    assert f"{told.created:%Y-%m-%d %H:%M}" == "2024-05-06 12:00"
    languages = document.styles.element.iter(qn("w:lang"))
    assert {language.get(qn("w:val")) for language in languages} == {"de-DE"}


def test_empty_draft_shows_what_is_to_be_added_and_a_signed_text_does_not():
    _document, draft = read(make_agreement().original)
    _document, signed = read(make_agreement(signed_on=DAY).original)
    assert ("[noch zu ergänzen]" in draft, "[noch zu ergänzen]" in signed) == (True, False)


def test_signatures_that_are_there_are_told():
    agreement = make_agreement(signed_on=DAY)
    _document, paragraphs = read(agreement.original)
    assert paragraphs.count("06.05.2024\tgez. Rita Rath") == 2


def test_amendment_says_what_it_changes_and_how_all_reads_with_it():
    agreement = make_told_agreement(signed_on=DAY)
    clerk, chamber = make_user(), make_organisation(name="Handwerkskammer")
    version = actions.amend(agreement, reason="Neue Lage", effective_on=date(2025, 1, 1), by=clerk)
    version.goals, version.notice_months, version.notice_basis = "Arbeit", 3, "quarter"
    parties = [
        actions.PartyDraft(share.party.organisation, signatories=[("Rita Rath", "Leitung")])
        for share in agreement.original.shares.all()[:1]
    ]
    parties.append(actions.PartyDraft(chamber, signatories=[("Ute Kern", "Präsidentin")]))
    actions.save_version(version, parties=parties, by=clerk)
    document, paragraphs = read(version)
    assert headings(document)[:5] == [
        "Nachtrag 1",
        "§ 1 Grund",
        "§ 2 Änderungen",
        "§ 3 Wirkung",
        "Unterschriften",
    ]
    start = paragraphs.index("§ 2 Änderungen") + 1
    assert paragraphs[start : paragraphs.index("§ 3 Wirkung")] == [
        "Ziele, neu",
        "Arbeit",
        "Handwerkskammer",
        "Kommt als Kooperationspartner hinzu.",
        "Stadt Bendorf",
        "Ist nicht mehr Kooperationspartner.",
        "Beginn, Laufzeit und Kündigung, neu",
        *term_sentences_in_german(version),
    ]
    signing = paragraphs[paragraphs.index("Unterschriften") :]
    assert [name for name in signing if name in ("Handwerkskammer", "Stadt Bendorf")][:2] == [
        "Handwerkskammer",
        "Stadt Bendorf",
    ]
    whole = paragraphs.index("Der Wortlaut einschließlich: Nachtrag 1")
    assert "Beide arbeiten zusammen." in paragraphs[whole:]


def term_sentences_in_german(version):
    with translation.override("de"):
        return term_sentences(version)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"term": "open"}, ["It runs for an indefinite time."]),
        (
            {"term": "open", "notice_months": 0, "notice_basis": "month"},
            [
                "It runs for an indefinite time.",
                "Each party may give notice at any time to the end of a month.",
            ],
        ),
        (
            {
                "term": "fixed",
                "first_end_on": date(2026, 2, 28),
                "renewal": "tacit",
                "renewal_months": 12,
                "notice_months": 3,
                "notice_basis": "term",
            },
            [
                "It runs until 02/28/2026.",
                "It is renewed by 12 months each time, unless notice is given.",
                "Each party may give notice with a period of 3 months to the end of the term.",
            ],
        ),
        (
            {"term": "fixed", "first_end_on": date(2026, 2, 28), "renewal": "amendment"},
            ["It runs until 02/28/2026.", "It is renewed by an amendment only."],
        ),
        ({"term": "project"}, ["It runs until the end of the project [to be added]."]),
    ],
)
def test_term_is_told_in_sentences(facts, expected):
    agreement = make_agreement(effective_on=date(2025, 3, 1), **facts)
    assert term_sentences(agreement.original) == [
        "The agreement comes into force on 03/01/2025, but not before all parties have signed.",
        *expected,
    ]


def test_any_version_is_to_be_had_by_the_office_alone(client):
    own = make_organisation()
    agreement = make_agreement(
        number="KV-1", parties=[own, make_organisation()], consultation_on=DAY
    )
    address = f"/vereinbarungen/{agreement.pk}/entwurf.docx"
    client.force_login(make_staff(language="de"))
    response = client.get(f"{address}?fassung={agreement.original.pk}")
    assert response["Content-Disposition"].startswith(
        'attachment; filename="KV-1 Ursprungsfassung.docx"'
    )
    assert docx.Document(BytesIO(response.content)).core_properties.language == "de-DE"
    foreign = Version.objects.exclude(agreement=agreement).first() or make_agreement().original
    for asked in (foreign.pk, "x", "²", 10**30):
        assert client.get(f"{address}?fassung={asked}").status_code == 404
    client.force_login(make_partner(own))
    assert client.get(address).status_code == 404
