"""Every form of the trainings in the administration is posted, and does what the action does."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cooperation.models import Booking, Person, Room
from miko_portal.base.models import Message, User
from tests.base.factories import make_user
from tests.cooperation.factories import (
    make_agreement,
    make_organisation,
    make_person,
    make_project,
    make_room,
    make_venue,
)
from tests.trainings.browser import fields
from tests.trainings.factories import (
    at,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from trainings.admin import pages
from trainings.facts import Side
from trainings.models import Course, Enrolment, Run, Session, Trainer, TrainerAssignment

pytestmark = pytest.mark.django_db

CHANGELIST = "admin:trainings_run_changelist"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 1st of March 2027, noon, and English is read."""
    now = at(day=1, hour=12)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with translation.override("en"):
        yield


@pytest.fixture
def office(client):
    """A browser in which a coordinator is signed in, who reads English."""
    client.force_login(make_user(is_staff=True, is_superuser=True, language="en"))
    return client


def parts(prefix, day):
    return {
        f"{prefix}_day": str(day.day),
        f"{prefix}_month": str(day.month),
        f"{prefix}_year": str(day.year),
    }


def new_training(**kw):
    typed = {"course": "Menschen in Syrien", "capacity": "12", "starts_1": "9", "ends_1": "12 Uhr"}
    return typed | parts("day_1", date(2027, 3, 10)) | kw


def errors(response):
    return response.context["form"].errors


def test_new_training_makes_course_dates_and_place_in_one_save(office):
    trainer, project = make_trainer(), make_project()
    typed = new_training(
        place="Großer Saal, Bürgerhaus, Polch",
        trainer=trainer.pk,
        project=project.pk,
        publish="on",
        starts_2="17.30",
        ends_2="20:00",
        **parts("day_2", date(2027, 3, 17)),
    )
    response = office.post(reverse("admin:trainings_run_add"), typed)
    run = Run.objects.get()
    assert response["Location"] == reverse("admin:trainings_run_change", args=[run.pk])
    assert (run.course.title, run.course.units, run.capacity) == ("Menschen in Syrien", 7, 12)
    assert run.published_on == date(2027, 3, 1)
    room = Room.objects.get()
    assert (str(room), room.seats) == ("Großer Saal (Bürgerhaus, Polch)", 12)
    dates = [(s.starts_at, s.ends_at, s.units, s.room) for s in run.sessions.all()]
    assert dates == [
        (at(hour=9), at(hour=12), 4, room),
        (at(day=17, hour=17, minute=30), at(day=17, hour=20), 3, room),
    ]
    assert [(s.project, s.percent) for s in run.shares.all()] == [(project, 100)]
    assert Booking.objects.filter(person=trainer).count() == 2
    assert Booking.objects.filter(room=room).count() == 2


def test_dates_that_are_over_are_stored_and_said(office):
    typed = new_training(**parts("day_1", date(2026, 3, 10)))
    page = office.post(reverse("admin:trainings_run_add"), typed, follow=True)
    said = "The date on Tue 10.03.2026, 09:00 lies in the past."
    assert said in [str(message) for message in page.context["messages"]]
    run = Run.objects.get()
    untouched = office.get(save(office, run, seats_min="3")["Location"])
    assert said not in [str(message) for message in untouched.context["messages"]]
    page = office.get(save(office, run, **parts("sessions-0-day", date(2026, 3, 11)))["Location"])
    said = "The date on Wed 11.03.2026, 09:00 lies in the past."
    assert said in [str(message) for message in page.context["messages"]]


def test_training_that_is_stored_twice_leads_to_the_other(office):
    add = reverse("admin:trainings_run_add")
    said = "This training is planned at this time already, maybe by a double click."
    told = []
    for typed in (new_training(), new_training(), new_training(starts_1="10")):
        page = office.post(add, typed, follow=True)
        words = [str(message) for message in page.context["messages"]]
        told.append([text for text in words if text.startswith(said)])
    first = reverse("admin:trainings_run_change", args=[Run.objects.earliest("pk").pk])
    assert told == [[], [f'{said} <a href="{first}">See the other</a>'], []]


def test_new_training_knows_course_and_place_again(office):
    course = make_course(title="Menschen in Syrien")
    room = make_room(name="Saal", venue=make_venue(name="Bürgerhaus", town="Polch"))
    typed = new_training(course="menschen in SYRIEN", place="saal, bürgerhaus, polch")
    office.post(reverse("admin:trainings_run_add"), typed)
    assert Run.objects.get().course == course
    assert Session.objects.get().room == room


