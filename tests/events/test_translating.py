"""How a seminar stands in each language, and what has changed in German since."""

import pytest
from django.core.exceptions import ValidationError

from events.actions import confirm_text, store_german, translate
from events.models import Seminar, SeminarText, TextState
from events.models.seminars import TRANSLATED
from events.translating import board_row, called, changed_since, digest_of, german_before
from tests.base.factories import make_user
from tests.events.factories import TODAY, at, make_run, make_seminar, make_session, make_text

pytestmark = pytest.mark.django_db


def rewrite(seminar, **said):
    """The German text says something else from now on."""
    german = seminar.texts.get(language="de")
    for name, value in said.items():
        setattr(german, name, value)
    store_german(german, by=make_user())
    return seminar.texts.get(language="de")


def states(seminar):
    row = board_row(Seminar.objects.with_translations().get(pk=seminar.pk), languages=TRANSLATED)
    return {cell.language: cell.state for cell in row.cells}


def test_board_knows_four_states():
    seminar = make_seminar()
    make_text(seminar, "fr")
    rewrite(seminar, title="Neu")
    make_text(seminar, "ar", origin="machine")
    make_text(seminar, "fa", origin="reviewed")
    make_text(seminar, "pl", origin="human")
    assert states(seminar) == {
        **dict.fromkeys(TRANSLATED, TextState.MISSING),
        "ar": TextState.MACHINE,
        "fa": TextState.REVIEWED,
        "fr": TextState.OUTDATED,
        "pl": TextState.REVIEWED,
    }


@pytest.mark.parametrize(
    ("state", "languages", "found"),
    [
        ("missing", TRANSLATED, True),
        ("missing", ["ar"], False),
        ("missing", ["fa"], True),
        ("machine", TRANSLATED, True),
        ("machine", ["fa"], False),
        ("reviewed", TRANSLATED, False),
        ("outdated", TRANSLATED, False),
    ],
)
def test_seminars_are_found_by_how_they_stand(state, languages, found):
    make_text(make_seminar(), "ar", origin="machine")
    assert Seminar.objects.standing(state, languages=languages).exists() == found


def test_next_date_is_one_that_takes_place_and_is_not_over():
    run = make_run(days=-7)
    make_session(run, 3, cancelled_on=TODAY, cancellation_reason="Krank")
    make_session(run, 5)
    make_session(make_run(days=4, seminar=run.seminar), 6)
    off = make_run(days=2, seminar=run.seminar)
    off.cancel(on=TODAY, reason="Krank")
    assert Seminar.objects.with_next_date(on=TODAY).get().next_at == at(4)


def test_digest_is_the_one_of_the_database():
    text = make_text(make_seminar(title=None), title="Ä „x“", text="Eins\nZwei", bring="")
    text.refresh_from_db()
    assert digest_of(text.parts) == text.digest


def test_changes_in_german_are_told_from_the_text_that_was_translated():
    seminar = make_seminar(title="Strom sparen")
    text = make_text(seminar, "ar")
    rewrite(seminar, title="Strom und Gas sparen")
    german = rewrite(seminar, text="Mehr dazu.")
    (title, body) = changed_since(german, text.source_digest)
    assert (title.before, title.after) == ("Strom sparen", "Strom und Gas sparen")
    assert (body.before, body.after) == ("", "Mehr dazu.")
    assert changed_since(german, german.digest) == []


def test_what_nobody_knows_any_more_is_not_made_up():
    seminar = make_seminar()
    german = rewrite(seminar, title="Neu")
    assert changed_since(german, "0" * 32) is None
    assert german_before(german, "") is None


def test_german_that_says_the_same_again_makes_translations_current():
    seminar = make_seminar(title="Strom")
    make_text(seminar, "ar")
    rewrite(seminar, title="Gas")
    assert states(seminar)["ar"] == TextState.OUTDATED
    rewrite(seminar, title="Strom")
    assert states(seminar)["ar"] == TextState.REVIEWED


def typed(seminar, **said):
    said = {"title": "توفير", "summary": "جملة.", **said}
    return SeminarText(seminar=seminar, language="ar", **said)


def test_translation_belongs_to_the_german_text_that_was_read():
    seminar = make_seminar()
    read = seminar.texts.get().digest
    rewrite(seminar, title="Neu")
    translate(typed(seminar), source=read, loaded="", by=make_user())
    assert states(seminar)["ar"] == TextState.OUTDATED


def test_second_who_edits_is_told_and_overwrites_nothing():
    seminar = make_seminar()
    source = seminar.texts.get().digest
    first = translate(typed(seminar, title="واحد"), source=source, loaded="", by=make_user())
    with pytest.raises(ValidationError) as refused:
        translate(typed(seminar, title="اثنان"), source=source, loaded="", by=make_user())
    assert refused.value.code == "stale"
    first.refresh_from_db()
    assert first.title == "واحد"
    translate(typed(seminar, title="اثنان"), source=source, loaded=first.digest, by=make_user())
    assert seminar.texts.get(language="ar").title == "اثنان"
    assert seminar.texts.filter(language="ar").count() == 1


def test_same_text_stored_twice_is_no_conflict():
    seminar = make_seminar()
    source = seminar.texts.get().digest
    for _ in range(2):
        translate(typed(seminar), source=source, loaded="", by=make_user())
    assert seminar.texts.filter(language="ar").count() == 1


def test_still_valid_only_for_the_german_text_that_was_read():
    seminar = make_seminar()
    text = make_text(seminar, "ar", origin="machine")
    read = rewrite(seminar, title="Neu").digest
    german = rewrite(seminar, title="Noch neuer")
    with pytest.raises(ValidationError):
        confirm_text(text, source=read, by=make_user())
    assert states(seminar)["ar"] == TextState.OUTDATED
    confirm_text(text, source=german.digest, by=make_user())
    assert states(seminar)["ar"] == TextState.MACHINE


def test_languages_are_called_by_the_language_of_the_page():
    assert [called("ar"), called("de-simple")] == ["Arabisch", "Einfache Sprache"]
