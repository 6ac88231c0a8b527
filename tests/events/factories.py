"""Plain factories: each makes one valid row, with what the test says otherwise."""

from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from events.actions import store_voice
from events.models import (
    Attendance,
    Feedback,
    HeadCount,
    Interpreter,
    InterpreterAssignment,
    Registration,
    RegistrationContact,
    Run,
    Seminar,
    SeminarText,
    Session,
    Topic,
)
from tests.base.factories import make_user
from tests.cooperation.factories import make_organisation, make_person, make_venue

number = count(1)
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2027, 3, 10)  # a Wednesday


def at(days, hour=18, minute=0):
    """A moment so many days after `TODAY`, by the clock in Berlin."""
    return datetime.combine(TODAY + timedelta(days=days), time(hour, minute), BERLIN)


def make_topic(**kw):
    kw.setdefault("name", f"Energie {next(number)}")
    return Topic.objects.create(**kw)


def make_text(seminar, language="de", **kw):
    kw.setdefault("title", "Strom sparen")
    kw.setdefault("summary", "So wird die Rechnung kleiner.")
    if language != "de" and "source_digest" not in kw:
        german = seminar.texts.filter(language="de").first()
        kw["source_digest"] = german.digest if german else ""
    return SeminarText.objects.create(seminar=seminar, language=language, **kw)


def make_seminar(**kw):
    """A seminar with a German text; `title=` names it, `title=None` leaves it without one."""
    title = kw.pop("title", "Strom sparen")
    if "topic" not in kw:
        kw["topic"] = make_topic()
    if "organiser" not in kw:
        kw["organiser"] = make_organisation()
    seminar = Seminar.objects.create(**kw)
    if title is not None:
        make_text(seminar, title=title)
    return seminar


# A silent frame of an MP3 (MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono): 26 milliseconds.
SILENCE = b"\xff\xfb\x10\xc0" + bytes(100)


def recording(seconds=5, name="Ansage.mp3"):
    frames = round(seconds * 44_100 / 1152)
    return SimpleUploadedFile(name, SILENCE * frames, content_type="audio/mpeg")


def make_voice(seminar, language="ar", by=None, **kw):
    return store_voice(
        seminar, language=language, file=recording(**kw), by=by or make_user(), at=at(0)
    )


def make_session(run, days=7, hour=18, **kw):
    kw.setdefault("starts_at", at(days, hour))
    kw.setdefault("ends_at", kw["starts_at"] + timedelta(hours=2))
    if "venue" not in kw and "room" not in kw:
        kw["venue"] = make_venue()
    return Session.objects.create(run=run, **kw)


def make_run(days=7, hour=18, place=None, **kw):
    """A published run with one session, so many days after `TODAY`; `days=None`: with none."""
    title = kw.pop("title", "Strom sparen")
    if "seminar" not in kw:
        kw["seminar"] = make_seminar(title=title)
    kw.setdefault("capacity", 20)
    kw.setdefault("spoken", ["de"])
    kw.setdefault("published_on", TODAY - timedelta(days=30))
    run = Run.objects.create(**kw)
    if days is not None:
        make_session(run, days, hour, **({"venue": place} if place else {}))
        run.refresh_from_db()
    return run


def make_head_count(seminar=None, **kw):
    """The number of a day before the portal; with `session=` of one of its dates."""
    if "session" not in kw:
        kw["seminar"] = seminar or make_seminar()
        kw.setdefault("held_on", date(2019, 5, 8))
    kw.setdefault("persons", 12)
    return HeadCount.objects.create(**kw)


def make_interpreter(*languages, gender="woman", confirmed_on=TODAY, **kw):
    """Somebody who interprets, into Arabic unless told."""
    person = kw.pop("person", None) or make_person(**kw)
    return Interpreter.objects.create(
        person=person,
        languages=list(languages) or ["ar"],
        gender=gender,
        confirmed_on=confirmed_on,
    )


def make_assignment(session, language="ar", **kw):
    """Somebody asked to interpret on a date."""
    if "person" not in kw:
        kw["person"] = make_interpreter(language).person
    kw.setdefault("asked_on", TODAY)
    return InterpreterAssignment.objects.create(session=session, language=language, **kw)


def make_registration(run=None, **kw):
    """A stored registration with seats; `confirmed_at=None`: it waits."""
    contact = {name: kw.pop(name) for name in ("name", "mail", "telephone", "needs") if name in kw}
    kw.setdefault("created_at", at(0))
    kw.setdefault("confirmed_at", kw["created_at"])
    registration = Registration.objects.create(run=run or make_run(coming="here"), **kw)
    make_contact(registration=registration, **contact).save()
    return registration


def make_attendance(registration, session=None, **kw):
    """All of a registration were at a date, its first unless told."""
    kw.setdefault("persons", registration.persons)
    kw.setdefault("noted_at", at(7))
    session = session or registration.run.sessions.first()
    return Attendance.objects.create(registration=registration, session=session, **kw)


def make_feedback(run, *faces, **kw):
    """An answer for each face, one good one unless told, of the day after the run began."""
    kw.setdefault("language", "de")
    kw.setdefault("given_on", localdate(run.starts_at) + timedelta(days=1))
    answers = [Feedback(run=run, face=face, **kw) for face in faces or ["good"]]
    return Feedback.objects.bulk_create(answers)


def make_contact(**kw):
    """A contact that is not stored yet, reached by mail unless told otherwise."""
    n = next(number)
    kw.setdefault("name", f"Amina Beispiel {n}")
    if "telephone" not in kw:
        kw.setdefault("mail", f"amina{n}@example.org")
    return RegistrationContact(**kw)
