"""Messages of the office to many: looked at first, sent ten minutes later, taken back until then.

Apps derive their own from `Circular`, with the run as `run` (`related_name="circulars"`), to whom
it goes and what it says, and show it on the page of `circular_page`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from miko_portal.base.history import acting

WAITS_FOR = timedelta(minutes=10)  # until it is sent, so that it can be taken back
SHOWN = 20  # of the messages written before


class Circular(models.Model):
    """A message to many ("Nachricht an viele"), with who wrote it and how many it went to."""

    number = models.PositiveIntegerField(gettext_lazy("number of registrations"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=gettext_lazy("written by"),
        related_name="+",
        null=True,
    )
    written_at = models.DateTimeField(gettext_lazy("written"))
    recalled_at = models.DateTimeField(gettext_lazy("taken back"), null=True)

    class Meta:
        abstract = True
        verbose_name = gettext_lazy("message to many")
        verbose_name_plural = gettext_lazy("messages to many")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.run} ({self.reached_whom})"

    @property
    def sent_from(self) -> datetime:
        return self.written_at + WAITS_FOR

    def can_be_recalled(self, *, at) -> bool:
        return self.recalled_at is None and at < self.sent_from


@transaction.atomic
def recall(circular: Circular, *, by, at: datetime) -> None:
    """Take a message back before it is sent ("Zurückholen"). Refuses once it is being sent."""
    with acting(by):
        circular.refresh_from_db(from_queryset=type(circular).objects.select_for_update())
        if not circular.can_be_recalled(at=at):
            raise ValidationError(_("It is sent already, or was taken back."))
        circular.recalled_at = at
        circular.save(update_fields=["recalled_at"])


def circular_page(
    request,
    *,
    run: models.Model,
    form,
    reach: Callable[[], list[str]],
    send: Callable[[], list[str]],
    context: dict,
):
    """Written, looked at with the number of those who get it, sent; or taken back again.

    `form` is that of the app, bound to what was sent; it says in `shown` what will be read, pairs
    of a language and a text. `reach` and `send` are called once it is valid: the first answers in
    sentences whom it would reach, none where that is nobody; the second sends it, and answers in
    sentences whom it will reach, or raises ValidationError.
    """
    if "recall" in request.POST:
        return _take_back(request, run)
    looked_at = form.is_bound and "_edit" not in request.POST and form.is_valid()
    if looked_at and "_send" in request.POST:
        try:
            for sentence in send():
                messages.success(request, sentence)
            return redirect(request.path)
        except ValidationError as error:
            form.add_error(None, error)
            looked_at = False
    written = list(run.circulars.select_related("written_by")[:SHOWN])
    for circular in written:
        circular.open = circular.can_be_recalled(at=timezone.now())
    return TemplateResponse(
        request,
        "shared/circular_form.html",
        {
            "run": run,
            "form": form,
            "looked_at": looked_at,
            "reached": reach() if looked_at else [],
            "written": written,
            **context,
        },
    )


def _take_back(request, run):
    key = request.POST["recall"]
    found = run.circulars.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    try:
        recall(get_object_or_404(found), by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The message is taken back and is not sent."))
    return redirect(request.path)
