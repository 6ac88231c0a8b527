"""Documents, notes and follow-ups in the file of some agreements of the demo."""

from datetime import date, datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from cooperation import actions
from cooperation.models import Agreement
from miko_portal.base import pdf
from miko_portal.demo.content import day_of, read


def load_papers(*, today: date) -> None:
    """Put into each file what `papers.yaml` tells, as the responsible clerk."""
    for told in read("papers"):
        agreement = Agreement.objects.select_related("clerk").get(title=told["title"])
        by = agreement.clerk
        for kind, name, days, text in told.get("documents", []):
            actions.add_document(
                agreement,
                file=_file(name, text),
                kind=kind,
                by=by,
                at=timezone.make_aware(datetime.combine(day_of(days, today=today), time(10))),
            )
        for days, text in told.get("notes", []):
            actions.add_note(agreement, noted_on=day_of(days, today=today), text=text, by=by)
        for days, text in told.get("follow_ups", []):
            due_on = day_of(days, today=today)
            actions.add_follow_up(agreement, due_on=due_on, text=text, person=by, by=by)


def _file(name, text):
    title = name.removesuffix(".pdf")
    parts = [{"heading": "Erfundenes Beispiel", "blocks": [{"text": text}]}]
    content = pdf.render("cooperation/agreement_dossier.typ", {"parts": parts}, title=title)
    return ContentFile(content, name=name)
