"""The list for the door: tapped on a telephone, found by code, on paper; for the office alone."""

import io
import uuid

import pikepdf
import pytest

from events.models import Attendance, Registration
from tests.base.factories import make_staff
from tests.base.test_pdf import text_of
from tests.events.factories import at, make_attendance, make_registration, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(0, 18, 10), tick=False)
    return time_machine


@pytest.fixture
def clerk(client):
    client.force_login(make_staff("Sachbearbeitung"))
    return client


@pytest.fixture
def session():
    return make_run(days=0, coming="here", capacity=20).sessions.get()


def door(session):
    return f"/verwaltung/events/run/door/{session.pk}/"


def noted():
    return {row.registration: row.persons for row in Attendance.objects.all()}


def test_a_group_is_noted_put_right_and_taken_back(clerk, session):
    group = make_registration(session.run, persons=8)
    for typed, stored in [({"persons": "5"}, 5), ({"none": "0", "persons": "8"}, 0)]:
        response = clerk.post(door(session), {"registration": group.pk, **typed})
        assert response["Location"] == f"{door(session)}#r{group.pk}"
        assert noted() == {group: stored}
    clerk.post(door(session), {"registration": group.pk, "undo": "1"})
    assert noted() == {}


def test_all_are_there_in_one_tap_with_a_way_back(clerk, session, clock):
    first, second = (make_registration(session.run, persons=n) for n in (3, 1))
    clerk.post(door(session), {"registration": first.pk, "persons": "2"})
    clock.move_to(at(0, 18, 11), tick=False)
    response = clerk.post(door(session), {"all": "1"})
    assert noted() == {first: 2, second: 1}
    page = clerk.get(response["Location"])
    assert page.context["totals"]["there"] == 3
    clerk.post(door(session), {"undo_all": page.context["noted"]})
    assert noted() == {first: 2}


def test_who_comes_unannounced_is_stored_once_and_refused_where_it_is_full(clerk, session):
    typed = {"new-persons": "2", "new-language": "ar", "new-key": str(uuid.uuid4())}
    for _ in range(2):
        assert clerk.post(door(session), typed).status_code == 302
    place = Registration.objects.get()
    assert (place.persons, place.language, noted()) == (2, "ar", {place: 2})
    again = typed | {"new-persons": "99", "new-name": "Samira", "new-key": str(uuid.uuid4())}
    response = clerk.post(door(session), again)
    assert "Freie Plätze: 18 von 20" in response.content.decode()
    assert response.context["form"]["name"].value() == "Samira"
    assert Registration.objects.count() == 1


def test_who_waits_and_is_there_gets_a_seat(clerk, session):
    waiting = make_registration(session.run, confirmed_at=None, persons=2)
    clerk.post(door(session), {"registration": waiting.pk, "let_in": "1"})
    assert noted() == {waiting: 2}


@pytest.mark.parametrize(
    "wrong",
    [
        {"registration": "x", "persons": "1"},
        {"registration": "9" * 30, "persons": "1"},
        {"persons": "-1"},
        {"persons": "٢٢"},
        {"persons": ""},
        {"undo_all": "gestern"},
        {"undo_all": "2027-03-10T18:00"},
    ],
)
def test_nonsense_gets_a_sentence(clerk, session, wrong):
    place = make_registration(session.run)
    response = clerk.post(door(session), {"registration": place.pk, **wrong}, follow=True)
    assert response.status_code == 200
    assert [str(message.level_tag) for message in response.context["messages"]] == ["error"]
    assert noted() == {}


def test_a_registration_of_another_run_is_not_found(clerk, session):
    other = make_registration()
    assert clerk.post(door(session), {"registration": other.pk, "persons": "1"}).status_code == 404


@pytest.mark.parametrize(("role", "reads"), [("Leitung", True), ("Ehrenamt", False), (None, False)])
def test_only_the_office_reads_the_list_and_not_everybody_notes(client, session, role, reads):
    make_registration(session.run, name="Samira Geheim")
    if role:
        client.force_login(make_staff(role))
    page = client.get(door(session))
    assert (page.status_code == 200, "Samira Geheim" in page.content.decode()) == (reads, reads)
    for paper in ("list.pdf", "signatures.pdf"):
        assert (client.get(door(session) + paper).status_code == 200) == reads
    assert client.post(door(session), {"all": "1"}).status_code in (302, 403)
    assert noted() == {}


@pytest.mark.parametrize("role", [None, "Ehrenamt"])
def test_the_code_says_nothing_to_anybody_else(client, session, role):
    place = make_registration(session.run, name="Samira Geheim")
    if role:
        client.force_login(make_staff(role))
    for code in (place.code.replace(" ", ""), "000000", "x"):
        response = client.get(f"/einlass/{code}/", headers={"Accept-Language": "ar"})
        assert (response.status_code, response["Location"]) == (302, "/ar/einlass/")
    assert "Samira" not in client.get("/ar/einlass/").content.decode()


def test_the_code_leads_the_office_to_the_registration(clerk, session):
    make_registration(session.run)
    place = make_registration(session.run, name="Samira")
    page = clerk.get(f"/einlass/{place.code.replace(' ', '')}/", follow=True)
    assert [row.pk for row in page.context["page_obj"]] == [place.pk]
    assert page.redirect_chain[-1][0].startswith(door(session))


def test_the_list_costs_the_same_for_three_and_for_thirty(
    clerk, session, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(60) as counted:
            clerk.get(door(session))
        return len(counted)

    for _ in range(3):
        make_attendance(make_registration(session.run), session)
    few = queries()
    session.run.capacity = 60
    session.run.save()
    for _ in range(27):
        make_registration(session.run)
    assert queries() == few


def test_papers_name_everybody_and_leave_room(clerk, session):
    make_registration(session.run, name="Zoë Ŵÿņ-Beispiel", persons=3, needs="Platz vorn")
    signed, ticked = (
        text_of(pikepdf.open(io.BytesIO(clerk.get(door(session) + name).content)))
        for name in ("signatures.pdf", "list.pdf")
    )
    assert "Zoë Ŵÿņ-Beispiel" in signed
    assert "Unterschrift" in signed
    assert "Dauer2 Std. 00 Min." in signed
    assert "Unterrichtseinheiten (45 Min.)2⅔" in signed
    assert "Platz vorn" not in ticked
    assert "Zoë Ŵÿņ-Beispiel *" in ticked
