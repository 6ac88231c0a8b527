from django.db import models
from django.utils.translation import gettext_lazy as _

from miko_portal.base.models import Certificate
from trainings.models.enrolments import Enrolment


class TrainingCertificate(models.Model):
    """Whose enrolment a certificate of attendance is about, each once.

    One that is issued anew takes the place of the one before, which names it.
    """

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, verbose_name=_("enrolment"), related_name="certified"
    )
    certificate = models.OneToOneField(
        Certificate, models.PROTECT, verbose_name=_("certificate of attendance"), related_name="+"
    )

    class Meta:
        verbose_name = _("certificate of a training")
        verbose_name_plural = _("certificates of trainings")
        ordering = ["enrolment"]

    def __str__(self):
        return str(self.certificate)
