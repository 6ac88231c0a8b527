"""Who interprets, as readers are told it, and whom the office still has to find."""

from django import template

from events import interpreting
from events.languages import name_of
from miko_portal.base.clock import today

register = template.Library()


@register.filter
def certain(run, on):
    return interpreting.certain(run, on=on)


@register.filter
def sought(run, on):
    return interpreting.sought(run, on=on)


@register.filter
def in_words(lack):
    return ", ".join(name_of(code) for code in lack.languages)


@register.simple_tag(takes_context=True)
def interpreters_lacking_soon(context):
    """Asked for the office only."""
    if not context["user"].has_perm("events.view_interpreterassignment"):
        return []
    return list(interpreting.lacking_soon(on=today()))
