"""Fields that take what people type, for every form of the portal.

How pages with forms are written stands in `templates/kern/README.md`.
"""

import re
import unicodedata
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict, from_current_timezone
from django.utils import timezone, translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# What Django says at a field that was left empty, here in the portal's words.
REQUIRED = gettext_noop("This field is required.")

# Override and isolate the direction of what follows; a name needs none of them.
DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)

# The first and the last years there are can't be read back from UTC, and nobody means them.
YEARS = range(1900, 2100)


def western_digits(text: str) -> str:
    """The text with Arabic, Persian and other digits written as 0–9."""
    return "".join(str(unicodedata.digit(char, char)) for char in text)


def clean_text(text: str) -> str:
    """The text as it is stored: composed letters, no marks that turn its direction.

    Line breaks and tabs stay; other control characters are refused.
    """
    text = unicodedata.normalize("NFC", text.translate(DIRECTION_MARKS))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
        raise ValidationError(
            _("This contains characters that cannot be shown. Please type it in again."),
            code="control",
        )
    return text


class TextField(forms.CharField):
    """Text in any script ("Text"), stored composed and without hidden marks."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_text(value) if isinstance(value, str) else value


class NameField(TextField):
    """A line of text, such as a name: runs of blanks become one."""

    def to_python(self, value):
        value = super().to_python(value)
        return " ".join(value.split()) if isinstance(value, str) else value


class TypedInput(forms.TextInput):
    """One line with suggestions: choose what is known, or type something new.

    `suggestions` is called when the page is made.
    """

    template_name = "kern/widgets/typed_input.html"

    def __init__(self, suggestions, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"known_{name}"
        context["suggestions"] = self.suggestions()
        return context


class TypedLines(TypedInput):
    """Several lines with the same suggestions, each labelled as a `line`; some stay empty."""

    template_name = "kern/widgets/typed_lines.html"
    use_fieldset = True
    empty = 2

    def __init__(self, suggestions, *, line, attrs=None):
        super().__init__(suggestions, attrs)
        self.line = line

    def value_from_datadict(self, data, files, name):
        return [line for line in data.getlist(name) if line.strip()]

    def format_value(self, value):
        return [*(value or []), *[""] * self.empty]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["label"] = self.line
        widget["lines"] = [
            {**widget, "value": line, "attrs": {**widget["attrs"], "id": f"{attrs['id']}_{number}"}}
            for number, line in enumerate(widget["value"])
        ]
        return context

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class PartsWidget(forms.MultiWidget):
    """Several small inputs with a label each, in one row."""

    template_name = "kern/widgets/parts.html"
    labels = {}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels.values(), strict=True):
            part["label"] = label
        return context

    def id_for_label(self, id_):
        """The first part: a link from the error summary leads there."""
        return f"{id_}_0" if id_ else id_


def _part(size, **attrs):
    return forms.TextInput({"size": size, "autocomplete": "off", **attrs})


class DateWidget(PartsWidget):
    """Day, month and year in three inputs; one ISO value in an address will do as well."""

    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    def __init__(self, attrs=None):
        super().__init__(
            {
                "day": _part(2, inputmode="numeric"),
                "month": _part(5),
                "year": _part(4, inputmode="numeric"),
            },
            attrs,
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def value_from_datadict(self, data, files, name):
        whole = data.get(name)
        if whole and f"{name}_day" not in data:
            iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", whole)
            return list(reversed(iso.groups())) if iso else [whole, "", ""]
        return super().value_from_datadict(data, files, name)


class DateTimeWidget(DateWidget):
    """Day, month, year and time in four inputs."""

    labels = {**DateWidget.labels, "time": _("Time")}

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets.append(_part(8))
        self.widgets_names.append("_time")

    def decompress(self, value):
        if not value:
            return ["", "", "", ""]
        if timezone.is_aware(value):
            value = timezone.localtime(value)
        return [*super().decompress(value), f"{value:%H:%M}"]

    def value_from_datadict(self, data, files, name):
        return forms.MultiWidget.value_from_datadict(self, data, files, name)


def month_number(text: str) -> int | None:
    """1–12 for "3", "03", "Mär", "März", "March" or the month in the reader's language."""
    text = western_digits(text).strip().rstrip(".").lower()
    if re.fullmatch(r"\d{1,2}", text):
        return int(text)
    for language in (translation.get_language(), "de", None):
        with translation.override(language):
            for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                for number in range(1, 13):
                    name = str(names[number]).rstrip(".").lower()
                    if text == name or (len(text) >= 3 and name.startswith(text)):
                        return number
    return None


