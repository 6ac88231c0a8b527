"""Changing or ending a signed agreement: first what it would mean, then it is stored."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cooperation import actions
from cooperation.forms.changes import (
    AccessionForm,
    NoticeForm,
    ResumptionForm,
    SuspensionForm,
    TerminationForm,
)
from cooperation.models import Agreement
from miko_portal.base.clock import today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_notice(request, pk):
    agreement = _signed(request, pk)
    form = NoticeForm(request.POST or None, agreement=agreement, on=today())

    def store():
        told = dict(form.cleaned_data)
        notice = actions.give_notice(told.pop("party"), by=request.user, **told)
        words = {"party": notice.party, "day": _day(notice.effective_on)}
        return notice.effective_on, _("%(party)s is party until %(day)s.") % words

    works_on = agreement.terms_on(today()).notice_works_on(today())
    ordinary = _("The text in effect knows no ordinary notice.")
    if works_on:
        ordinary = _("An ordinary notice that comes in today works at %(day)s.") % {
            "day": _day(works_on)
        }
    return _change(request, agreement, form, store, heading=_("Notice"), intro=[ordinary])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_terminate(request, pk):
    agreement = _signed(request, pk)
    form = TerminationForm(request.POST or None, agreement=agreement, on=today())

    def store():
        last_day = form.cleaned_data["last_day"]
        actions.terminate(agreement, last_day=last_day, by=request.user)
        return last_day, _("It ends by mutual consent after %(day)s.") % {"day": _day(last_day)}

    intro = [_("All parties agree that it ends, whatever term and notice say.")]
    return _change(request, agreement, form, store, heading=_("End by mutual consent"), intro=intro)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_suspend(request, pk):
    """A new suspension; or the end of the one that runs until further notice."""
    agreement = _signed(request, pk)
    running = agreement.suspensions.filter(ends_on=None).first()
    form_class = ResumptionForm if running else SuspensionForm
    form = form_class(request.POST or None, agreement=agreement, on=today())

    def store():
        told = form.cleaned_data
        if running:
            rest = actions.resume(running, last_day=told["ends_on"], by=request.user)
        else:
            rest = actions.suspend(agreement, by=request.user, **told)
        words = {"since": _day(rest.starts_on), "until": _day(rest.ends_on)}
        if rest.ends_on:
            return rest.starts_on, _("It is suspended from %(since)s until %(until)s.") % words
        return rest.starts_on, _("It is suspended from %(since)s on.") % words

    intro = [_("While it is suspended it binds nobody, and nobody is entitled by it.")]
    if running:
        words = {"since": _day(running.starts_on), "reason": running.reason}
        intro.append(_("Suspended since %(since)s: %(reason)s") % words)
    heading = _("End the suspension") if running else _("Suspension")
    return _change(request, agreement, form, store, heading=heading, intro=intro)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_accede(request, pk):
    agreement = _signed(request, pk)
    form = AccessionForm(request.POST or None, agreement=agreement, on=today())

    def store():
        accession = actions.accede(
            agreement, organisation=form.joining, accession=form.accession, by=request.user
        )
        day = accession.effective_on
        words = {"party": accession.party, "day": _day(day)}
        return day, _("%(party)s is party from %(day)s on.") % words

    intro = [_("An organisation joins by its declaration; the others need not sign anew.")]
    return _change(request, agreement, form, store, heading=_("Accession"), intro=intro)


def _signed(request, pk):
    changeable = Agreement.objects.changeable_by(request.user)
    signed = changeable.filter(versions__number=0, versions__completed_on__isnull=False)
    return get_object_or_404(signed.distinct(), pk=pk)


def _change(request, agreement, form, store, **context):
    """Stores what was typed, or says what it would mean (`preview`) or why it can't be."""
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" in request.POST:
                preview = _tried(agreement, store)
            else:
                messages.success(request, store()[1])
                return redirect("cooperation:agreement_detail", pk=agreement.pk)
        except ValidationError as error:
            form.refuse(error)
        except IntegrityError:
            form.add_error(None, _("Nothing was stored: the agreement has changed meanwhile."))
    detail = reverse("cooperation:agreement_detail", args=[agreement.pk])
    return TemplateResponse(
        request,
        "cooperation/agreement_change.html",
        {
            "agreement": agreement,
            "form": form,
            "preview": preview,
            "cancel": detail,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (agreement.number, detail),
                (context["heading"], None),
            ],
            **context,
        },
    )


def _tried(agreement, store):
    """What would follow, in sentences; stored and taken back at once."""
    with transaction.atomic():
        day, sentence = store()
        after = Agreement.objects.with_state(on=day).get(pk=agreement.pk)
        told = [sentence, f"{_day(day)}: {after.state_sentence}"]
        transaction.set_rollback(True)
    return told


def _day(of):
    return date_format(of, "SHORT_DATE_FORMAT") if of else ""