def test_new_training_as_last_time_keeps_the_weekday(office):
    room, trainer, project = make_room(), make_trainer(), make_project()
    run = make_run(starts_at=at(year=2026, day=11), room=room, trainers=[trainer], capacity=7)
    run.shares.create(project=project)
    make_run(course=run.course, starts_at=at(year=2025))
    page = office.get(reverse("admin:trainings_run_add"), {"like": run.course_id})
    initial = page.context["form"].initial
    assert initial["day_1"] == date(2027, 3, 10)
    assert (initial["starts_1"].hour, initial["ends_1"].hour) == (9, 12)
    assert (initial["capacity"], initial["trainer"], initial["project"]) == (
        7,
        trainer.pk,
        project.pk,
    )
    assert page.context["form"]["place"].value() == f"{room.name}, {room.venue.name}, Polch"


@pytest.mark.parametrize("like", ["", "x", "999999999999999999999999", "7"])
def test_new_training_like_nothing_is_empty(office, like):
    page = office.get(reverse("admin:trainings_run_add"), {"like": like})
    assert (page.status_code, page.context["form"].initial) == (200, {})


NO_OTHER = "No other room with {} seats or more is free then."


def test_new_training_refuses_what_is_taken_at_the_field(office):
    room, trainer = make_room(), make_trainer(given_name="Ada", family_name="Bär")
    make_run(room=room, trainers=[trainer])
    typed = new_training(
        place=f"{room.name}, {room.venue.name}, Polch", trainer=trainer.pk, starts_1="11"
    )
    response = office.post(reverse("admin:trainings_run_add"), typed)
    when = "on Wed 10.03.2027, 9:00–12:00 (training)."
    assert errors(response) == {
        "place": [f"The room is taken {when}", NO_OTHER.format(12)],
        "trainer": [f"Ada Bär is booked {when}"],
    }
    assert "Menschen in Syrien" in response.content.decode()
    assert not Course.objects.filter(title="Menschen in Syrien").exists()


def test_new_training_with_two_dates_at_once_is_refused(office):
    room = make_room()
    typed = new_training(
        place=f"{room.name}, {room.venue.name}, Polch",
        starts_2="11",
        ends_2="13",
        **parts("day_2", date(2027, 3, 10)),
    )
    response = office.post(reverse("admin:trainings_run_add"), typed)
    sentence = "The room is taken on Wed 10.03.2027, 9:00–12:00 (on this page)."
    assert errors(response) == {"place": [sentence, NO_OTHER.format(12)]}


def test_new_training_with_two_dates_at_once_in_a_new_room_is_refused(office):
    typed = new_training(place="Saal, Forum, Polch", starts_2="10", ends_2="11")
    response = office.post(
        reverse("admin:trainings_run_add"), typed | parts("day_2", date(2027, 3, 10))
    )
    assert list(errors(response)) == ["place"]
    assert (Run.objects.count(), Room.objects.count()) == (0, 0)


def test_new_training_that_loses_a_race_is_refused_in_words(office, monkeypatch):
    room = make_room()
    store = pages.create_training

    def somebody_is_faster(*args, **kw):
        monkeypatch.setattr(pages, "create_training", store)
        make_run(room=room)
        return store(*args, **kw)

    monkeypatch.setattr(pages, "create_training", somebody_is_faster)
    typed = new_training(place=f"{room.name}, {room.venue.name}, Polch")
    response = office.post(reverse("admin:trainings_run_add"), typed)
    sentence = "The room is taken on Wed 10.03.2027, 9:00–12:00 (training)."
    assert errors(response) == {"place": [sentence, NO_OTHER.format(12)]}


def test_new_training_that_cannot_be_stored_says_so(office, monkeypatch):
    def refuse(*args, **kw):
        raise IntegrityError

    monkeypatch.setattr(pages, "create_training", refuse)
    response = office.post(reverse("admin:trainings_run_add"), new_training())
    sentence = "Somebody else was faster. Please save it once more."
    assert errors(response) == {"__all__": [sentence]}
    assert sentence in response.content.decode()


def test_new_training_that_is_wrong_is_checked_once(office, monkeypatch):
    checked, check = [], pages.NewTrainingForm.full_clean
    monkeypatch.setattr(
        pages.NewTrainingForm, "full_clean", lambda form: (checked.append(form), check(form))
    )
    office.post(reverse("admin:trainings_run_add"), new_training(capacity="0"))
    assert len(checked) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"course": ""}, "course"),
        ({"course": "x" * 10_000}, "course"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "zwölf"}, "capacity"),
        ({"place": "Irgendwo"}, "place"),
        ({"trainer": "999"}, "trainer"),
        ({"ends_1": "8"}, "ends_1"),
        ({"starts_1": "25"}, "starts_1"),
        ({"day_1_day": "31", "day_1_month": "2"}, "day_1"),
        ({"day_1_year": "1999"}, "day_1"),
        ({"day_1_day": "28", "day_1_month": "3", "starts_1": "2:30"}, "starts_1"),
        ({"starts_2": "9"}, "day_2"),
    ],
)
def test_new_training_explains_what_is_wrong(office, typed, field):
    response = office.post(reverse("admin:trainings_run_add"), new_training(**typed))
    assert response.status_code == 200
    assert field in errors(response)
    assert not Run.objects.exists()


