"""Accounts that are closed go after a while, as `privacy.yaml` promises."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import CASCADE, PROTECT, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly
from miko_portal.base.models import HistoryEntry, User

# Until then an account that was closed by mistake is opened again.
CLOSED_ARE_KEPT = timedelta(days=90)
# In place of the mail address: nobody's, by RFC 2606.
NO_ADDRESS = "@closed.invalid"


def due(*, at: datetime) -> tuple[QuerySet, ...]:
    """Accounts closed for so long: those that nothing needs, and of the others how they signed in.

    A record that says who did it, such as a note on an agreement, needs the name and no more.
    """
    lately = HistoryEntry.objects.filter(
        table_name=User._meta.db_table,
        row_id=OuterRef("pk"),
        changes__has_key="is_active",
        at__gte=at - CLOSED_ARE_KEPT,
    )
    closed = User.objects.filter(~Exists(lately), is_active=False)
    unneeded = closed
    for field in _pointing_here(PROTECT):
        unneeded = unneeded.exclude(Exists(_rows(field, OuterRef("pk"))))
    signed_in = closed.exclude(email__endswith=NO_ADDRESS)
    return unneeded, signed_in.exclude(pk__in=unneeded.values("pk"))


@nightly.job("base.accounts", _("Deletion of accounts that are closed"), due=due)
def forget_accounts(*, on, at):
    """What belongs to an account alone goes with it; what it did stays, without a name or with."""
    unneeded, needed = due(at=at)
    names_only = list(needed.select_for_update(of=["self"]))
    unneeded.delete()
    for user in names_only:
        for field in _pointing_here(CASCADE):
            _rows(field, user).delete()
        user.email, user.language, user.last_login = f"{user.pk}{NO_ADDRESS}", "", None
        user.password = make_password(None)
        user.save()


def _pointing_here(on_delete):
    """The fields of all apps that point to accounts and say this of them."""
    for relation in User._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete
        if points_here and not relation.many_to_many and relation.on_delete is on_delete:
            yield relation.field


def _rows(field, user):
    return field.model._base_manager.filter(**{field.name: user})
