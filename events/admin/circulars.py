"""The page on which the office writes to many who are registered for a run."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.actions import write_to_many
from events.admin.pages import crumbs
from events.models import Circular
from events.models.seminars import GERMAN
from miko_portal.base.circulars import circular_page
from miko_portal.base.languages import BY_CODE, LANGUAGES
from miko_portal.base.plain_text import plain_text


class CircularForm(forms.Form):
    """To whom, in German, and in other languages where somebody has translated it."""

    audience = forms.ChoiceField(
        label=gettext_lazy("To whom"), choices=Circular.Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].initial = Circular.Audience.ALL
        for language in LANGUAGES:
            self.fields[f"text_{language.code}"] = forms.CharField(
                label=language.name,
                required=language.code == GERMAN,
                max_length=2000,
                validators=[plain_text],
                widget=forms.Textarea(
                    attrs={"rows": 4, "lang": language.code, "dir": language.direction}
                ),
            )

    @property
    def texts(self):
        typed = {code: self.cleaned_data[f"text_{code}"] for code in self.codes}
        return {code: text for code, text in typed.items() if text}

    @property
    def codes(self):
        return [language.code for language in LANGUAGES]

    @property
    def shown(self):
        return [(BY_CODE[code], text) for code, text in self.texts.items()]


def write(model_admin, request, pk):
    """Whom it reaches, by mail or by a call; then it is sent."""
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, run):
        raise PermissionDenied
    form = CircularForm(request.POST if request.method == "POST" else None)
    return circular_page(
        request,
        run=run,
        form=form,
        reach=lambda: _reached(run, form.cleaned_data["audience"]),
        send=lambda: _sent(request, run, form),
        context={
            **model_admin.admin_site.each_context(request),
            "explanation": _(
                "Each gets it in the own language, with the German text below. Where a language is"
                " empty, a sentence says that the message is in German. Please write no names."
            ),
            "back": reverse("admin:events_run_change", args=[run.pk]),
            "crumbs": crumbs(_("Message to many")),
        },
    )


def _reached(run, audience):
    people = list(run.places.for_audience(audience))
    mailed = sum(registration.has_mail for registration in people)
    by_mail = ngettext(
        "%(number)s registration gets this message by mail.",
        "%(number)s registrations get this message by mail.",
        mailed,
    )
    called = len(people) - mailed
    by_call = ngettext(
        "%(number)s registration has only a telephone and is on the list of calls then.",
        "%(number)s registrations have only a telephone and are on the list of calls then.",
        called,
    )
    return [
        text % {"number": number}
        for text, number in ((by_mail, mailed), (by_call, called))
        if number
    ]


def _sent(request, run, form):
    circular = write_to_many(
        run,
        audience=form.cleaned_data["audience"],
        texts=form.texts,
        by=request.user,
        at=timezone.now(),
    )
    by_mail = ngettext(
        "%(number)s registration gets the message in ten minutes.",
        "%(number)s registrations get the message in ten minutes.",
        circular.number,
    )
    called = circular.calls.count()
    by_call = ngettext(
        "%(number)s is on the list of calls in ten minutes.",
        "%(number)s are on the list of calls in ten minutes.",
        called,
    )
    counted = ((by_mail, circular.number), (by_call, called))
    return [text % {"number": number} for text, number in counted if number]
