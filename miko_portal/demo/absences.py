"""Contacts of the demo who are away for a while, each with a deputy."""

from datetime import date, timedelta
from itertools import count

from cooperation.models import Contact, Organisation, Person
from miko_portal.demo.content import read
from miko_portal.demo.people import mail_address


def load_absences(organisations: dict[str, Organisation], *, today: date) -> None:
    """The first contact of an organisation is away, now or soon."""
    number = count(400)
    for key, told in read("absences").items():
        house = organisations[key]
        first = house.contacts.first()
        first.absent_from, first.absent_until = (today + timedelta(days) for days in told["away"])
        first.save(update_fields=["absent_from", "absent_until"])
        given_name, family_name, function = told["deputy"]
        person = Person.objects.create(
            given_name=given_name,
            family_name=family_name,
            mail=mail_address(given_name, family_name, house),
            telephone=f"069 90009 {next(number)}",
        )
        Contact.objects.create(organisation=house, person=person, function=function, deputy=True)
