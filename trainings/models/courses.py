from typing import NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey
from trainings.facts import Audience, Level


class CourseText(NamedTuple):
    """What a course is about, in one language."""

    language: str
    title: str
    aims: str
    content: str


class Course(models.Model):
    """A training that the office offers, whenever it is held ("Schulungsangebot")."""

    title = models.CharField(_("title"), max_length=160, validators=[plain_text])
    title_en = models.CharField(
        _("title in English"), max_length=160, blank=True, validators=[plain_text]
    )
    aims = models.TextField(_("aims"), max_length=2000, blank=True, validators=[plain_text])
    aims_en = models.TextField(
        _("aims in English"), max_length=2000, blank=True, validators=[plain_text]
    )
    content = models.TextField(_("content"), max_length=4000, blank=True, validators=[plain_text])
    content_en = models.TextField(
        _("content in English"), max_length=4000, blank=True, validators=[plain_text]
    )
    units = models.PositiveSmallIntegerField(
        _("teaching units"),
        validators=[MinValueValidator(1)],
        help_text=_("One unit is 45 minutes."),
    )
    audience = models.CharField(
        _("for whom"), max_length=12, choices=Audience.choices, default=Audience.STAFF
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.BASIC)
    minimum_attendance = models.PositiveSmallIntegerField(
        _("minimum attendance in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("From here on a certificate of attendance is issued."),
    )
    sort_key = models.GeneratedField(
        expression=SortKey("title"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                SortKey("title"),
                name="course_title_unique",
                violation_error_message=_("There is a course of this title already."),
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_attendance__range=(1, 100)),
                name="course_minimum_attendance_in_per_cent",
                violation_error_message=_("The minimum attendance is between 1 and 100 per cent."),
            ),
            models.CheckConstraint(
                condition=models.Q(units__gte=1),
                name="course_has_units",
                violation_error_message=_("A course has at least one teaching unit."),
            ),
        ]

    def __str__(self):
        return self.title

    def text_in(self, language: str) -> CourseText:
        """The texts in English where it is read and there are any, else in German."""
        if language == "en" and self.title_en:
            return CourseText("en", self.title_en, self.aims_en, self.content_en)
        return CourseText("de", self.title, self.aims, self.content)

    def for_volunteers(self) -> bool:
        return self.audience in (Audience.VOLUNTEERS, Audience.EVERYONE)

    def for_staff(self) -> bool:
        return self.audience in (Audience.STAFF, Audience.EVERYONE)
