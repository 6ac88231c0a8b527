"""Everything that there is to say about an agreement, as one document ("Akte")."""

from datetime import date

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from cooperation.drafts import shares_in_full, term_sentences
from cooperation.models import Accession, Agreement, Notice
from cooperation.planning import place_name
from miko_portal.base import pdf


def dossier(agreement: Agreement, *, on: date) -> bytes:
    """The file of an agreement as PDF, for the office; it was fetched `with_state` of the day."""
    with override("de"):
        parts = [
            (_("Agreement"), [{"text": agreement.state_sentence}, _facts(agreement, on)]),
            *((str(version), list(_text(version))) for version in agreement.versions.all()),
            (_("What happened since"), list(_changes(agreement))),
            (_("Agreed measures"), list(_measures(agreement))),
            (_("Meetings"), list(_meetings(agreement))),
            (_("Documents"), list(_documents(agreement))),
            (_("Notes"), list(_notes(agreement))),
            (_("Follow-ups"), list(_follow_ups(agreement))),
        ]
        told = [{"heading": heading, "blocks": blocks} for heading, blocks in parts if blocks]
        title = f"{agreement.number} {agreement.title}"
    return pdf.render("cooperation/agreement_dossier.typ", {"parts": told}, title=title)


def _facts(agreement, on):
    decision = [agreement.decided_by, agreement.decision_paper]
    told = [
        (_("As of"), on),
        (_("State"), agreement.state_label),
        (_("Kind"), agreement.get_kind_display()),
        (_("In force from"), agreement.in_force_from),
        (_("Until"), agreement.ends_on),
        (_("Last day by mutual consent"), agreement.terminated_on),
        (_("Withdrawn on"), agreement.withdrawn_on),
        (_("Text in effect"), agreement.version_on(on)),
        (_("Project"), agreement.project),
        (_("Lead"), agreement.lead),
        (_("Responsible clerk"), agreement.clerk),
        (_("File reference"), agreement.file_reference),
        (_("Decision of the committee"), ", ".join(filter(None, decision))),
        (_("Decided on"), agreement.decided_on),
        (_("Where the original lies"), agreement.original_kept_at),
    ]
    return {"facts": _pairs(told)}


def _text(version):
    yield {
        "facts": _pairs(
            [
                (_("State"), version.stage),
                (_("Reason"), version.reason),
                (_("In consultation since"), version.consultation_on),
                (_("Released for signature on"), version.released_on),
                (_("Signed by all on"), version.completed_on),
                (_("Takes effect on"), version.effective_on),
            ]
        )
    }
    yield {"text": " ".join(term_sentences(version))}
    for share in shares_in_full(version):
        people = [
            ", ".join(filter(None, [str(person), person.place, _day(person.signed_on)]))
            for person in share.party.signatures
        ]
        told = [
            (_("Role"), share.role),
            (_("Legal basis"), share.legal_basis),
            (_("Tasks"), share.tasks),
            (_("Contribution"), share.contribution),
            (_("Signatures"), "\n".join(people)),
        ]
        yield {"heading": share.party.name_on(version.completed_on), "facts": _pairs(told)}
    for heading, text in version.paragraphs():
        yield {"heading": heading, "text": text}


def _changes(agreement):
    accessions = Accession.objects.filter(party__agreement=agreement)
    notices = Notice.objects.filter(party__agreement=agreement)
    told = [(row.effective_on, _("Accession"), row.party, None, "") for row in accessions]
    told += [
        (row.received_on, row.get_kind_display(), row.party, row.effective_on, row.reason)
        for row in notices
    ]
    told += [
        (row.starts_on, _("Suspension"), _("all"), row.ends_on, row.reason)
        for row in agreement.suspensions.all()
    ]
    header = [_("Day"), _("What"), _("Party"), _("Last day"), _("Reason")]
    yield from _table(header, sorted(told, key=lambda row: row[0]), (2, 3, 4, 2, 4))


def _measures(agreement):
    rows = [
        (row.title, row.party, row.due_on, row.done_on, row.result)
        for row in agreement.measures.select_related("party__organisation")
    ]
    header = [_("Measure"), _("Responsible party"), _("Due on"), _("Done on"), _("Result")]
    yield from _table(header, rows, (4, 3, 2, 2, 4))


def _meetings(agreement):
    meetings = agreement.meetings.order_by("starts_at", "pk").select_related("room__venue")
    for meeting in meetings.prefetch_related("decisions", "attendances__person"):
        came = [str(row) for row in meeting.attendances.all() if row.came]
        told = [
            (_("Kind"), meeting.get_kind_display()),
            (_("Where"), place_name(meeting.room) if meeting.room else ""),
            (_("Cancelled"), meeting.cancellation_reason),
            (_("Who came"), ", ".join(came)),
            (_("Agenda"), meeting.agenda),
            (_("Minutes"), meeting.minutes),
            (_("Decisions"), "\n".join(row.text for row in meeting.decisions.all())),
        ]
        heading = f"{meeting.local_start:%d.%m.%Y, %H:%M} · {meeting.title}"
        yield {"heading": heading, "facts": _pairs(told)}


def _documents(agreement):
    rows = [
        (row.name, row.get_kind_display(), filesizeformat(row.size), row.added_at, row.sha256)
        for row in agreement.documents.all()
    ]
    header = [_("Name"), _("Kind"), _("Size"), _("Added"), "SHA-256"]
    yield from _table(header, rows, (4, 3, 2, 3, 4))


def _notes(agreement):
    for note in agreement.notes.select_related("written_by"):
        yield {"heading": f"{_day(note.noted_on)} · {note.written_by}", "text": note.text}


def _follow_ups(agreement):
    rows = [
        (row.due_on, row.text, row.person, row.done_on)
        for row in agreement.follow_ups.select_related("person")
    ]
    header = [_("Due on"), _("What is to be done"), _("Who takes care of it"), _("Done on")]
    yield from _table(header, rows, (2, 5, 3, 2))


def _table(header, rows, widths):
    if rows:
        told = [[_told(value) for value in row] for row in rows]
        yield {"header": header, "rows": told, "widths": list(widths)}


def _pairs(told):
    return [[label, _told(value)] for label, value in told if value not in (None, "")]


def _told(value):
    """Days and texts as they are; rows by their name."""
    if value is None:
        return ""
    return value if isinstance(value, date | str) else str(value)


def _day(of):
    return f"{of:%d.%m.%Y}" if of else ""
