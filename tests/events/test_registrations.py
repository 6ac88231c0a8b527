"""Registrations for seminars: seats, queue, childcare, duplicates."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from events.actions import (
    accept_offer,
    approve_registration,
    cancel_registration,
    change_registration,
    decline_offer,
    pass_seats_on,
    register,
)
from events.models import Registration, RegistrationContact, Run
from miko_portal.base import seats
from miko_portal.base.models import HistoryEntry, Message
from tests.base.factories import make_staff, make_user
from tests.events.factories import (
    TODAY,
    at,
    make_contact,
    make_registration,
    make_run,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def make_open_run(**kw):
    kw.setdefault("coming", "here")
    return make_run(**kw)


def signed_up(run, *, contact=None, by=None, moment=None, **kw):
    return register(
        run,
        registration=Registration(**kw),
        contact=contact or make_contact(),
        by=by,
        at=moment or at(0),
    )


def where(run):
    return [
        "cancelled"
        if place.cancelled_at
        else "seated"
        if place.confirmed_at
        else "offered"
        if place.offered_until
        else "waiting"
        for place in run.places.order_by("pk")
    ]


def told():
    messages = Message.objects.order_by("pk").values_list("kind", "recipient")
    return [(kind, int(recipient.rpartition(":")[2])) for kind, recipient in messages]


def refusal(do, *args, **kw):
    with pytest.raises(ValidationError) as caught:
        do(*args, **kw)
    return caught.value.code, caught.value.messages


def childcare(**kw):
    return {
        "childcare_places": 3,
        "childcare_from_age": 3,
        "childcare_until_age": 10,
        "capacity": 20,
        **kw,
    }


def test_registration_takes_as_many_seats_as_persons_and_is_confirmed():
    run = make_open_run(capacity=5)
    registration = signed_up(run, persons=3, language="ar")
    assert (where(run), Run.objects.get().seats_taken) == (["seated"], 3)
    assert told() == [("events.confirmed", registration.pk)]
    assert Message.objects.get().language == "ar"
    assert registration.contact.registration == registration


def test_group_that_does_not_fit_waits_and_a_smaller_one_does_not_pass_by_a_waiting_one_that_fits():
    run = make_open_run(capacity=3)
    signed_up(run, persons=2)
    waiting = signed_up(run, persons=2)
    alone = signed_up(run, persons=1)
    assert where(run) == ["seated", "waiting", "seated"]
    assert told()[1:] == [("events.waiting", waiting.pk), ("events.confirmed", alone.pk)]


def test_three_free_seats_go_to_two_persons_while_four_keep_their_place_before_them():
    run = make_open_run(capacity=4)
    three = signed_up(run, persons=3)
    signed_up(run, persons=1)
    four = signed_up(run, persons=4)
    two = signed_up(run, persons=2)
    offered = cancel_registration(three, by=None, at=at(1))
    assert offered == [two]
    assert where(run) == ["cancelled", "seated", "waiting", "offered"]
    assert [(p.pk, p.position) for p in run.places.waiting().with_position()] == [(four.pk, 1)]
    accept_offer(two, by=None, at=at(1))
    assert where(run) == ["cancelled", "seated", "waiting", "seated"]
    assert told()[-1] == ("events.confirmed", two.pk)


def test_staff_may_be_told_the_run_has_too_few_seats():
    run = make_open_run(capacity=3)
    assert refusal(signed_up, run, persons=4) == ("too_many", ["There are only 3 seats in all."])
    assert not RegistrationContact.objects.exists()


def test_same_form_sent_twice_is_stored_once():
    run, form = make_open_run(), uuid4()
    first = signed_up(run, submission=form, contact=make_contact(name="Amina"))
    assert signed_up(run, submission=form, contact=make_contact(name="Amina B.")) == first
    assert (where(run), len(told())) == (["seated"], 1)


@pytest.mark.parametrize(
    ("first", "second", "stored"),
    [
        ({"mail": "a@example.org"}, {"mail": "A@Example.org"}, 1),
        ({"telephone": "+4926112345"}, {"telephone": "+4926112345", "mail": "b@example.org"}, 1),
        ({"name": "ÇELİK", "telephone": "+4926112345"}, {"telephone": "+4926112345"}, 2),
        ({"mail": "a@example.org"}, {"mail": "b@example.org"}, 2),
        ({"telephone": "+4926112345"}, {"mail": "a@example.org"}, 2),
    ],
)
def test_same_name_with_the_same_contact_is_stored_once(first, second, stored):
    run = make_open_run()
    for contact in (first, second):
        signed_up(run, contact=make_contact(**{"name": "Amina Beispiel", **contact}))
    assert run.places.count() == stored


def test_whoever_cancelled_may_register_anew_and_elsewhere_too():
    run, contact = make_open_run(), {"name": "Amina", "mail": "a@example.org"}
    cancel_registration(signed_up(run, contact=make_contact(**contact)), by=None, at=at(0))
    signed_up(run, contact=make_contact(**contact))
    assert where(run) == ["cancelled", "seated"]
    other = make_open_run()
    signed_up(other, contact=make_contact(**contact))
    assert where(other) == ["seated"]


def test_children_are_looked_after_until_the_places_are_gone_then_adults_still_come():
    run = make_open_run(**childcare())
    first = signed_up(run, children_3_to_5=1, children_from_6=1)
    second = signed_up(run, persons=2, children_3_to_5=2)
    third = signed_up(run, children_3_to_5=1)
    assert where(run) == ["seated"] * 3
    assert [place.lacks_childcare for place in (first, second, third)] == [False, True, False]
    run.refresh_from_db()
    assert (run.seats_taken, run.childcare_taken) == (4, 3)
    cancel_registration(first, by=None, at=at(1))
    second.refresh_from_db()
    assert (second.childcare_at, told()[-1]) == (at(1), ("events.childcare", second.pk))
    run.refresh_from_db()
    assert (run.seats_taken, run.childcare_taken) == (3, 3)


def test_offer_brings_its_places_for_childcare_and_frees_them_when_it_lapses():
    run = make_open_run(**childcare(capacity=1))
    seated = signed_up(run)
    signed_up(run, children_3_to_5=3)
    signed_up(run, children_from_6=2)
    cancel_registration(seated, by=None, at=at(0))
    run.refresh_from_db()
    assert (where(run)[1:], run.childcare_taken) == (["offered", "waiting"], 3)
    pass_seats_on(run, by=None, at=at(3))
    run.refresh_from_db()
    assert (where(run)[1:], run.childcare_taken) == (["cancelled", "offered"], 2)


def test_database_refuses_one_child_too_many():
    run = make_open_run(**childcare())
    make_registration(run, children_3_to_5=3, childcare_at=at(0))
    with pytest.raises(IntegrityError, match="run_childcare_never_overbooked"):
        make_registration(run, children_from_6=1, childcare_at=at(0))


def test_places_for_childcare_cannot_fall_below_what_is_taken():
    run = make_open_run(**childcare())
    make_registration(run, children_3_to_5=2, childcare_at=at(0))
    run.refresh_from_db()
    run.childcare_places = 1
    with pytest.raises(ValidationError) as caught:
        run.full_clean(exclude=["seats_taken"])
    assert list(caught.value.message_dict) == ["childcare_places"]


def test_children_are_refused_where_nobody_looks_after_them():
    assert refusal(signed_up, make_open_run(), children_3_to_5=1)[0] == "no_childcare"


@pytest.mark.parametrize(
    ("run", "moment", "public", "staff"),
    [
        ({"coming": "open"}, at(0), "closed", "closed"),
        ({"coming": "partner", "partner_url": "https://a.example.org"}, at(0), "closed", "closed"),
        ({"coming": "telephone"}, at(0), "closed", None),
        ({"published_on": None}, at(0), "closed", "closed"),
        ({"cancelled_on": TODAY, "cancellation_reason": "Krank"}, at(0), "cancelled", "cancelled"),
        ({}, at(7, 18), "begun", None),
        ({}, at(7, 20), "over", "over"),
        ({}, at(7, 17), None, None),
    ],
)
def test_registration_is_open_until_it_begins_and_for_staff_until_it_ends(
    run, moment, public, staff
):
    run = make_open_run(**run)
    for by, expected in ((None, public), (make_user(), public), (make_staff(), staff)):
        if expected:
            assert refusal(signed_up, run, by=by, moment=moment)[0] == expected
        else:
            assert signed_up(run, by=by, moment=moment).registered_by == by


def test_registration_is_over_when_the_dates_that_are_left_are_called_off():
    run = make_open_run()
    later = make_session(run, days=14)
    signed_up(run, by=make_staff(), moment=at(10))
    later.cancel(on=TODAY, reason="Krank")
    assert refusal(signed_up, run, by=make_staff(), moment=at(10))[0] == "over"


def changed(registration, *, moment=None, **kw):
    contact = registration.contact
    for name, value in kw.items():
        setattr(contact if hasattr(contact, name) else registration, name, value)
    change_registration(registration, contact=contact, by=None, at=moment or at(1))


def fresh(registration):
    return Registration.objects.with_contact().get(pk=registration.pk)


def test_everything_typed_can_be_changed_and_fewer_persons_free_seats_for_the_next():
    run = make_open_run(**childcare(capacity=3))
    registration = signed_up(run, persons=3, children_3_to_5=3)
    waiting = signed_up(run, persons=2)
    changed(
        fresh(registration),
        persons=1,
        children_3_to_5=0,
        language="uk",
        name="Олена",
        telephone="+4926112345",
        needs="Platz vorn",
    )
    stored = fresh(registration)
    assert (stored.persons, stored.children, stored.language) == (1, 0, "uk")
    assert (stored.contact.name, stored.contact.needs) == ("Олена", "Platz vorn")
    assert where(run) == ["seated", "offered"]
    assert told()[-1] == ("events.offered", waiting.pk)
    run.refresh_from_db()
    assert (run.seats_taken, run.childcare_taken) == (3, 0)


def test_more_persons_come_only_where_seats_are_free_that_nobody_waits_for():
    run = make_open_run(capacity=4)
    registration = signed_up(run, persons=2)
    changed(fresh(registration), persons=3)
    assert refusal(changed, fresh(registration), persons=5)[0] == "too_many"
    signed_up(run, persons=2)
    assert where(run) == ["seated", "waiting"]
    changed(fresh(registration), persons=4)  # the two could not have had the one seat
    assert refusal(changed, fresh(registration), persons=5)[0] == "too_many"
    changed(fresh(registration), persons=3)
    assert refusal(changed, fresh(registration), persons=5, name="Nobody")[0] == "too_many"
    assert fresh(registration).contact.name != "Nobody"
    run.refresh_from_db()
    assert (where(run), run.seats_taken) == (["seated", "waiting"], 3)


def test_more_persons_are_refused_when_it_is_full():
    run = make_open_run(capacity=3)
    registration = signed_up(run, persons=2)
    signed_up(run)
    code, messages = refusal(changed, fresh(registration), persons=3)
    assert (code, messages) == ("full", ["There are not enough free seats for more persons."])
    assert fresh(registration).persons == 2


def test_who_waits_changes_without_losing_the_place_and_is_offered_what_fits_now():
    run = make_open_run(capacity=3)
    signed_up(run, persons=2)
    four = signed_up(run, persons=3)
    signed_up(run, persons=2)
    changed(fresh(four), persons=1)
    assert where(run) == ["seated", "offered", "waiting"]


def test_more_children_than_there_is_room_for_are_refused_and_the_others_kept():
    run = make_open_run(**childcare())
    registration = signed_up(run, children_3_to_5=2)
    signed_up(run, children_3_to_5=1)
    code, messages = refusal(changed, fresh(registration), children_from_6=1)
    assert (code, messages) == ("full", ["There are not enough free places for childcare."])
    assert fresh(registration).children == 2


def test_cancelled_or_past_registrations_are_not_changed():
    run = make_open_run()
    registration = signed_up(run)
    assert refusal(changed, fresh(registration), moment=at(8), persons=2)[0] == "over"
    cancel_registration(registration, by=None, at=at(1))
    assert refusal(changed, fresh(registration), persons=2)[0] == "cancelled"


def test_cancelling_twice_tells_once():
    registration = signed_up(make_open_run())
    for _ in range(2):
        cancel_registration(fresh(registration), by=None, at=at(1))
    assert [kind for kind, _ in told()] == ["events.confirmed", "events.cancelled"]


def test_declined_offer_goes_to_the_next_at_once():
    run = make_open_run(capacity=1)
    seated, first, second = (signed_up(run) for _ in range(3))
    cancel_registration(seated, by=None, at=at(0))
    assert decline_offer(fresh(first), by=None, at=at(0)) == [second]
    assert where(run) == ["cancelled", "cancelled", "offered"]
    assert refusal(decline_offer, fresh(first), by=None, at=at(0))[0] == "lapsed"
    assert refusal(accept_offer, fresh(first), by=None, at=at(0))[0] == "lapsed"


def test_offers_that_ran_out_are_passed_on_once(monkeypatch, capsys):
    run = make_open_run(capacity=1)
    seated, first, second = (signed_up(run) for _ in range(3))
    cancel_registration(seated, by=None, at=at(0))
    monkeypatch.setattr(timezone, "now", lambda: at(2, 19))
    for _ in range(2):
        call_command("pass_on_offers")
    assert where(run) == ["cancelled", "cancelled", "offered"]
    assert told()[-2:] == [("events.lapsed", first.pk), ("events.offered", second.pk)]
    assert capsys.readouterr().out.splitlines() == [
        "1 seats offered to those who wait.",
        "0 seats offered to those who wait.",
    ]


def test_offer_is_shorter_near_the_date_and_ends_before_it_begins():
    run = make_open_run(capacity=1)
    for moment, until in [
        (at(0), at(2)),
        (at(6, 18), at(7, 6)),
        (at(7, 16), at(7, 17)),
        (at(7, 17, 30), None),
    ]:
        assert run.offer_ends_at(make_registration(make_run()), at=moment) == until


def test_who_has_only_a_telephone_is_offered_seats_within_office_hours():
    """It is open from Monday to Thursday 8:30–12:00, Thursday 14:00–16:00, Friday 8:30–11:30.

    The date is a Wednesday at 18:00, and so is today.
    """
    run = make_open_run(capacity=1)
    caller = make_registration(make_run(), telephone="+4926112345")
    for moment, until in [
        (at(0), at(5, 12)),  # Friday evening it is closed already: until Monday
        (at(0, 10), at(2, 11, 30)),
        (at(6, 18), at(7, 12)),
        (at(7, 10), at(7, 12)),  # 14:00 lies after the last closing before it begins
        (at(7, 11, 30), None),  # less than an hour to reach anybody
    ]:
        assert run.offer_ends_at(caller, at=moment) == until


def test_who_has_only_a_telephone_is_not_written_to():
    signed_up(make_open_run(), contact=make_contact(telephone="+4926112345"))
    assert told() == []
    assert Registration.objects.telephone_only().count() == 1


def test_held_registration_has_its_seat_and_is_told_once_somebody_has_looked():
    run = make_open_run(capacity=1)
    held = signed_up(run, suspicion="haste")
    assert (where(run), told(), list(Registration.objects.to_check())) == (["seated"], [], [held])
    for _ in range(2):
        approve_registration(held, by=make_user(), at=at(1))
    assert told() == [("events.confirmed", held.pk)]
    assert not Registration.objects.to_check().exists()


def test_code_is_found_however_it_is_typed_and_neighbours_look_unlike():
    run = make_open_run()
    first, second = signed_up(run), signed_up(run)
    assert len(first.code.replace(" ", "")) == 6
    arabic = first.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (first.code, first.code.replace(" ", ""), arabic, f"  {first.code}. "):
        assert list(Registration.objects.called(typed)) == [first]
    assert list(Registration.objects.called("12345")) == []
    unlike = [a != b for a, b in zip(first.code, second.code, strict=True)]
    assert sum(unlike) >= 3


def test_history_tells_who_but_no_name_and_no_number():
    staff = make_user()
    registration = signed_up(
        make_open_run(), by=staff, contact=make_contact(name="Amina Geheim"), persons=2
    )
    entries = HistoryEntry.objects.filter(
        table_name__in=["events_registration", "events_registrationcontact"]
    )
    assert {(entry.row_id, entry.by) for entry in entries} == {
        (registration.pk, staff),
        (registration.contact.pk, staff),
    }
    kept = str([entry.changes for entry in entries])
    assert "Geheim" not in kept
    assert "example.org" not in kept


def test_contact_can_be_reached_and_has_a_name():
    registration = make_registration()
    RegistrationContact.objects.all().delete()
    for wrong, name in [
        ({"mail": ""}, "registration_contact_can_be_reached"),
        ({"name": ""}, "registration_contact_has_name"),
        ({"telephone": "0261 12345"}, "registration_contact_telephone_normalised"),
    ]:
        contact = make_contact(registration=registration, **wrong)
        with pytest.raises(ValidationError):
            contact.full_clean()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            contact.save()


CROWD = 40


def crowd_registers(run):
    """Forty groups of one or two press the button at once, each in a transaction of its own."""
    start = threading.Barrier(CROWD)

    def press(number):
        try:
            start.wait(timeout=60)
            mine = Run.objects.get(pk=run.pk)
            signed_up(mine, persons=1 + number % 2)
        except IntegrityError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(CROWD) as pool:
        return [error for error in pool.map(press, range(CROWD)) if error]


@pytest.mark.django_db(transaction=True)
def test_crowd_gets_the_seats_and_the_rest_wait_in_order():
    run = make_open_run(capacity=20)
    assert crowd_registers(run) == []
    assert Run.objects.get().seats_taken == 20
    standing = where(run)
    assert {*standing} == {"seated", "waiting"}
    seated = run.places.confirmed().order_by("pk")
    assert sum(place.persons for place in seated) == 20
    last = seated.last()
    assert all(place.persons == 2 for place in run.places.waiting().filter(pk__lt=last.pk))
    assert Message.objects.count() == CROWD


@pytest.mark.django_db(transaction=True)
def test_double_tap_in_two_processes_is_stored_once():
    run, form = make_open_run(), uuid4()
    start = threading.Barrier(8)

    def press(_):
        try:
            start.wait(timeout=60)
            mine = Run.objects.get(pk=run.pk)
            return signed_up(mine, submission=form, contact=make_contact(name="Amina")).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(press, range(8)))) == 1
    assert where(run) == ["seated"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_crowd_is_not_served(monkeypatch):
    """The first test can fail: read without waiting, all see twenty free seats."""
    run = make_open_run(capacity=20)
    seen = threading.Barrier(CROWD)
    waited = threading.local()

    def look_only(run):
        run.refresh_from_db()
        if not getattr(waited, "once", False):
            waited.once = True
            seen.wait(timeout=60)

    monkeypatch.setattr(seats, "lock", look_only)
    refused = crowd_registers(run)
    assert refused
    assert all("events_run_never_overbooked" in error for error in refused)


def test_notify_is_never_called_for_a_place_without_contact():
    run = make_open_run(capacity=1)
    make_registration(run)
    RegistrationContact.objects.all().delete()
    cancel_registration(run.places.get(), by=None, at=at(0) + timedelta(hours=1))
    assert told() == []
