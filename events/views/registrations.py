"""Registering, and the page of a registration for whoever holds its address."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.facts import Coming
from events.forms import RegistrationForm
from events.models import Registration, RegistrationContact, RegistrationLink, Run
from miko_portal.base.clock import today
from miko_portal.base.models import LegalText
from miko_portal.base.networks import address_of
from miko_portal.base.public import marked, secret_page
from miko_portal.base.secret_links import hash_of

TICKET_SALT, TICKET_LASTS = "events.ticket", 7 * 24 * 60 * 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_create(request, pk):
    """Registers for one run. What is full or closed says so, and keeps what was typed.

    Where one comes in another way, the page of the run says how.
    """
    now, is_sent = timezone.now(), request.method == "POST"
    # Its facts are fetched where they are shown: most forms that are sent are stored.
    run = get_object_or_404(_published(), pk=pk) if is_sent else published_run(pk)
    if run.coming != Coming.HERE:
        return redirect(how_one_comes(run))
    form = RegistrationForm(request.POST or None, run=run)
    if is_sent and form.is_valid():
        try:
            address = _register(request, run, form, at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(address)
    if is_sent:
        run = published_run(pk)
    notice = LegalText.objects.in_force("datenschutz", get_language(), on=today())
    form.note(privacy_text=notice, at=now)
    return TemplateResponse(
        request,
        "events/registration_form.html",
        {
            "run": run,
            "form": form,
            "closed": actions.why_closed(run, by=None, at=now),
            "text": run.seminar.text_in(get_language()),
            "crumbs": _crumbs(run, _("Register")),
        },
    )


def how_one_comes(run):
    """The address of what the page of a run says about that."""
    return f"{reverse('events:seminar_detail', args=[run.pk])}#coming"


def _register(request, run, form, *, at):
    """Stores it; answers with the address of what is shown then."""
    key, shown, _made = form.noted
    registration = Registration(submission=key, privacy_text_id=shown)
    contact = RegistrationContact()
    form.store_in(registration, contact)
    by = request.user if request.user.is_authenticated else None
    if by is None:
        registration.suspicion = form.suspicion(address=address_of(request), at=at)
    stored = actions.register(run, registration=registration, contact=contact, by=by, at=at)
    # The key of the form is known to whoever filled it in. Who merely typed the same name and
    # number as somebody else is shown the same, but no way to the other's registration.
    token = stored.new_link(at=at) if key and stored.submission == key else ""
    ticket = signing.dumps([stored.pk, token], salt=TICKET_SALT)
    return reverse("events:registration_done", args=[run.pk, ticket])


@secret_page
@require_safe
def registration_done(request, pk, ticket):
    """What became of a registration, with the number for the telephone: to keep or to print."""
    try:
        key, token = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_LASTS)
    except signing.BadSignature:
        return gone(request)
    registration = Registration.objects.with_contact().filter(pk=key, run=pk).first()
    if registration is None:
        return gone(request)
    run = published_run(pk)
    return TemplateResponse(
        request,
        "events/registration_done.html",
        {
            "registration": registration,
            "run": run,
            "text": run.seminar.text_in(get_language()),
            "token": token,
        },
    )


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def registration_detail(request, token):
    """A registration as it stands. Looking changes nothing; the two buttons answer an offer."""
    registration = held_by(token)
    if registration is None:
        return gone(request)
    now = timezone.now()
    refused = ""
    if request.method == "POST":
        answer = {"yes": actions.accept_offer, "no": actions.decline_offer}
        try:
            if act := answer.get(request.POST.get("answer")):
                act(registration, by=None, at=now)
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            return redirect("events:registration_detail", token=token)
    run = published_run(registration.run_id)
    return TemplateResponse(
        request,
        "events/registration_detail.html",
        {
            "registration": Registration.objects.with_contact().get(pk=registration.pk),
            "run": run,
            "text": run.seminar.text_in(get_language()),
            "token": token,
            "refused": refused,
            "over": run.ends_at <= now,
            "came": run.ends_at <= now and registration.attendances.came().exists(),
            "lapsed": registration.is_offered and registration.offered_until < now,
        },
    )


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def registration_update(request, token):
    """Changes what was typed."""
    registration = held_by(token)
    if registration is None:
        return gone(request)
    run, now = published_run(registration.run_id), timezone.now()
    over = run.ends_at <= now
    form = RegistrationForm(request.POST or None, run=run, registration=registration)
    if request.method == "POST" and form.is_valid():
        form.store_in(registration, registration.contact)
        try:
            actions.change_registration(registration, contact=registration.contact, by=None, at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            address = reverse("events:registration_detail", args=[token])
            return redirect(f"{address}#saved")
    return TemplateResponse(
        request,
        "events/registration_form.html",
        {
            "run": run,
            "form": form,
            "token": token,
            "registration": registration,
            "over": over,
            "ended": over or registration.cancelled_at or not run.takes_place,
            "text": run.seminar.text_in(get_language()),
        },
    )


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def registration_cancel(request, token):
    """Asks once, then takes the registration off the list."""
    registration = held_by(token)
    if registration is None:
        return gone(request)
    if request.method == "POST":
        actions.cancel_registration(registration, by=None, at=timezone.now())
        return redirect("events:registration_detail", token=token)
    run = published_run(registration.run_id)
    return TemplateResponse(
        request,
        "events/registration_cancel.html",
        {
            "registration": registration,
            "run": run,
            "text": run.seminar.text_in(get_language()),
            "token": token,
        },
    )


def published_run(pk):
    """A run with what readers are told about it; 404 where it is not published."""
    runs = _published().with_state(on=today()).with_facts_for(get_language())
    return get_object_or_404(runs, pk=pk)


def _published():
    return Run.objects.published(on=today())


def held_by(token):
    """The registration that a link leads to, with its contact; None: it leads nowhere."""
    links = RegistrationLink.objects.in_force(at=timezone.now()).filter(token_hash=hash_of(token))
    link = links.select_related("registration__contact", "registration__run").first()
    return link and link.registration


def gone(request):
    """Says that a link leads nowhere any more."""
    return TemplateResponse(request, "events/registration_gone.html", {}, status=404)


def _crumbs(run, page):
    text = run.seminar.text_in(get_language())
    return [
        (_("Courses and meetings"), reverse("events:seminar_list")),
        (
            marked(text.title, language=text.language),
            reverse("events:seminar_detail", args=[run.pk]),
        ),
        (page, ""),
    ]