def test_new_training_fits_into_its_room(office):
    room = make_room(seats=11)
    typed = new_training(place=f"{room.name}, {room.venue.name}, Polch")
    response = office.post(reverse("admin:trainings_run_add"), typed)
    assert errors(response) == {"place": ["This room has only 11 seats."]}


def save(office, run, **changed):
    """Open the page of a training, change some fields, press save."""
    url = reverse("admin:trainings_run_change", args=[run.pk])
    pressed = {} if "_publish" in changed else {"_save": ""}
    return office.post(url, fields(office.get(url)) | pressed | changed)


def test_second_of_two_windows_is_told_and_saves_knowingly(office):
    run = make_run()
    url = reverse("admin:trainings_run_change", args=[run.pk])
    second = fields(office.get(url)) | {"_save": ""}
    save(office, run, capacity="20", **{"sessions-0-units": "3"})
    refused = office.post(url, second | {"seats_min": "4"})
    meanwhile = "This was changed meanwhile, maybe by you in another window."
    assert refused.context["adminform"].form.non_field_errors()[0].startswith(meanwhile)
    assert form_errors(refused)[0]["__all__"][0].startswith(meanwhile)
    run.refresh_from_db()
    assert (run.capacity, run.seats_min, run.sessions.get().units) == (20, 1, 3)
    assert office.post(url, fields(refused) | {"_save": ""}).status_code == 302
    run.refresh_from_db()
    assert (run.capacity, run.seats_min, run.sessions.get().units) == (10, 4, 4)


def test_coordinators_are_told_who_has_not_heard_of_another_date(office):
    run = make_run()
    make_enrolment(run=run)
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, cancelled_at=at(day=1))
    link = f'<a href="{reverse("admin:trainings_run_message", args=[run.pk])}">Message to many</a>'
    said = f"2 people on the list were not told that dates have changed. {link}"
    for changed, is_said in (
        ({"seats_min": "3"}, False),
        ({"sessions-0-units": "3"}, False),
        (parts("sessions-0-day", date(2027, 3, 11)), True),
        ({"sessions-0-called_off": "krank"}, True),
        (parts("sessions-0-day", date(2026, 3, 11)), False),
    ):
        page = office.get(save(office, run, **changed)["Location"])
        assert (said in [str(message) for message in page.context["messages"]]) is is_said
        assert (said in page.text) is is_said
    Run.objects.update(published_on=None)
    page = office.get(save(office, run, **parts("sessions-0-day", date(2027, 3, 12)))["Location"])
    assert "not told" not in page.text


def form_errors(response):
    sessions = response.context["inline_admin_formsets"][0].formset
    return [dict(form.errors) for form in sessions]


@pytest.mark.parametrize("language", ["de", "en"])
def test_days_in_lists_are_written_one_way(office, language):
    User.objects.update(language=language)
    make_trainer(confirmed_on=date(2026, 11, 29))
    make_run(published_on=None)
    page = office.get(reverse("admin:trainings_trainer_changelist"))
    assert '<td class="field-confirmed_on nowrap">29.11.2026</td>' in page.text


def test_form_for_one_more_date_is_headed_in_words(office):
    User.objects.update(language="de")
    page = office.get(reverse("admin:trainings_run_change", args=[make_run().pk]))
    headings = re.findall('<span class="inline_label">(.*)</span>', page.text)
    assert headings[1:] == ["Weiterer Termin"] * 2  # with the one that scripts copy


def test_run_is_changed_with_its_dates_and_trainers(office):
    run, room, trainer = make_run(), make_room(), make_trainer()
    changed = {
        "capacity": 15,
        "sessions-0-starts": "14 Uhr",
        "sessions-0-ends": "16",
        "sessions-0-room": room.pk,
        "sessions-0-led_by": [trainer.pk],
        "sessions-0-units": "",
        "shares-0-project": make_project().pk,
        "shares-0-percent": "40",
    }
    assert save(office, run, **changed).status_code == 302
    session = Session.objects.get()
    assert (session.starts_at, session.units, session.room) == (at(hour=14), 2, room)
    assert Booking.objects.filter(starts_at=at(hour=14), ends_at=at(hour=16)).count() == 2
    run.refresh_from_db()
    assert (run.capacity, run.shares.get().percent) == (15, 40)


