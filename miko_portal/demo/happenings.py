"""What has happened with the seminars of the demo: who came, what was moved, written and said."""

from datetime import date, timedelta
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile

from events import actions
from events.models import Circular, RegistrationContact, Run
from miko_portal.base import certificates, outbox
from miko_portal.base.models import Certificate, Message, User
from miko_portal.demo.chime import chime
from miko_portal.demo.content import moment, read
from miko_portal.demo.registrants import register_group

REGISTERED_BEFORE = timedelta(days=6)
DAY = timedelta(days=1)


def load_happenings(runs: dict[str, list[Run]], *, today: date, by: User) -> None:
    """Of all that is in the file, but for the mail that came back: that was sent before."""
    told = read("happenings")
    for evening in told["evenings"]:
        _hold(_run(runs, evening), evening, by=by)
    _move(_run(runs, told["moved"]), told["moved"]["hours"], at=moment(today - DAY, "11:00"), by=by)
    _certify(_run(runs, told["certificates"]), told["certificates"], today=today, by=by)
    for key, languages in told["voices"].items():
        _speak(runs[key][0].seminar, languages, at=moment(today - DAY, "09:30"), by=by)
    actions.write_to_many(
        _run(runs, told["to_all"]),
        audience=Circular.Audience.ALL,
        texts=told["to_all"]["texts"],
        by=by,
        at=moment(today - DAY, "15:40"),
    )


def let_mails_come_back(*, today: date) -> None:
    """A mail server reports that they did not arrive; who has a number is to be called."""
    for mail in read("happenings")["came_back"]:
        theirs = RegistrationContact.objects.filter(
            mail=mail, registration__run__ends_at__gt=moment(today + DAY, "00:00")
        )
        registration = theirs.earliest("registration__run__starts_at").registration_id
        sent = Message.objects.sent().filter(kind__in=["events.confirmed", "events.waiting"])
        message = sent.get(recipient=f"events.registration:{registration}")
        named = f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@example.org>"
        outbox.come_back(named, at=moment(today - DAY, "17:05"))


def _run(runs, told):
    return runs[told["seminar"]][told["run"]]


def _hold(run, told, *, by):
    """People register; the date itself is noted at the door, if it is over."""
    session = run.sessions.get()
    people = cycle(read("registrants")["people"])
    at = session.starts_at - REGISTERED_BEFORE
    places = [
        register_group(run, next(people) | {"needs": ""}, at=at + number * timedelta(hours=1))
        for number in range(told["groups"])
    ]
    for place, came in zip(places, told.get("came", []), strict=False):
        persons = place.persons if came == "all" else came
        actions.check_in(session, registration=place, persons=persons, by=by, at=session.starts_at)


def _certify(run, told, *, today, by):
    """Some ask by their link; one is issued anew, one is revoked."""
    places, at = list(run.places.order_by("pk")), moment(today - DAY, "10:20")
    for group, names in told["asked"]:
        called = dict(enumerate(names, start=1))
        actions.issue_certificates(places[group], names=called, by=None, at=at)
        at += timedelta(hours=1)
    issued = {row.name: row for row in Certificate.objects.all()}
    for name, (right, reason) in told["anew"].items():
        certificates.reissue(issued[name], name=right, reason=reason, by=by, at=at)
    for name, reason in told["revoked"].items():
        certificates.revoke(issued[name], reason=reason, by=by, at=at)


def _move(run, hours, *, at, by):
    session = run.sessions.get()

    def save():
        session.starts_at += timedelta(hours=hours)
        session.ends_at += timedelta(hours=hours)
        session.save()

    actions.change_dates(run, save=save, by=by, at=at)


def _speak(seminar, languages, *, at, by):
    for language in languages:
        sound = SimpleUploadedFile("sprachnachricht.mp3", chime(), content_type="audio/mpeg")
        actions.store_voice(seminar, language=language, file=sound, by=by, at=at)
