"""What is deleted of people who enrol themselves, as `privacy.yaml` promises."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly
from trainings.models import EnrolmentLink, EnrolmentRequest, Session
from trainings.models.self_enrolments import LINKS_LAST, TO_CONFIRM


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """Wishes that nobody confirmed, and links to trainings that are over for long."""
    lasting = Session.objects.filter(run=OuterRef("enrolment__run"), ends_at__gt=at - LINKS_LAST)
    return (
        EnrolmentRequest.objects.filter(made_at__lte=at - TO_CONFIRM),
        EnrolmentLink.objects.exclude(enrolment=None).filter(~Exists(lasting)),
    )


@nightly.job("trainings.links", _("Deletion of links to enrolments"), due=due)
def forget_links(*, on, at):
    """Wishes go with their links; the enrolments stay."""
    for rows in due(at=at):
        rows.delete()