def test_run_keeps_its_seats_when_it_is_saved(office):
    run = make_run()
    make_enrolment(run=run)
    save(office, run)
    run.refresh_from_db()
    assert run.seats_taken == 1


def test_dates_of_a_run_may_change_places(office):
    room, trainer = make_room(), make_trainer()
    run = make_run(room=room, trainers=[trainer])
    make_session(run=run, starts_at=at(hour=14), room=room, trainers=[trainer])
    changed = {
        "sessions-0-starts": "14",
        "sessions-0-ends": "17",
        "sessions-1-starts": "9",
        "sessions-1-ends": "12",
    }
    assert save(office, run, **changed).status_code == 302
    starts = list(run.sessions.order_by("pk").values_list("starts_at", flat=True))
    assert starts == [at(hour=14), at(hour=9)]


def test_new_date_that_clashes_with_its_neighbour_is_refused(office):
    trainer = make_trainer(given_name="Ada", family_name="Bär")
    run = make_run(trainers=[trainer])
    changed = parts("sessions-1-day", date(2027, 3, 10)) | {
        "sessions-1-starts": "11",
        "sessions-1-ends": "13",
        "sessions-1-led_by": [trainer.pk],
    }
    response = save(office, run, **changed)
    sentence = "Ada Bär is booked on Wed 10.03.2027, 9:00–12:00 (on this page)."
    assert form_errors(response) == [{}, {"led_by": [sentence]}]


def test_run_page_names_the_other_date(office):
    room = make_room()
    make_run(room=room)
    run = make_run(starts_at=at(hour=8))
    response = save(office, run, **{"sessions-0-room": room.pk})
    sentence = "The room is taken on Wed 10.03.2027, 9:00–12:00 (training)."
    assert form_errors(response)[0] == {"room": [sentence, NO_OTHER.format(10)]}
    assert run.sessions.get().room is None


def test_date_is_called_off_and_takes_place_after_all(office):
    run = make_run(room=make_room())
    save(office, run, **{"sessions-0-called_off": "Streik"})
    session = run.sessions.get()
    assert (session.cancelled_on, Booking.objects.count()) == (date(2027, 3, 1), 0)
    save(office, run, **{"sessions-0-called_off": ""})
    session = run.sessions.get()
    assert (session.cancelled_on, Booking.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"sessions-0-ends": "8"}, "sessions-0-ends"),
        ({"sessions-0-link": "kein Link"}, "sessions-0-link"),
        ({"capacity": "0"}, "capacity"),
        ({"seats_min": "11"}, ""),
        ({"shares-0-project": "1", "shares-0-percent": "101"}, "shares-0-percent"),
        ({"sessions-0-called_off": "x" * 10_000}, "sessions-0-called_off"),
    ],
)
def test_run_page_explains_what_is_wrong(office, changed, where):
    make_project()
    run = make_run()
    response = save(office, run, **changed)
    assert (response.status_code, bool(response.context["errors"])) == (200, True)


def test_shares_above_the_whole_are_refused(office):
    run = make_run()
    changed = {"shares-TOTAL_FORMS": 2}
    for number in range(2):
        changed |= {
            f"shares-{number}-project": make_project().pk,
            f"shares-{number}-percent": "51",
        }
    response = save(office, run, **changed)
    shares = response.context["inline_admin_formsets"][1].formset
    assert shares.non_form_errors() == [
        "The shares come to 102 per cent, that is more than the whole."
    ]


def test_more_seats_let_people_move_up(office):
    run = make_run(capacity=1)
    make_enrolment(run=run)
    waiting = make_enrolment(run=run, confirmed_at=None)
    save(office, run, capacity=2)
    waiting.refresh_from_db()
    assert waiting.is_offered


def test_fewer_seats_than_taken_are_refused(office):
    run = make_run(capacity=2)
    make_enrolment(run=run)
    make_enrolment(run=run)
    response = save(office, run, capacity=1)
    assert response.context["adminform"].form.errors == {"capacity": ["2 seats are taken already."]}


def test_run_is_published_from_its_page_and_from_the_list(office):
    one, two = make_run(published_on=None), make_run(published_on=None)
    undated = make_run(published_on=None, starts_at=False)
    save(office, one, _publish="")
    chosen = {"action": "publish", "_selected_action": [two.pk, undated.pk]}
    office.post(reverse(CHANGELIST), chosen)
    days = list(Run.objects.order_by("pk").values_list("published_on", flat=True))
    assert days == [date(2027, 3, 1), date(2027, 3, 1), None]


