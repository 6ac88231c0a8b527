"""What the portal asks by itself: on the day after a training, and three months later."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Person
from miko_portal.base import nightly, outbox
from miko_portal.base.clock import start_of, today
from miko_portal.base.outbox import Letter, writes
from trainings.facts import Occasion
from trainings.models import Attendance, Enrolment, Run
from trainings.models.answers import LATER_FROM
from trainings.questionnaires.links import is_asked, link_to

DAY = timedelta(days=1)
MADE_UP_FOR = timedelta(days=7)  # nights without any job


@nightly.job("trainings.questionnaires", _("Questions after trainings"))
def ask(*, on: date, at: datetime) -> None:
    """Those who came: once on the day after, and where the course wants it 90 days after it."""
    for occasion, last in ((Occasion.AFTER, on - DAY), (Occasion.LATER, on - LATER_FROM)):
        for run in _ended(last - MADE_UP_FOR, last):
            if is_asked(run, occasion, on=on):
                _ask(run, occasion, at=at)


def _ended(first, last):
    runs = Run.objects.published(on=last).filter(cancelled_on=None).with_dates().with_sessions()
    return runs.filter(ends_at__gte=start_of(first), ends_at__lt=start_of(last + DAY))


def _ask(run, occasion, *, at):
    for enrolment in came_to(run):
        outbox.post(
            f"trainings.questions_{occasion}",
            to=enrolment.person,
            about=enrolment,
            language=settings.LANGUAGE_CODE,  # a person has none of their own
            at=at,
        )


def came_to(run: Run):
    """Who had a seat and a mail address; where attendance was noted, who was there."""
    seated = run.places.confirmed().named().exclude(person__mail="").select_related("person")
    noted = Attendance.objects.filter(enrolment__run=run)
    if noted.exists():
        seated = seated.filter(Exists(noted.filter(enrolment=OuterRef("pk"))))
    return seated


@writes("trainings.questions_after", _("Questions after a training"))
def questions_after(person: Person, enrolment: Enrolment) -> Letter | None:
    return _letter(person, enrolment, Occasion.AFTER, _("How was it? %(title)s"))


@writes("trainings.questions_later", _("Questions three months after a training"))
def questions_later(person: Person, enrolment: Enrolment) -> Letter | None:
    return _letter(person, enrolment, Occasion.LATER, _("What has stayed? %(title)s"))


def _letter(person, enrolment, occasion, subject):
    """None where it is too late, nothing is asked any more, or somebody else came."""
    run = Run.objects.with_sessions().get(pk=enrolment.run_id)
    if enrolment.cancelled_at or enrolment.person_id != person.pk or not person.mail:
        return None
    if not is_asked(run, occasion, on=today()):
        return None
    title = run.course.text_in(get_language()).title
    context = {
        "person": person,
        "title": title,
        "later": occasion == Occasion.LATER,
        "link": link_to(run, occasion),
        "office": settings.OFFICE,
    }
    return Letter(
        to=person.mail,
        subject=" ".join((subject % {"title": title}).split()),
        body=render_to_string("trainings/mail/questions.txt", context).strip() + "\n",
    )
