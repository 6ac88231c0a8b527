"""Counsellors register several people at once, and see to those whom they registered."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.facts import Coming
from events.forms import PersonFormSet, RegistrationOfOthersForm, SharedContactForm
from events.models import Registration, Run
from events.views.registrations import how_one_comes
from miko_portal.base import roles
from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE
from miko_portal.base.models import LegalText

PAGE_SIZE = 25


def counsellors_only(view):
    """For whoever registers others: volunteers, and the office."""

    @login_required
    @wraps(view)
    def closed(request, *args, **kwargs):
        user = request.user
        own = roles.sees_own(user, "events.registration")
        if not (own or user.has_perm("events.add_registration")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return closed


@counsellors_only
@require_safe
def own_registration_list(request):
    """Whom one has registered, the last first."""
    rows = _chosen(request).with_position().order_by("-created_at", "pk")
    return TemplateResponse(
        request,
        "events/own_registration_list.html",
        {
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "run": _run_asked_for(request),
            "now": timezone.now(),
            "crumbs": [(_("My registrations"), None)],
        },
    )


@counsellors_only
@require_safe
def own_registration_choose(request):
    """What is to come that one can register for here."""
    on = today()
    runs = Run.objects.published(on=on).expected(on=on).upcoming(on=on)
    runs = runs.filter(coming=Coming.HERE, starts_at__gt=timezone.now())
    rows = runs.with_facts_for(get_language())
    return TemplateResponse(
        request,
        "events/own_registration_choose.html",
        {
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "crumbs": crumbs_to((_("Register several people"), None)),
        },
    )


@counsellors_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_create(request, pk):
    """Registers up to ten people for one run: all of them, or nobody and each row says why.

    Where one comes in another way, the page of the run says how.
    """
    now, data = timezone.now(), request.POST or None
    runs = Run.objects.published(on=today()).with_facts_for(get_language())
    run = get_object_or_404(runs, pk=pk)
    if run.coming != Coming.HERE:
        return redirect(how_one_comes(run))
    form = SharedContactForm(data, user=request.user)
    kwargs = {"run": run, "shared": form.contact if data else {}}
    formset = PersonFormSet(data, prefix="people", form_kwargs=kwargs)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            return redirect(_register_each(request, run, form, formset, at=now))
        except actions.RowsRefused as refused:
            for number, error in refused.errors.items():
                formset.filled[number].add_error(None, error)
        except ValidationError as error:
            form.add_error(None, error)
    notice = LegalText.objects.in_force("datenschutz", get_language(), on=today())
    form.note(privacy_text=notice, at=now)
    choose = (_("Register several people"), reverse("own_registration_choose"))
    return TemplateResponse(
        request,
        "events/own_registration_create.html",
        {
            "run": run,
            "text": run.seminar.text_in(get_language()),
            "form": form,
            "formset": formset,
            "closed": actions.why_closed(run, by=request.user, at=now),
            "crumbs": crumbs_to(choose, (str(run.seminar), None)),
        },
    )


def _register_each(request, run, form, formset, *, at):
    """Stores them; answers with the address of their slips."""
    key, shown, _made = form.noted
    privacy_text = LegalText.objects.filter(pk=shown).first()
    people = [row.rows(key) for row in formset.filled]
    for registration, _contact in people:
        registration.privacy_text = privacy_text
    wanted = [registration.submission for registration, _contact in people]
    stored = actions.register_each(run, people=people, by=request.user, at=at)
    for row, found, submission in zip(formset.filled, stored, wanted, strict=True):
        if found.submission != submission:
            told = _("%(row)s was registered already. Nothing was stored for that row.")
            messages.warning(request, told % {"row": row.called})
    own = [found.pk for found in stored if found.registered_by_id == request.user.pk]
    if not own:
        return reverse("own_registration_list")
    count = len(set(own))
    told = ngettext(
        "%(count)s registration is stored.", "%(count)s registrations are stored.", count
    )
    messages.success(request, told % {"count": count})
    return f"{reverse('own_registration_slips')}?{urlencode([('id', pk) for pk in own])}"


@counsellors_only
@require_safe
def own_registration_slips(request):
    """Where they stand, and a slip for each, in the language of whoever it is for, to print."""
    rows = _chosen(request).live().with_position().order_by("-created_at", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    return TemplateResponse(
        request,
        "events/own_registration_slips.html",
        {
            "page_obj": page,
            "now": now,
            "slips": [_slip(registration, at=now) for registration in page],
            "crumbs": crumbs_to((_("Slips"), None)),
        },
    )


@counsellors_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_detail(request, pk):
    """One of one's own registrations with its slip; the two buttons answer an offer."""
    registration, now, refused = own_or_404(request, pk), timezone.now(), ""
    if request.method == "POST":
        answer = {"yes": actions.accept_offer, "no": actions.decline_offer}
        try:
            if act := answer.get(request.POST.get("answer")):
                act(registration, by=request.user, at=now)
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            return redirect("own_registration_detail", pk=pk)
        registration = own_or_404(request, pk)
    return TemplateResponse(
        request,
        "events/own_registration_detail.html",
        {
            "registration": registration,
            "slip": _slip(registration, at=now),
            "now": now,
            "refused": refused,
            "crumbs": crumbs_to((registration.name, None)),
        },
    )


