from cooperation.forms.agreements import AgreementForm, VersionForm
from cooperation.forms.network import NetworkForm
from cooperation.forms.organisations import OrganisationForm
from cooperation.forms.papers import DocumentForm, FollowUpForm, NoteForm
from cooperation.forms.parties import PartyForm, PartyFormSet
from cooperation.forms.signatures import SignatureForm

__all__ = [
    "AgreementForm",
    "DocumentForm",
    "FollowUpForm",
    "NetworkForm",
    "NoteForm",
    "OrganisationForm",
    "PartyForm",
    "PartyFormSet",
    "SignatureForm",
    "VersionForm",
]
