"""Planning a meeting, and what is noted afterwards."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.bookings import Wish, refuse_clashes
from cooperation.forms.guests import GuestsField, contacts_of, key_of_contact
from cooperation.forms.lines import AgreementsField, OrganisationsField
from cooperation.forms.seen import SeenForm
from cooperation.models import Attendance, Decision, Meeting
from cooperation.planning import PlaceField, period
from miko_portal.base.clock import today
from miko_portal.base.forms import DateField, ModelForm, NameField, TimeField

MOST_GUESTS = 400


class MeetingForm(ModelForm):
    """When, where, about what and who is asked, in one page."""

    day = DateField(label=gettext_lazy("Date"))
    starts = TimeField(label=gettext_lazy("from"))
    ends = TimeField(label=gettext_lazy("to"))
    place = PlaceField(
        label=gettext_lazy("Place"),
        required=False,
        help_text=gettext_lazy("Choose one from the list or type a new one: room, house, town."),
    )
    agreements = AgreementsField(
        label=gettext_lazy("About these agreements"), line=gettext_lazy("Agreement")
    )
    organisations = OrganisationsField(
        label=gettext_lazy("Ask further organisations"), line=gettext_lazy("Organisation")
    )
    asked = GuestsField(label=gettext_lazy("Who is asked"))

    class Meta(ModelForm.Meta):
        model = Meeting
        fields = ["kind", "title", "project", "agenda"]

    def __init__(self, data=None, *, instance=None, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.fields["agenda"].widget.attrs["rows"] = 6
        asked = self.fields["asked"]
        if self.instance.pk:
            starts, ends = self.instance.local_start, self.instance.local_end
            self.initial |= {
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "place": self.instance.room,
                "agreements": self.instance.agreements.all(),
                "asked": asked.offer_those_of(self.instance),
            }
        if data is not None:
            asked.offer_again(data.getlist("asked"))

    def clean(self):
        data = super().clean()
        self.when = period(self, day="day", starts="starts", ends="ends")
        if self.when and data.get("place"):
            starts_at, ends_at = self.when
            mine = [self.instance.pk] if self.instance.pk else []
            refuse_clashes(
                [Wish(self, "place", data["place"], starts_at, ends_at)],
                replacing=[(Meeting._meta.db_table, mine)],
            )
        if len(data.get("asked") or []) > MOST_GUESTS:
            message = _("At most %(most)s people can be asked.") % {"most": MOST_GUESTS}
            self.add_error("asked", message)
        return data

    def with_proposals(self) -> "MeetingForm":
        """The form as it was typed, with the contacts of what was chosen; deputies not ticked."""
        self.full_clean()
        told = self.cleaned_data
        contacts = contacts_of(
            agreements=told.get("agreements") or [],
            project=told.get("project"),
            organisations=told.get("organisations") or [],
            on=told.get("day") or today(),
        )[:MOST_GUESTS]
        data = self.data.copy()
        known = set(data.getlist("asked"))
        fresh = [key_of_contact(contact) for contact in contacts if not contact.deputy]
        data.setlist("asked", [*known, *(key for key in fresh if key not in known)])
        form = MeetingForm(data, instance=self.instance)
        form.fields["asked"].offer(contacts)
        form.unknown = {
            name: self.errors[name].as_data()
            for name in ("agreements", "organisations")
            if name in self.errors
        }
        return form

    def meeting(self) -> Meeting:
        """The meeting as it was typed, to be stored by an action."""
        meeting = self.save(commit=False)
        meeting.starts_at, meeting.ends_at = self.when
        meeting.room = self.cleaned_data["place"]
        return meeting


class CancelMeetingForm(forms.Form):
    """Why a meeting is cancelled; those who were invited read it."""

    reason = NameField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Those who were invited read it."),
    )


class CameForm(forms.Form):
    """Who of those asked came."""

    came = forms.ModelMultipleChoiceField(
        Attendance.objects.none(),
        label=gettext_lazy("Who came"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        people = meeting.attendances.named().select_related("person", "organisation")
        self.fields["came"].queryset = people
        self.fields["came"].label_from_instance = _name_of
        self.initial["came"] = [row.pk for row in people if row.came]


def _name_of(attendance):
    organisation = attendance.organisation
    person = str(attendance.person)
    return f"{organisation.brief}: {person}" if organisation else person


class MinutesForm(SeenForm):
    class Meta(SeenForm.Meta):
        model = Meeting
        fields = ["minutes"]


class DecisionForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Decision
        fields = ["text"]


DecisionFormSet = forms.inlineformset_factory(
    Meeting, Decision, form=DecisionForm, extra=2, can_delete=False, max_num=60, absolute_max=60
)
