"""Who is asked to a meeting: contacts that are proposed, and people by name."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cooperation.actions import Guest
from cooperation.models import Agreement, Contact, Meeting, Organisation, Party, Person, Project
from miko_portal.base.forms import NameField


def contacts_of(
    *, agreements: list[Agreement], project: Project | None, organisations: list[Organisation], on
) -> QuerySet[Contact]:
    """The contacts of parties to the agreements, of partners in the project, of organisations."""
    of_agreements = Party.objects.filter(agreement__in=agreements, notice=None)
    concerned = Q(organisation__in=organisations) | Q(
        organisation__in=of_agreements.values("organisation")
    )
    if project:
        in_project = Party.objects.filter(agreement__project=project, agreement__withdrawn_on=None)
        concerned |= Q(organisation__in=in_project.belonging(on=on).values("organisation"))
    return in_order(Contact.objects.filter(concerned))


def in_order(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those of one organisation together, the deputies last."""
    return contacts.select_related("person", "organisation").order_by(
        "organisation__sort_key", "deputy", "pk"
    )


class GuestsField(forms.MultipleChoiceField):
    """Boxes for people, each with the organisation they come for; gives guests.

    What can be chosen are those offered: contacts, and who is on the list of the meeting.
    """

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.guests = {}

    def offer(self, contacts: Iterable[Contact]):
        for contact in contacts:
            self._add(contact.person, contact.organisation, contact)

    def offer_those_of(self, meeting: Meeting):
        """Offer who is on the list and was not invited yet."""
        waiting = meeting.attendances.to_invite().select_related("person", "organisation")
        for attendance in waiting:
            self._add(attendance.person, attendance.organisation)
        return [key_of(row.person_id, row.organisation_id) for row in waiting]

    def offer_again(self, keys: list[str]):
        """Offer the contacts that were chosen on the page before."""
        pairs = {tuple(key.split("-")) for key in keys if key.count("-") == 1}
        people = [person for person, _organisation in pairs if person.isdecimal()]
        contacts = Contact.objects.filter(person__in=[int(pk) for pk in people if len(pk) < 18])
        meant = [contact.pk for contact in contacts if key_of_contact(contact) in keys]
        self.offer(in_order(Contact.objects.filter(pk__in=meant)))

    def _add(self, person, organisation, contact=None):
        key = key_of(person.pk, organisation and organisation.pk)
        known = [str(person)]
        if contact and contact.function:
            known.append(contact.function)
        if contact and contact.deputy:
            known.append(str(_("deputy")))
        if not person.mail:
            known.append(str(_("no mail address")))
        label = ", ".join(known)
        if organisation:
            label = f"{organisation.brief}: {label}"
        if key not in self.guests:
            self.guests[key] = Guest(person, organisation)
            self.choices = [*self.choices, (key, label)]

    def clean(self, value):
        return [self.guests[key] for key in super().clean(value)]


def key_of(person: int, organisation: int | None) -> str:
    return f"{person}-{organisation or ''}"


def key_of_contact(contact: Contact) -> str:
    return key_of(contact.person_id, contact.organisation_id)


class GuestForm(forms.Form):
    """Somebody by name; a row that is left empty is nobody."""

    given_name = NameField(label=_("Given name"), max_length=80, required=False)
    family_name = NameField(label=_("Family name"), max_length=80, required=False)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), required=False
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations

    def clean(self):
        told = self.cleaned_data
        if any(told.values()):
            for name in ("given_name", "family_name"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Please enter the name."))

    @property
    def guest(self) -> Guest | None:
        told = self.cleaned_data
        if not told.get("family_name"):
            return None
        names = ("given_name", "family_name", "mail")
        return Guest(Person(**{name: told[name] for name in names}), told["organisation"])


class BaseGuestFormSet(forms.BaseFormSet):
    def get_form_kwargs(self, index):
        """All rows offer the same organisations, asked for once."""
        if not hasattr(self, "_organisations"):
            rows = Organisation.objects.values_list("pk", "name")
            self._organisations = [("", "---------"), *rows]
        return {**super().get_form_kwargs(index), "organisations": self._organisations}

    def guests(self) -> list[Guest]:
        return [form.guest for form in self.forms if form.guest]


GuestFormSet = forms.formset_factory(
    GuestForm, formset=BaseGuestFormSet, extra=1, max_num=60, absolute_max=60, validate_max=True
)
