"""Whether the portal did its nightly work, for those who can do something about it."""

from django import template
from django.utils import timezone

from miko_portal.base import nightly

register = template.Library()


@register.simple_tag(takes_context=True)
def overdue_jobs(context):
    """The nightly jobs that did not run, each with its last time; asked for the office only."""
    if not context["user"].has_perm("base.view_jobrun"):
        return []
    return nightly.overdue(at=timezone.now())


@register.simple_tag(takes_context=True)
def kept_too_long(context):
    """How many rows the last night should have deleted; None for those whom it doesn't concern."""
    if not context["user"].has_perm("base.view_jobrun"):
        return None
    return nightly.kept_too_long(at=timezone.now())
