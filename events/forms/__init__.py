from events.forms.calls import CallRequestForm
from events.forms.registrations import RegistrationForm

__all__ = ["CallRequestForm", "RegistrationForm"]