def test_runs_are_cancelled_with_a_reason(office):
    one, two, other = make_run(room=make_room()), make_run(), make_run()
    chosen = {"action": "cancel", "_selected_action": [one.pk, two.pk]}
    page = office.post(reverse(CHANGELIST), chosen)["Location"]
    assert errors(office.post(page, {"reason": " "})) == {"reason": ["This field is required."]}
    assert Run.objects.filter(cancelled_on=None).count() == 3
    office.post(page, {"reason": "Grippewelle"})
    assert list(Run.objects.filter(cancelled_on=None)) == [other]
    assert not Booking.objects.exists()
    one.refresh_from_db()
    assert (one.cancelled_on, one.cancellation_reason) == (date(2027, 3, 1), "Grippewelle")


def test_whom_no_mail_tells_of_a_cancelled_training_is_named(office):
    run = make_run(course=make_course(title="Syrien"))
    make_enrolment(run=run, person=make_person(mail="ada@example.org"))
    bea = make_person(given_name="Bea", family_name="Öz", mail="")
    make_enrolment(run=run, person=bea, confirmed_at=None)
    page = reverse("admin:trainings_run_cancel") + f"?run={run.pk}"
    response = office.post(page, {"reason": "Grippewelle"})
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "“Syrien” is cancelled.",
        "Bea Öz has no mail address: please tell them yourself.",
    ]
    assert [message.kind for message in Message.objects.all()] == ["trainings.run_cancelled"]


@pytest.mark.parametrize("query", ["", "?run=x", "?run=99"])
def test_nothing_to_cancel_leads_back(office, query):
    response = office.get(reverse("admin:trainings_run_cancel") + query)
    assert response["Location"] == reverse(CHANGELIST)


def enrol(office, run, **kw):
    typed = {"given_name": "Ada", "family_name": "Bär"} | kw
    return office.post(reverse("admin:trainings_run_enrol", args=[run.pk]), typed)


def test_person_is_enrolled_through_the_action(office):
    partner = make_organisation()
    make_agreement(parties=[partner, make_organisation()], signed_on=date(2020, 1, 1))
    run = make_run()
    response = enrol(office, run, organisation=partner.pk, mail="ada@example.org")
    assert response["Location"] == reverse("admin:trainings_run_change", args=[run.pk])
    enrolment = Enrolment.objects.get()
    assert (str(enrolment.person), enrolment.person.mail) == ("Ada Bär", "ada@example.org")
    assert (enrolment.side, enrolment.entitled_through) == (
        Side.EXTERNAL,
        partner.parties.get(),
    )
    assert (enrolment.created_at, enrolment.enrolled_by.is_superuser) == (
        at(day=1, hour=12),
        True,
    )


def test_person_who_is_known_is_recognised(office):
    county = make_organisation(internal=True)
    known = make_person(given_name="Ada", family_name="Bär", mail="ada@example.org")
    make_person(given_name="Ada", family_name="Bär", mail="other@example.org")
    enrol(office, make_run(), organisation=county.pk, mail="ADA@example.org", given_name="ada")
    enrol(office, make_run(), organisation=county.pk)  # without mail: known in the organisation
    assert set(Enrolment.objects.values_list("person", flat=True)) == {known.pk}
    assert Person.objects.count() == 2


def test_enrolling_says_what_is_refused_at_the_field_and_stores_nothing(office):
    stranger = make_organisation(name="Gemeinde Fern")
    run = make_run()
    response = enrol(office, run, organisation=stranger.pk)
    assert errors(response) == {
        "organisation": [
            "Gemeinde Fern is party to no agreement in force on the first day of the training."
            " Give a reason to make an exception."
        ]
    }
    assert not Person.objects.exists()
    enrol(office, run, organisation=stranger.pk, override_reason="Gast der Leitung")
    assert Enrolment.objects.get().override_reason == "Gast der Leitung"
    response = enrol(office, run, organisation=stranger.pk, override_reason="Gast der Leitung")
    assert errors(response) == {"family_name": ["Ada Bär is enrolled already."]}


def test_enrolling_goes_on_with_the_next_person(office):
    run = make_run()
    county = make_organisation(internal=True)
    response = enrol(office, run, organisation=county.pk, _addanother="")
    assert response["Location"] == reverse("admin:trainings_run_enrol", args=[run.pk])


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ("", ["Ada Bär has no mail address: please tell them yourself."]),
        ("ada@example.org", []),
    ],
)
def test_coordinators_are_told_whom_no_mail_reaches(office, mail, told):
    county = make_organisation(internal=True)
    response = enrol(office, make_run(), organisation=county.pk, mail=mail)
    shown = [str(message) for message in get_messages(response.wsgi_request)]
    assert shown == ["Ada Bär has a seat.", *told]


