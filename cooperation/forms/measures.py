"""Agreed measures: who does what until when, the result, and the project that grows out of it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.forms.guests import in_order
from cooperation.models import Contact, Measure, Person, Project
from cooperation.models.versions import LONGEST_TEXT
from miko_portal.base.forms import DateField, ModelForm, TextField

NOBODY = ("", "---------")


class MeasureForm(ModelForm):
    """A measure of an agreement; one of its parties answers for it, and a contact of that."""

    class Meta(ModelForm.Meta):
        model = Measure
        fields = ["title", "party", "person", "due_on", "description", "result"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parties = self.instance.agreement.parties.select_related("organisation")
        contacts = in_order(Contact.objects.filter(organisation__in=parties.values("organisation")))
        self.bodies = {(row.person_id, row.organisation_id) for row in contacts}
        people = Person.objects.filter(
            pk__in=[person for person, _body in self.bodies] + [self.instance.person_id]
        )
        self.fields["party"].queryset = parties
        self.fields["person"].queryset = people
        self.fields["person"].choices = _by_organisation(contacts, self.instance.person)
        if not self.instance.done_on:
            del self.fields["result"]
        else:
            self.fields["result"].required = True

    def clean(self):
        data = super().clean()
        party, person = data.get("party"), data.get("person")
        theirs = {body for known, body in self.bodies if person and known == person.pk}
        if person and theirs and party and party.organisation_id not in theirs:
            message = _("%(person)s is no contact of %(party)s.")
            self.add_error("person", message % {"person": person, "party": party})
        return data


def _by_organisation(contacts, chosen):
    """The contacts in groups; somebody chosen before who is none any more stands alone."""
    groups = {}
    for contact in contacts:
        label = f"{contact.person}, {contact.function}" if contact.function else contact.person
        groups.setdefault(str(contact.organisation), []).append((contact.person_id, label))
    known = {contact.person_id for contact in contacts}
    alone = [(chosen.pk, str(chosen))] if chosen and chosen.pk not in known else []
    return [NOBODY, *alone, *groups.items()]


class FinishForm(forms.Form):
    """When a measure was done, and what came of it."""

    done_on = DateField(label=gettext_lazy("Done on"))
    result = TextField(
        label=gettext_lazy("Result"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, initial={"done_on": on}, **kwargs)
        self.on = on

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > self.on:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class FoundingForm(ModelForm):
    """The project that grows out of a measure."""

    class Meta(ModelForm.Meta):
        model = Project
        fields = ["short_name", "name", "starts_on", "ends_on", "funder", "reference"]
