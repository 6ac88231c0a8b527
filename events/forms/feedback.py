from datetime import timedelta

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from events.facts import Face
from events.models.feedback import LONGEST
from miko_portal.base.forms import TextField
from miko_portal.base.plain_text import plain_text
from miko_portal.base.traps import Traps


class FeedbackForm(Traps, forms.Form):
    """Three faces, and a sentence for those who like to say more."""

    # A tap and a button are quickly done, and a whole room may be in one network.
    quickest, many_a_day, counted_as = timedelta(seconds=1), 100, "feedback "

    face = forms.ChoiceField(
        label=_("How did you like it?"),
        choices=Face.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a face.")},
    )
    sentence = TextField(
        label=_("Would you like to say more? One sentence is enough."),
        help_text=_("Please write no names, and nothing about your health."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        validators=[
            MaxLengthValidator(LONGEST, _("Please write at most 500 letters.")),
            plain_text,
        ],
        required=False,
    )
