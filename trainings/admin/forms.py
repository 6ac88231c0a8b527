"""What coordinators fill in beside the admin's own forms."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.bookings import Wish, refuse_clashes
from cooperation.models import Organisation, Person, Project
from cooperation.planning import PlaceField, period
from miko_portal.base.forms import DateField, NameField, TimeField, TypedInput
from miko_portal.base.sorting import SortKey
from trainings.admin import choices
from trainings.admin.dates import units_of
from trainings.forms.colleagues import PersonForm
from trainings.models import Course, ProjectShare, Run, Session


class ShareForm(forms.ModelForm):
    class Meta:
        model = ProjectShare
        fields = ["project", "percent"]

    project = forms.ModelChoiceField(Project.objects.all(), label=_("Project"))

    def __init__(self, *args, projects=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = projects


class ShareFormSet(BaseInlineFormSet):
    """The projects that pay for a training; together not more than the whole."""

    @cached_property
    def offered(self):
        return {"projects": choices.projects()}

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | self.offered

    def clean(self):
        super().clean()
        shares = [
            form.cleaned_data.get("percent") or 0
            for form in self.forms
            if hasattr(form, "cleaned_data") and form not in self.deleted_forms
        ]
        if sum(shares) > 100:
            message = gettext("The shares come to %(sum)s per cent, that is more than the whole.")
            raise ValidationError(message % {"sum": sum(shares)})


class NewTrainingForm(forms.Form):
    """Course, training, dates and place in one go ("Neue Schulung")."""

    course = NameField(
        label=_("Title of the course"),
        max_length=160,
        widget=TypedInput(lambda: Course.objects.values_list("title", flat=True)),
        help_text=_("Choose one from the list or type a new title."),
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000)
    place = PlaceField(
        label=_("Place"),
        required=False,
        help_text=_("Choose one from the list or type a new one: room, house, town."),
    )
    trainer = forms.ModelChoiceField(
        Person.objects.exclude(trainer=None), label=_("Trainer"), required=False
    )
    project = forms.ModelChoiceField(Project.objects.all(), label=_("Project"), required=False)
    publish = forms.BooleanField(label=_("Publish at once"), required=False)
    day_1 = DateField(label=_("First date"))
    starts_1 = TimeField(label=_("from"))
    ends_1 = TimeField(label=_("to"))
    day_2 = DateField(label=_("Second date"), required=False)
    starts_2 = TimeField(label=_("from"), required=False)
    ends_2 = TimeField(label=_("to"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].choices = choices.NOTHING + choices.trainers()
        self.fields["project"].choices = choices.projects()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "course",
            "capacity",
            "place",
            Row("trainer", "project"),
            Row("day_1", "starts_1", "ends_1", css_class="date-and-times"),
            Row("day_2", "starts_2", "ends_2", css_class="date-and-times"),
            "publish",
        )

    @classmethod
    def like(cls, run: Run, *, on):
        """What is filled in beforehand: as that time, a whole number of weeks later."""
        sessions = list(run.sessions.filter(cancelled_on=None)[:2])
        share = run.shares.first()
        initial = {
            "course": run.course.title,
            "capacity": run.capacity,
            "project": share and share.project_id,
        }
        if sessions:
            first = sessions[0]
            initial["place"] = first.room
            assignment = first.assignments.still_asked().first()
            initial["trainer"] = assignment and assignment.person_id
            held_on = first.local_start.date()
            years = 1
            while held_on + timedelta(weeks=52 * years) < on:
                years += 1
            for number, session in enumerate(sessions, start=1):
                starts, ends = session.local_start, session.local_end
                initial[f"day_{number}"] = starts.date() + timedelta(weeks=52 * years)
                initial[f"starts_{number}"] = starts.time()
                initial[f"ends_{number}"] = ends.time()
        return cls(initial=initial)

    def clean_course(self):
        title = self.cleaned_data["course"]
        known = Course.objects.filter(sort_key=SortKey(Value(title))).first()
        return known or Course(title=title)

    def clean(self):
        data = super().clean()
        self.periods = [period(self, day="day_1", starts="starts_1", ends="ends_1")]
        second = ["day_2", "starts_2", "ends_2"]
        if any(data.get(field) is not None for field in second):
            for field in second:
                if data.get(field) is None and field not in self.errors:
                    self.add_error(field, gettext("Please fill this in for the second date too."))
            self.periods.append(period(self, day="day_2", starts="starts_2", ends="ends_2"))
        room, trainer = data.get("place"), data.get("trainer")
        if room and room.pk and (data.get("capacity") or 0) > room.seats:
            message = gettext("This room has only %(seats)s seats.") % {"seats": room.seats}
            self.add_error("place", message)
        self._refuse_clashes(room, trainer)
        return data

    def _refuse_clashes(self, room, trainer):
        asked = [("place", room)] if room else []
        asked += [("trainer", trainer)] if trainer else []
        periods = [found for found in self.periods if found]
        seats = self.cleaned_data.get("capacity")
        refuse_clashes(
            Wish(self, field, taken, starts_at, ends_at, seats)
            for starts_at, ends_at in periods
            for field, taken in asked
        )

    def training(self):
        """The training and its sessions as they were typed, to be stored by the action."""
        data = self.cleaned_data
        sessions = [
            Session(
                starts_at=starts_at,
                ends_at=ends_at,
                room=data["place"],
                units=units_of(starts_at, ends_at),
            )
            for starts_at, ends_at in self.periods
        ]
        course = data["course"]
        if course.pk is None:
            course.units = sum(session.units for session in sessions)
        return Run(course=course, capacity=data["capacity"]), sessions


class EnrolForm(forms.Form):
    """Enrol one person; somebody known already is recognised."""

    given_name = NameField(label=_("Given name"), max_length=80)
    family_name = NameField(label=_("Family name"), max_length=80)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Organisation"),
        required=False,
        help_text=_("May stay empty for volunteers."),
    )
    volunteer = forms.BooleanField(label=_("Takes part as a volunteer"), required=False)
    override_reason = NameField(
        label=_("Reason for an exception"),
        max_length=200,
        required=False,
        help_text=_("Only when the portal refuses the enrolment and you want it all the same."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = choices.organisations()


class ExceptionForm(forms.Form):
    """Why somebody keeps a seat that no agreement covers; the office alone reads it."""

    reason = NameField(label=_("Reason for an exception"), max_length=200)


class SubstituteForm(PersonForm):
    """Who comes in the place of somebody who is enrolled."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail"].help_text = ""


class ReasonForm(forms.Form):
    """Why a training is cancelled; people read it."""

    reason = NameField(
        label=_("Reason"), max_length=200, help_text=_("Everybody reads it on the page.")
    )
