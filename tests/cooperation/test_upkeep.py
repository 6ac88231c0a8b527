"""People go when nothing else is kept of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from cooperation.actions import keep_apart, merge_people
from cooperation.models import Booking, Person, Project
from cooperation.upkeep import UNUSED_ARE_KEPT, due, forget_people
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_contact,
    make_measure,
    make_meeting,
    make_person,
    make_project,
)
from tests.events.factories import make_interpreter
from tests.trainings.browser import fields
from tests.trainings.factories import make_enrolment, make_trainer
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db


def night(days):
    """After so many; the database itself notes when a row was written."""
    return timezone.now() + timedelta(days=days)


def run(*, at):
    forget_people(on=at.date(), at=at)


def test_who_was_entered_lately_stays_and_then_goes():
    make_person()
    run(at=night(UNUSED_ARE_KEPT.days - 1))
    assert Person.objects.count() == 1
    run(at=night(UNUSED_ARE_KEPT.days + 1))
    assert Person.objects.count() == 0


def test_who_is_needed_stays():
    for make in (make_contact, make_trainer, make_interpreter, make_enrolment):
        make()
    make_meeting(people=[make_person()])
    make_measure(person=make_person())
    before = Person.objects.count()
    run(at=night(1000))
    assert Person.objects.count() == before == 6


def test_for_whom_somebody_else_came_goes_when_the_message_is_sent():
    enrolment, other = make_enrolment(), make_person()
    former = enrolment.person
    Enrolment.objects.update(person=other)
    message = Message.objects.create(
        kind="trainings.replaced",
        recipient=f"cooperation.person:{former.pk}",
        occasion=f"trainings.enrolment:{enrolment.pk}",
        language="de",
        created_at=night(0),
        next_attempt_at=night(0),
    )
    run(at=night(31))
    assert set(Person.objects.all()) == {former, other}
    message.sent_at = night(31)
    message.save()
    run(at=night(32))
    assert set(Person.objects.all()) == {other}


def test_what_only_keeps_account_keeps_nobody():
    kept, duplicate, alike = make_person(), make_person(), make_person()
    merge_people(kept, duplicate=duplicate, by=make_staff(), on=date(2027, 3, 1))
    keep_apart(kept, alike, by=make_staff(), on=date(2027, 3, 1))
    assert [rows.count() for rows in due(at=night(31))] == [2]
    run(at=night(31))
    assert (Person.objects.count(), Booking.objects.count()) == (0, 0)


def test_years_of_a_project_are_entered_with_it(client):
    project = make_project(name="Wege", kept_years=10)
    client.force_login(make_staff("Leitung"))
    url = reverse("admin:cooperation_project_change", args=[project.pk])
    shown = fields(client.get(url))
    page = client.post(url, shown | {"kept_years": "31"})
    assert list(page.context["adminform"].form.errors) == ["kept_years"]
    assert client.post(url, shown | {"kept_years": "5"}).status_code == 302
    assert Project.objects.get().kept_years == 5
    with pytest.raises(IntegrityError, match="project_keeps_names_for_years"):
        Project.objects.update(kept_years=31)
