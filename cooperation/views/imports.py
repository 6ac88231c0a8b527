"""Taking an existing list of agreements over, with a look at it before anything is stored."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cooperation.forms.imports import COLUMNS, NEEDED, ImportForm, columns_of
from cooperation.imports import MOST_ROWS, judge, take_over
from miko_portal.base.clock import today
from miko_portal.base.sheets import read_sheet

SALT = "cooperation.register_import"


@permission_required("cooperation.add_agreement", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request):
    """The list travels in the page itself until it is confirmed; it is judged anew then."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent)
    rows, strange = None, []
    if "rows" in request.POST:
        try:
            rows = signing.loads(request.POST["rows"], salt=SALT)
        except signing.BadSignature:
            form.add_error(None, _("The list has been damaged on the way. Please upload it again."))
    elif form.is_valid():
        try:
            rows, strange = _rows(form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error("file", error)
    judged = judge(rows, on=today()) if rows else []
    if judged and "rows" in request.POST and (answer := _stored(request, judged)):
        return answer
    return TemplateResponse(
        request,
        "cooperation/register_import.html",
        {
            "form": ImportForm() if judged else form,
            "judged": judged,
            "strange": strange,
            "takes": sum(row.takes for row in judged),
            "rows": signing.dumps(rows, salt=SALT, compress=True) if judged else "",
            "columns": [(names[0], names[1:], field in NEEDED) for field, names in COLUMNS.items()],
            "most_rows": MOST_ROWS,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (_("Take over a list"), None),
            ],
        },
    )


def _rows(file):
    """The rows by field as they can travel in the page, and columns that say nothing to us."""
    sheet = read_sheet(file, most_rows=MOST_ROWS)
    places, strange = columns_of(sheet.header)
    rows = [
        (number, {field: _as_typed(row[at]) for field, at in places.items()})
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
    ]
    return rows, strange


def _as_typed(value):
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


def _stored(request, judged):
    try:
        taken = take_over(judged, on=today(), by=request.user)
    except (IntegrityError, ValidationError):
        messages.error(
            request,
            _("Nothing was stored: the register has changed meanwhile. Please look again."),
        )
        return None
    text = ngettext(
        "One agreement is taken over.", "%(count)s agreements are taken over.", len(taken)
    )
    messages.success(request, text % {"count": len(taken)})
    return redirect("cooperation:agreement_list")
