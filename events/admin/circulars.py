"""The page on which the office writes to many who are registered for a run."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.actions import recall, write_to_many
from events.admin.pages import crumbs
from events.models import Circular
from events.models.seminars import GERMAN
from miko_portal.base.languages import BY_CODE, LANGUAGES
from miko_portal.base.plain_text import plain_text

SHOWN = 20  # of the messages written before


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


def write(model_admin, request, pk):
    """Written, looked at with the number of those who get it, sent; or taken back again."""
    run = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, run):
        raise PermissionDenied
    if "recall" in request.POST:
        return _take_back(request, run)
    form = CircularForm(request.POST if request.method == "POST" else None)
    looked_at = request.method == "POST" and "_edit" not in request.POST and form.is_valid()
    if looked_at and "_send" in request.POST:
        if _sent(request, run, form):
            return redirect(request.path)
        looked_at = False
    people = list(run.places.for_audience(form.cleaned_data["audience"])) if looked_at else []
    mailed = sum(registration.has_mail for registration in people)
    now = timezone.now()
    written = list(run.circulars.select_related("written_by")[:SHOWN])
    for circular in written:
        circular.open = circular.can_be_recalled(at=now)
    return TemplateResponse(
        request,
        "events/run_message.html",
        {
            **model_admin.admin_site.each_context(request),
            "run": run,
            "form": form,
            "looked_at": looked_at,
            "number": mailed,
            "only_called": len(people) - mailed,
            "shown": [(BY_CODE[code], text) for code, text in form.texts.items()]
            if looked_at
            else [],
            "written": written,
            "back": reverse("admin:events_run_change", args=[run.pk]),
            "crumbs": crumbs(_("Message to many")),
        },
    )


def _sent(request, run, form):
    audience, texts = form.cleaned_data["audience"], form.texts
    try:
        circular = write_to_many(
            run, audience=audience, texts=texts, by=request.user, at=timezone.now()
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if circular.number:
        text = ngettext(
            "%(number)s registration gets the message in ten minutes.",
            "%(number)s registrations get the message in ten minutes.",
            circular.number,
        )
        messages.success(request, text % {"number": circular.number})
    if called := circular.calls.count():
        text = ngettext(
            "%(number)s is on the list of calls in ten minutes.",
            "%(number)s are on the list of calls in ten minutes.",
            called,
        )
        messages.success(request, text % {"number": called})
    return True


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
