"""The office enrols several people at once, from a list."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from cooperation.models import Person
from tests.base.factories import make_staff
from tests.cooperation.factories import make_agreement, make_organisation, make_person
from tests.threads import at_once
from tests.trainings.factories import at, make_course, make_enrolment, make_run
from trainings import actions
from trainings.actions import Colleague
from trainings.facts import Audience, Side
from trainings.models import Enrolment, Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to(at(day=1), tick=False)


@pytest.fixture
def office(client):
    client.force_login(make_staff("Koordination"))
    return client


@pytest.fixture
def partner():
    """A body whose staff may come, since it is party to an agreement in force."""
    body = make_organisation(name="Jobcenter Mayen", short_name="JC Mayen")
    make_agreement(parties=[body, make_organisation()], signed_on=at(year=2020).date())
    return body


def look(client, run, **typed):
    address = reverse("admin:trainings_run_enrol_list", args=[run.pk])
    return client.post(address, {"organisation": "", "people": ""} | typed)


def confirm(client, run, page):
    address = reverse("admin:trainings_run_enrol_list", args=[run.pk])
    return client.post(address, {"rows": page.context["rows"]})


def verdicts(page):
    return [row.verdict for row in page.context["judged"]]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("liste.xlsx", content.getvalue())


def test_ten_people_of_several_houses_come_from_a_sheet(office, partner):
    county = make_organisation(name="Jugendamt", internal=True)
    make_organisation(name="Ohne Vertrag e. V.")
    run = make_run(capacity=4)
    known = make_person(given_name="Eva", family_name="Adam", mail="adam@example.org")
    make_enrolment(run=run, person=known, organisation=partner, override_reason="x")
    sheet = workbook(
        ["Nachname", "Vorname", "Organisation", "Mail"],
        ["Adam", "Eva", "Jobcenter Mayen", "adam@example.org"],
        ["Bach", "Ida", "JC Mayen", ""],
        ["Bach", "Ida", "jobcenter mayen", ""],
        ["Czaja", "Jan", "Jugendamt", "czaja@example.org"],
        ["Dorn", "Kai", "Ohne Vertrag e. V.", ""],
        ["Ernst", "Lea", "Gibt es nicht", ""],
        ["Frey", "Mia", "", ""],
        ["Groß", "Noa", "Jugendamt", "keine Mail"],
        ["Hahn", "Ole", "Jugendamt", ""],
        ["Iser", "Pia", "Jugendamt", ""],
    )
    page = look(office, run, file=sheet)
    assert verdicts(page) == [
        "enrolled", "seat", "twice", "seat", "not_entitled", "not_entitled", "not_entitled",
        "bad", "seat", "waits",
    ]  # fmt: skip
    assert [row.complaints for row in page.context["judged"][4:7]] == [
        ["Am ersten Tag ist keine Vereinbarung in Kraft."],
        ["Diese Organisation ist nicht bekannt."],
        ["Geben Sie an, aus welcher Organisation die Person kommt."],
    ]
    assert Enrolment.objects.count() == 1
    assert confirm(office, run, page).status_code == 302
    told = Enrolment.objects.exclude(person=known).order_by("pk")
    assert [
        (str(each.person), each.organisation, each.side, bool(each.confirmed_at)) for each in told
    ] == [
        ("Ida Bach", partner, Side.EXTERNAL, True),
        ("Jan Czaja", county, Side.INTERNAL, True),
        ("Ole Hahn", county, Side.INTERNAL, True),
        ("Pia Iser", county, Side.INTERNAL, False),
    ]


def test_who_is_not_entitled_comes_by_way_of_exception(office, partner):
    stranger, run = make_organisation(name="Verein"), make_run()
    typed = "Ida; Bach\nJan; Czaja"
    page = look(office, run, people=typed, organisation=stranger.pk, override_reason="Probe")
    assert verdicts(page) == ["seat", "seat"]
    confirm(office, run, page)
    assert set(Enrolment.objects.values_list("override_reason", flat=True)) == {"Probe"}
    other = make_run()
    page = look(office, other, people=typed, organisation=partner.pk, override_reason="Probe")
    confirm(office, other, page)
    assert set(other.places.values_list("override_reason", flat=True)) == {""}


def test_volunteers_need_no_organisation(office):
    run = make_run(course=make_course(audience=Audience.VOLUNTEERS))
    page = look(office, run, people="Ida Bach ida@example.org\nJan Czaja", volunteers="on")
    assert verdicts(page) == ["seat", "seat"]
    confirm(office, run, page)
    assert list(run.places.values_list("side", "organisation")) == [(Side.VOLUNTEER, None)] * 2


def test_what_has_changed_meanwhile_is_looked_at_again(office, partner):
    run = make_run(capacity=1)
    page = look(office, run, people="Ida; Bach", organisation=partner.pk)
    make_enrolment(run=run)
    again = confirm(office, run, page)
    assert (again.context["changed"], verdicts(again)) == (True, ["waits"])
    assert "Ida; Bach" in again.content.decode()
    confirm(office, run, again)
    assert Person.objects.filter(family_name="Bach").count() == 1
    assert run.places.waiting().count() == 1


def test_outside_the_time_of_enrolment_a_reason_is_needed(office, partner):
    run = make_run(enrolment_closes_on=at(day=1, month=2).date())
    page = look(office, run, people="Ida; Bach", organisation=partner.pk)
    assert confirm(office, run, page).context["changed"]
    typed = {"people": "Ida; Bach", "organisation": partner.pk, "override_reason": "Nachzüglerin"}
    confirm(office, run, look(office, run, **typed))
    assert run.places.count() == 1


def test_nobody_is_enrolled_in_what_is_off_or_over(office, partner):
    off = make_run()
    off.cancel(on=at(day=1).date(), reason="Streik")
    over = make_run(starts_at=at(month=2))
    for run in (off, over):
        page = look(office, run, people="Ida; Bach", organisation=partner.pk)
        assert (bool(page.context["closed"]), page.context["judged"]) == (True, [])
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("rows", ["", "erfunden", "a:b:c"])
def test_rows_that_are_not_ours_are_refused(office, rows):
    run = make_run()
    address = reverse("admin:trainings_run_enrol_list", args=[run.pk])
    assert office.post(address, {"rows": rows}).status_code == 200
    assert Enrolment.objects.count() == 0


def test_bodies_are_asked_about_once_each(office, partner, django_assert_max_num_queries):
    run = make_run(capacity=50)
    people = "\n".join(f"Ida; Bach{number}" for number in range(3))
    many = "\n".join(f"Ida; Bach{number}" for number in range(30))
    with django_assert_max_num_queries(40):
        look(office, run, people=people, organisation=partner.pk)
    with django_assert_max_num_queries(40 + 2 * 27):  # each person is looked for
        look(office, run, people=many, organisation=partner.pk)


@pytest.mark.parametrize("role", ["Leitung", "Sachbearbeitung", "Partner"])
def test_who_may_not_enrol_is_refused(client, role):
    run = make_run()
    client.force_login(make_staff(role))
    assert look(client, run, people="Ida; Bach").status_code in (302, 403)
    assert Enrolment.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_lists_sent_at_once_take_each_seat_once():
    """And whoever is over the seats waits in the order of the lists."""
    county, by = make_organisation(internal=True), make_staff("Koordination")
    run = make_run(capacity=10)

    def enrol(turn):
        people = [Colleague("Ida", f"Bach {turn}-{place}", "", county) for place in range(3)]
        actions.enrol_each(Run.objects.get(pk=run.pk), colleagues=people, by=by, at=at(day=1))

    assert at_once(8, enrol) == []
    run.refresh_from_db()
    places = list(run.places.order_by("pk"))
    assert (run.seats_taken, len(places)) == (10, 24)
    assert [bool(place.confirmed_at) for place in places] == [True] * 10 + [False] * 14
    lists = [str(place.person).split()[-1].partition("-")[0] for place in places]
    assert all(len(set(lists[start : start + 3])) == 1 for start in range(0, 24, 3))


@pytest.mark.django_db(transaction=True)
def test_a_colleague_is_replaced_while_others_enrol():
    county, by = make_organisation(internal=True), make_staff("Koordination")
    run = make_run(capacity=1)
    seated = make_enrolment(run=run, organisation=county)
    substitute = make_person()

    def work(turn):
        if turn:
            told = [Colleague("Ida", f"Bach {turn}", "", county)]
            actions.enrol_each(Run.objects.get(pk=run.pk), colleagues=told, by=by, at=at(day=1))
        else:
            place = Enrolment.objects.get(pk=seated.pk)
            actions.replace(place, person=substitute, by=by, at=at(day=1))

    assert at_once(6, work) == []
    seated.refresh_from_db()
    assert (seated.person, bool(seated.confirmed_at)) == (substitute, True)
    assert run.places.waiting().count() == 5
