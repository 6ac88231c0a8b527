"""Pages of the administration: the board of translations, a text beside the German one."""

import re

import pytest
from django.urls import reverse

from events.models import Seminar
from tests.base.factories import make_roles, make_user
from tests.events.factories import at, make_run, make_seminar, make_text
from tests.events.test_translating import rewrite

pytestmark = pytest.mark.django_db
BOARD = "admin:events_text_board"


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def signed_in(client, role):
    make_roles()
    user = make_user()
    user.set_roles([role])
    client.force_login(user)
    return client


@pytest.fixture
def coordinator(client):
    return signed_in(client, "Koordination")


def one(seminar, language="ar", page="form"):
    return reverse(f"admin:events_text_{page}", args=[seminar.pk, language])


def titles(client, query=""):
    response = client.get(reverse(BOARD) + query)
    return [row.seminar.title for row in response.context["rows"]]


def answer(seminar, **kw):
    """What the page posts for a new text."""
    german = seminar.texts.get(language="de")
    said = {"title": "توفير", "summary": "جملة.", "text": "", "bring": "", "origin": "human"}
    return {**said, "source": german.digest, "loaded": "", **kw}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bald", "Später", "Irgendwann"]),
        ("?coming=on", ["Bald", "Später"]),
        ("?q=spat", ["Später"]),
        ("?q=توفير", ["Bald"]),
        ("?language=ar&state=machine", ["Bald"]),
        ("?language=fa&state=machine", []),
        ("?state=missing&q=irgend", ["Irgendwann"]),
        ("?language=xx", ["Bald", "Später", "Irgendwann"]),
        ("?page=99", ["Bald", "Später", "Irgendwann"]),
    ],
)
def test_board_is_filtered_and_begins_with_what_is_next(coordinator, query, found):
    make_seminar(title="Irgendwann")
    make_run(9, title="Später")
    soon = make_run(2, title="Bald")
    make_text(soon.seminar, "ar", title="توفير", origin="machine")
    assert titles(coordinator, query) == found


def test_board_shows_one_language_where_one_is_asked_for(coordinator):
    make_seminar()
    response = coordinator.get(reverse(BOARD), {"language": "fa"})
    (row,) = response.context["rows"]
    assert [cell.language for cell in row.cells] == ["fa"]


def test_board_costs_the_same_however_long(coordinator, django_assert_max_num_queries):
    for _ in range(3):
        make_text(make_run().seminar, "ar")
    with django_assert_max_num_queries(100) as few:
        coordinator.get(reverse(BOARD))
    for _ in range(27):
        make_text(make_run().seminar, "ar")
    with django_assert_max_num_queries(len(few)):
        assert coordinator.get(reverse(BOARD)).context["page_obj"].paginator.count == 30


def test_those_who_read_see_the_board_and_change_nothing(client):
    seminar = make_seminar()
    make_text(seminar, "ar", source_digest="alt")
    reader = signed_in(client, "Sachbearbeitung")
    page = reader.get(reverse(BOARD))
    assert (page.status_code, one(seminar) in page.text) == (200, False)
    assert reader.get(one(seminar)).status_code == 403
    assert reader.post(one(seminar), answer(seminar)).status_code == 403
    source = {"source": seminar.texts.get(language="de").digest}
    assert reader.post(one(seminar, page="confirm"), source).status_code == 403
    assert seminar.texts.with_state().get(language="ar").state == "outdated"


def test_page_stands_beside_the_german_text_and_goes_back_to_the_board(coordinator):
    seminar = make_seminar(title="Strom sparen")
    back = reverse(BOARD) + "?language=ar"
    page = coordinator.get(one(seminar), {"next": back})
    assert "Strom sparen" in re.search(r'beside__text" lang="de" dir="ltr">([^<]*)', page.text)[1]
    assert page.context["form"].fields["title"].widget.attrs["dir"] == "rtl"
    response = coordinator.post(one(seminar), answer(seminar, next=back))
    assert (response.status_code, response.url) == (302, back)
    assert seminar.texts.with_state().get(language="ar").state == "human"


