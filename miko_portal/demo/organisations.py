"""Organisations, their contacts, houses, projects and the accounts of the demo."""

from datetime import date
from itertools import count

from django.contrib.auth.hashers import make_password

from cooperation.models import Contact, Membership, Organisation, Person, Project, Room, Venue
from miko_portal.base.models import User
from miko_portal.demo.content import address, read
from miko_portal.demo.people import mail_address


def load_organisations() -> dict[str, Organisation]:
    """By the key they have in the file."""
    made = {}
    number = count(100)
    for key, told in read("organisations").items():
        made[key] = Organisation.objects.create(
            name=told["name"],
            short_name=told.get("short", ""),
            kind=told["kind"],
            internal=told.get("internal", False),
            parent=made.get(told.get("parent")),
            inherits_entitlement=told.get("inherits", False),
            mail_domains=told.get("domains", []),
            **address(told["at"]),
        )
        for given_name, family_name, function in told.get("contacts", []):
            person = Person.objects.create(
                given_name=given_name,
                family_name=family_name,
                mail=mail_address(given_name, family_name, made[key]),
                telephone=f"069 90009 {next(number)}",
            )
            Contact.objects.create(organisation=made[key], person=person, function=function)
    return made


def load_rooms() -> dict[str, Room | Venue]:
    """Rooms by house and name, such as "kreishaus/Sitzungssaal 1", and houses by their key."""
    made = {}
    for key, told in read("places").items():
        stop, minutes = told["stop"]
        venue = made[key] = Venue.objects.create(
            name=told["name"],
            stop=stop,
            stop_minutes=minutes,
            way_in=told["way_in"],
            parking=told["parking"],
            step_free=told["step_free"],
            **address(told["at"]),
        )
        for name, seats in told["rooms"].items():
            made[f"{key}/{name}"] = Room.objects.create(venue=venue, name=name, seats=seats)
    return made


def load_projects(*, today: date) -> dict[str, Project]:
    """By key; the current one runs from last year to next year."""
    made = {}
    for key, told in read("projects").items():
        ago, more = told.pop("starts_years_ago", None), told.pop("ends_in_years", None)
        if ago is not None:
            told["starts_on"] = date(today.year - ago, 1, 1)
            told["ends_on"] = date(today.year + more, 12, 31)
        made[key] = Project.objects.create(**told)
    return made


def load_accounts(organisations: dict[str, Organisation], *, password: str) -> dict[str, User]:
    """By the part before the @, with the roles they have."""
    made, hashed = {}, make_password(password)
    for told in read("accounts"):
        given_name, family_name = told["name"]
        user = User.objects.create_user(told["mail"], first_name=given_name, last_name=family_name)
        user.password = hashed
        user.save(update_fields=["password"])
        user.set_roles([told["role"]])
        if "of" in told:
            Membership.objects.create(user=user, organisation=organisations[told["of"]])
        made[told["mail"].partition("@")[0]] = user
    return made