@counsellors_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_update(request, pk):
    """Changes what was typed for somebody."""
    registration = own_or_404(request, pk)
    form = RegistrationOfOthersForm(
        request.POST or None, run=registration.run, registration=registration
    )
    if request.method == "POST" and form.is_valid():
        form.store_in(registration, registration.contact)
        try:
            actions.change_registration(
                registration, contact=registration.contact, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("own_registration_detail", pk=pk)
    registration = own_or_404(request, pk)
    return TemplateResponse(
        request,
        "events/own_registration_update.html",
        {
            "registration": registration,
            "form": form,
            "crumbs": crumbs_to(crumb_of(registration), (_("Change"), None)),
        },
    )


@counsellors_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_registration_cancel(request, pk):
    """Asks once, then takes somebody off the list."""
    registration = own_or_404(request, pk)
    if request.method == "POST":
        actions.cancel_registration(registration, by=request.user, at=timezone.now())
        messages.success(request, _("The registration is cancelled."))
        return redirect("own_registration_detail", pk=pk)
    return TemplateResponse(
        request,
        "events/own_registration_cancel.html",
        {
            "registration": registration,
            "now": timezone.now(),
            "crumbs": crumbs_to(crumb_of(registration), (_("Cancel the registration"), None)),
        },
    )


def _own(request):
    """One's own registrations with all that is said about them, in any language."""
    runs = Run.objects.with_facts_for(*BY_CODE)
    own = Registration.objects.made_by(request.user).filter(contact__isnull=False)
    return own.with_contact().prefetch_related(Prefetch("run", runs))


def own_or_404(request, pk):
    return get_object_or_404(_own(request).with_position(), pk=pk)


def _chosen(request):
    """Those that the address asks for by `id` or by `run`; else all of one's own."""
    rows = _own(request)
    if ids := request.GET.getlist("id"):
        rows = rows.filter(pk__in=[int(pk) for pk in ids[:PAGE_SIZE] if _is_key(pk)])
    if run := request.GET.get("run"):
        rows = rows.filter(run=int(run)) if _is_key(run) else rows.none()
    return rows


def _is_key(text):
    return text.isascii() and text.isdigit() and len(text) < 10


def _run_asked_for(request):
    """The run that the list is narrowed to, if one has registered anybody for it."""
    run = request.GET.get("run", "")
    found = _own(request).filter(run=int(run)).first() if _is_key(run) else None
    return found and found.run


def _slip(registration, *, at):
    """What a slip says, in the language that somebody is written to."""
    run, language = registration.run, BY_CODE[registration.language]
    return {
        "registration": registration,
        "run": run,
        "text": run.seminar.text_in(language.code),
        "language": language,
        "over": run.ends_at <= at,
        "lapsed": registration.is_offered and registration.offered_until < at,
    }


def crumb_of(registration):
    return (registration.name, reverse("own_registration_detail", args=[registration.pk]))


def crumbs_to(*below):
    return [(_("My registrations"), reverse("own_registration_list")), *below]
