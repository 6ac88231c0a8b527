"""Plain factories: each makes one valid row, with what the test says otherwise."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from tests.cooperation.factories import make_organisation, make_person
from trainings.facts import Occasion, Side
from trainings.models import (
    Answer,
    AnswerSheet,
    Attendance,
    Course,
    Enrolment,
    PastCount,
    Question,
    Questionnaire,
    Run,
    Session,
    Trainer,
    TrainerAssignment,
)
from trainings.models.answers import period_of

number = count(1)
BERLIN = ZoneInfo("Europe/Berlin")


def at(day=10, hour=9, minute=0, month=3, year=2027):
    """An instant in March 2027, Berlin time."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def make_course(**kw):
    kw.setdefault("title", f"Interkulturelle Kompetenz {next(number)}")
    kw.setdefault("units", 8)
    return Course.objects.create(**kw)


def make_run(*, starts_at=None, room=None, trainers=(), **kw):
    """A published training with one session of three hours, unless `starts_at` is False."""
    if "course" not in kw:
        kw["course"] = make_course()
    kw.setdefault("capacity", 10)
    kw.setdefault("published_on", date(2027, 1, 11))
    run = Run.objects.create(**kw)
    if starts_at is not False:
        make_session(run=run, starts_at=starts_at or at(), room=room, trainers=trainers)
    return run


def make_session(*, trainers=(), **kw):
    if "run" not in kw:
        kw["run"] = make_run(starts_at=False)
    kw.setdefault("starts_at", at())
    kw.setdefault("ends_at", kw["starts_at"] + timedelta(hours=3))
    kw.setdefault("units", 4)
    session = Session.objects.create(**kw)
    for person in trainers:
        TrainerAssignment.objects.create(session=session, person=person)
    return session


def make_trainer(*, confirmed_on=date(2027, 1, 11), **kw):
    """A person who leads trainings."""
    person = make_person(**kw)
    Trainer.objects.create(person=person, confirmed_on=confirmed_on)
    return person


def make_enrolment(**kw):
    """A confirmed seat; `confirmed_at=None` for one who waits."""
    if "run" not in kw:
        kw["run"] = make_run()
    if "person" not in kw:
        kw["person"] = make_person()
    kw.setdefault("side", Side.INTERNAL)
    if "organisation" not in kw and kw["side"] != Side.VOLUNTEER:
        kw["organisation"] = make_organisation(internal=kw["side"] == Side.INTERNAL)
    if kw["side"] == Side.EXTERNAL and "entitled_through" not in kw:
        kw.setdefault("override_reason", "Ausnahme")
    kw.setdefault("created_at", at(day=1))
    kw.setdefault("confirmed_at", kw["created_at"])
    return Enrolment.objects.create(**kw)


def make_attendance(**kw):
    """Somebody with a seat was there on the first date, noted when it was over."""
    if "enrolment" not in kw:
        kw["enrolment"] = make_enrolment()
    if "session" not in kw:
        kw["session"] = kw["enrolment"].run.sessions.first()
    kw.setdefault("noted_at", kw["session"].ends_at)
    return Attendance.objects.create(**kw)


def make_questionnaire(course=None, **kw):
    return Questionnaire.objects.create(course=course or make_course(), **kw)


def make_question(questionnaire, **kw):
    """A scale that is asked before and after, unless told otherwise."""
    kw.setdefault("kind", Question.Kind.SCALE)
    kw.setdefault("text", f"Wie sicher fühlen Sie sich in Gesprächen? {next(number)}")
    kw.setdefault("asked_before", True)
    if kw["kind"] == Question.Kind.SCALE:
        kw.setdefault("low", "unsicher")
        kw.setdefault("high", "sicher")
    return Question.objects.create(questionnaire=questionnaire, **kw)


def make_answers(run, *said, occasion=Occasion.AFTER, **kw):
    """A sheet for each: what was chosen or written, by question."""
    if "given_on" not in kw:
        kw["given_on"] = period_of(run, occasion)[0]
    sheets = []
    for answers in said:
        sheets.append(AnswerSheet.objects.create(run=run, occasion=occasion, **kw))
        for question, value in answers.items():
            named = {"sentence" if isinstance(value, str) else "value": value}
            Answer.objects.create(sheet=sheets[-1], question=question, **named)
    return sheets


def make_past_count(**kw):
    """How many volunteers came before the portal was there."""
    if "course" not in kw:
        kw["course"] = make_course()
    kw.setdefault("held_on", date(2017, 5, 2))
    kw.setdefault("side", Side.VOLUNTEER)
    kw.setdefault("persons", 48)
    kw.setdefault("units", 6)
    return PastCount.objects.create(**kw)
