"""The mail by which somebody confirms an enrolment, in their language; written when it is sent."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from miko_portal.base import outbox
from miko_portal.base.outbox import Letter, writes
from trainings.models import EnrolmentRequest


def ask_to_confirm(request: EnrolmentRequest, *, language: str, at: datetime) -> None:
    outbox.post("trainings.confirm", to=request, about=request, language=language, at=at)


@writes("trainings.confirm", _("Link to confirm an enrolment"))
def confirm(to: EnrolmentRequest, request: EnrolmentRequest) -> Letter:
    """It names nobody: whoever typed the address may have typed any name."""
    title = request.run.course.text_in(get_language()).title
    token = request.new_link(at=timezone.now())
    address = reverse("trainings:self_enrolment_detail", args=[token])
    context = {
        "title": title,
        "address": settings.PORTAL_URL + address,
        "office": settings.OFFICE,
    }
    return Letter(
        to=request.mail,
        subject=" ".join((_("Please confirm: %(title)s") % {"title": title}).split()),
        body=render_to_string("trainings/confirming.txt", context).strip() + "\n",
    )
