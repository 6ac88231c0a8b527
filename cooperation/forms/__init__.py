from cooperation.forms.agreements import AgreementForm, VersionForm
from cooperation.forms.amendments import (
    AmendmentForm,
    BeginAmendmentForm,
    BeginCorrectionForm,
    CorrectionForm,
    StartOverForm,
)
from cooperation.forms.contacts import ContactForm, PersonForm, RemarkForm
from cooperation.forms.guests import GuestFormSet
from cooperation.forms.legacy import LegacyForm
from cooperation.forms.measures import FinishForm, FoundingForm, MeasureForm
from cooperation.forms.meetings import (
    CameForm,
    CancelMeetingForm,
    DecisionFormSet,
    MeetingForm,
    MinutesForm,
)
from cooperation.forms.network import NetworkForm
from cooperation.forms.organisations import OrganisationForm
from cooperation.forms.papers import DocumentForm, FollowUpForm, NoteForm
from cooperation.forms.parties import AmendedPartyFormSet, PartyForm, PartyFormSet
from cooperation.forms.signatures import AllSignedForm, SignatureForm
from cooperation.forms.versions import CompareForm

__all__ = [
    "AgreementForm",
    "AllSignedForm",
    "AmendedPartyFormSet",
    "AmendmentForm",
    "BeginAmendmentForm",
    "BeginCorrectionForm",
    "CameForm",
    "CancelMeetingForm",
    "CompareForm",
    "ContactForm",
    "CorrectionForm",
    "DecisionFormSet",
    "DocumentForm",
    "FinishForm",
    "FollowUpForm",
    "FoundingForm",
    "GuestFormSet",
    "LegacyForm",
    "MeasureForm",
    "MeetingForm",
    "MinutesForm",
    "NetworkForm",
    "NoteForm",
    "OrganisationForm",
    "PartyForm",
    "PartyFormSet",
    "PersonForm",
    "RemarkForm",
    "SignatureForm",
    "StartOverForm",
    "VersionForm",
]
