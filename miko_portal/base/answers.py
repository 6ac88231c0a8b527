"""What an answer without a name is, in whichever app: no time, no order, nobody."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from miko_portal.base.anonymity import by_lot
from miko_portal.base.models import Suspicion


class AnonymousQuerySet(models.QuerySet):
    def counted(self, *, on: date):
        """Those that count on a day: given before it, and not held back.

        What is given today counts from tomorrow on, so that nobody who watches the numbers in
        the room sees whose answer has just come in.
        """
        trusted = Q(suspicion="") | Q(counted_on__isnull=False)
        return self.filter(trusted, given_on__lt=on)

    def held_back(self, *, on: date):
        """Those given before a day that look as though a program had sent them."""
        return self.filter(counted_on=None, given_on__lt=on).exclude(suspicion="")


class Anonymous(models.Model):
    """Its key is drawn by lot, with the form, so that the order in which they came is not known
    either, and a form that is sent twice is stored once.
    """

    id = models.BigIntegerField(primary_key=True, default=by_lot, editable=False)
    given_on = models.DateField(_("given on"))
    suspicion = models.CharField(
        _("why it is to be checked"), max_length=5, choices=Suspicion.choices, blank=True
    )
    counted_on = models.DateField(_("counted all the same since"), null=True, blank=True)

    class Meta:
        abstract = True
