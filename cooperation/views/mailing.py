"""Whom a letter to the partners goes to: as a list, for mails, for letters, as labels."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation.forms.mailing import MailingForm
from cooperation.mailing import HEADER, bcc, contacts, label_lines, letter_rows
from cooperation.views.agreements import PAGE_SIZE
from miko_portal.base import pdf
from miko_portal.base.clock import today
from miko_portal.base.filenames import attachment
from miko_portal.base.sheets import xlsx_response

LONGEST_LINK = 1800  # characters; what is longer, mail programs cut off


@permission_required("cooperation.view_contact", raise_exception=True)
@require_safe
def mailing_list(request):
    form, found = _asked(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    mails = bcc(found)
    link = f"mailto:{settings.OFFICE.mail}?bcc={quote(','.join(mails), safe='@,')}"
    return TemplateResponse(
        request,
        "cooperation/mailing_list.html",
        {
            "filter": {"form": form},
            "page_obj": page,
            "bcc": "; ".join(mails),
            "link": link if mails and len(link) <= LONGEST_LINK else "",
            "without_mail": found.filter(person__mail="").count(),
            "crumbs": [(_("Mailing list"), None)],
        },
    )


@permission_required("cooperation.view_contact", raise_exception=True)
@require_safe
def mailing_letter(request):
    """The data of a serial letter, as Word reads it."""
    _form, found = _asked(request)
    return xlsx_response(_("Serial letter") + ".xlsx", _("Contacts"), HEADER, letter_rows(found))


@permission_required("cooperation.view_contact", raise_exception=True)
@require_safe
def mailing_labels(request):
    """Labels of 70 by 36 millimetres, 24 on a page."""
    _form, found = _asked(request)
    made = pdf.render(
        "cooperation/mailing_labels.typ",
        {"labels": label_lines(found), "none": _("No address is known.")},
        title=_("Labels"),
        language=get_language(),
    )
    headers = {"Content-Disposition": attachment(_("Labels") + ".pdf")}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _asked(request):
    form = MailingForm(request.GET)
    return form, contacts(on=today(), **form.told())
