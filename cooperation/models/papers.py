"""What lies in the file of an agreement beside its text: documents, notes, reminders."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.agreements import Agreement
from cooperation.models.versions import Version, long_text
from miko_portal.base.plain_text import plain_text
from miko_portal.base.storage import keeps


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the office; for partners the signed ones of agreements that they see."""
        found = self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))
        if user.has_perm("cooperation.view_document"):
            return found
        return found.filter(kind=Document.Kind.SIGNED)


class Document(models.Model):
    """A file of an agreement ("Dokument"): a signed scan as PDF, or a paper that is worked on.

    It is kept under a random name outside of what the web server serves, with its SHA-256, and
    never changed: what is newer is a document of its own.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", _("signed document")
        WORKING = "working", _("working file")
        DECISION = "decision", _("decision of a committee")
        OTHER = "other", _("other paper")

    KINDS_OF_TEXT = [Kind.SIGNED, Kind.WORKING]

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="documents"
    )
    version = models.ForeignKey(
        Version,
        models.CASCADE,
        verbose_name=_("version"),
        null=True,
        blank=True,
        related_name="documents",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name of the file"), max_length=120, validators=[plain_text])
    stored_as = models.CharField(_("stored as"), max_length=80, unique=True, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField(_("added"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("added by"),
        editable=False,
        related_name="+",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-added_at", "-pk"]
        indexes = [models.Index(fields=["sha256"], name="document_sha256")]

    def __str__(self):
        return self.name


@keeps
def stored_documents():
    return Document.objects.values_list("stored_as", flat=True)


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the office: no partner sees what is noted about an agreement."""
        return self if user.has_perm("cooperation.view_note") else self.none()


class Note(models.Model):
    """What was said or found out about an agreement on a day ("Vermerk"); it stays as written."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="notes"
    )
    noted_on = models.DateField(_("day"))
    text = long_text(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("written by"),
        editable=False,
        related_name="+",
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="note_says_something",
                violation_error_message=_("Write what is to be noted."),
            )
        ]

    def __str__(self):
        return f"{self.noted_on:%d.%m.%Y}"


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on=None)

    def undone_first(self):
        """What is to be done by its day; then what is done, the last first."""
        return self.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")

    def visible_to(self, user):
        """Those of the office: no partner sees what it means to take up again."""
        return self if user.has_perm("cooperation.view_followup") else self.none()

    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_followup") else self.none()


class FollowUp(models.Model):
    """A day on which somebody takes up an agreement again, and what for ("Wiedervorlage")."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="follow_ups"
    )
    due_on = models.DateField(_("due on"))
    text = models.CharField(_("what is to be done"), max_length=300, validators=[plain_text])
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who takes care of it"),
        related_name="follow_ups",
    )
    done_on = models.DateField(_("done on"), null=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="follow_up_due", condition=Q(done_on=None))]

    def __str__(self):
        return f"{self.due_on:%d.%m.%Y} {self.text}"

    def finish(self, *, on):
        """It is dealt with."""
        if self.done_on:
            raise ValidationError(_("This is done already."))
        self.done_on = on
        self.save(update_fields=["done_on"])
