from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.registrations import Registration
from events.models.runs import Run
from miko_portal.base.models import Certificate


class SeminarCertificate(models.Model):
    """Which person of a registration a certificate is for; the first, the second … who came.

    When contacts are deleted it leads to the run alone. One that is issued anew takes the place
    of the one before, which names it.
    """

    run = models.ForeignKey(
        Run, models.PROTECT, verbose_name=_("date of a seminar"), related_name="certificates"
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        verbose_name=_("registration"),
        related_name="certificates",
        null=True,
    )
    person = models.PositiveSmallIntegerField(_("person of the registration"))
    certificate = models.OneToOneField(
        Certificate, models.PROTECT, verbose_name=_("certificate of attendance"), related_name="+"
    )

    class Meta:
        verbose_name = _("certificate of a seminar")
        verbose_name_plural = _("certificates of seminars")
        ordering = ["run", "registration", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "person"],
                name="seminarcertificate_once_per_person",
                violation_error_message=_("This person has a certificate already."),
            ),
            models.CheckConstraint(
                condition=Q(person__gte=1),
                name="seminarcertificate_of_a_person",
                violation_error_message=_("The first person is number 1."),
            ),
        ]

    def __str__(self):
        return f"{self.run}: {self.certificate}"
