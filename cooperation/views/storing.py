"""What several people may have done to the same draft: stored, refused, or told side by side."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from cooperation.comparing import Difference, differences, stored_parties, text_of
from cooperation.models import Version
from miko_portal.base.models import HistoryEntry

JUST_USED = {"agreement_number_unique", "organisation_name_unique"}


def stored(form, store, *parts, by):
    """What was stored; None where it can't be, with the reason in the form."""
    try:
        return store(form.save(commit=False), *parts, by=by)
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError as error:
        form.add_error(None, _reason(error))
    return None


def _reason(error):
    """What somebody else has just done, so that the database refuses what the forms took."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis and diagnosis.constraint_name in JUST_USED:
        return _(
            "Somebody has just used this number or the name of a new organisation. Check both."
        )
    return _(
        "Nothing was stored: the agreement or one of its parties has changed meanwhile. Open it "
        "again in another window and compare."
    )


@dataclass
class Clash:
    """What somebody else stored while the same text was edited, against what was typed."""

    last: HistoryEntry | None
    differences: list[Difference]


def clash_of(form, version_form, parties, *, also=lambda version: {}) -> Clash | None:
    """Both texts, where the form was refused for that; it may be stored over the other then.

    `also`: tells what else a page lets one edit beside the text.
    """
    if not form.has_error(NON_FIELD_ERRORS, "stale"):
        return None
    typed = version_form.instance
    there = Version.objects.select_related("agreement__project", "agreement__clerk").get(
        pk=typed.pk
    )
    version_form.see(there.revision)
    drafts = parties.drafts() if parties is not None else stored_parties(there, people=True)
    return Clash(
        HistoryEntry.objects.of(there).select_related("by").first(),
        differences(
            also(there) | text_of(there, stored_parties(there, people=True)),
            also(typed) | text_of(typed, drafts),
        ),
    )
