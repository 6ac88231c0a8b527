"""Trainings: planned, changed, published, called off, copied."""

from datetime import date

from miko_portal.base.history import acting
from tests.cooperation.factories import make_project, make_room
from tests.trainings.browser import fields
from tests.trainings.factories import (
    at,
    make_course,
    make_enrolment,
    make_run,
    make_session,
    make_trainer,
)
from tests.trainings.scenes.both_ways import (
    NOW,
    TODAY,
    accepted,
    address,
    change,
    form,
    later,
    parts,
    send,
    with_mail,
)
from trainings import actions
from trainings.models import Run, Session


@form("run_add")
def planned_with_course_and_place():
    project, trainer = make_project(), make_trainer()
    course, room = make_course(title="Syrien", units=4), make_room(seats=20)
    typed = parts("day_1", date(2027, 3, 20)) | parts("day_2", date(2027, 3, 21))
    typed |= {"starts_1": "9", "ends_1": "12", "starts_2": "9", "ends_2": "10:30"}
    typed |= {"course": "Syrien", "capacity": 12, "project": project.pk, "trainer": trainer.pk}
    typed |= {"place": f"{room.name}, {room.venue.name}, {room.venue.town}", "publish": "on"}

    def act(by):
        dates = [
            Session(starts_at=at(day=20), ends_at=at(day=20, hour=12), units=4, room=room),
            Session(starts_at=at(day=21), ends_at=at(day=21, hour=10, minute=30), units=2),
        ]
        dates[1].room = room
        actions.create_training(
            Run(course=course, capacity=12),
            sessions=dates,
            trainers=[trainer],
            project=project,
            by=by,
            publish_on=TODAY,
        )

    return send("run_add", **typed), act


@form("run_change")
def more_seats_let_people_move_up():
    run = later(capacity=1)
    make_enrolment(run=run)
    make_enrolment(run=run, confirmed_at=None, person=with_mail())

    def act(by):
        with acting(by):
            run.refresh_from_db()
            run.capacity = 2
            run.save()
        actions.pass_seats_on(run, by=by, at=NOW)

    return change("run_change", run.pk, capacity=2), act


@form("run_change")
def dates_trainers_and_shares_in_the_rows_of_the_page():
    run, room, trainer, project = later(), make_room(), make_trainer(), make_project()
    typed = {"sessions-0-starts": "14", "sessions-0-ends": "17", "sessions-0-room": room.pk}
    typed |= {"sessions-0-led_by": [trainer.pk]}
    typed |= {"shares-0-project": project.pk, "shares-0-percent": 40}

    def act(by):
        session = run.sessions.get()
        session.starts_at, session.ends_at = at(day=20, hour=14), at(day=20, hour=17)
        session.room = room
        with acting(by):
            Run.objects.get(pk=run.pk).save()
            session.save()
            session.trainers.set([trainer])
            run.shares.create(project=project, percent=40)

    return change("run_change", run.pk, **typed), act


@form("run_change")
def date_called_off_and_another_added():
    run = later(trainers=[make_trainer()])
    off = make_session(run=run, starts_at=at(day=21))
    typed = {"sessions-1-called_off": "Streik", "sessions-2-starts": "9", "sessions-2-ends": "12"}
    typed |= parts("sessions-2-day", date(2027, 3, 22))

    def act(by):
        with acting(by):
            Run.objects.get(pk=run.pk).save()
            off.cancel(on=TODAY, reason="Streik")
            Session.objects.create(
                run=run, starts_at=at(day=22), ends_at=at(day=22, hour=12), units=4
            )

    return change("run_change", run.pk, **typed), act


@form("run_change")
def published_from_its_page():
    run = later(published_on=None)

    def post(client):
        shown = fields(client.get(address("run_change", run.pk)))
        accepted(client.post(address("run_change", run.pk), shown | {"_publish": ""}))

    def act(by):
        with acting(by):
            Run.objects.get(pk=run.pk).save()
        actions.publish_run(run, on=TODAY, by=by)

    return post, act


@form("run_changelist")
def published_from_the_list():
    run = later(published_on=None)
    post = send("run_changelist", action="publish", _selected_action=[run.pk])
    return post, lambda by: actions.publish_run(run, on=TODAY, by=by)


@form("run_cancel")
def called_off():
    run = later(room=make_room(), trainers=[make_trainer()])
    make_enrolment(run=run, person=with_mail())
    facts = {"on": TODAY, "reason": "Grippe", "at": NOW}
    return (
        lambda client: accepted(
            client.post(f"{address('run_cancel')}?run={run.pk}", {"reason": "Grippe"})
        ),
        lambda by: actions.cancel_run(run, by=by, **facts),
    )


@form("run_copy")
def copied_with_its_trainers():
    trainer = make_trainer()
    run = make_run(starts_at=at(day=2), trainers=[trainer], room=make_room())
    run.shares.create(project=make_project())
    date_held = run.sessions.get()
    typed = parts(f"date-{date_held.pk}-day", date(2028, 2, 29))
    return send(
        "run_copy", run.pk, **{f"date-{date_held.pk}-keep": "on"}, **typed
    ), lambda by: actions.copy_runs([(run, [moved_to(date_held, led_by=[trainer])])], by=by)


@form("run_programme")
def programme_taken_over():
    run = make_run(starts_at=at(day=2), trainers=[make_trainer()])
    date_held = run.sessions.get()
    typed = parts(f"date-{date_held.pk}-day", date(2028, 2, 29))
    typed |= {f"date-{date_held.pk}-keep": "on"}
    query = "?year=2027&part=year&project=&into=2028"
    return (
        lambda client: accepted(client.post(address("run_programme") + query, typed)),
        lambda by: actions.copy_runs([(run, [moved_to(date_held)])], by=by),
    )


def moved_to(date_held, *, led_by=()):
    moved = Session(room=date_held.room, link=date_held.link, units=date_held.units)
    moved.starts_at = at(year=2028, month=2, day=29)
    moved.ends_at = at(year=2028, month=2, day=29, hour=12)
    moved.led_by = list(led_by)
    return moved
