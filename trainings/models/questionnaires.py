"""What participants are asked about a training, and what they said ("Fragebogen")."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text
from trainings.facts import Occasion
from trainings.models.courses import Course

STEPS = range(1, 6)
YES, NO = 1, 2
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 8, 80


class Wording(NamedTuple):
    """A question in one language: `options` are what can be chosen, by number."""

    language: str
    text: str
    options: list[tuple[int, str]]


class Questionnaire(models.Model):
    """What is asked of those who come to a course, whenever it is held ("Fragebogen").

    Each of its questions says when it is asked; what is asked both before and after is compared.
    """

    course = models.OneToOneField(
        Course, models.PROTECT, verbose_name=_("course"), related_name="questionnaire"
    )
    follow_up = models.BooleanField(
        _("ask again after three months"),
        default=False,
        help_text=_("By mail, 90 days after the last date, once."),
    )

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["course__sort_key", "pk"]

    def __str__(self):
        return str(self.course)


class QuestionQuerySet(models.QuerySet):
    def asked(self, course: Course, occasion: Occasion):
        """Those of a course that are put to people on an occasion, in their order."""
        asked = self.filter(questionnaire__course=course, retired_on=None)
        if occasion == Occasion.LATER:
            asked = asked.filter(questionnaire__follow_up=True)
        return asked.filter(**{f"asked_{occasion}": True})


class Question(models.Model):
    """One question of a questionnaire. Once somebody has answered, it stays as it is."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("scale from 1 to 5")
        CHOICE = "choice", _("one of several answers")
        YES_NO = "yes_no", _("yes or no")
        SENTENCE = "sentence", _("a sentence of one's own")

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, verbose_name=_("questionnaire"), related_name="questions"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SCALE)
    text = models.CharField(_("question"), max_length=200, validators=[plain_text])
    text_en = models.CharField(
        _("question in English"), max_length=200, blank=True, validators=[plain_text]
    )
    low = models.CharField(
        _("1 means"), max_length=40, blank=True, validators=[plain_text], help_text=_("Of a scale.")
    )
    high = models.CharField(
        _("5 means"), max_length=40, blank=True, validators=[plain_text], help_text=_("Of a scale.")
    )
    low_en = models.CharField(
        _("1 means in English"), max_length=40, blank=True, validators=[plain_text]
    )
    high_en = models.CharField(
        _("5 means in English"), max_length=40, blank=True, validators=[plain_text]
    )
    options = models.TextField(
        _("answers to choose from"),
        max_length=700,
        blank=True,
        validators=[plain_text],
        help_text=_("One a line, two to eight."),
    )
    options_en = models.TextField(
        _("the same in English"), max_length=700, blank=True, validators=[plain_text]
    )
    asked_before = models.BooleanField(_("asked before"), default=False)
    asked_after = models.BooleanField(_("asked after"), default=True)
    asked_later = models.BooleanField(_("asked after three months"), default=False)
    for_funder = models.BooleanField(_("asked by the funder"), default=False, editable=False)
    retired_on = models.DateField(_("no longer asked since"), null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(for_funder=True),
                name="question_of_funder_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind="scale") & ~Q(low="") & ~Q(high=""))
                | (~Q(kind="scale") & Q(low="", high="", low_en="", high_en="")),
                name="question_words_of_a_scale",
                violation_error_message=_(
                    "A scale says what 1 and 5 mean; other questions leave that empty."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(kind="choice") & ~Q(options=""))
                | (~Q(kind="choice") & Q(options="", options_en="")),
                name="question_options_of_a_choice",
                violation_error_message=_(
                    "Answers to choose from belong to that kind of question, and to no other."
                ),
            ),
            models.CheckConstraint(
                condition=Q(asked_before=True) | Q(asked_after=True) | Q(asked_later=True),
                name="question_asked_at_some_time",
                violation_error_message=_("Say when the question is asked."),
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        """Lines to choose from are two to eight, each once and short; the English are as many."""
        self.options, self.options_en = map(_lines_of, (self.options, self.options_en))
        lines, english = self.options.split("\n"), self.options_en.split("\n")
        if self.kind != self.Kind.CHOICE or not self.options:
            return
        if not FEWEST_OPTIONS <= len(lines) <= MOST_OPTIONS or len(set(lines)) < len(lines):
            text = gettext("Please write two to eight answers, one a line, each once.")
            raise ValidationError({"options": text})
        if max(map(len, lines + english)) > LONGEST_OPTION:
            raise ValidationError({"options": gettext("Each answer has at most 80 letters.")})
        if self.options_en and len(english) != len(lines):
            raise ValidationError({"options_en": gettext("As many lines as in German, please.")})

    def wording_in(self, language: str) -> Wording:
        """In English where it is read and all of it is there, else in German."""
        if language == "en" and self._is_in_english():
            named = self.low_en, self.high_en, self.options_en
            return Wording("en", self.text_en, self._numbered(*named))
        return Wording("de", self.text, self._numbered(self.low, self.high, self.options))

    def _is_in_english(self):
        scale = self.kind != self.Kind.SCALE or (self.low_en and self.high_en)
        return self.text_en and scale and bool(self.options) == bool(self.options_en)

    def _numbered(self, low, high, options):
        if self.kind == self.Kind.SCALE:
            words = {STEPS[0]: f"1 – {low}", STEPS[-1]: f"5 – {high}"}
            return [(step, words.get(step, str(step))) for step in STEPS]
        if self.kind == self.Kind.CHOICE:
            return list(enumerate(options.split("\n"), start=1))
        return []


def _lines_of(text):
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
