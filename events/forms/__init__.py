from events.forms.calls import CallRequestForm
from events.forms.counselling import PersonFormSet, SharedContactForm
from events.forms.feedback import FeedbackForm
from events.forms.for_others import RegistrationOfOthersForm
from events.forms.registrations import RegistrationForm

__all__ = [
    "CallRequestForm",
    "FeedbackForm",
    "PersonFormSet",
    "RegistrationForm",
    "RegistrationOfOthersForm",
    "SharedContactForm",
]
