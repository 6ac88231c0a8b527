from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from miko_portal.base.plain_text import plain_text
from miko_portal.base.sorting import SortKey


class PersonQuerySet(models.QuerySet):
    def changeable_by(self, user):
        return self if user.has_perm("cooperation.change_person") else self.none()

    def matching(self, words: str):
        """Those whose names hold every word, accents and case aside, or whose mail address does."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(sort_key__contains=SortKey(models.Value(word)))
                | models.Q(mail__icontains=word)
            )
        return found

    def same_as(self, person):
        """Those of the same name, accents and case aside, and the same mail address."""
        name = SortKey(models.Value(f"{person.family_name} {person.given_name}"))
        return self.exclude(mail="").filter(sort_key=name, mail__iexact=person.mail)


class Person(models.Model):
    """Somebody the office works with: contact, trainer, interpreter or participant of a training.

    Those who register for seminars are never kept here.
    """

    given_name = models.CharField(_("given name"), max_length=80, validators=[plain_text])
    family_name = models.CharField(_("family name"), max_length=80, validators=[plain_text])
    mail = models.EmailField(_("mail address"), blank=True)  # couples share one: not unique
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[plain_text])
    sort_key = models.GeneratedField(
        expression=SortKey(Concat("family_name", models.Value(" "), "given_name")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_sort_key")]

    def __str__(self):
        return f"{self.given_name} {self.family_name}"
