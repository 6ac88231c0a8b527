"""Words that nothing holds any more go at night; one that somebody is just writing stays."""

import threading

import pytest
from django.db import connection, transaction

from events.models import Word
from events.vocabulary import prune_words
from tests.cooperation.factories import make_venue
from tests.events.factories import TODAY, at, make_seminar, make_text, make_topic


def known(language="de"):
    return set(Word.objects.filter(language=language).values_list("word", flat=True))


def prune():
    prune_words(on=TODAY, at=at(0))


@pytest.mark.django_db
def test_word_that_nothing_holds_goes_and_the_others_stay():
    seminar = make_seminar(title="Stromfresser", topic=make_topic(name="Heizkosten"))
    make_text(seminar, "fr", title="Chauffage", summary="Stromfresser")
    make_venue(name="Zwinger")
    before, french = known(), known("fr")
    prune()
    assert (known(), known("fr")) == (before, french)
    seminar.texts.filter(language="de").update(title="Gas")
    assert "stromfresser" in known()
    prune()
    assert before - known() == {"stromfresser"}
    assert known("fr") == french
    assert {"heizkosten", "zwinger", "gas"} <= known()


@pytest.mark.django_db(transaction=True)
def test_word_of_a_text_that_is_just_being_stored_stays():
    seminar = make_seminar(title="Stromfresser")
    seminar.texts.update(title="Gas")
    done = threading.Event()

    def night():
        prune()
        done.set()
        connection.close()

    thread = threading.Thread(target=night)
    with transaction.atomic():
        make_seminar(title="Stromfresser")
        thread.start()
        assert not done.wait(0.5)
    thread.join(10)
    assert done.is_set()
    assert "stromfresser" in known()
