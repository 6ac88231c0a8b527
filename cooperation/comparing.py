"""What two texts of an agreement say differently, part by part and word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cooperation.actions import PartyDraft
from cooperation.models.shares import Share
from cooperation.models.versions import TEXT_AND_TERM

SHARE = ["role", "legal_basis", "tasks", "contribution"]
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Difference:
    """A part that the one text says so and the other so."""

    label: str
    before: str
    after: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """Both in one, as runs of words that are the same, gone or new."""
        old, new = (re.findall(r"\s*\S+", text) for text in (self.before, self.after))
        runs = []
        for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
            if kind == "equal":
                runs.append((SAME, "".join(old[a:b])))
                continue
            runs += [(GONE, "".join(old[a:b])), (NEW, "".join(new[c:d]))]
        return [(kind, text) for kind, text in runs if text]

    @property
    def words_before(self):
        return [(kind, text) for kind, text in self.words if kind != NEW]

    @property
    def words_after(self):
        return [(kind, text) for kind, text in self.words if kind != GONE]


def differences(before: dict, after: dict) -> list[Difference]:
    """What is told differently, in the order of the later; what only the earlier tells is last."""
    found = []
    for key in dict.fromkeys([*after, *before]):
        (label, old), (_label, new) = (
            told.get(key, (other[key][0] if key in other else "", ""))
            for told, other in ((before, after), (after, before))
        )
        if old != new:
            found.append(Difference(label, old, new))
    return found


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
