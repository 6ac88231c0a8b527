"""The only ways to issue, revoke and replace a certificate. Each is one transaction."""

import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from miko_portal.base import storage
from miko_portal.base.certificates.names import check_printable, initials_of
from miko_portal.base.certificates.paper import Attested, paper_of
from miko_portal.base.history import acting
from miko_portal.base.models import Certificate, CertificateYear, User
from miko_portal.base.models.certificates import LENGTH, LETTERS

logger = logging.getLogger(__name__)

# Of each app, what issues one of its certificates anew; None: it is not one of this app.
_reissuing: list[Callable[..., Certificate | None]] = []


def reissues(function):
    """Registers how an app issues anew: `f(certificate, *, name, reason, by, at)`."""
    _reissuing.append(function)
    return function


@transaction.atomic
def issue(
    *,
    name: str,
    attested: Attested,
    kept_until: date,
    by: User | None,
    at: datetime,
    replaces: Certificate | None = None,
) -> Certificate:
    """Issue a certificate under the next number of the year, with its PDF, which never changes.

    The row of the year is held until the transaction ends: numbers have no gaps, and one that is
    refused or undone takes none. `by` is None where somebody asked for it by their own link.
    Refuses a name that our letters can't print.
    """
    check_printable(name)
    with acting(by):
        year = localdate(at).year
        certificate = Certificate(
            year=year,
            number=_next_number(year),
            code=new_code(),
            title=attested.title,
            days=attested.days,
            units=attested.units,
            name=name,
            initials=initials_of(name),
            kept_until=kept_until,
            issued_at=at,
            issued_by=by,
            replaces=replaces,
        )
        content = paper_of(certificate, attested)
        certificate.sha256 = sha256(content).hexdigest()
        certificate.stored_as = storage.keep(ContentFile(content))
        certificate.save(force_insert=True)
        return certificate


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """Say that a certificate holds no longer; whoever asks by its code is told since when.

    Refuses one that is revoked already, and a lack of a reason.
    """
    with acting(by):
        _locked(certificate).revoke(reason=reason, by=by, at=at)


@transaction.atomic
def replace(
    certificate: Certificate,
    *,
    name: str,
    attested: Attested,
    kept_until: date,
    reason: str,
    by: User,
    at: datetime,
) -> Certificate:
    """Issue another in the place of one, which is revoked if it isn't yet; it names that one.

    Refuses one that was replaced already or is past its period, and what has no dates.
    """
    with acting(by):
        locked = _locked(certificate)
        _check_replaceable(locked, at=at)
        if not attested.dates:
            message = _("Nobody came, by what is noted. Then it can only be revoked.")
            raise ValidationError(message, code="not_there")
        if not locked.revoked_at:
            locked.revoke(reason=reason, by=by, at=at)
        return issue(
            name=name, attested=attested, kept_until=kept_until, by=by, at=at, replaces=locked
        )


@transaction.atomic
def reissue(
    certificate: Certificate, *, name: str, reason: str, by: User, at: datetime
) -> Certificate:
    """Issue a certificate anew, by the app that it comes from ("neu ausstellen").

    Refuses what `replace` refuses, and one that no app knows.
    """
    _check_replaceable(_locked(certificate), at=at)
    for of_the_app in _reissuing:
        if issued := of_the_app(certificate, name=name, reason=reason, by=by, at=at):
            return issued
    raise ValidationError(_("Nobody knows any more what this certificate was issued for."))


@transaction.atomic
def forget(certificate: Certificate, *, by: User | None) -> None:
    """Name, initials, reason and file go: at the end of their period, or since somebody asks.

    The rest stays, so that the paper can still be checked. What is gone already stays so.
    """
    with acting(by):
        locked = _locked(certificate)
        if locked.is_kept:
            storage.discard(locked.stored_as)
            locked.forget()


def file_of(certificate: Certificate) -> bytes | None:
    """The PDF as it was issued; None where it is gone, missing, or no longer the same."""
    if not certificate.is_kept:
        return None
    try:
        with storage.private_files.open(certificate.stored_as) as file:
            content = file.read()
    except FileNotFoundError:
        logger.exception("Certificate %s is not in the storage", certificate.pk)
        return None
    if sha256(content).hexdigest() != certificate.sha256:
        logger.error("Certificate %s was altered in the storage", certificate.pk)
        return None
    return content


def damaged() -> Iterator[Certificate]:
    """Those whose file should be there and is missing or altered; each is logged."""
    for certificate in Certificate.objects.exclude(stored_as="").order_by("pk").iterator():
        if file_of(certificate) is None:
            yield certificate


def new_code() -> str:
    """Nobody guesses it: 140 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _next_number(year):
    CertificateYear.objects.bulk_create([CertificateYear(year=year)], ignore_conflicts=True)
    numbers = CertificateYear.objects.select_for_update().get(year=year)
    numbers.last += 1
    numbers.save(update_fields=["last"])
    return numbers.last


def _check_replaceable(certificate, *, at):
    if certificate.replacement:
        message = _("This certificate was replaced by %(number)s already.")
        raise ValidationError(message, params={"number": certificate.replacement})
    if certificate.is_past_its_period(on=localdate(at)):
        raise ValidationError(_("The time for which we keep this certificate is over."))


def _locked(certificate):
    found = Certificate.objects.select_for_update(of=["self"]).select_related("replaced_by")
    return found.get(pk=certificate.pk)
