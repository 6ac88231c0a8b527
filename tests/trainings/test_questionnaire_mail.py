"""Who came is asked once, on the day after and, where the course wants it, 90 days later."""

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse

from miko_portal.base import nightly, outbox
from miko_portal.base.models import Message
from tests.base.factories import make_staff
from tests.base.test_pdf import tags_of
from tests.cooperation.factories import make_person
from tests.trainings.factories import (
    at,
    make_answers,
    make_attendance,
    make_enrolment,
    make_question,
    make_questionnaire,
    make_run,
)
from trainings.models import Answer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONGEST = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 2 + "und mehr " * 5


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    settings.PORTAL_URL = "https://miko.example.org"
    time_machine.move_to(at(hour=3), tick=False)
    return time_machine


@pytest.fixture
def run():
    """On the 10th of March, with a question before, after and three months later."""
    run = make_run()
    make_question(make_questionnaire(run.course), asked_later=True)
    return run


def night(clock, days):
    """The job of the night so many days after the training."""
    moment = at(hour=3) + days * DAY
    clock.move_to(moment, tick=False)
    nightly.jobs["trainings.questionnaires"].run(on=moment.date(), at=moment)


def asked():
    return list(Message.objects.order_by("created_at").values_list("kind", flat=True))


def ada(run, **kw):
    person = make_person(given_name="Ada", mail="ada@example.org")
    return make_enrolment(run=run, person=person, **kw)


def test_who_had_a_seat_is_asked_once_on_the_day_after(run, clock):
    ada(run)
    make_enrolment(run=run, person=make_person(mail=""))
    make_enrolment(run=run, person=make_person(mail="b@example.org"), confirmed_at=None)
    make_enrolment(run=run, person=make_person(mail="c@example.org"), cancelled_at=at(day=2))
    told = []
    for days in (-1, 0, 1, 2, 7):
        night(clock, days)
        told.append(len(asked()))
    assert told == [0, 0, 1, 1, 1]
    assert asked() == ["trainings.questions_after"]


@pytest.mark.parametrize(("days", "number"), [(8, 1), (9, 0)])
def test_nights_without_any_are_made_up_for_a_week_long(run, clock, days, number):
    ada(run)
    night(clock, days)
    assert len(asked()) == number


def test_who_stayed_away_is_not_asked_where_that_was_noted(run, clock):
    came, _away = ada(run), make_enrolment(run=run, person=make_person(mail="b@example.org"))
    make_attendance(enrolment=came)
    night(clock, 1)
    assert [message.recipient for message in Message.objects.all()] == [
        f"cooperation.person:{came.person_id}"
    ]


def test_three_months_later_they_are_asked_where_the_course_wants_it(run, clock):
    ada(run)
    night(clock, 90)
    assert asked() == []
    run.course.questionnaire.follow_up = True
    run.course.questionnaire.save()
    for days in (89, 90, 91):
        night(clock, days)
    assert asked() == ["trainings.questions_later"]


@pytest.mark.parametrize("how", ["cancelled", "retired", "none"])
def test_nobody_is_asked_about_nothing(run, clock, how):
    ada(run)
    if how == "cancelled":
        run.cancel(on=at().date(), reason="Krank")
    elif how == "retired":
        run.course.questionnaire.questions.update(retired_on=at().date())
    else:
        run.course.questionnaire.questions.update(asked_after=False)
    night(clock, 1)
    assert asked() == []


def test_letter_leads_everybody_to_the_same_address(run, clock):
    ada(run)
    night(clock, 1)
    outbox.send_due(at=at(day=11))
    (letter,) = mail.outbox
    link = f"https://miko.example.org/de/schulungen/{run.pk}/fragebogen/nachher/"
    assert (letter.to, letter.subject) == (["ada@example.org"], f"Wie war es? {run.course}")
    assert [line for line in letter.body.splitlines() if "http" in line] == [link]
    assert "Wir wissen nicht, wer geantwortet hat" in letter.body


def test_letter_that_is_too_late_is_not_sent(run, clock):
    ada(run)
    night(clock, 1)
    clock.move_to(at() + 31 * DAY, tick=False)
    outbox.send_due(at=at() + 31 * DAY)
    assert mail.outbox == []


@pytest.mark.parametrize("asks", [True, False])
def test_confirmation_asks_what_they_expect(run, clock, asks):
    run.course.questionnaire.questions.update(asked_before=asks)
    enrolment = ada(run)
    clock.move_to(at(day=2), tick=False)
    told = {"to": enrolment.person, "about": enrolment, "language": "de"}
    outbox.post("trainings.confirmed", **told, at=at(day=2))
    outbox.send_due(at=at(day=2))
    (letter,) = mail.outbox
    assert (f"/de/schulungen/{run.pk}/fragebogen/vorher/" in letter.body) == asks


def test_sentences_go_after_a_year_and_the_numbers_stay(run, clock):
    [question] = run.course.questionnaire.questions.all()
    words = make_question(question.questionnaire, kind="sentence")
    make_answers(run, {question: 4, words: "Mehr Zeit"})
    end = run.sessions.get().ends_at
    for days, kept in ((365, "Mehr Zeit"), (366, "")):
        moment = end + days * DAY
        nightly.jobs["trainings.sentences"].run(on=moment.date(), at=moment)
        told = sorted(Answer.objects.values_list("value", "sentence"), key=str)
        assert told == [(4, ""), (None, kept)]


@pytest.mark.parametrize("title", ["Sicher im Gespräch", LONGEST])
def test_sheet_for_the_room_leads_to_the_questions(client, run, title):
    run.course.title = title
    run.course.save()
    client.force_login(make_staff("Koordination"))
    name = "admin:trainings_questionnaire_sheet"
    response = client.get(reverse(name, args=[run.pk, "nachher"]))
    assert response["Content-Type"] == "application/pdf"
    document = pikepdf.open(io.BytesIO(response.content))
    assert len(document.pages) == 1
    assert "H1" in tags_of(document)
    copied = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_range()
    said = "".join(copied.split()).replace("\u200b", "")
    assert f"miko.example.org/de/schulungen/{run.pk}/fragebogen/nachher/" in said
    for when in ("spaeter", "nie"):
        assert client.get(reverse(name, args=[run.pk, when])).status_code == 404
    client.force_login(make_staff("Partner"))
    assert client.get(reverse(name, args=[run.pk, "nachher"])).status_code == 302
