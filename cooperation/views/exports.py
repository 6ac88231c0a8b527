"""The register as files; each holds what the list shows by the same filters in its address."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation.exports import columns, rows
from cooperation.stand import stand_of
from cooperation.views.agreements import register
from miko_portal.base import pdf
from miko_portal.base.clock import today
from miko_portal.base.filenames import attachment
from miko_portal.base.sheets import csv_response, xlsx_response


@login_required
@require_safe
def register_csv(request):
    told, lines = _table(request, stand_of(request))
    return csv_response(_name("csv"), [column.name for column in told], lines)


@login_required
@require_safe
def register_xlsx(request):
    told, lines = _table(request, stand_of(request))
    header = [column.name for column in told]
    return xlsx_response(_name("xlsx"), _("Agreements"), header, lines)


@login_required
@require_safe
def register_pdf(request):
    """Printed: across the page, with the day it was made, pages numbered."""
    stand = stand_of(request)
    told, lines = _table(request, stand)
    data = {
        "landscape": True,
        "intro": _("As of %(day)s") % {"day": date_format(stand.on, "d.m.Y")},
        "header": [column.name for column in told],
        "widths": [column.width for column in told],
        "rows": list(lines),
    }
    title = _("Register of cooperation agreements")
    made = pdf.render("shared/table.typ", data, title=title, language=get_language())
    headers = {"Content-Disposition": attachment(_name("pdf"))}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _table(request, stand):
    """The columns, and the rows that the user may see."""
    _chosen, found = register(request, on=stand.on)
    told = columns(for_the_office=request.user.has_perm("cooperation.view_agreement"))
    return told, rows(found, told, stand=stand)


def _name(ending):
    day = today().isoformat()
    return _("Agreements %(day)s") % {"day": day} + f".{ending}"