def parse_date(day: str, month: str, year: str) -> date | None:
    """The date that three inputs mean; None where all are empty.

    A whole date pasted into the first input ("1.7.2019") counts. Two-digit years are
    2000–2069 and 1970–1999. Raises ValidationError with a sentence that says what is wrong.
    """
    parts = [western_digits(str(part or "")).strip() for part in (day, month, year)]
    if not any(parts):
        return None
    if parts[0] and not parts[1] and not parts[2]:
        iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", parts[0])
        whole = reversed(iso.groups()) if iso else re.split(r"[\s./\-]+", parts[0].rstrip("."))
        whole = list(whole)
        parts = whole if len(whole) == 3 else parts
    for part, message in zip(
        parts,
        (_("Please enter the day."), _("Please enter the month."), _("Please enter the year.")),
        strict=True,
    ):
        if not part:
            raise ValidationError(message, code="incomplete")
    number = month_number(parts[1])
    if number is None or not 1 <= number <= 12:
        raise ValidationError(_("The month is a number from 1 to 12."), code="month")
    if not re.fullmatch(r"\d{1,2}\.?", parts[0]) or not 1 <= int(parts[0].rstrip(".")) <= 31:
        raise ValidationError(_("The day is a number from 1 to 31."), code="day")
    if not re.fullmatch(r"\d{2}|\d{4}", parts[2]):
        raise ValidationError(_("The year has four digits, such as 2026."), code="year")
    full = int(parts[2])
    if len(parts[2]) == 2:
        full += 1900 if full >= 70 else 2000
    if full not in YEARS:
        raise ValidationError(
            _("The year lies between 1900 and 2099. Please check it."), code="year"
        )
    try:
        return date(full, number, int(parts[0].rstrip(".")))
    except ValueError:
        raise ValidationError(
            _("There is no %(day)s.%(month)s.%(year)s. Please check the day and the month."),
            code="impossible",
            params={"day": parts[0].rstrip("."), "month": number, "year": full},
        ) from None


def parse_time(text: str) -> time | None:
    """The time of day that people mean by "9", "9:30", "9.30 Uhr", "0930" or "9 Uhr 30"."""
    typed = western_digits(str(text or "")).strip().lower()
    if not typed:
        return None
    match = re.fullmatch(
        r"(\d{1,2})(?:(?:\s*(?:[:.,h]|uhr)\s*)(\d{2})?)?(?:[:.]00)?\s*(uhr|h|am|pm)?", typed
    ) or re.fullmatch(r"(\d{1,2})(\d{2})\s*(uhr|h|am|pm)?", typed)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half in ("am", "pm") and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValidationError(_("Please enter the time like this: 9:30"), code="invalid")


class DateField(forms.DateField):
    """A date in three inputs ("Datum")."""

    widget = DateWidget

    def to_python(self, value):
        return parse_date(*value) if isinstance(value, list) else super().to_python(value)

    def prepare_value(self, value):
        return value


class TimeField(forms.TimeField):
    """A time of day ("Uhrzeit"), typed as people write it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput({"size": 8, "autocomplete": "off"}, "%H:%M"))
        super().__init__(**kwargs)

    def to_python(self, value):
        return value if isinstance(value, time) else parse_time(value)


class DateTimeField(forms.DateTimeField):
    """A date in three inputs and a time ("Zeitpunkt"), in Berlin."""

    widget = DateTimeWidget

    def to_python(self, value):
        if not isinstance(value, list):
            return super().to_python(value)
        day = parse_date(*value[:3])
        clock = parse_time(value[3])
        if day is None and clock is None:
            return None
        if day is None:
            raise ValidationError(_("Please enter the day."), code="incomplete")
        if clock is None:
            raise ValidationError(_("Please enter the time like this: 9:30"), code="incomplete")
        try:
            return from_current_timezone(datetime.combine(day, clock))
        except ValidationError:
            raise ValidationError(
                _("The clocks change at this moment. Please choose another time."), code="change"
            ) from None

    def prepare_value(self, value):
        return value


FIELDS = {
    models.DateTimeField: DateTimeField,
    models.DateField: DateField,
    models.TimeField: TimeField,
    models.TextField: TextField,
}


def formfield(field, **kwargs):
    """The form's field for a model's field; `formfield_callback` of every model form."""
    for kind, form_class in FIELDS.items():
        if isinstance(field, kind) and not field.choices:
            return field.formfield(form_class=form_class, **kwargs)
    if type(field) is models.CharField and not field.choices:
        return field.formfield(form_class=NameField, **kwargs)
    return field.formfield(**kwargs)


class ModelForm(forms.ModelForm):
    """A form for a model with the fields of this module."""

    class Meta:
        formfield_callback = formfield


def with_added_row(request):
    """What was posted, with one more row in the formset whose "add a row" button was pressed.

    The button is named `add_row` and its value is the prefix of the formset, so that
    a row is added without a script. Returns the data, and whether a row was added.
    """
    prefix = request.POST.get("add_row")
    total = f"{prefix}-TOTAL_FORMS"
    rows = request.POST.get(total, "")
    if not prefix or not re.fullmatch(r"\d{1,3}", rows):
        return request.POST, False
    data = request.POST.copy()
    data[total] = str(int(rows) + 1)
    return data, True


def leave_unchecked(*parts):
    """Show forms and formsets as typed and without errors, as after "add a row"."""
    for part in parts:
        if hasattr(part, "forms"):
            part._errors = [{} for _form in part.forms]
            part._non_form_errors = part.error_class()
            leave_unchecked(*part.forms)
        else:
            part._errors = ErrorDict()
            part.cleaned_data = {}
