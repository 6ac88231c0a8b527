"""What a page tells machines about itself, and what readers pass on."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

# Nothing in a text can end the element that it stands in.
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@register.filter
def linked_data(rows):
    """JSON-LD for the head of a page; data, not a script, so that the policy lets it stand."""
    written = json.dumps(rows, ensure_ascii=False).translate(HARMLESS)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written),  # noqa: S308 - harmless by the line above
    )
