"""What a text of an agreement says, part by part and in words, so that two can be compared."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cooperation.actions import PartyDraft
from cooperation.models.shares import Share
from cooperation.models.versions import TEXT_AND_TERM

SHARE = ["role", "legal_basis", "tasks", "contribution"]


def told_by(row, names: Iterable[str]) -> dict:
    """The fields of a row in words, as {name: (label, text)}."""
    return {
        name: (capfirst(row._meta.get_field(name).verbose_name), _in_words(row, name))
        for name in names
    }


def text_of(version, parties: Iterable[PartyDraft]) -> dict:
    """A whole text in words, stored or not."""
    told = told_by(version, ["effective_on", *TEXT_AND_TERM])
    for party in parties:
        if not party.leaves:
            name = str(party.organisation)
            told["party", name] = (name, _share_in_words(party))
    return told


def stored_parties(version, *, people: bool) -> list[PartyDraft]:
    """The parties of a text as it is stored; `people`: with those who sign for them."""
    signing = {}
    for signatory in version.signatories.valid() if people else ():
        signing.setdefault(signatory.party_id, []).append((signatory.name, signatory.function))
    return [
        PartyDraft(
            share.party.organisation,
            signatories=signing.get(share.party_id, []),
            **{name: getattr(share, name) for name in SHARE},
        )
        for share in version.shares.select_related("party__organisation")
    ]


def _in_words(row, name):
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)


def _share_in_words(party):
    lines = [_("Party to the agreement")]
    for name in SHARE:
        if text := getattr(party, name):
            lines.append(f"{capfirst(Share._meta.get_field(name).verbose_name)}: {text}")
    if party.signatories:
        signing = "; ".join(", ".join(filter(None, person)) for person in party.signatories)
        lines.append(_("Represented by: %(people)s") % {"people": signing})
    return "\n".join(lines)
