"""How many calls the office has to make."""

from django import template
from django.utils import timezone

from events.models import Call, CallRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def calls_to_make(context):
    """To be told something, or waiting to be called back; asked for the office only."""
    if not context["user"].has_perm("events.view_call"):
        return 0
    due = Call.objects.due(at=timezone.now()).with_number()
    return due.count() + CallRequest.objects.open().count()
