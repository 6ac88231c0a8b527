from datetime import date

from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

COUNT = """
INSERT INTO base_networkday AS kept (network, day, forms) VALUES (%s, %s, 1)
ON CONFLICT (network) DO UPDATE SET forms = kept.forms + 1 RETURNING forms
"""


class Suspicion(models.TextChoices):
    """Why a form may not come from a person."""

    TRAP = "trap", _("a field was filled in that people do not see")
    HASTE = "haste", _("sent faster than anybody types")
    MANY = "many", _("many from the same network on one day")


class NetworkDayManager(models.Manager):
    def count(self, address: str, *, on: date) -> int:
        """Counts a form from a network: how many came from there on the day, with this one.

        In one statement, so that none of several at the same moment is lost.
        """
        network = salted_hmac("base.network", f"{on} {address}", algorithm="sha256").hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [network, on])
            return cursor.fetchone()[0]


class NetworkDay(models.Model):
    """How many forms came from a network on a day; deleted the night after.

    Of its address only a hash is kept, another one each day, which nobody can work out without
    the secret key of the portal.
    """

    network = models.CharField(max_length=64, unique=True)
    day = models.DateField(db_index=True)
    forms = models.PositiveIntegerField()

    objects = NetworkDayManager()

    class Meta:
        verbose_name = _("network on a day")
        verbose_name_plural = _("networks by day")

    def __str__(self):
        return f"{self.day}: {self.forms}"