def test_way_back_leads_nowhere_else(coordinator):
    seminar = make_seminar()
    data = answer(seminar, next="https://example.org/verwaltung/")
    assert coordinator.post(one(seminar), data).url == reverse(BOARD)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"summary": "x" * 301}, "summary"),
        ({"text": "x" * 5001}, "text"),
        ({"origin": "geraten"}, "origin"),
        ({"title": "a\x07b"}, "title"),
    ],
)
def test_wrong_texts_are_refused_and_kept(coordinator, wrong, field):
    seminar = make_seminar()
    response = coordinator.post(one(seminar), answer(seminar, **wrong))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["summary"].value() == wrong.get("summary", "جملة.")
    assert seminar.texts.count() == 1


def test_what_german_says_has_to_be_said_in_the_translation(coordinator):
    seminar = make_seminar()
    rewrite(seminar, bring="Ihre Rechnung.")
    response = coordinator.post(one(seminar), answer(seminar))
    assert list(response.context["form"].errors) == ["bring"]


def test_second_who_stores_sees_both_texts_and_may_then_store(coordinator):
    seminar = make_seminar()
    opened = answer(seminar, title="مني")
    make_text(seminar, "ar", title="من غيري", summary="جملة.")
    page = coordinator.post(one(seminar), opened)
    (difference,) = page.context["clash"].differences
    assert (difference.before, difference.after) == ("من غيري", "مني")
    assert seminar.texts.get(language="ar").title == "من غيري"
    form = page.context["form"]
    again = opened | {name: form[name].value() for name in ("source", "loaded")}
    assert coordinator.post(one(seminar), again).status_code == 302
    assert seminar.texts.get(language="ar").title == "مني"


def test_page_tells_what_has_changed_in_german(coordinator):
    seminar = make_seminar(title="Strom sparen")
    make_text(seminar, "ar")
    rewrite(seminar, title="Gas sparen")
    (change,) = coordinator.get(one(seminar)).context["changes"]
    assert (change.before, change.after) == ("Strom sparen", "Gas sparen")


def test_still_valid_in_one_click(coordinator):
    seminar = make_seminar()
    make_text(seminar, "ar", source_digest="alt")
    page = coordinator.get(reverse(BOARD))
    source = re.search(r'name="source" value="(\w+)"', page.text)[1]
    address = one(seminar, page="confirm")
    assert coordinator.get(address).status_code == 405
    assert coordinator.post(address, {"source": source}).url == reverse(BOARD)
    assert seminar.texts.with_state().get(language="ar").state == "human"


def test_still_valid_is_refused_where_german_has_just_changed_again(coordinator):
    seminar = make_seminar()
    make_text(seminar, "ar", source_digest="alt")
    response = coordinator.post(one(seminar, page="confirm"), {"source": "0" * 32})
    assert response.url == one(seminar)
    assert seminar.texts.with_state().get(language="ar").state == "outdated"


def test_translation_waits_for_the_german_text(coordinator):
    seminar = make_seminar(title=None)
    assert coordinator.get(one(seminar)).url == reverse(
        "admin:events_seminar_change", args=[seminar.pk]
    )
    (row,) = coordinator.get(reverse(BOARD)).context["rows"]
    assert {cell.state for cell in row.cells} == {"missing"}


@pytest.mark.parametrize("language", ["de", "xx"])
def test_only_languages_that_are_translated_into_have_a_page(coordinator, language):
    seminar = make_seminar()
    assert coordinator.get(one(seminar, language)).status_code == 404
    assert coordinator.post(one(seminar, language, "confirm")).status_code == 404
    assert coordinator.get(one(Seminar(pk=9**9))).status_code == 404


def test_simple_language_gets_hints_beside_the_field_and_is_stored_all_the_same(coordinator):
    seminar = make_seminar()
    hard = "Die Rechnung wird erklärt."
    data = answer(seminar, title="Strom", summary=hard)
    page = coordinator.post(one(seminar, "de-simple"), data | {"_look": "1"})
    assert [hints for *_rest, hints in page.context["parts"]] == [
        [], ["Satz 1 sagt nicht, wer etwas tut (Passiv)."], [], [],
    ]  # fmt: skip
    assert seminar.texts.count() == 1
    assert coordinator.post(one(seminar, "de-simple"), data).status_code == 302
    assert seminar.texts.get(language="de-simple").summary == hard
    page = coordinator.post(one(seminar, "fr"), data | {"_look": "1"})
    assert [hints for *_rest, hints in page.context["parts"]] == [[], [], [], []]
