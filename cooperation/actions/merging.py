"""Organisations and people that are kept twice become one ("Zusammenführen")."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cooperation import merging
from cooperation.belonging import parties_on
from cooperation.bookings import clash_message
from cooperation.models import (
    Agreement,
    Booking,
    DistinctOrganisations,
    DistinctPeople,
    Organisation,
    OrganisationMerger,
    Party,
    PartyName,
    Person,
    PersonMerger,
)
from miko_portal.base import outbox
from miko_portal.base.history import acting
from miko_portal.base.models import User

# What goes together when one chooses which of two values stays.
ORGANISATION_CHOICES = {
    "name": ["name"],
    "short_name": ["short_name"],
    "kind": ["kind"],
    "address": ["street", "postcode", "town"],
    "parent": ["parent", "inherits_entitlement"],
    "internal": ["internal"],
}
PERSON_CHOICES = {
    "name": ["given_name", "family_name"],
    "mail": ["mail"],
    "telephone": ["telephone"],
}

Row = TypeVar("Row", Organisation, Person)


@transaction.atomic
def merge_organisations(
    kept: Organisation,
    *,
    duplicate: Organisation,
    by: User,
    on: date,
    taking: Collection[str] | None = None,
) -> Organisation:
    """Make two entries of the same organisation one: all that points to the duplicate moves.

    `taking` names what is taken over from the duplicate (`ORGANISATION_CHOICES`), unless told what
    the kept one lacks; the mail domains of both stay. Texts that were signed list it by its name of
    then. Refuses an organisation with itself or with a body that it belongs to, one that is gone,
    and two that are party to the same agreement at the same time.
    """
    kept, duplicate = _locked(kept, duplicate)
    _refuse_family(kept, duplicate)
    with acting(by):
        _refuse_both_party(kept, duplicate)
        DistinctOrganisations.objects.follow(kept, duplicate)
        merging.settle_likes(kept, duplicate)
        _keep_names(kept, duplicate, taking, on=on)
        OrganisationMerger.objects.create(
            kept=kept, former_id=duplicate.pk, name=duplicate.name, merged_on=on
        )
        _take_over(kept, duplicate, ORGANISATION_CHOICES, taking)
        domains = [*kept.mail_domains, *duplicate.mail_domains]
        kept.mail_domains = list(dict.fromkeys(domains))
        _finish(kept, duplicate)
    return kept


@transaction.atomic
def merge_people(
    kept: Person,
    *,
    duplicate: Person,
    by: User,
    on: date,
    taking: Collection[str] | None = None,
) -> Person:
    """Make two entries of the same person one: all that points to the duplicate moves.

    `taking` as for organisations (`PERSON_CHOICES`). Messages that wait for the duplicate go to
    the one who is kept. Refuses a person with themselves, one who is gone, and two who are booked
    at the same time or are both in a place where one person is only once.
    """
    kept, duplicate = _locked(kept, duplicate)
    with acting(by):
        DistinctPeople.objects.follow(kept, duplicate)
        merging.settle_likes(kept, duplicate)
        _refuse_both_booked(kept, duplicate)
        PersonMerger.objects.create(kept=kept, former_id=duplicate.pk, merged_on=on)
        _take_over(kept, duplicate, PERSON_CHOICES, taking)
        outbox.readdress(duplicate, to=kept)
        _finish(kept, duplicate)
    return kept


@transaction.atomic
def keep_apart(one: Row, other: Row, *, by: User, on: date):
    """Note that two entries look alike and are two ("kein Doppel"); nobody is asked again."""
    distinct = DistinctOrganisations if isinstance(one, Organisation) else DistinctPeople
    with acting(by):
        return distinct.objects.record(one, other, on=on)


def lacks(kept: Row, duplicate: Row, names: list[str]) -> bool:
    """Whether the duplicate says more, and nothing else than the kept one."""
    pairs = [(getattr(kept, name), getattr(duplicate, name)) for name in names]
    said = [(one, other) for one, other in pairs if not isinstance(one, bool)]
    more = any(not one and other for one, other in said)
    return more and all(not one or one == other for one, other in said)


def _locked(kept: Row, duplicate: Row) -> tuple[Row, Row]:
    """Both as they are now; nobody points anything new to them until this is done."""
    if kept.pk == duplicate.pk:
        raise ValidationError(_("These are not two: it is the same entry."))
    rows = type(kept).objects.order_by("pk").select_for_update(of=["self"])
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, duplicate.pk])}
    for row in (kept, duplicate):
        if row.pk not in found:
            raise ValidationError(
                _("“%(name)s” is gone: somebody has merged it already."), params={"name": row}
            )
    return found[kept.pk], found[duplicate.pk]


def _refuse_family(kept, duplicate):
    for lower, upper in [(kept, duplicate), (duplicate, kept)]:
        seen, body = set(), lower.parent
        while body and body.pk not in seen:
            if body.pk == upper.pk:
                raise ValidationError(
                    _(
                        "“%(lower)s” belongs to “%(upper)s”, so they are two. If that is wrong, "
                        "change it there first."
                    ),
                    params={"lower": lower, "upper": upper},
                )
            seen.add(body.pk)
            body = body.parent


def _refuse_both_party(kept, duplicate):
    """Agreements to which both are party at the same time; what was withdrawn binds nobody."""
    parties = Party.objects.filter(agreement=OuterRef("pk"))
    shared = Agreement.objects.filter(
        Exists(parties.filter(organisation=kept)),
        Exists(parties.filter(organisation=duplicate)),
        withdrawn_on=None,
    )
    for agreement in shared.order_by("number"):
        rows = parties_on(agreement, agreement.original, on=date.max)
        known = {row.party.pk: row for row in [*rows.present, *rows.former]}
        theirs, own = (
            [_period(party, known) for party in agreement.parties.filter(organisation=one)]
            for one in (duplicate, kept)
        )
        if any(_overlap(one, other) for one in theirs if one for other in own if other):
            raise ValidationError(
                _(
                    "Both are party to %(agreement)s at the same time. Take one of them out there "
                    "first: in the draft, by an amendment or by a correction."
                ),
                params={"agreement": agreement},
            )


def _period(party, known):
    """First and last day; None where it was only in texts that were given up or corrected."""
    if row := known.get(party.pk):
        return row.joined_on or date.min, row.last_day or date.max
    listed = party.shares.filter(version__completed_on=None, version__dropped_on=None)
    return (date.min, date.max) if listed.exists() or not party.shares.exists() else None


def _overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def _refuse_both_booked(kept, duplicate):
    own = Booking.objects.filter(
        person=kept, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    both = Booking.objects.filter(Exists(own), person=duplicate).order_by("starts_at").first()
    if both:
        there = Booking.objects.filter(
            person=kept, starts_at__lt=both.ends_at, ends_at__gt=both.starts_at
        ).earliest("starts_at")
        told = [
            clash_message(row.person, starts_at=row.starts_at, ends_at=row.ends_at, what=row.what)
            for row in (there, both)
        ]
        raise ValidationError(
            _("Nobody is in two places at once. %(one)s %(other)s Change one of them first."),
            params={"one": told[0], "other": told[1]},
        )


def _keep_names(kept, duplicate, taking, *, on):
    """Signed texts go on listing each by its name of then, where that isn't the name that stays."""
    stays = duplicate.name if taking is not None and "name" in taking else kept.name
    gone = [one for one in (kept, duplicate) if one.name != stays]
    signed = Party.objects.filter(
        organisation__in=gone, shares__version__completed_on__isnull=False
    )
    joined = Party.objects.filter(organisation__in=gone, accession__isnull=False)
    PartyName.objects.bulk_create(
        PartyName(party=party, name=party.organisation.name, until=on)
        for party in (signed | joined).distinct().select_related("organisation").order_by("pk")
    )


def _take_over(kept, duplicate, choices, taking):
    for choice, names in choices.items():
        if choice in taking if taking is not None else lacks(kept, duplicate, names):
            for name in names:
                setattr(kept, name, getattr(duplicate, name))


def _finish(kept, duplicate):
    """The duplicate goes before the kept one takes its name; nothing may point to it any more."""
    merging.carry_over(kept, duplicate)
    type(duplicate).objects.filter(pk=duplicate.pk)._raw_delete("default")
    kept.save()
    connection.check_constraints()
