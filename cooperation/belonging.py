"""Since when and until when an organisation is party to an agreement, as known on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from cooperation.models import Accession, Agreement, Contact, Party, Share, Signatory, Version

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Text:
    """A text that all have signed: from which day on it binds whom, as it was corrected."""

    effective_on: date
    starts_on: date
    completed_on: date
    shares: dict[int, Share]


@dataclass(frozen=True)
class Belonging:
    """A party with its period, what it does, and who signed the text in effect for it.

    `name`: what it is called there; if it was merged since, that is its name of then.

    `joined_on` is None until all have signed, `last_day` as long as nothing ends it.
    """

    party: Party
    name: str
    told: Share | Accession
    joined_on: date | None
    last_day: date | None
    by_declaration: bool
    by_notice: bool
    signatures: list[Signatory]


@dataclass(frozen=True)
class Parties:
    """Those that are party to an agreement, or will be, and those that were."""

    present: list[Belonging]
    former: list[Belonging]


def parties_on(agreement: Agreement, version: Version, *, on: date) -> Parties:
    """Who is party to an agreement by what was known on the day; `version` is then in effect."""
    everybody = agreement.parties.select_related(
        "organisation", "accession", "notice"
    ).prefetch_related("former_names")
    texts, signatures = _texts(agreement, on), _signatures(version, on)
    drafted = {} if texts else {share.party_id: share for share in version.shares.all()}
    present, former = [], []
    for party in everybody.prefetch_related(_turned_to("organisation", on=on)):
        signed = signatures[party.pk]
        if share := drafted.get(party.pk):
            present.append(Belonging(party, str(party), share, None, None, False, False, signed))
        elif row := _belonging(party, texts, signed, on):
            over = row.last_day is not None and row.last_day < on
            (former if over else present).append(row)
    return Parties(present, former)


def parties_of(version: Version) -> Parties:
    """Whom a text lists, with what each does and who signs; whatever came of them since."""
    signatures = _signatures(version, date.max)
    shares = version.shares.select_related("party__organisation").prefetch_related(
        "party__former_names"
    )
    listed = [
        Belonging(
            share.party,
            share.party.name_on(version.completed_on),
            share,
            None,
            None,
            False,
            False,
            signatures[share.party_id],
        )
        for share in shares.prefetch_related(_turned_to("party__organisation", on=date.max))
    ]
    return Parties(listed, [])


def _turned_to(organisation, *, on):
    """Whom one turns to in each organisation, fetched at once (`turned_to`, at most one)."""
    reached = Contact.objects.reachable(on=on).select_related("person")
    return Prefetch(f"{organisation}__contacts", reached, to_attr="turned_to")


def _texts(agreement, on):
    signed = agreement.versions.filter(completed_on__lte=on)
    shares = defaultdict(dict)
    for share in Share.objects.filter(version__in=signed):
        shares[share.version_id][share.party_id] = share
    facts = ("number", "pk", "effective_on", "completed_on")
    texts = {}
    for number, pk, effective_on, completed_on in signed.values_list(*facts):
        corrected = texts.get(number)
        starts_on = corrected.starts_on if corrected else max(effective_on, completed_on)
        texts[number] = Text(effective_on, starts_on, completed_on, shares[pk])
    return list(texts.values())


def _signatures(version, on):
    """Who signs a text, by party; signatures that came later are missing on the day."""
    people = defaultdict(list)
    for signatory in version.signed_text.signatories.valid():
        if signatory.signed_on and signatory.signed_on > on:
            signatory.signed_on = None
        people[signatory.party_id].append(signatory)
    return people


def _belonging(party, texts, signatures, on):
    """The period of a party; None: by what was known on the day it is none."""
    accession, notice = getattr(party, "accession", None), getattr(party, "notice", None)
    if accession and accession.declared_on > on:
        accession = None
    listing = [text for text in texts if party.pk in text.shares]
    if not listing and not accession:
        return None
    joined = [(text.starts_on, False) for text in listing]
    if accession:
        joined.append((accession.effective_on, True))
    joined_on, by_declaration = min(joined)
    left = [
        (text.starts_on - DAY, False)
        for text in texts
        if party.pk not in text.shares
        and text.starts_on > joined_on
        and (accession is None or accession.effective_on < text.effective_on)
    ]
    if notice and notice.received_on <= on:
        left.append((notice.effective_on, True))
    last_day, by_notice = min(left, default=(None, False))
    begun = [text for text in listing if text.starts_on <= on] or listing
    told = begun[-1].shares[party.pk] if begun else accession
    name = party.name_on(begun[-1].completed_on if begun else accession.declared_on)
    return Belonging(party, name, told, joined_on, last_day, by_declaration, by_notice, signatures)