def test_person_is_taken_off_the_list_and_the_next_takes_the_seat(office):
    run = make_run(capacity=1)
    first = make_enrolment(run=run, person=make_person(mail="ada@example.org"))
    second = make_enrolment(run=run, confirmed_at=None)
    off = reverse("admin:trainings_enrolment_cancel", args=[first.pk])
    assert office.get(off).status_code == 200
    assert Enrolment.objects.confirmed().get() == first  # looking changes nothing
    response = office.post(off, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert told == [
        f"{first.person} is off the list.",
        f"{second.person} is offered the seat until Wed 03.03.2027, 12:00.",
        f"{second.person} has no mail address: please tell them yourself.",
    ]
    office.post(reverse("admin:trainings_enrolment_accept", args=[second.pk]))
    assert Enrolment.objects.confirmed().get() == second


@pytest.mark.parametrize("name", ["cancel", "accept", "exception", "replace"])
def test_who_was_taken_off_in_another_tab_is_not_changed_again(office, name):
    seat = make_enrolment(run=make_run(capacity=1))
    waiting = make_enrolment(run=seat.run, confirmed_at=None)
    office.post(reverse("admin:trainings_enrolment_cancel", args=[seat.pk]))
    url = reverse(f"admin:trainings_enrolment_{name}", args=[seat.pk])
    back = reverse("admin:trainings_run_change", args=[seat.run_id])
    office.get(back)
    typed = {"reason": "Gast", "given_name": "Bea", "family_name": "Dorn"}
    for response in (office.get(url, follow=True), office.post(url, typed, follow=True)):
        assert response.redirect_chain == [(back, 302)]
        told = [str(message) for message in response.context["messages"]]
        assert told == [f"{seat.person} was taken off the list already."]
    assert list(seat.run.places.offered()) == [waiting]


def test_somebody_else_comes_and_the_seat_stays(office):
    run = make_run(capacity=1, starts_at=at(day=10))
    sick = make_person(given_name="Ada", family_name="Bär", mail="ada@example.org")
    seat = make_enrolment(run=run, person=sick)
    waiting = make_enrolment(run=run, confirmed_at=None, person=make_person(family_name="Cohn"))
    url = reverse("admin:trainings_enrolment_replace", args=[seat.pk])
    page = office.get(reverse("admin:trainings_run_change", args=[run.pk]))
    assert url in page.content.decode()
    refused = office.post(url, {"given_name": "Ada", "family_name": "Bär", "mail": sick.mail})
    assert errors(refused) == {"family_name": ["Ada Bär is enrolled already."]}
    response = office.post(url, {"given_name": "Bea", "family_name": "Dorn"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Bea Dorn comes in the place of Ada Bär.",
        "Bea Dorn has no mail address: please tell them yourself.",
    ]
    assert str(Enrolment.objects.confirmed().get().person) == "Bea Dorn"
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_nobody_else_comes_once_it_has_begun(office):
    run = make_run(starts_at=at(day=1, hour=11))
    seat = make_enrolment(run=run)
    url = reverse("admin:trainings_enrolment_replace", args=[seat.pk])
    page = office.get(reverse("admin:trainings_run_change", args=[run.pk]))
    assert url not in page.content.decode()
    response = office.post(url, {"given_name": "Bea", "family_name": "Dorn"})
    assert errors(response) == {"family_name": ["This training has begun already."]}


def test_title_says_once_that_something_is_wrong(office):
    page = office.post(reverse("admin:trainings_trainer_add"), {})
    assert "<title>Error: Add trainer | " in page.content.decode()


def test_trainer_is_added_and_changed(office):
    typed = {"given_name": "Ada", "family_name": "Bär", "topics": "Islam", "mail": "a@example.org"}
    office.post(reverse("admin:trainings_trainer_add"), typed)
    office.post(reverse("admin:trainings_trainer_add"), typed)  # the same again
    trainer = Trainer.objects.get()
    assert (str(trainer), trainer.topics) == ("Ada Bär", "Islam")
    url = reverse("admin:trainings_trainer_change", args=[trainer.pk])
    office.post(url, typed | {"telephone": "02651 555012"})
    assert Person.objects.get().telephone == "02651 555012"
    office.post(url, typed | {"telephone": "", "mail": ""})
    person = Person.objects.get()
    assert (person.telephone, person.mail) == ("", "")


def test_trainer_is_taken_out_when_nothing_is_to_be_led(office):
    trainer, leading = make_trainer(family_name="Alt").trainer, make_trainer().trainer
    make_run(trainers=[trainer.person], starts_at=at(year=2026))
    make_run(trainers=[leading.person])
    make_run(trainers=[trainer.person]).cancel(on=at(day=1).date(), reason="Streik")
    data = {"action": "retire", "_selected_action": [trainer.pk, leading.pk]}
    page = office.post(reverse("admin:trainings_trainer_changelist"), data, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Erika Alt is taken out of the list.",
        f"{leading} still leads the date on Wed 10.03.2027, 09:00.",
    ]
    assert list(Trainer.objects.all()) == [leading]
    assert TrainerAssignment.objects.count() == 3


def test_date_that_a_former_trainer_led_keeps_them(office):
    former = make_trainer()
    run = make_run(trainers=[former])
    former.trainer.delete()
    url = reverse("admin:trainings_run_change", args=[run.pk])
    page = office.get(url)
    shown = fields(page)
    assert shown["sessions-0-led_by"] == [str(former.pk)]
    assert office.post(url, shown).status_code == 302
    assert list(run.sessions.get().trainers.all()) == [former]
    assert office.get(reverse("admin:trainings_run_copy", args=[run.pk])).status_code == 200


def test_trainer_who_is_recognised_keeps_the_telephone_number(office):
    make_person(given_name="Ada", family_name="Bär", mail="a@example.org", telephone="02651 5")
    typed = {"given_name": "Ada", "family_name": "Bär", "topics": "Islam", "mail": "a@example.org"}
    office.post(reverse("admin:trainings_trainer_add"), typed)
    assert Person.objects.get().telephone == "02651 5"


def test_course_is_added_and_its_title_once(office):
    typed = {
        "title": "Menschen in Syrien",
        "audience": "staff",
        "level": "basic",
        "units": "8",
        "minimum_attendance": "80",
    }
    office.post(reverse("admin:trainings_course_add"), typed)
    assert Course.objects.get().units == 8
    response = office.post(reverse("admin:trainings_course_add"), typed)
    assert response.context["adminform"].form.non_field_errors() == [
        "There is a course of this title already."
    ]


def listed(office, **query):
    response = office.get(reverse(CHANGELIST), query)
    assert response.status_code == 200
    return list(response.context["cl"].queryset.order_by("pk"))


def test_list_is_filtered_in_the_words_of_the_office(office):
    room, project = make_room(venue=make_venue(name="Forum")), make_project()
    open_run = make_run(room=room, trainers=[make_trainer()], seats_min=2)
    open_run.shares.create(project=project)
    make_enrolment(run=open_run)
    make_session(run=open_run, room=room, starts_at=at(day=11))
    draft = make_run(published_on=None, starts_at=False)
    past = make_run(starts_at=at(month=2), room=make_room(), trainers=[make_trainer()])
    next_year = make_run(starts_at=at(year=2028))
    everything = [open_run, draft, past, next_year]
    assert listed(office) == everything
    assert listed(office, state="draft") == [draft]
    assert listed(office, state="nonsense", period="x", to_do="x") == everything
    assert listed(office, period="coming") == [open_run, next_year]
    assert listed(office, period="weeks") == [open_run]
    assert listed(office, period="past") == [past]
    assert listed(office, period="this_year") == [open_run, past]
    assert listed(office, to_do="trainer") == [open_run, next_year]
    assert listed(office, to_do="decide") == [open_run]
    assert listed(office, to_do="full") == []
    assert listed(office, to_do="minimum") == [open_run, next_year]
    assert listed(office, to_do="dates") == [draft]
    assert listed(office, projects__id__exact=project.pk) == [open_run]
    assert listed(office, sessions__room__venue__id__exact=room.venue_id) == [open_run]
    assert listed(office, sessions__starts_at__year=2028) == [next_year]
    assert listed(office, q=room.venue.name) == [open_run]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("run", "sessions__starts_at__year=9999"),
        ("run", "sessions__starts_at__year=99999999999999"),
        ("enrolment", "side__exact=%00"),
    ],
)
def test_wrong_filters_are_left_out_with_a_notice(office, name, query):
    make_enrolment()
    url = reverse(f"admin:trainings_{name}_changelist")
    response = office.get(f"{url}?{query}", follow=True)
    assert response.redirect_chain == [(url, 302)]
    notices = [str(message) for message in response.context["messages"]]
    assert notices == ["Some filters were not understood and are left out."]
    assert len(response.context["cl"].result_list) == 1


