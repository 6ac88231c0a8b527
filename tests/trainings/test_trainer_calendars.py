"""A trainer's own calendar, by a secret address."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.base.factories import make_staff
from tests.cooperation.factories import make_room, make_venue
from tests.trainings.factories import at, make_run, make_session, make_trainer
from trainings.actions import issue_calendar
from trainings.models import TrainerCalendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to(at(day=1), tick=False)


@pytest.fixture
def clerk():
    return make_staff("Koordination")


def token_of(person, clerk):
    return issue_calendar(person.trainer, by=clerk, at=at(day=1))


def feed(client, token):
    return client.get(reverse("trainer_calendar", args=[token]))


def entries(answer):
    assert answer.status_code == 200
    return {
        event.decoded("dtstart"): event
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }


def test_calendar_has_what_the_trainer_leads_and_nothing_else(client, clerk):
    trainer = make_trainer()
    room = make_room(name="Saal", venue=make_venue(name="Rathaus", street="", postcode="", town=""))
    run = make_run(room=room, trainers=[trainer])
    make_session(run=run, starts_at=at(day=11), trainers=[trainer], link="https://meet.example/x")
    make_session(run=run, starts_at=at(day=12), trainers=[make_trainer()])
    off = make_run(starts_at=at(day=13), trainers=[trainer], published_on=None)
    off.cancel(on=date(2027, 3, 1), reason="Streik")
    make_run(starts_at=at(year=2026, month=11, day=20), trainers=[trainer])
    found = entries(feed(client, token_of(trainer, clerk)))
    assert list(found) == [at(), at(day=11), at(day=13)]
    assert found[at()]["location"] == "Saal, Rathaus"
    assert found[at(day=11)]["location"] == "https://meet.example/x"
    assert found[at(day=13)]["status"] == "CANCELLED"


def test_renewed_and_unknown_addresses_lead_nowhere(client, clerk):
    trainer = make_trainer()
    old, new = token_of(trainer, clerk), token_of(trainer, clerk)
    assert [feed(client, token).status_code for token in (old, new, "erraten")] == [404, 200, 404]
    assert TrainerCalendar.objects.count() == 1
    assert new not in TrainerCalendar.objects.get().token_hash


def test_calendar_costs_the_same_for_many(client, clerk, django_assert_num_queries):
    trainer = make_trainer()
    token = token_of(trainer, clerk)
    for day in range(2, 20):
        make_run(starts_at=at(day=day), trainers=[trainer], room=make_room())
        if day in (4, 19):
            with django_assert_num_queries(2):
                feed(client, token)


def test_office_makes_the_address_and_sees_it_once(client, clerk):
    trainer = make_trainer()
    client.force_login(clerk)
    page = reverse("admin:trainings_trainer_calendar", args=[trainer.trainer.pk])
    assert (
        page
        in client.get(
            reverse("admin:trainings_trainer_change", args=[trainer.trainer.pk])
        ).content.decode()
    )
    assert (client.get(page).context["address"], TrainerCalendar.objects.count()) == ("", 0)
    address = client.post(page).context["address"]
    assert feed(client, address.rpartition("/")[2].removesuffix(".ics")).status_code == 200
    later = client.get(page)
    assert (later.context["address"], address in later.content.decode()) == ("", False)


@pytest.mark.parametrize("role", ["Leitung", "Sachbearbeitung"])
def test_who_may_not_plan_makes_no_address(client, role):
    trainer = make_trainer()
    client.force_login(make_staff(role))
    page = reverse("admin:trainings_trainer_calendar", args=[trainer.trainer.pk])
    assert (client.post(page).status_code, TrainerCalendar.objects.count()) == (403, 0)
