"""Secret links: who has the address may see one thing of an account, without signing in."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from miko_portal.base.models import SecretLink, User

RANDOM_BYTES = 32


@transaction.atomic
def issue(user: User, purpose: str, *, at: datetime) -> str:
    """A new token for an account; the one before it leads nowhere from now on.

    The purpose is a name such as "cooperation.deadlines". The token is told this once.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two renewals at once come one by one
    SecretLink.objects.filter(user=user, purpose=purpose, revoked_at=None).update(revoked_at=at)
    token = new_token()
    SecretLink.objects.create(user=user, purpose=purpose, token_hash=hash_of(token), created_at=at)
    return token


def user_of(token: str, purpose: str) -> User | None:
    """The account that a token was issued to; None where it is unknown, renewed or closed."""
    links = SecretLink.objects.in_force().filter(token_hash=hash_of(token), purpose=purpose)
    link = links.select_related("user").first()
    return link and link.user


def issued_at(user: User, purpose: str) -> datetime | None:
    """When the link that leads somewhere was issued; None: there is none."""
    links = SecretLink.objects.in_force().filter(user=user, purpose=purpose)
    return links.values_list("created_at", flat=True).first()


def new_token() -> str:
    """Nobody guesses it; it goes into an address, and only its hash is stored."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
