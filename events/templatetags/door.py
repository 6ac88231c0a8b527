from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from miko_portal.base.signs import code_of, drawing_of

register = template.Library()


@register.simple_tag
def door_code(registration, label):
    """The QR code that is shown at the door, as a picture with its name.

    It carries the number that stands beside it, never the secret link.
    """
    address = reverse("door_code", args=[registration.code.replace(" ", "")])
    size, path = drawing_of(code_of(settings.PORTAL_URL + address))
    return format_html(
        '<svg class="door-code" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>',
        size=size,
        label=label,
        path=path,
    )
