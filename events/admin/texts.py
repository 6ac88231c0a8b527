"""The board of translations, and one text beside the German one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from events.actions import confirm_text, translate
from events.admin.filters import BoardFilter
from events.models import Seminar, SeminarText
from events.models.seminars import GERMAN, PARTS, TRANSLATED
from events.readability import hints
from events.text_forms import TranslationForm
from events.translating import board_row, called, changed_since, told
from miko_portal.base.clock import today
from miko_portal.base.comparing import Clash, differences
from miko_portal.base.models import HistoryEntry

PAGE_SIZE = 20
SIMPLE = "de-simple"


def board(model_admin, request):
    """Every seminar in every language: missing, by a machine, outdated, reviewed."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    on = today()
    seminars = Seminar.objects.with_title().with_next_date(on=on)
    chosen = BoardFilter(request.GET, queryset=seminars, on=on)
    found = chosen.qs.order_by(F("next_at").asc(nulls_last=True), "title", "pk")
    page = Paginator(found.with_translations(), PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "events/text_board.html",
        {
            "filter": chosen,
            "page_obj": page,
            "rows": [board_row(seminar, languages=chosen.languages) for seminar in page],
            "may_change": may_change(request),
            "crumbs": crumbs((_("Translations"), "")),
        },
    )


def text_form(model_admin, request, pk, language):
    """One translation beside the German text, with what has changed there since."""
    if not may_change(request):
        raise PermissionDenied
    seminar = _seminar(model_admin, request, pk, language)
    german = seminar.texts.filter(language=GERMAN).first()
    if german is None:
        messages.warning(request, _("Write the German text first: the others are made from it."))
        return redirect("admin:events_seminar_change", pk)
    text = seminar.texts.with_state().filter(language=language).first()
    form = TranslationForm(
        request.POST if request.method == "POST" else None,
        instance=text or SeminarText(seminar=seminar, language=language),
        german=german,
    )
    clash = None
    if request.method == "POST" and form.is_valid() and "_look" not in request.POST:
        clash = _stored(request, form, german=german)
        if clash is None:
            return redirect(_next(request))
    changes = changed_since(german, text.source_digest) if text else []
    return TemplateResponse(
        request,
        "events/text_form.html",
        {
            "form": form,
            "seminar": seminar,
            "language_name": called(language),
            "text": text,
            "german": german,
            "changes": changes,
            "parts": [
                (label, said, form[name], _hints(form, name, language))
                for name, (label, said) in told(german.parts).items()
            ],
            "is_simple": language == SIMPLE,
            "clash": clash,
            "next": request.POST.get("next") or request.GET.get("next", ""),
            "back": _next(request),
            "crumbs": crumbs(
                (_("Translations"), reverse("admin:events_text_board")),
                (f"{german.title}: {called(language)}", ""),
            ),
        },
    )


def confirm(model_admin, request, pk, language):
    """ "Still valid", said with one click on the board or beside the text."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_change(request):
        raise PermissionDenied
    text = get_object_or_404(
        _seminar(model_admin, request, pk, language).texts.select_related("seminar"),
        language=language,
    )
    try:
        confirm_text(text, source=request.POST.get("source", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:events_text_form", pk, language)
    said = _("“%(text)s” (%(language)s) is right for the German text as it stands.")
    messages.success(request, said % {"text": text, "language": called(language)})
    return redirect(_next(request))


def crumbs(*parts):
    """The way here through the administration."""
    return [
        (_("Administration"), reverse("admin:index")),
        (_("Seminars"), reverse("admin:events_seminar_changelist")),
        *parts,
    ]


def may_change(request):
    return request.user.has_perm("events.change_seminartext")


def _seminar(model_admin, request, pk, language):
    if language not in TRANSLATED:
        raise Http404
    return get_object_or_404(Seminar.objects.with_title(), pk=pk)


def _hints(form, name, language):
    """What would make Einfache Sprache easier to read; whoever writes decides."""
    return list(hints(form[name].value() or "")) if language == SIMPLE else []


def _stored(request, form, *, german):
    """None where the text is stored; else what somebody else has stored meanwhile."""
    data = form.cleaned_data
    typed = form.instance
    try:
        translate(typed, source=data["source"], loaded=data["loaded"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        there = SeminarText.objects.get(seminar=typed.seminar_id, language=typed.language)
        form.see(there, german=german)
        return Clash(
            HistoryEntry.objects.of(there).select_related("by").first(),
            differences(told(there.parts), told({name: data[name] for name in PARTS})),
        )
    said = {"text": typed, "language": called(typed.language)}
    messages.success(request, _("“%(text)s” (%(language)s) is stored.") % said)
    if data["source"] != german.digest:
        messages.warning(
            request,
            _("The German text was changed while you wrote. The translation counts as outdated."),
        )
    return None


def _next(request):
    """Back to where one came from: the board with its filters."""
    board_address = reverse("admin:events_text_board")
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and asked.startswith(board_address) else board_address
