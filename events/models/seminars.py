from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from events.facts import Audience, Format
from miko_portal.base.clock import start_of
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.sorting import SortKey
from miko_portal.base.words import WORDS, WordsHeld

GERMAN = "de"
LANGUAGE_CHOICES = [(language.code, language.name) for language in LANGUAGES]
TRANSLATED = [language.code for language in LANGUAGES if language.code != GERMAN]
PARTS = ("title", "summary", "text", "bring")


class TextState(models.TextChoices):
    """How a seminar stands in a language."""

    MISSING = "missing", _("missing")
    MACHINE = "machine", _("by a machine")
    OUTDATED = "outdated", _("outdated")
    REVIEWED = "reviewed", _("reviewed")


# Which states of a text count as one of these; what a person wrote has been read by a person.
STANDS = {
    TextState.MACHINE: ["machine"],
    TextState.OUTDATED: ["outdated"],
    TextState.REVIEWED: ["reviewed", "human"],
}


class TopicQuerySet(models.QuerySet):
    def with_name_in(self, language):
        """Adds `name_read`: the topic's name in a language, else in German."""
        translated = TopicName.objects.filter(topic=OuterRef("pk"), language=language)
        return self.annotate(name_read=Coalesce(Subquery(translated.values("name")), F("name")))

    def holding(self, words, *, language):
        """Topics with one of the words in their name in German or in a language."""
        translated = TopicName.objects.filter(words__overlap=words, language=language)
        return self.filter(Q(words__overlap=words) | Q(pk__in=translated.values("topic")))


class Topic(models.Model):
    """What seminars are about, as readers look for them ("Thema")."""

    name = models.CharField(_("name in German"), max_length=80, unique=True)
    words = models.GeneratedField(expression=WordsHeld("name"), output_field=WORDS, db_persist=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name


class TopicName(models.Model):
    """A topic's name in another language than German."""

    topic = models.ForeignKey(Topic, models.CASCADE, verbose_name=_("topic"), related_name="names")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES[1:])
    name = models.CharField(_("name"), max_length=80)
    words = models.GeneratedField(expression=WordsHeld("name"), output_field=WORDS, db_persist=True)

    class Meta:
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language"],
                name="topicname_one_per_language",
                violation_error_message=_("The topic has a name in this language already."),
            )
        ]

    def __str__(self):
        return self.name


class SeminarQuerySet(models.QuerySet):
    def with_title(self):
        """Adds `title`, the German one."""
        german = SeminarText.objects.filter(seminar=OuterRef("pk"), language=GERMAN)
        return self.annotate(title=Subquery(german.values("title")))

    def with_next_date(self, *, on):
        """Adds `next_at`: when it takes place next, published or still planned."""
        coming = Q(
            runs__cancelled_on=None,
            runs__sessions__cancelled_on=None,
            runs__sessions__ends_at__gte=start_of(on),
        )
        return self.annotate(next_at=Min("runs__sessions__starts_at", filter=coming))

    def called(self, words):
        """Seminars with each word, or part of it, in one of their titles."""
        found = self
        for word in words:
            titles = SeminarText.objects.alias(key=SortKey("title")).filter(
                seminar=OuterRef("pk"), key__contains=SortKey(Value(word))
            )
            found = found.filter(Exists(titles))
        return found

    def standing(self, state, *, languages):
        """Seminars that stand so in at least one of the languages ("Stand der Übersetzung")."""
        texts = SeminarText.objects.filter(seminar=OuterRef("pk"), language__in=languages)
        if state == TextState.MISSING:
            written = texts.order_by().values("seminar").values(number=Count("pk"))
            return self.alias(written=Coalesce(Subquery(written), 0)).filter(
                written__lt=len(languages)
            )
        return self.filter(Exists(texts.with_state().filter(state__in=STANDS[state])))

    def with_translations(self):
        """Fetches all texts but the German one as `translated`, each with its state."""
        texts = SeminarText.objects.with_state().exclude(language=GERMAN)
        return self.prefetch_related(models.Prefetch("texts", texts, to_attr="translated"))

    def with_texts_for(self, language):
        """Fetches the texts that a reader of a language is shown: in it, and in German."""
        return self.prefetch_related(
            models.Prefetch("texts", SeminarText.objects.for_reader(language), to_attr="read")
        )