def test_choices_are_looked_up_by_any_characters(office):
    query = {"app_label": "events", "model_name": "run", "field_name": "seminar", "term": "x\0"}
    assert office.get(reverse("admin:autocomplete"), query).json()["results"] == []


def test_list_of_enrolments_is_filtered(office):
    run = make_run(capacity=2)
    seated, exception = make_enrolment(run=run), make_enrolment(run=run, side=Side.EXTERNAL)
    waiting = make_enrolment(run=run, confirmed_at=None)
    gone = make_enrolment(run=run, cancelled_at=at(day=1))

    def found(**query):
        response = office.get(reverse("admin:trainings_enrolment_changelist"), query)
        return list(response.context["cl"].queryset.order_by("pk"))

    assert found() == [seated, exception, waiting, gone]
    assert found(standing="confirmed") == [seated, exception]
    assert found(standing="waiting") == [waiting]
    assert found(standing="cancelled") == [gone]
    assert found(standing="x") == [seated, exception, waiting, gone]
    assert found(exception="yes") == [exception]


def fill(number):
    for _ in range(number):
        run = make_run(
            room=make_room(), trainers=[make_trainer()], capacity=2, starts_at=at(day=20)
        )
        run.shares.create(project=make_project())
        make_session(run=run, room=make_room(), starts_at=at(day=21))
        make_enrolment(run=run, side=Side.EXTERNAL)
        make_enrolment(run=run)
        make_enrolment(run=run, confirmed_at=None)


