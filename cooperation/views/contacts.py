"""Contacts of an organisation: adding, changing, ending, and their own yearly answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cooperation import actions
from cooperation.forms import ContactForm, PersonForm, RemarkForm
from cooperation.models import Contact, ContactCheck, ContactCheckLink, Organisation
from miko_portal.base.clock import today
from miko_portal.base.public import secret_page
from miko_portal.base.secret_links import hash_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request, pk):
    may = request.user.has_perm("cooperation.add_contact")
    organisations = Organisation.objects.visible_to(request.user)
    organisation = get_object_or_404(organisations if may else organisations.none(), pk=pk)
    return _edit(request, Contact(organisation=organisation), _("New contact"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_update(request, pk):
    contacts = Contact.objects.changeable_by(request.user)
    contact = get_object_or_404(contacts.select_related("person", "organisation"), pk=pk)
    return _edit(request, contact, _("Edit %(name)s") % {"name": contact.person})


def _edit(request, contact, heading):
    organisation = contact.organisation
    person = contact.person if contact.person_id else None
    about_person = PersonForm(request.POST or None, instance=person)
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and all([about_person.is_valid(), form.is_valid()]):
        try:
            actions.save_contact(contact, person=about_person.instance, by=request.user)
        except ValidationError as error:
            about_person.add_error("given_name", error)
        else:
            messages.success(request, _("The contact is stored."))
            return _to(organisation)
    return TemplateResponse(
        request,
        "cooperation/contact_form.html",
        {
            "heading": heading,
            "organisation": organisation,
            "contact": contact,
            "forms": [about_person, form],
            "checks": contact.pk and contact.checks.to_take_up(),
            "cancel": _address(organisation),
            "crumbs": [
                (_("Organisations"), reverse("cooperation:organisation_list")),
                (organisation.name, _address(organisation)),
                (heading, None),
            ],
        },
    )


@login_required
@require_POST
def contact_end(request, pk):
    """Somebody is no longer the one to turn to."""
    contacts = Contact.objects.changeable_by(request.user)
    contact = get_object_or_404(contacts.select_related("organisation"), pk=pk)
    actions.end_contact(contact, by=request.user)
    messages.success(request, _("The contact is ended. The person is still kept."))
    return _to(contact.organisation)


@login_required
@require_POST
def contact_check_take_up(request, pk):
    """What a contact told has been entered."""
    contacts = Contact.objects.changeable_by(request.user)
    checks = ContactCheck.objects.filter(contact__in=contacts).select_related("contact")
    check = get_object_or_404(checks, pk=pk)
    actions.take_up_remark(check, by=request.user, on=today())
    messages.success(request, _("Done: the details count as confirmed today."))
    return _to(check.contact.organisation)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def contact_check(request, token):
    """Shows a contact what is kept; two buttons answer. Looking at it changes nothing."""
    links = ContactCheckLink.objects.in_force(at=timezone.now()).filter(token_hash=hash_of(token))
    link = links.select_related("check_of__contact__person", "check_of__contact__organisation")
    link = link.first()
    if link is None:
        return TemplateResponse(request, "cooperation/contact_check.html", {}, status=404)
    check = link.check_of
    changed = request.method == "POST" and request.POST.get("answer") == "changed"
    form = RemarkForm(request.POST if changed else None)
    if request.POST.get("answer") == "holds" or (changed and form.is_valid()):
        remark = form.cleaned_data["remark"] if changed else ""
        actions.answer_check(check, remark=remark, on=today())
        return redirect("cooperation:contact_check", token=token)
    return TemplateResponse(
        request, "cooperation/contact_check.html", {"check": check, "form": form}
    )


def _address(organisation):
    return reverse("cooperation:organisation_detail", args=[organisation.pk])


def _to(organisation):
    return redirect(_address(organisation))