class Seminar(models.Model):
    """A seminar for migrants, whenever it takes place ("Veranstaltung")."""

    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("topic"), related_name="seminars"
    )
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organiser"), related_name="seminars"
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("partners"), related_name="partner_seminars", blank=True
    )
    format = models.CharField(
        _("format"), max_length=10, choices=Format.choices, default=Format.COURSE
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY
    )

    objects = SeminarQuerySet.as_manager()

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        ordering = ["-pk"]

    def __str__(self):
        title = getattr(self, "title", None)  # by `with_title()`
        if title is None and (german := self.text_in(GERMAN)):
            title = german.title
        return title or f"{self.get_format_display()} {self.pk}"

    def text_in(self, language):
        """The text in a language, else the German one; None where there is neither.

        Asks the database only where `with_texts_for()` hasn't fetched the texts.
        """
        texts = self.read if hasattr(self, "read") else SeminarText.objects.filter(seminar=self)
        by_language = {text.language: text for text in texts}
        return by_language.get(language) or by_language.get(GERMAN)


class SeminarTextQuerySet(models.QuerySet):
    def for_reader(self, *languages):
        return self.filter(language__in={*languages, GERMAN}).order_by()

    def holding(self, words, *, language):
        """Texts that a reader of a language sees and that hold one of the words."""
        return self.for_reader(language).filter(words__overlap=words)

    def with_state(self):
        """Adds `state`: reviewed, machine, or outdated where the German text has changed since."""
        german = SeminarText.objects.filter(seminar=OuterRef("seminar"), language=GERMAN)
        return self.annotate(german_digest=Subquery(german.values("digest"))).annotate(
            state=models.Case(
                models.When(language=GERMAN, then=Value("source")),
                models.When(
                    Q(german_digest__isnull=False) & ~Q(source_digest=F("german_digest")),
                    then=Value("outdated"),
                ),
                default=F("origin"),
            )
        )


def _joined(*columns, by):
    parts = [part for column in columns for part in (column, Value(by))]
    return Concat(*parts, output_field=models.TextField())


class SeminarText(models.Model):
    """What a seminar is called and about, in one language; the German text is the source."""

    class Origin(models.TextChoices):
        HUMAN = "human", _("written by a person")
        MACHINE = "machine", _("translated by a machine")
        REVIEWED = "reviewed", _("translated by a machine, reviewed by a person")

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, verbose_name=_("seminar"), related_name="texts"
    )
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in one sentence"), max_length=300, help_text=_("Stands at the top of the page.")
    )
    text = models.TextField(_("text"), max_length=5000, blank=True)
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.HUMAN
    )
    # Of the German text that this one was made from.
    source_digest = models.CharField(max_length=32, blank=True, editable=False)
    digest = models.GeneratedField(
        expression=MD5(_joined(*PARTS, by="\x1f")),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=WordsHeld(_joined("title", "summary", "text", by=" ")),
        output_field=WORDS,
        db_persist=True,
    )

    objects = SeminarTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["seminar", "pk"]
        indexes = [GinIndex(fields=["words"], name="seminartext_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "language"],
                name="seminartext_one_per_language",
                violation_error_message=_("There is a text in this language already."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def outdated(self) -> bool:
        """Whether the German text has changed since this one was made from it."""
        if self.language == GERMAN:
            return False
        german = self.seminar.text_in(GERMAN)
        return german is not None and german.digest != self.source_digest

    @property
    def parts(self) -> dict[str, str]:
        """What it says, by field."""
        return {name: getattr(self, name) for name in PARTS}

    def translates(self, german):
        """Says that this text has the sense of the German one as that stands now."""
        self.source_digest = german.digest
        self.save(update_fields=["source_digest"])
