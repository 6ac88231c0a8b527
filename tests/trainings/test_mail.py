"""What people are told about their seat: once each, with what was stored, and with the facts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from miko_portal.base import outbox
from miko_portal.base.models import Message
from tests.base.factories import make_user
from tests.cooperation.factories import make_organisation, make_person, make_room, make_venue
from tests.trainings.factories import at, make_course, make_enrolment, make_run, make_session
from trainings.actions import accept_offer, cancel_enrolment, cancel_run, enrol, pass_seats_on

pytestmark = pytest.mark.django_db

NOW = at(day=1)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with translation.override("de"):
        yield


def ada(**kw):
    return make_person(given_name="Ada", family_name="Öz", mail="ada@example.org", **kw)


def enrol_now(run, **kw):
    kw.setdefault("person", make_person())
    county = make_organisation(internal=True)
    return enrol(run, organisation=county, by=make_user(), at=NOW, **kw)


def posted():
    return sorted((row.kind, row.recipient, row.occasion) for row in Message.objects.all())


def row_of(kind, enrolment):
    person, key = f"cooperation.person:{enrolment.person_id}", enrolment.pk
    return (f"trainings.{kind}", person, f"trainings.enrolment:{key}")


def make_full_run(**kw):
    """One seat, taken by somebody without mail, in a room that can be found."""
    venue = make_venue(
        name="Haus der Vielfalt", street="Am Markt 1", postcode="56727", town="Mayen"
    )
    venue.stop, venue.stop_minutes = "Mayen Ost", 4
    venue.save()
    kw.setdefault("course", make_course(title="Leichte Sprache & mehr"))
    run = make_run(capacity=1, room=make_room(venue=venue, name="Saal"), **kw)
    return run, make_enrolment(run=run, person=make_person(mail=""))


def letter():
    """The only one that is sent, and that nothing is left to send."""
    outbox.send_due(at=NOW)
    assert outbox.send_due(at=NOW + timedelta(days=30)) == 0
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    facts = ["Leichte Sprache & mehr", "Mittwoch, 10.03.2027, 09:00–12:00, Saal"]
    facts += ["Haus der Vielfalt, Am Markt 1, 56727 Mayen", "Haltestelle: Mayen Ost (4 Minuten zu"]
    facts += ["Ada Öz", "0221 4710 100", "integration@example.org"]
    assert [fact for fact in facts if fact not in sent.body] == []
    assert "\n\n\n" not in sent.body
    return sent


def test_message_is_stored_with_the_seat():
    enrolment = enrol_now(make_run(), person=ada())
    assert posted() == [row_of("confirmed", enrolment)]
    message = Message.objects.get()
    assert (message.language, message.created_at, message.sent_at) == ("de", NOW, None)


@pytest.mark.django_db(transaction=True)
def test_no_message_without_the_seat():
    with transaction.atomic():
        enrol_now(make_run(), person=ada())
        assert Message.objects.count() == 1
        transaction.set_rollback(True)
    assert posted() == []


def test_nothing_is_stored_for_who_has_no_mail():
    run, first = make_full_run()
    waiting = enrol_now(run, person=make_person(mail=""))
    cancel_enrolment(first, by=make_user(), at=NOW)
    accept_offer(waiting, by=make_user(), at=NOW)
    assert posted() == []


def test_confirmation():
    run, first = make_full_run()
    first.delete()
    enrol_now(run, person=ada())
    sent = letter()
    assert sent.subject == "Ihr Platz: Leichte Sprache & mehr"
    assert "Die Teilnahme ist kostenfrei." in sent.body


def test_confirmation_leaves_out_dates_that_are_called_off():
    run, first = make_full_run()
    first.delete()
    off = make_session(run=run, starts_at=at(day=17), room=make_room())
    off.cancel(on=NOW.date(), reason="krank")
    enrol_now(run, person=ada())
    sent = letter()
    assert "17.03." not in sent.body
    assert "Bürgerhaus" not in sent.body


def test_waiting():
    run, _ = make_full_run()
    enrol_now(run, person=ada())
    assert letter().subject == "Sie stehen auf der Nachrückliste: Leichte Sprache & mehr"


def test_offer_says_until_when():
    run, first = make_full_run()
    second = make_enrolment(run=run, person=ada(), confirmed_at=None)
    cancel_enrolment(first, by=make_user(), at=NOW)
    assert posted() == [row_of("offered", second)]
    sent = letter()
    assert sent.subject == "Ein Platz ist frei, bitte antworten Sie: Leichte Sprache & mehr"
    assert "bis Mittwoch, 03.03.2027, 09:00" in sent.body


def test_offer_that_was_taken_up_is_confirmed():
    run, first = make_full_run()
    second = make_enrolment(run=run, person=ada(), confirmed_at=None)
    cancel_enrolment(first, by=make_user(), at=NOW)
    accept_offer(second, by=make_user(), at=NOW)
    assert posted() == [row_of("confirmed", second), row_of("offered", second)]
    assert letter().subject == "Ihr Platz: Leichte Sprache & mehr"  # the offer is told no more


def test_offer_that_ran_out_is_told():
    run, first = make_full_run()
    first.delete()
    late = NOW - timedelta(hours=1)
    make_enrolment(run=run, person=ada(), confirmed_at=None, offered_until=late)
    pass_seats_on(run, by=make_user(), at=NOW)
    sent = letter()
    assert sent.subject == "Der Platz ist weitergegeben: Leichte Sprache & mehr"
    assert "bis Montag, 01.03.2027, 08:00" in sent.body


def test_cancellation_is_told_once_however_often_it_is_asked_for():
    run, first = make_full_run()
    first.delete()
    enrolment = make_enrolment(run=run, person=ada())
    for _ in range(2):
        cancel_enrolment(enrolment, by=make_user(), at=NOW)
    assert posted() == [row_of("cancelled", enrolment)]
    assert letter().subject == "Sie stehen nicht mehr auf der Liste: Leichte Sprache & mehr"


def test_cancelled_training_is_told_to_everybody_on_the_list():
    run, first = make_full_run()
    waiting = make_enrolment(run=run, person=ada(), confirmed_at=None)
    make_enrolment(run=run, person=make_person(mail="off@example.org"), cancelled_at=NOW)
    make_enrolment(person=make_person(mail="else@example.org"))
    concerned = cancel_run(run, on=NOW.date(), reason="Grippe & Co", by=make_user(), at=NOW)
    assert concerned == [first, waiting]
    assert posted() == [row_of("run_cancelled", waiting)]
    outbox.send_due(at=NOW)
    (sent,) = mail.outbox
    assert sent.subject == "Abgesagt, bitte kommen Sie nicht: Leichte Sprache & mehr"
    facts = ["Ada Öz", "Leichte Sprache & mehr", "Mittwoch, 10.03.2027, 09:00–12:00"]
    facts += ["Grund: Grippe & Co", "0221 4710 100", "integration@example.org"]
    assert [fact for fact in facts if fact not in sent.body] == []
    assert "\n\n\n" not in sent.body


def test_nothing_is_sent_that_is_no_longer_so():
    run, first = make_full_run()
    second = make_enrolment(run=run, person=ada(), confirmed_at=None)
    cancel_enrolment(first, by=make_user(), at=NOW)
    enrol_now(make_run(), person=make_person(mail="bea@example.org"))
    enrol_now(run, person=make_person(mail="cem@example.org"))
    second.person.mail = ""
    second.person.save()
    for cancelled in make_run(), *type(run).objects.all():
        cancelled.cancel(on=NOW.date(), reason="krank")
    outbox.send_due(at=NOW)
    assert mail.outbox == []
    assert not Message.objects.filter(sent_at=None).exists()
