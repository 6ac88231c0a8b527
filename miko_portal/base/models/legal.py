import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.languages import BY_CODE, LANGUAGES

SLOT = re.compile(r"\[\[([A-Z_]+)\]\]")


class LegalTextQuerySet(models.QuerySet):
    def in_force(self, page, language, *, on):
        """The version of a page that holds on a day, or None."""
        valid = self.filter(page=page, language=language, valid_from__lte=on)
        return valid.order_by("-number").first()


class LegalText(models.Model):
    """A version of a page that the law asks for; a version is never changed, a new one follows.

    The text is made of paragraphs with empty lines between them; "## " begins a heading and
    "- " a line of a list. `[[OFFICE_PHONE]]` is a slot that the settings fill.
    """

    class Page(models.TextChoices):
        IMPRINT = "impressum", _("Imprint")
        PRIVACY = "datenschutz", _("Data protection")
        ACCESSIBILITY = "barrierefreiheit", _("Accessibility")
        EASY = "einfache-sprache", _("Plain language")
        SIGNS = "gebaerdensprache", _("Sign language")
        FEEDBACK = "rueckmeldung", _("Report a barrier")

    page = models.CharField(_("page"), max_length=20, choices=Page)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=[(language.code, language.name) for language in LANGUAGES],
    )
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))
    delivered = models.BooleanField(_("delivered with the portal"), default=False)

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["page", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "number"],
                name="legal_text_version_once",
                violation_error_message=_("There is a version of this number already."),
            )
        ]

    def __str__(self):
        return f"{self.get_page_display()} ({self.language}, {self.number})"

    def blocks(self):
        """The text as ("heading" | "list" | "paragraph", what stands in it), slots filled."""
        body = SLOT.sub(self._fill, self.body)
        for part in re.split(r"\n\s*\n", body.strip()):
            lines = part.strip().splitlines()
            if lines[0].startswith("## "):
                yield "heading", lines[0].removeprefix("## ")
            elif lines[0].startswith("- "):
                yield "list", [line.removeprefix("- ") for line in lines]
            else:
                yield "paragraph", "\n".join(lines)

    def _fill(self, slot):
        value = settings.LEGAL_SLOTS.get(slot[1]) or _of_the_office(slot[1])
        if BY_CODE[self.language].direction == "rtl" and "@" not in value:
            return f"\u2068{value}\u2069"  # so that figures keep their order
        return value


def _of_the_office(name):
    return str(getattr(settings.OFFICE, name.removeprefix("OFFICE_").lower(), "[…]"))
