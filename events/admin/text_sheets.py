"""Texts out for translators, and back with a look at every row before anything is stored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.actions import take_over_texts
from events.admin.filters import BoardFilter
from events.admin.texts import crumbs, may_change
from events.models import Seminar, SeminarText
from events.text_forms import TextImportForm
from events.text_sheets import COLUMNS, MOST_ROWS, NEEDED, TOLD, Verdict, header, judge, lines
from miko_portal.base.clock import today
from miko_portal.base.sheets import rows_by_field, sealed, unsealed, xlsx_response

SALT = "events.text_import"


def export(model_admin, request):
    """What is missing or outdated among the seminars and languages that the board shows."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    on = today()
    seminars = Seminar.objects.with_title().with_next_date(on=on)
    chosen = BoardFilter(request.GET, queryset=seminars, on=on)
    found = chosen.qs.order_by(F("next_at").asc(nulls_last=True), "title", "pk")
    languages = chosen.languages
    asked = f" {languages[0]}" if len(languages) == 1 else ""
    return xlsx_response(
        f"Texte{asked} {on:%Y-%m-%d}.xlsx",
        _("Texts to translate"),
        header(),
        lines(found, languages=languages),
    )


def text_import(model_admin, request):
    """The table travels in the page itself until it is confirmed; it is judged anew then."""
    if not may_change(request):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TextImportForm(*sent)
    rows, strange = [], []
    origin = request.POST.get("origin")
    confirmed = "rows" in request.POST and origin in SeminarText.Origin.values
    try:
        if confirmed:
            rows = unsealed(request.POST["rows"], salt=SALT)
        elif form.is_valid():
            file = form.cleaned_data["file"]
            rows, strange = rows_by_field(file, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)
    except ValidationError as error:
        form.add_error(None if confirmed else "file", error)
    judged = judge(rows, origin=origin)
    shown = [row for row in judged if row.verdict != Verdict.EMPTY]
    if judged and confirmed and (answer := _stored(request, judged)):
        return answer
    return TemplateResponse(
        request,
        "events/text_import.html",
        {
            "form": TextImportForm() if judged else form,
            "judged": judged,
            "shown": shown,
            "untranslated": len(judged) - len(shown),
            "strange": [name for name in strange if name not in TOLD],
            "takes": sum(row.takes for row in judged),
            "rows": sealed(rows, salt=SALT),
            "origin": origin,
            "crumbs": crumbs(
                (_("Translations"), reverse("admin:events_text_board")),
                (_("Translations from a table"), ""),
            ),
        },
    )


def _stored(request, judged):
    texts = [
        (row.text, row.form.cleaned_data["source"], row.form.cleaned_data["loaded"])
        for row in judged
        if row.takes
    ]
    try:
        number = take_over_texts(texts, by=request.user)
    except ValidationError:
        messages.error(
            request, _("Nothing was stored: a text has changed meanwhile. Please look again.")
        )
        return None
    text = ngettext("One text is stored.", "%(count)s texts are stored.", number)
    messages.success(request, text % {"count": number})
    return redirect("admin:events_text_board")
