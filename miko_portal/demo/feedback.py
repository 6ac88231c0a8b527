"""What people thought of the seminars of the demo that are over."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from events.actions import give_feedback
from events.models import Feedback, Run
from miko_portal.demo.content import moment, read


def load_feedback(runs: dict[str, list[Run]], *, today: date) -> None:
    """Given on the evening after the last date that is over."""
    for key, answers in read("feedback").items():
        over = [run for run in runs[key] if localdate(run.ends_at) < today - timedelta(days=1)]
        run = max(over, key=lambda run: run.ends_at)
        at = moment(localdate(run.ends_at) + timedelta(days=1), "19:30")
        for face, language, *said in answers:
            answer = Feedback(run=run, face=face, language=language, sentence=" ".join(said))
            give_feedback(answer, at=at)
