"""What participants of the demo's trainings were asked, and what they answered."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from miko_portal.base.models import User
from miko_portal.demo.content import moment, read
from trainings.actions import hand_in, make_questionnaire
from trainings.facts import Occasion
from trainings.models import Answer, AnswerSheet, Course, Question, Run

# When they answered: as it began, as it ended, and when the mail came three months later.
MOMENTS = {
    Occasion.BEFORE: (0, "08:40"),
    Occasion.AFTER: (0, "20:30"),
    Occasion.LATER: (91, "12:15"),
}


def load_questionnaires(*, today: date, by: User) -> None:
    """Each of the file, and the answers about the last training of its course that is over."""
    courses = read("trainings")["courses"]
    for key, told in read("questionnaires").items():
        course = Course.objects.get(title=courses[key]["title"])
        questions = _ask(course, told, by=by)
        runs = Run.objects.filter(course=course, cancelled_on=None).with_dates()
        run = runs.filter(ends_at__lt=moment(today, "00:00")).latest("ends_at")
        for occasion, answers in told["answers"].items():
            of = [questions[name] for name in answers["of"]]
            for said in answers["sheets"]:
                _answer(run, Occasion(occasion), zip(of, said, strict=False))


def _ask(course, told, *, by) -> dict[str, Question]:
    questionnaire = make_questionnaire(course, by=by, follow_up=told.get("follow_up", False))
    questions = {"funder": questionnaire.questions.get()}
    for position, (name, facts) in enumerate(told["questions"].items(), start=2):
        questions[name] = questionnaire.questions.create(position=position, **facts)
    return questions


def _answer(run, occasion, said):
    days, clock = MOMENTS[occasion]
    day = run.starts_at if occasion == Occasion.BEFORE else run.ends_at
    answers = [_of_kind(question, value) for question, value in said if value is not None]
    at: datetime = moment(localdate(day) + timedelta(days=days), clock)
    hand_in(AnswerSheet(run=run, occasion=occasion), answers, at=at)


def _of_kind(question, value):
    if question.kind == Question.Kind.SENTENCE:
        return Answer(question=question, sentence=value)
    return Answer(question=question, value=value)
