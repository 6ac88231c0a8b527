from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from events.models.seminars import GERMAN, LANGUAGE_CHOICES
from miko_portal.base.words import Sought


class WordQuerySet(models.QuerySet):
    def near(self, sought: list[Sought], *, language) -> list[str]:
        """Those in a language or German that a sieve leaves for what is sought: one query."""
        patterns = [pattern for one in sought for pattern in one.patterns()]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT word FROM events_word"
                " WHERE language = ANY(%s) AND word LIKE ANY(%s)",
                [[language, GERMAN], patterns],
            )
            return [word for (word,) in cursor.fetchall()]


class Word(models.Model):
    """A word that some text, topic or house holds, or held until last night.

    Written by triggers alone, and pruned at night (`events/vocabulary.py`). What holds it now is
    asked of the columns `words`, so that a word too many here finds nothing.
    """

    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    word = models.TextField(_("word"), db_collation="C")

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="word_once_per_language")
        ]

    def __str__(self):
        return self.word
