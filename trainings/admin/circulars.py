"""The page on which the office writes to many who are enrolled in a training."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from miko_portal.base.circulars import circular_page
from miko_portal.base.languages import BY_CODE
from miko_portal.base.plain_text import plain_text
from trainings.actions import write_to_many
from trainings.admin.crumbs import crumbs
from trainings.mail import reader_of
from trainings.models import Circular
from trainings.models.circulars import came_on

MOST_NAMED = 20


class CircularForm(forms.Form):
    """To whom, and what; whoever came to a date is one of the choices, once that is noted."""

    audience = forms.ChoiceField(
        label=gettext_lazy("To whom"), initial=Circular.Audience.ALL, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=2000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data=None, *, run):
        super().__init__(data)
        attended = run.sessions.held().exclude(attendances=None).order_by("starts_at")
        self.sessions = {f"came-{session.pk}": session for session in attended}
        self.fields["audience"].choices = [
            *(choice for choice in Circular.Audience.choices if choice[0] != "came"),
            *((key, came_on(session)) for key, session in self.sessions.items()),
        ]

    @property
    def whom(self):
        """For the query and the action: the audience, and of which date."""
        chosen = self.cleaned_data["audience"]
        if session := self.sessions.get(chosen):
            return {"audience": Circular.Audience.CAME, "session": session}
        return {"audience": chosen, "session": None}

    @property
    def shown(self):
        return [(BY_CODE["de"], self.cleaned_data["text"])]


def write(model_admin, request, pk):
    """Whom it reaches by mail, and who has none; then it is sent."""
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, run):
        raise PermissionDenied
    form = CircularForm(request.POST if request.method == "POST" else None, run=run)
    return circular_page(
        request,
        run=run,
        form=form,
        reach=lambda: _reached(run.places.for_audience(**form.whom)),
        send=lambda: _sent(request, run, form),
        context={
            **model_admin.admin_site.each_context(request),
            "explanation": _(
                "Each gets it by mail, with the dates of the training below; for who has no mail"
                " address, a contact of their organisation does. Please write no names."
            ),
            "back": reverse("admin:trainings_run_change", args=[run.pk]),
            "crumbs": crumbs(run, _("Message to many")),
        },
    )


def _reached(enrolments):
    """In sentences: how many by mail, and the names of those without."""
    without = [str(each.person) for each in enrolments if not reader_of(each)]
    number = len(enrolments) - len(without)
    if not number:
        return []
    said = [
        ngettext(
            "%(number)s person gets this message by mail.",
            "%(number)s people get this message by mail.",
            number,
        )
        % {"number": number}
    ]
    if without:
        named = ", ".join(without[:MOST_NAMED])
        said.append(
            ngettext(
                "%(number)s has no mail address: please tell them yourself. %(names)s",
                "%(number)s have no mail address: please tell them yourself. %(names)s",
                len(without),
            )
            % {"number": len(without), "names": named}
        )
    return said


def _sent(request, run, form):
    circular = write_to_many(
        run,
        **form.whom,
        text=form.cleaned_data["text"],
        by=request.user,
        at=timezone.now(),
    )
    text = ngettext(
        "%(number)s person gets the message in ten minutes.",
        "%(number)s people get the message in ten minutes.",
        circular.number,
    )
    return [text % {"number": circular.number}]
