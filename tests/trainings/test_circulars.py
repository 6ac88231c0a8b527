"""What the office writes to many who are enrolled in a training."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from miko_portal.base.circulars import recall
from miko_portal.base.models import Message
from miko_portal.base.outbox import send_due
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_organisation, make_partner, make_person
from tests.trainings.factories import (
    at,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
)
from trainings.actions import cancel_enrolment, write_to_many
from trainings.models import Circular

pytestmark = pytest.mark.django_db
NOW = at(day=1)
TEN = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def run():
    """With three who have a seat, one of them without mail, and one who waits."""
    run = make_run(course=make_course(title="Menschen in Syrien"))
    for name, mail, waits in (
        ("Adam", "adam@example.org", False),
        ("Bach", "bach@example.org", False),
        ("Czaja", "", False),
        ("Dorn", "dorn@example.org", True),
    ):
        person = make_person(given_name="Eva", family_name=name, mail=mail)
        make_enrolment(run=run, person=person, **({"confirmed_at": None} if waits else {}))
    return run


def write(run, audience="all", text="Bitte bringen Sie Ihren Ausweis mit."):
    return write_to_many(run, audience=audience, text=text, by=make_user(), at=NOW)


def sent(mailoutbox):
    return {mail.to[0]: (mail.subject, mail.body) for mail in mailoutbox}


@pytest.mark.parametrize(
    ("audience", "reached"),
    [("all", ["adam", "bach", "dorn"]), ("confirmed", ["adam", "bach"]), ("waiting", ["dorn"])],
)
def test_message_reaches_its_audience_after_ten_minutes(run, mailoutbox, audience, reached):
    circular = write(run, audience)
    send_due(at=NOW + TEN - timedelta(seconds=1))
    assert sent(mailoutbox) == {}
    send_due(at=NOW + TEN)
    found = sent(mailoutbox)
    assert sorted(found) == [f"{name}@example.org" for name in reached]
    assert circular.number == len(reached)
    subject, body = next(iter(found.values()))
    assert subject == "Neues zu: Menschen in Syrien"
    assert "Bitte bringen Sie Ihren Ausweis mit." in body
    assert "10.03.2027, 09:00" in body


def test_contact_reads_it_for_each_colleague_without_mail(mailoutbox):
    house = make_organisation(internal=True)
    contact, run = make_partner(house, email="amt@example.org"), make_run()
    for name in ("Adam", "Bach"):
        person = make_person(given_name="Eva", family_name=name, mail="")
        make_enrolment(run=run, person=person, organisation=house, enrolled_by=contact)
    make_enrolment(run=run, person=make_person(mail=""))
    assert write(run).number == 2
    send_due(at=NOW + TEN)
    assert sorted((mail.to[0], mail.subject[:18]) for mail in mailoutbox) == [
        ("amt@example.org", "Für Eva Adam: Neue"),
        ("amt@example.org", "Für Eva Bach: Neue"),
    ]
    assert "hat bei uns keine E-Mail-Adresse" in mailoutbox[0].body


def test_those_who_came_to_a_date_are_written_to(client, time_machine, mailoutbox):
    run = make_run()
    second = make_session(run=run, starts_at=at(day=11))
    came = make_enrolment(run=run, person=make_person(mail="adam@example.org"))
    make_enrolment(run=run, person=make_person(mail="bach@example.org"))
    make_attendance(enrolment=came, session=second)
    after = at(day=12)
    time_machine.move_to(after, tick=False)
    client.force_login(make_staff("Koordination"))
    address = reverse("admin:trainings_run_message", args=[run.pk])
    choices = [
        key for key, _label in client.get(address).context["form"].fields["audience"].choices
    ]
    assert choices == ["all", "confirmed", "waiting", f"came-{second.pk}"]
    typed = {"audience": f"came-{second.pk}", "text": "Danke.", "_send": "1"}
    client.post(address, typed)
    send_due(at=after + TEN)
    assert list(sent(mailoutbox)) == ["adam@example.org"]
    assert Circular.objects.get().reached_whom == "die am Do 11.03.2027, 09:00 da waren"
    other = make_session()
    refused = client.post(address, typed | {"audience": f"came-{other.pk}"})
    assert list(refused.context["form"].errors) == ["audience"]


def test_what_is_taken_back_is_not_sent(run, mailoutbox):
    circular = write(run)
    recall(circular, by=make_user(), at=NOW + TEN - timedelta(seconds=1))
    send_due(at=NOW + TEN)
    assert sent(mailoutbox) == {}
    with pytest.raises(ValidationError):
        recall(write(run, "confirmed"), by=make_user(), at=NOW + TEN)


def test_who_has_cancelled_meanwhile_gets_none(run, mailoutbox):
    write(run, "confirmed")
    adam = run.places.get(person__family_name="Adam")
    cancel_enrolment(adam, by=make_user(), at=NOW)
    Message.objects.exclude(kind="trainings.circular").delete()
    send_due(at=NOW + TEN)
    assert list(sent(mailoutbox)) == ["bach@example.org"]


def test_message_to_those_of_a_cancelled_training_arrives(run, mailoutbox):
    run.cancel(on=date(2027, 3, 1), reason="Streik")
    write(run)
    send_due(at=NOW + TEN)
    assert len(mailoutbox) == 3


def test_sent_twice_it_is_stored_once(run):
    assert write(run) == write(run)
    assert (Circular.objects.count(), Message.objects.count()) == (1, 3)


def test_message_to_nobody_is_refused():
    run = make_run()
    make_enrolment(run=run, person=make_person(mail=""))
    with pytest.raises(ValidationError):
        write(run)
    assert Circular.objects.count() == 0


def test_office_looks_at_it_first_and_takes_it_back(client, run):
    coordinator = make_staff("Koordination")
    client.force_login(coordinator)
    address = reverse("admin:trainings_run_message", args=[run.pk])
    typed = {"audience": "all", "text": "Bitte klingeln."}
    looked_at = client.post(address, typed)
    assert looked_at.context["reached"] == [
        "3 Personen bekommen diese Nachricht per Mail.",
        "1 Person hat keine E-Mail-Adresse: Bitte sagen Sie ihr selbst Bescheid. Eva Czaja",
    ]
    assert Circular.objects.count() == 0
    page = client.post(address, typed | {"_send": "1"}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["3 Personen bekommen die Nachricht in zehn Minuten."]
    circular = Circular.objects.get()
    assert circular.written_by == coordinator
    client.post(address, {"recall": circular.pk})
    circular.refresh_from_db()
    assert circular.recalled_at == NOW


def test_empty_and_strange_texts_are_refused_and_kept(client, run):
    client.force_login(make_staff("Koordination"))
    address = reverse("admin:trainings_run_message", args=[run.pk])
    for text in ("", "a" * 2001, "Bit\x00te"):
        page = client.post(address, {"audience": "all", "text": text, "_send": "1"})
        assert list(page.context["form"].errors) == ["text"]
    assert Circular.objects.count() == 0


@pytest.mark.parametrize("role", ["Leitung", "Sachbearbeitung"])
def test_who_may_not_write_is_refused(client, run, role):
    client.force_login(make_staff(role))
    address = reverse("admin:trainings_run_message", args=[run.pk])
    answer = client.post(address, {"audience": "all", "text": "Hallo", "_send": "1"})
    assert (answer.status_code, Circular.objects.count()) == (403, 0)
