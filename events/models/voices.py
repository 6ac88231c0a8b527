from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from events.models.seminars import LANGUAGE_CHOICES, Seminar, SeminarText
from miko_portal.base.sounds import EXTENSIONS, MEDIA_TYPES
from miko_portal.base.storage import keeps


class VoiceMessageQuerySet(models.QuerySet):
    def with_outdated(self):
        """Adds `outdated`: whether the text in its language says something else by now."""
        texts = SeminarText.objects.filter(
            seminar=OuterRef("seminar"), language=OuterRef("language")
        )
        return self.annotate(now=Subquery(texts.values("digest"))).annotate(
            outdated=models.Case(
                models.When(Q(now=F("text_digest")) | Q(now=None), then=False), default=True
            )
        )


class VoiceMessage(models.Model):
    """What a seminar is about, spoken in one language ("Sprachnachricht")."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, verbose_name=_("seminar"), related_name="voices"
    )
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    stored_as = models.CharField(_("stored as"), max_length=80, unique=True, editable=False)
    media_type = models.CharField(
        _("media type"), max_length=20, choices=[(name, name) for name in MEDIA_TYPES.values()]
    )
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    seconds = models.PositiveSmallIntegerField(_("length in seconds"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    # Of the text in its language when it was recorded; empty where there was none.
    text_digest = models.CharField(max_length=32, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("added by"),
        editable=False,
        related_name="+",
    )

    objects = VoiceMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice message")
        verbose_name_plural = _("voice messages")
        ordering = ["seminar", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "language"],
                name="voicemessage_one_per_language",
                violation_error_message=_("There is a voice message in this language already."),
            )
        ]
        indexes = [models.Index(fields=["sha256"], name="voicemessage_sha256")]

    def __str__(self):
        return f"{self.seminar} ({self.get_language_display()})"

    @property
    def file_name(self) -> str:
        """Its name in the address: by what is in it, so that a new recording has a new one."""
        return f"{self.sha256}{EXTENSIONS[self.media_type]}"

    @property
    def length(self) -> str:
        """Minutes and seconds, such as 1:05."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


@keeps
def stored_voices():
    return VoiceMessage.objects.values_list("stored_as", flat=True)
