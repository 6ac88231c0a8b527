"""What goes of a certificate when the time is over for which `privacy.yaml` promises to keep it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly, storage
from miko_portal.base.certificates import forget
from miko_portal.base.models import Certificate


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """Those of which name and file are past their time."""
    return (Certificate.objects.past_their_period(on=localdate(at)),)


@nightly.job("base.certificates", _("Deletion of names on certificates"), due=due)
def forget_names(*, on, at):
    """Name, initials, reason and file go; number, code, title, days, units and checksum stay."""
    for rows in due(at=at):
        for certificate in rows:
            forget(certificate, by=None)


@storage.keeps
def stored_certificates():
    return Certificate.objects.exclude(stored_as="").values_list("stored_as", flat=True)
