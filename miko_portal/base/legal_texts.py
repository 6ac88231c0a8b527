"""The legal texts that come with the portal, and the check that the office fills their slots."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import transaction

from miko_portal.base.clock import today
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import LegalText

FOLDER = Path(__file__).parent / "legal"


class LegalPageConverter:
    """The pages by the names they have in addresses."""

    regex = "|".join(LegalText.Page.values)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


def delivered(page, language):
    """Title and text of a page as it comes with the portal (`legal/<page>.<language>.md`)."""
    text = (FOLDER / f"{page}.{language}.md").read_text(encoding="utf-8")
    title, _, body = text.partition("\n")
    return title.removeprefix("# ").strip(), body.strip()


@transaction.atomic
def load(*, on):
    """Stores the delivered texts that are new, but never after a version of the office's own.

    Returns how many were stored.
    """
    latest = {}
    for text in LegalText.objects.order_by("number"):
        latest[text.page, text.language] = text
    new = []
    for page in LegalText.Page.values:
        for language in LANGUAGES:
            title, body = delivered(page, language.code)
            last = latest.get((page, language.code))
            if last and (not last.delivered or (last.title, last.body) == (title, body)):
                continue
            new.append(
                LegalText(
                    page=page,
                    language=language.code,
                    number=last.number + 1 if last else 1,
                    title=title,
                    body=body,
                    valid_from=on,
                    delivered=True,
                )
            )
    LegalText.objects.bulk_create(new)
    return len(new)


def load_after_migrate(*, apps=apps, **kwargs):
    """A new portal has its legal texts from the start."""
    if "legaltext" in apps.all_models["base"]:
        load(on=today())


@register(Tags.compatibility, deploy=True)
def every_slot_is_filled(app_configs, **kwargs):
    return [
        Warning(
            f"The legal texts lack {name}. Set it in the environment; only the office knows it.",
            id="base.W001",
        )
        for name, value in settings.LEGAL_SLOTS.items()
        if not value
    ]
