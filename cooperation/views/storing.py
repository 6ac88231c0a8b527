"""What several people may have done to the same draft: stored, refused, or told side by side."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from cooperation.comparing import stored_parties, text_of, told_by
from cooperation.models import Meeting, Version
from miko_portal.base.comparing import Clash, differences
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


def clash_of(form, version_form, parties, *, also=lambda version: {}) -> Clash | None:
    """Both texts, where the form was refused for that; it may be stored over the other then.

    `also`: tells what else a page lets one edit beside the text.
    """

    def told_of(there):
        people = stored_parties(there, people=True)
        drafts = parties.drafts() if parties is not None else people
        return (
            also(there) | text_of(there, people),
            also(version_form.instance) | text_of(version_form.instance, drafts),
        )

    versions = Version.objects.select_related("agreement__project", "agreement__clerk")
    return _clash(form, version_form, versions, told_of)


def minutes_clash_of(form, decisions) -> Clash | None:
    """As `clash_of`, for the minutes of a meeting with its decisions."""

    def told_of(there):
        typed = {row.instance.pk: row["text"].value() or "" for row in decisions.initial_forms}
        stored = {decision.pk: decision.text for decision in there.decisions.all()}
        new = [row["text"].value() or "" for row in decisions.extra_forms]
        return (
            told_by(there, ["minutes"]) | _decided(stored),
            told_by(form.instance, ["minutes"])
            | _decided(
                stored | typed | {-place: text for place, text in enumerate(new, 1) if text}
            ),
        )

    return _clash(form, form, Meeting.objects, told_of)


def _clash(form, text_form, rows, told_of):
    """`told_of`: what is stored and what was typed, in words, by the row as it is stored."""
    if not form.has_error(NON_FIELD_ERRORS, "stale"):
        return None
    there = rows.get(pk=text_form.instance.pk)
    text_form.see(there.revision)
    storing = HistoryEntry.objects.of(there).filter(changes__has_key="revision")
    return Clash(storing.select_related("by").first(), differences(*told_of(there)))


def _decided(decisions):
    return {("decision", key): (_("Decision"), text) for key, text in decisions.items()}
