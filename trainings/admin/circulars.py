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

MOST_NAMED = 20


class CircularForm(forms.Form):
    audience = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        choices=Circular.Audience.choices,
        initial=Circular.Audience.ALL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=2000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @property
    def shown(self):
        return [(BY_CODE["de"], self.cleaned_data["text"])]


def write(model_admin, request, pk):
    """Whom it reaches by mail, and who has none; then it is sent."""
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, run):
        raise PermissionDenied
    form = CircularForm(request.POST if request.method == "POST" else None)
    return circular_page(
        request,
        run=run,
        form=form,
        reach=lambda: _reached(run, form.cleaned_data["audience"]),
        send=lambda: _sent(request, run, form.cleaned_data),
        context={
            **model_admin.admin_site.each_context(request),
            "explanation": _(
                "Each gets it by mail, with the dates of the training below; for who has no mail"
                " address, the contact who enrolled them does. Please write no names."
            ),
            "back": reverse("admin:trainings_run_change", args=[run.pk]),
            "crumbs": crumbs(run, _("Message to many")),
        },
    )


def _reached(run, audience):
    """In sentences: how many by mail, and the names of those without."""
    enrolments = list(run.places.for_audience(audience))
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


def _sent(request, run, typed):
    circular = write_to_many(
        run, audience=typed["audience"], text=typed["text"], by=request.user, at=timezone.now()
    )
    text = ngettext(
        "%(number)s person gets the message in ten minutes.",
        "%(number)s people get the message in ten minutes.",
        circular.number,
    )
    return [text % {"number": circular.number}]
