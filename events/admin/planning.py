"""What is planned: a seminar, and how it is held, whenever that is."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models import Organisation
from events.admin.forms import LanguagesField
from events.facts import Coming
from events.models import Run, Seminar, SeminarText, Topic
from miko_portal.base.forms import NameField

FOR_A_NEW_ONE = ("title", "summary", "topic")
FACTS = ("capacity", "coming", "spoken", "interpreted")


class OfferForm(forms.Form):
    """A seminar, known or with the German text of a new one, and how it is held."""

    seminar = forms.ModelChoiceField(
        Seminar.objects.none(),
        label=_("Seminar"),
        required=False,
        empty_label=_("A new one:"),
        help_text=_("For a new one fill in title, sentence and topic."),
    )
    title = NameField(label=_("Title"), required=False, max_length=120)
    summary = NameField(label=_("In one sentence"), required=False, max_length=300)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000)
    coming = forms.ChoiceField(
        label=_("How one comes"),
        choices=[choice for choice in Coming.choices if choice[0] != Coming.PARTNER],
        initial=Coming.OPEN,
    )
    spoken = LanguagesField(label=_("Held in"), initial=["de"])
    interpreted = LanguagesField(label=_("Interpreted into"), required=False)

    layout = Layout("seminar", *FOR_A_NEW_ONE, *FACTS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seminar"].queryset = Seminar.objects.with_title().order_by("title", "pk")
        for name in FOR_A_NEW_ONE:
            self.fields[name].mark_optional = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self.layout

    @staticmethod
    def facts_of(run: Run):
        """What is filled in beforehand: as that time."""
        return {
            "seminar": run.seminar_id,
            "capacity": run.capacity,
            "coming": run.coming if run.coming != Coming.PARTNER else Coming.OPEN,
            "spoken": run.spoken,
            "interpreted": run.interpreted,
        }

    def clean(self):
        data = super().clean()
        if not data.get("seminar") and "seminar" not in self.errors:
            for field in FOR_A_NEW_ONE:
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, gettext("A new seminar needs this."))
            self.organiser = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).first()
            if self.organiser is None:
                self.add_error(
                    "seminar", gettext("Store the county as an organisation first: it organises.")
                )
        return data

    def planned(self):
        """What was typed, for the action to store: a run, and the text of a new seminar."""
        data = self.cleaned_data
        seminar, text = data["seminar"], None
        if seminar is None:
            seminar = Seminar(topic=data["topic"], organiser=self.organiser)
            text = SeminarText(language="de", title=data["title"], summary=data["summary"])
        return Run(seminar=seminar, **{name: data[name] for name in FACTS}), text
