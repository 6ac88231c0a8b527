"""Those enrolled and those who lead."""

from datetime import timedelta

from cooperation.models import Organisation, Person
from miko_portal.base.circulars import recall
from miko_portal.base.history import acting
from tests.cooperation.factories import make_organisation
from tests.trainings.factories import (
    at,
    make_attendance,
    make_enrolment,
    make_run,
    make_trainer,
)
from tests.trainings.scenes.both_ways import NOW, address, change, form, later, send, with_mail
from trainings import actions
from trainings.facts import Side
from trainings.models import Trainer


@form("run_enrol")
def somebody_new_is_enrolled():
    run, county = later(), make_organisation(internal=True)
    named = {"given_name": "Ada", "family_name": "Bär", "mail": "ada@example.org"}

    def act(by):
        organisation = Organisation.objects.get(pk=county.pk)
        person = actions.known_person(**named, organisation=organisation, by=by)
        actions.enrol(run, person=person, organisation=organisation, by=by, at=NOW)

    return send("run_enrol", run.pk, organisation=county.pk, **named), act


@form("run_enrol")
def exception_with_a_reason_on_the_waiting_list():
    run, stranger, known = later(capacity=1), make_organisation(), with_mail()
    make_enrolment(run=run)
    make_enrolment(person=known, side=Side.EXTERNAL, organisation=stranger)
    named = {"given_name": "Ada", "family_name": "Bär", "mail": "ada@example.org"}
    return (
        send("run_enrol", run.pk, organisation=stranger.pk, override_reason="Gast", **named),
        lambda by: actions.enrol(
            run, person=known, organisation=stranger, override_reason="Gast", by=by, at=NOW
        ),
    )


@form("enrolment_cancel")
def taken_off_the_list():
    run = later(capacity=1)
    enrolment = make_enrolment(run=run, person=with_mail())
    make_enrolment(run=run, person=with_mail("bea"), confirmed_at=None)
    return (
        send("enrolment_cancel", enrolment.pk),
        lambda by: actions.cancel_enrolment(enrolment, by=by, at=NOW),
    )


@form("enrolment_accept")
def offer_is_taken():
    offered = make_enrolment(
        run=later(), person=with_mail(), confirmed_at=None, offered_until=at(day=13)
    )
    return (
        send("enrolment_accept", offered.pk),
        lambda by: actions.accept_offer(offered, by=by, at=NOW),
    )


@form("enrolment_exception")
def seat_is_kept_by_way_of_exception():
    enrolment = make_enrolment(run=later(), side=Side.EXTERNAL, override_reason="alt")
    return (
        send("enrolment_exception", enrolment.pk, reason="Leitung will es"),
        lambda by: actions.make_exception(enrolment, reason="Leitung will es", by=by),
    )


@form("enrolment_replace")
def somebody_else_comes():
    run = later(capacity=1)
    enrolment = make_enrolment(run=run, person=with_mail(), organisation=make_organisation())
    make_enrolment(run=run, confirmed_at=None)
    named = {"given_name": "Bea", "family_name": "Bär", "mail": "bea@example.org"}
    return (
        send("enrolment_replace", enrolment.pk, **named),
        lambda by: actions.replace_by(enrolment, **named, by=by, at=NOW),
    )


@form("run_message")
def written_to_many():
    run = later()
    make_enrolment(run=run, person=with_mail())
    typed = {"audience": "all", "text": "Bitte klingeln."}
    return (
        send("run_message", run.pk, _send="1", **typed),
        lambda by: actions.write_to_many(run, **typed, by=by, at=NOW),
    )


@form("run_message")
def message_taken_back():
    run = later()
    make_enrolment(run=run, person=with_mail())
    sent = actions.write_to_many(run, audience="all", text="Falsch.", by=None, at=NOW)
    return send("run_message", run.pk, recall=sent.pk), lambda by: recall(sent, by=by, at=NOW)


@form("run_attendance")
def who_was_there():
    run = make_run(starts_at=at(day=10))
    ada, ben, day = make_enrolment(run=run), make_enrolment(run=run), run.sessions.get()
    make_attendance(enrolment=ben)
    typed = {"there": f"{ada.pk}-{day.pk}", f"seen-{day.pk}": str(ben.pk)}
    facts = {"there": [(ada.pk, day.pk)], "away": [(ben.pk, day.pk)], "at": NOW}
    return (
        send("run_attendance", run.pk, **typed),
        lambda by: actions.note_attendance(run, by=by, **facts),
    )


@form("run_attendance")
def all_were_there():
    run = make_run(starts_at=at(day=10))
    for _ in range(3):
        make_enrolment(run=run)
    day = run.sessions.get()
    return (
        send("run_attendance", run.pk, all=day.pk),
        lambda by: actions.note_attendance(run, everybody_at=day, by=by, at=NOW),
    )


def completed(number):
    run = make_run(starts_at=at(day=10))
    for name in range(number):
        make_attendance(enrolment=make_enrolment(run=run, person=with_mail(f"ada{name}")))
    return run


@form("run_certificates")
def one_gets_a_certificate():
    run = completed(2)
    enrolment = run.places.first()
    return (
        send("run_certificates", run.pk, enrolment=enrolment.pk),
        lambda by: actions.issue_certificate(enrolment, by=by, at=NOW),
    )


@form("run_certificates")
def all_get_certificates():
    run = completed(2)
    return (
        send("run_certificates", run.pk, all="1"),
        lambda by: actions.issue_certificates(run, by=by, at=NOW, within=timedelta(minutes=1)),
    )


@form("trainer_add")
def trainer_is_entered():
    named = {"given_name": "Ada", "family_name": "Bär", "mail": "ada@example.org"}

    def act(by):
        with acting(by):
            person = actions.known_person(**named, organisation=None, by=by)
            person.telephone = "02651 555012"
            person.save()
            Trainer.objects.create(person=person, topics="Islam", confirmed_on=NOW.date())

    return send("trainer_add", topics="Islam", telephone="02651 555012", **named), act


@form("trainer_change")
def trainer_is_changed():
    trainer = make_trainer(mail="").trainer

    def act(by):
        with acting(by):
            Person.objects.get(pk=trainer.person_id).save()
            trainer.person.mail = "neu@example.org"
            trainer.person.save()
            Trainer.objects.filter(pk=trainer.pk).update(confirmed_on=NOW.date())

    return change("trainer_change", trainer.pk, mail="neu@example.org"), act


@form("trainer_calendar")
def calendar_is_made():
    trainer = make_trainer().trainer
    return (
        lambda client: client.post(address("trainer_calendar", trainer.pk)),
        lambda by: actions.issue_calendar(trainer, by=by, at=NOW),
    )
