"""Forms, lists and icons in the manner of KERN, the design system of the administration."""

from functools import cache

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.forms.utils import pretty_name
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()

CHECKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple)


def _kind(field):
    """Which of KERN's markups a bound field takes."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "options"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.SelectMultiple):
        return "multiple"
    if isinstance(widget, forms.Select):
        return "select"
    if widget.use_fieldset:
        return "group"
    return "input"


CLASSES = {
    "check": "kern-form-check__checkbox",
    "multiple": "kern-form-input__input multiple",
    "select": "kern-form-input__select",
    "group": "kern-form-input__input",
    "input": "kern-form-input__input",
}


def _classes(base, attrs, errors):
    own = attrs.get("class", "")
    # "kern-form-input__select--error", also where a second class follows.
    marked = f"{base.split()[0]}--error" if errors and base else ""
    return " ".join(part for part in (base, marked, own) if part)


@register.filter
def field_named(form, name):
    return form[name]


@register.filter
def kind(field):
    return _kind(field)


@register.simple_tag
def widget(field):
    """The control of a bound field with KERN's classes; keeps those of the form."""
    attrs = {"class": _classes(CLASSES[_kind(field)], field.field.widget.attrs, field.errors)}
    attrs["placeholder"] = False  # those of packages repeat the label; ours stand in the help text
    described = field.aria_describedby
    if described and isinstance(field.field.widget, forms.ClearableFileInput):
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


@register.simple_tag
def options(field):
    """Each radio button or checkbox of a bound field: its control, id, value and label."""
    name = "checkbox" if isinstance(field.field.widget, CHECKS) else "radio"
    rows = []
    for option in field.subwidgets:
        attrs = option.data["attrs"]
        attrs["class"] = _classes(f"kern-form-check__{name}", attrs, field.errors)
        if name == "radio":
            attrs.pop("aria-invalid", None)
        rows.append(
            {
                "control": option.tag(),
                "id": option.id_for_label,
                "value": str(option.data["value"]),
                "label": option.choice_label,
            }
        )
    return rows


def _forms(*parts):
    """The forms among forms, formsets and lists of them."""
    for part in parts:
        if isinstance(part, forms.BaseForm):
            yield part
        elif isinstance(part, BaseFormSet):
            yield from part.forms
        elif isinstance(part, (list, tuple)):
            yield from _forms(*part)


def _errors_of_tables(parts):
    """What is wrong with formsets as a whole, such as that no row is filled in."""
    return [
        text
        for part in parts
        if isinstance(part, BaseFormSet) and part.is_bound
        for text in part.non_form_errors()
    ]


def _label(form, name):
    """The label of a field; of one of several rows after the name of the row (`called`)."""
    label = form.fields[name].label or pretty_name(name)
    row = getattr(form, "called", "")
    return f"{row}, {label}" if row else label


@register.filter
def led_in(label):
    """A label before what is said of its field: a question needs no colon."""
    return label if str(label)[-1:] in "?؟!.:" else f"{label}:"


def _row_of(form):
    """Where an error of a whole row leads to: its first field."""
    called = getattr(form, "called", "")
    return {"id": _target(form.visible_fields()[0]), "label": called} if called else {}


def _target(field):
    """The id that a link to a bound field leads to: its first control."""
    return f"{field.auto_id}_0" if _kind(field) == "options" else field.id_for_label


@register.inclusion_tag("kern/error_summary.html")
def error_summary(*parts):
    """What is wrong, at the top of the page, with a link to each field.

    Takes every form and formset of the page: `{% error_summary form sessions %}`.
    """
    rows = [{"text": text} for text in _errors_of_tables(parts)]
    for form in _forms(*parts):
        if not form.is_bound:
            continue
        for name, errors in form.errors.items():
            if name == forms.forms.NON_FIELD_ERRORS:
                rows += [{**_row_of(form), "text": text} for text in errors]
            elif name in form.fields:
                rows += [
                    {"id": _target(form[name]), "label": _label(form, name), "text": text}
                    for text in errors
                ]
    return {"rows": rows}


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """ "Fehler:" before the title of a page whose form came back with errors.

    Looks at `form`, `formset` and `forms` of the context, so pages need do nothing.
    """
    parts = (context.get("form"), context.get("formset"), context.get("forms"))
    broken = any(form.is_bound and form.errors for form in _forms(*parts))
    return _("Error: ") if broken or _errors_of_tables(parts) else ""


@register.simple_tag(takes_context=True)
def sort_header(context, label, key, parameter="sort"):
    """A column heading that sorts by `key`: `?sort=key`, then `?sort=-key`; starts on page 1."""
    request = context["request"]
    current = request.GET.get(parameter, "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    query = request.GET.copy()
    query[parameter] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return template.loader.render_to_string(
        "shared/_sort_header.html",
        {"label": label, "direction": direction, "address": f"?{query.urlencode()}"},
    )


@register.simple_block_tag
def cell(content, heading):
    """A cell of a `stacked` table, led in by the heading of its column where columns don't fit."""
    label = format_html('<span class="stacked__label">{}</span>', heading)
    return format_html(
        '<td class="kern-table__cell">{}<div class="stacked__value">{}</div></td>',
        label if heading and content.strip() else "",
        content,
    )


@register.simple_tag
def icon(name):
    """A symbol of KERN, silent for screen readers: `{% icon "search" %}`."""
    return format_html('<span class="kern-icon kern-icon--{}" aria-hidden="true"></span>', name)


@register.simple_tag
def symbol(name):
    """A symbol of our own from `static/img/symbols.svg`, for facts: `{% symbol "childcare" %}`."""
    return _symbol(name)


@cache
def _symbol(name):
    """Found out once: a list has some eighty of them."""
    return format_html(
        '<svg class="symbol" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/symbols.svg"),
        name,
    )


@register.simple_tag
def elided_pages(page):
    """The page numbers around this one, the first and the last, with gaps between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def named_control(field):
    """The control of a bound field that has no label of its own, as in a table of the admin."""
    return field.as_widget(attrs={"aria-label": capfirst(field.label)})
