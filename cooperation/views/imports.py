"""Taking an existing list of agreements over, with a look at it before anything is stored."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cooperation.forms.imports import COLUMNS, NEEDED, ImportForm
from cooperation.imports import MOST_ROWS, judge, take_over
from miko_portal.base.clock import today
from miko_portal.base.sheets import rows_by_field, sealed, unsealed

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
            rows = unsealed(request.POST["rows"], salt=SALT)
        except ValidationError as error:
            form.add_error(None, error)
    elif form.is_valid():
        try:
            file = form.cleaned_data["file"]
            rows, strange = rows_by_field(file, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)
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
            "rows": sealed(rows or [], salt=SALT),
            "columns": [(names[0], names[1:], field in NEEDED) for field, names in COLUMNS.items()],
            "most_rows": MOST_ROWS,
            "crumbs": [
                (_("Agreements"), reverse("cooperation:agreement_list")),
                (_("Take over a list"), None),
            ],
        },
    )


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