@pytest.mark.parametrize(
    "name", ["run_changelist", "enrolment_changelist", "course_changelist", "trainer_changelist"]
)
def test_lists_cost_the_same_for_few_and_many(office, name):
    url = reverse(f"admin:trainings_{name}")
    office.get(url)  # what is kept between requests is read once
    counts = []
    for number in (1, 7):
        fill(number)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page_of_a_run_costs_the_same_with_a_hundred_enrolments(office):
    run = make_run(capacity=60, room=make_room(), trainers=[make_trainer()])
    url = reverse("admin:trainings_run_change", args=[run.pk])
    office.get(url)  # what is kept between requests is read once
    counts = []
    for number in (1, 99):
        make_session(run=run, room=make_room(), starts_at=at(day=10 + number % 19))
        for place in range(number):
            make_enrolment(run=run, confirmed_at=None if place > 50 else at(day=1))
        with CaptureQueriesContext(connection) as queries:
            page = office.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.content.decode().count("Take off the list</a>") == 100


@pytest.mark.parametrize(
    "name",
    [
        "run_changelist",
        "run_add",
        "run_cancel",
        "enrolment_changelist",
        "course_add",
        "trainer_add",
    ],
)
def test_pages_are_closed_to_staff_without_the_right(client, name):
    client.force_login(make_user(is_staff=True))
    assert client.get(reverse(f"admin:trainings_{name}")).status_code == 403


def test_changing_seats_is_closed_to_those_who_only_see(client):

    user = make_user(is_staff=True)
    seeing = Permission.objects.filter(
        codename__startswith="view_", content_type__app_label="trainings"
    )
    user.user_permissions.set(seeing)
    client.force_login(user)
    run = make_run()
    enrolment = make_enrolment(run=run)
    pages_that_change = [
        reverse("admin:trainings_run_enrol", args=[run.pk]),
        reverse("admin:trainings_enrolment_cancel", args=[enrolment.pk]),
        reverse("admin:trainings_enrolment_accept", args=[enrolment.pk]),
        reverse("admin:trainings_run_cancel") + f"?run={run.pk}",
    ]
    for url in pages_that_change:
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    page = client.get(reverse("admin:trainings_run_change", args=[run.pk]))
    assert page.status_code == 200
    offers = [*pages_that_change, reverse("admin:trainings_run_add")]
    assert [url for url in offers if url in page.content.decode()] == []


def test_changing_seats_is_offered_to_those_who_may(office):
    run = make_run(capacity=1)
    offered = make_enrolment(run=run, confirmed_at=None, offered_until=at(day=3))
    page = office.get(reverse("admin:trainings_run_change", args=[run.pk])).content.decode()
    offers = [
        reverse("admin:trainings_run_enrol", args=[run.pk]),
        reverse("admin:trainings_enrolment_cancel", args=[offered.pk]),
        reverse("admin:trainings_enrolment_accept", args=[offered.pk]),
        reverse("admin:trainings_run_cancel") + f"?run={run.pk}",
        reverse("admin:trainings_run_add") + f"?like={run.course_id}",
    ]
    assert [url for url in offers if url not in page] == []


def test_date_that_people_came_to_is_neither_called_off_nor_moved_on(office):
    run = make_run(starts_at=at(day=1))
    make_attendance(enrolment=make_enrolment(run=run))
    sentence = "People were there, see the attendance."
    response = save(office, run, **{"sessions-0-called_off": "Streik"})
    assert form_errors(response)[0] == {"called_off": [sentence]}
    response = save(office, run, **parts("sessions-0-day", date(2027, 3, 3)))
    assert form_errors(response)[0] == {"day": [sentence]}
    save(office, run, **{"sessions-0-starts": "10"})
    assert run.sessions.get().starts_at == at(day=1, hour=10)
