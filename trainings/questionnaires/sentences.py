"""What is deleted of answers when its time is over, as `privacy.yaml` promises."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly
from trainings.models import Answer, Run

SENTENCES_ARE_KEPT = timedelta(days=365)  # after the last date


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """Sentences about trainings that ended more than a year ago."""
    over = Run.objects.with_dates().filter(ends_at__lt=at - SENTENCES_ARE_KEPT)
    return (Answer.objects.with_sentence().filter(sheet__run__in=over.values("pk")),)


@nightly.job("trainings.sentences", _("Deletion of sentences about trainings"), due=due)
def forget_sentences(*, on, at):
    """They go; what was chosen stays."""
    for sentences in due(at=at):
        sentences.update(sentence="")
