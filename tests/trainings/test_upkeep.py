"""Names in trainings go when nobody may need them any more, and every figure stays."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from cooperation.actions import merge_people
from cooperation.models import Booking, Person, Project
from miko_portal.base import nightly, outbox
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_contact, make_organisation, make_person, make_project
from tests.stored import everything_stored
from tests.trainings.factories import (
    BERLIN,
    at,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from trainings.actions import (
    cancel_enrolment,
    enrol,
    issue_certificate,
    known_person,
    note_attendance,
    write_to_many,
)
from trainings.facts import Side
from trainings.figures import DIMENSIONS, figures
from trainings.models import Attendance, Enrolment, Trainer, TrainerAssignment, TrainerCalendar
from trainings.signature_sheets import signatures_of
from trainings.upkeep import due

pytestmark = pytest.mark.django_db

ALWAYS = {"since": date(2000, 1, 1), "until": date(2100, 1, 1), "on": date(2100, 1, 1)}


def night(year, month, day, hour=3):
    return datetime(year, month, day, hour, tzinfo=BERLIN)


def run_nightly(*, at):
    nightly.jobs["trainings.upkeep"].run(on=at.date(), at=at)


def make_paid_run(*projects, **kw):
    run = make_run(**kw)
    for project in projects:
        run.shares.create(project=project, percent=100 // len(projects))
    return run


def make_ended_project(year=2027, **kw):
    return make_project(ends_on=date(year, 6, 30), **kw)


def counted():
    """Every figure by every dimension."""
    return {by: figures(by=by, **ALWAYS) for by in DIMENSIONS}


@pytest.mark.parametrize(
    ("years", "last_night_with", "first_night_without"),
    [
        ([], night(2030, 12, 31), night(2031, 1, 1)),
        ([10], night(2037, 6, 30), night(2037, 7, 1)),
        ([1], night(2028, 6, 30), night(2028, 7, 1)),
        ([5, 7], night(2034, 6, 30), night(2034, 7, 1)),
    ],
)
def test_names_stay_as_long_as_somebody_may_ask(years, last_night_with, first_night_without):
    run = make_paid_run(*[make_ended_project(kept_years=kept) for kept in years])
    enrolment = make_enrolment(run=run, enrolled_by=make_user(), override_reason="Gast")
    run_nightly(at=last_night_with)
    enrolment.refresh_from_db()
    assert (bool(enrolment.person), enrolment.override_reason) == (True, "Gast")
    for _ in range(2):
        run_nightly(at=first_night_without)
    enrolment.refresh_from_db()
    assert (enrolment.person, enrolment.override_reason, enrolment.enrolled_by) == (None, "", None)
    assert enrolment.forgotten_on == first_night_without.date()
    assert (Person.objects.count(), str(enrolment)) == (0, "Name gelöscht")
    assert not any(rows.exists() for rows in due(at=first_night_without))


def test_end_of_a_project_in_february_and_one_without_an_end():
    leap = make_project(ends_on=date(2028, 2, 29), kept_years=1)
    assert list(Project.objects.auditable(on=date(2029, 2, 28))) == [leap]
    assert list(Project.objects.auditable(on=date(2029, 3, 1))) == []
    endless = make_project(ends_on=None)
    assert list(Project.objects.auditable(on=date(2099, 1, 1))) == [endless]


def test_nobody_is_forgotten_before_the_training_is_over():
    enrolment = make_enrolment(run=make_paid_run(make_ended_project(2020, kept_years=1)))
    run_nightly(at=at(day=10, hour=3))
    assert Enrolment.objects.get().person == enrolment.person
    run_nightly(at=at(day=11, hour=3))
    assert Enrolment.objects.get().person is None


def test_who_had_no_seat_is_no_evidence_for_a_funder():
    run = make_paid_run(make_ended_project())
    seated = make_enrolment(run=run)
    make_enrolment(run=run, confirmed_at=None)
    make_enrolment(run=run, cancelled_at=at(day=2))
    run_nightly(at=night(2030, 12, 31))
    assert Enrolment.objects.named().count() == 3
    run_nightly(at=night(2031, 1, 1))
    assert list(Enrolment.objects.named()) == [seated]
    assert list(Person.objects.all()) == [seated.person]


def test_training_whose_dates_were_called_off_or_taken_out_ends_too():
    off = make_run()
    make_enrolment(run=off)
    off.cancel(on=date(2027, 3, 1), reason="Streik")
    make_enrolment(run=make_run(starts_at=False))
    run_nightly(at=night(2030, 12, 31))
    assert Enrolment.objects.named().count() == 2
    run_nightly(at=night(2031, 1, 1))
    assert Enrolment.objects.named().count() == 0


def test_people_who_are_needed_otherwise_are_kept():
    contact, trainer = make_contact().person, make_trainer(confirmed_on=date(2028, 1, 1))
    later = make_enrolment(run=make_run(starts_at=at(year=2030)))
    run = make_run()
    for person in (contact, trainer, later.person, make_person()):
        make_enrolment(run=run, person=person)
    run_nightly(at=night(2031, 1, 1))
    assert set(Person.objects.all()) == {contact, trainer, later.person}
    assert list(Enrolment.objects.named()) == [later]


def test_who_led_a_training_and_who_noted_attendance_goes_with_it():
    trainer = make_trainer()
    past, later = make_run(trainers=[trainer]), make_run(starts_at=at(year=2030))
    noted = [
        make_attendance(enrolment=make_enrolment(run=run), noted_by=make_user())
        for run in (past, later)
    ]
    kept = make_session(run=later, starts_at=at(year=2030, day=11), trainers=[trainer])
    run_nightly(at=night(2031, 1, 1))
    assert list(TrainerAssignment.objects.values_list("session", flat=True)) == [kept.pk]
    assert Booking.objects.filter(person=trainer).count() == 1
    assert [Attendance.objects.get(pk=row.pk).noted_by for row in noted] == [
        None,
        noted[1].noted_by,
    ]


def trainers_on(*nights):
    """Who is still among the trainers after each night."""
    for moment in nights:
        run_nightly(at=moment)
        yield set(Trainer.objects.values_list("person", flat=True))


def test_who_leads_nothing_goes_from_the_trainers_at_the_end_of_the_third_year():
    idle, leading, confirmed = (make_trainer(mail=f"{n}@example.org") for n in range(3))
    project = make_ended_project(kept_years=30)
    paid = make_paid_run(project, trainers=[leading])
    make_session(run=make_run(starts_at=False), starts_at=at(year=2028), trainers=[leading])
    TrainerCalendar.objects.create(trainer=idle.trainer, token_hash="a", issued_at=at())
    Trainer.objects.filter(person=confirmed).update(confirmed_on=date(2029, 5, 1))
    nights = [night(2030, 12, 31), night(2031, 1, 1), night(2032, 1, 1), night(2033, 1, 1)]
    everybody = {idle.pk, leading.pk, confirmed.pk}
    assert list(trainers_on(*nights)) == [
        everybody,
        everybody - {idle.pk},
        {confirmed.pk},
        set(),
    ]
    # Whom the funder may still ask for is known as long as that, and to be asked no more.
    assert list(Person.objects.all()) == [leading]
    assert list(paid.sessions.get().trainers.all()) == [leading]
    assert not TrainerCalendar.objects.exists()


def test_person_of_an_old_and_a_new_training_counts_once_before_and_after():
    person, house = make_person(), make_organisation(internal=True)
    old = make_paid_run(make_ended_project(kept_years=1))
    new = make_paid_run(make_ended_project(2029), starts_at=at(year=2029))
    for run in (old, new):
        make_attendance(enrolment=make_enrolment(run=run, person=person, organisation=house))
    before = counted()
    assert before["organisation"][1].persons == 1
    run_nightly(at=night(2030, 1, 1))
    assert set(Enrolment.objects.values_list("person", flat=True)) == {None, person.pk}
    assert counted() == before
    run_nightly(at=night(2045, 1, 1))
    assert not Person.objects.exists()
    assert counted() == before


def test_who_has_a_certificate_is_known_as_long_as_it_tells_the_name():
    issued_late = make_attendance().enrolment
    issue_certificate(issued_late, by=make_staff("Koordination"), at=at(day=3, year=2028))
    for night_of in (night(2031, 1, 1), night(2031, 12, 31)):
        nightly.run_all(at=night_of)
        assert Enrolment.objects.named().count() == 1
    nightly.run_all(at=night(2032, 1, 1))
    assert (Enrolment.objects.named().count(), Person.objects.count()) == (0, 0)
    assert issued_late.certified.certificate.units == 4


def test_two_who_turn_out_to_be_one_count_once_where_names_are_gone_too():
    kept, duplicate = make_person(), make_person()
    for person, year in [(kept, 2027), (duplicate, 2027), (kept, 2030), (duplicate, 2030)]:
        run = make_run(starts_at=at(year=year))
        make_attendance(enrolment=make_enrolment(run=run, person=person))
    run_nightly(at=night(2031, 1, 1))
    assert figures(by="year", **ALWAYS)[1].persons == 2
    merge_people(kept, duplicate=duplicate, by=make_staff(), on=date(2031, 1, 1))
    assert set(Enrolment.objects.values_list("counted_as", flat=True)) == {kept.pk}
    rows, whole = figures(by="year", **ALWAYS)
    assert ([row.figures.persons for row in rows], whole.persons) == ([1, 1], 1)


def test_who_comes_instead_is_counted():
    enrolment, other = make_enrolment(), make_person()
    Enrolment.objects.filter(pk=enrolment.pk).update(person=other, counted_as=7)
    assert Enrolment.objects.get().counted_as == other.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": None},
        {"forgotten_on": date(2031, 1, 1)},
        {"person": None, "forgotten_on": date(2031, 1, 1)},
    ],
)
def test_an_enrolment_is_somebodys_until_nothing_of_them_is_left(wrong):
    make_enrolment(override_reason="Gast")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.update(**wrong)


def test_dry_run_names_what_would_go_and_deletes_nothing(time_machine, capsys):
    run = make_run(trainers=[make_trainer()])
    make_attendance(enrolment=make_enrolment(run=run), noted_by=make_user())
    time_machine.move_to(night(2031, 1, 1), tick=False)
    assert nightly.kept_too_long(at=night(2031, 1, 2, hour=1)) == 0
    assert nightly.kept_too_long(at=night(2031, 1, 2, hour=3)) == 4
    call_command("nightly", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in said] == ["trainings.upkeep:"] * 4 + ["Nothing"]
    assert Enrolment.objects.named().count() == 1


def test_no_trace_of_people_is_left_in_any_table_or_log_and_every_figure_stays(
    caplog, time_machine
):
    caplog.set_level("DEBUG")
    time_machine.move_to(at(day=1, hour=12), tick=False)
    by, house = make_staff("Koordination"), make_organisation(internal=True)
    project = make_ended_project(kept_years=5)
    runs = [
        make_paid_run(project, capacity=2, course=make_course(title="Syrien")),
        make_run(starts_at=at(day=12), course=make_course(title="Asylrecht")),
    ]
    for name in ("Eins", "Zwei", "Drei"):
        person = known_person(
            given_name="Zarifa",
            family_name=f"Unverwechselbar-{name}",
            mail=f"{name}@unverwechselbar.example.org",
            organisation=house,
            by=by,
        )
        for run in runs:
            reason = f"Sonderfall wegen Unverwechselbar-{name}"
            facts = {"organisation": house, "override_reason": reason}
            enrol(run, person=person, by=by, at=at(day=1, hour=12), **facts)
    write_to_many(runs[0], audience="all", text="Bitte pünktlich.", by=by, at=at(day=2))
    outbox.send_due(at=at(day=3))
    cancel_enrolment(runs[1].places.live().first(), by=by, at=at(day=4))
    for run in runs:
        time_machine.move_to(run.sessions.get().ends_at, tick=False)
        date_held = run.sessions.get()
        note_attendance(run, everybody_at=date_held, by=by, at=date_held.ends_at)
    for enrolment in runs[0].places.confirmed():
        issue_certificate(enrolment, by=by, at=at(day=12, hour=15))
    Person.objects.filter(family_name="Unverwechselbar-Eins").update(telephone="0261 99887766")
    outbox.send_due(at=at(day=13))
    time_machine.move_to(night(2032, 6, 30), tick=False)
    call_command("nightly", stdout=StringIO())
    before = counted()
    assert before["project"][1].persons == 3
    assert Person.objects.filter(given_name="Zarifa").count() == 2  # the funder may ask for them
    for days in (1, 2):
        time_machine.move_to(night(2032, 6, 30) + timedelta(days=days), tick=False)
        call_command("nightly", stdout=StringIO())
        outbox.send_due(at=night(2032, 7, 3))
    assert counted() == before
    secrets = ["Zarifa", "Unverwechselbar", "99887766", "Sonderfall"]
    dump = [*everything_stored(), caplog.text]
    assert [secret for secret in secrets for text in dump if secret.lower() in text.lower()] == []
    told = HistoryEntry.objects.filter(table_name="trainings_enrolment").values_list(
        "changes", flat=True
    )
    assert {str(changes["counted_as"]) for changes in told if "counted_as" in changes} == {"None"}


PAGES = [
    ("run_change", "run"),
    ("enrolment_changelist", None),
    ("enrolment_change", "enrolment"),
    ("run_attendance", "run"),
    ("run_figures", None),
]


@pytest.mark.parametrize(("name", "of"), PAGES)
def test_pages_say_that_the_name_is_deleted(client, name, of):
    enrolment = make_enrolment(override_reason="Gast")
    make_attendance(enrolment=enrolment)
    run_nightly(at=night(2031, 1, 1))
    client.force_login(make_staff("Koordination"))
    args = [] if of is None else [enrolment.run_id if of == "run" else enrolment.pk]
    page = client.get(reverse(f"admin:trainings_{name}", args=args))
    assert page.status_code == 200
    shown = page.content.decode()
    assert ("Name gelöscht" in shown) == (name != "run_figures")
    off = reverse("admin:trainings_enrolment_cancel", args=[enrolment.pk])
    assert [word for word in ("None", enrolment.person.family_name, off) if word in shown] == []


def test_whose_name_is_deleted_can_be_neither_written_to_nor_taken_off(client):
    enrolment = make_enrolment(person=make_person(mail="ada@example.org"))
    run_nightly(at=night(2031, 1, 1))
    assert list(enrolment.run.places.for_audience("all")) == []
    client.force_login(make_staff("Koordination"))
    for name in ("cancel", "accept", "exception"):
        url = reverse(f"admin:trainings_enrolment_{name}", args=[enrolment.pk])
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404), name
    session = enrolment.run.sessions.get()
    assert signatures_of(session).startswith(b"%PDF")


def test_what_was_attended_stays_when_nobody_knows_by_whom(client):
    row = make_attendance()
    run, session = row.enrolment.run, row.session
    other = make_enrolment(run=run)
    run_nightly(at=night(2031, 1, 1))
    coordinator = make_staff("Koordination")
    with pytest.raises(ValidationError, match=r"Namen|names"):
        note_attendance(run, everybody_at=session, by=coordinator, at=night(2031, 1, 2))
    with pytest.raises(IntegrityError, match="who_is_forgotten"), transaction.atomic():
        make_attendance(enrolment=other, session=session)
    with pytest.raises(IntegrityError, match="who_is_forgotten"), transaction.atomic():
        Attendance.objects.all().delete()
    client.force_login(coordinator)
    page = client.get(reverse("admin:trainings_run_attendance", args=[run.pk]))
    assert 'type="checkbox"' not in page.content.decode()
    assert Attendance.objects.count() == 1


def test_forgetting_costs_the_same_for_many(django_assert_max_num_queries):
    for number in (1, 9):
        run = make_run(trainers=[make_trainer()], capacity=20)
        for _ in range(number):
            make_attendance(enrolment=make_enrolment(run=run, side=Side.VOLUNTEER))
        with django_assert_max_num_queries(25):
            run_nightly(at=night(2031, 1, 1))
