"""What is due in trainings, on the start page of the administration."""

from django import template

from miko_portal.base.clock import today
from trainings.due import due

register = template.Library()


@register.simple_tag(takes_context=True)
def trainings_due(context):
    """Asked for those alone who plan trainings."""
    if not context["user"].has_perm("trainings.change_run"):
        return []
    return due(on=today())
