"""Who sees what, for menus."""

from django import template

from miko_portal.base import roles

register = template.Library()


@register.filter
def sees(user, label):
    """Whether there is a list of a model for somebody: `user|sees:"cooperation.agreement"`."""
    return roles.sees_any(user, label)
