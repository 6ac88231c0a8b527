from django import forms
from django.utils.translation import gettext_lazy as _

from events.models.seminars import LANGUAGE_CHOICES
from events.overviews import months_from, name_of


class MonthForm(forms.Form):
    """Which month is printed for the notice board, and in which languages."""

    month = forms.ChoiceField(label=_("Month"))
    language = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("Each language is on sheets of its own."),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, on, language, **kwargs):
        super().__init__(*args, initial={"language": [language]}, **kwargs)
        months = months_from(on)
        self.fields["month"].choices = [(f"{month:%Y-%m}", name_of(month)) for month in months]
