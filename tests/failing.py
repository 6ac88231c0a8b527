"""The portal with faults in it: where a course costs so much, an error quotes who registers."""

from miko_portal.wsgi import application  # isort: skip (the models can be read after it)
from django.db import connection

from events.forms import RegistrationForm

__all__ = ["application"]

BY_CODE, BY_DATABASE = 50_000, 50_100  # what it costs, in cents
store_in = RegistrationForm.store_in


def stumble(form, registration, contact):
    store_in(form, registration, contact)
    quoted = f"{contact.name}, {contact.mail}, {contact.telephone}, {contact.needs}"
    if form.run.cost_cents == BY_CODE:
        raise ValueError(quoted)
    if form.run.cost_cents == BY_DATABASE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [quoted])


RegistrationForm.store_in = stumble
