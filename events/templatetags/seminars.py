"""A seminar's facts in the language of the page."""

import re
from urllib.parse import urlencode

from babel.numbers import format_currency
from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events import telling
from events.facts import PARKING
from events.languages import name_of
from miko_portal.base import telephones
from miko_portal.base.fetched import fetched
from miko_portal.base.forms import western_digits
from miko_portal.base.languages import BY_CODE

register = template.Library()


@register.filter
def language_names(codes):
    return BY_CODE[get_language()].comma.join(name_of(code) for code in codes)


@register.filter
def price(cents):
    if not cents:
        return _("Free of charge")
    language = (get_language() or "de").partition("-")[0]
    return format_currency(cents / 100, "EUR", locale=language)


@register.filter
def parking(venue):
    return PARKING.get(venue.parking, "")


@register.filter
def text_for(seminar, language):
    return seminar.text_in(language)


@register.filter
def tel(number):
    """A telephone number as an address: digits, and the plus sign in front; else nothing."""
    address = re.sub(r"[^0-9+]", "", western_digits(number))
    return address if address.strip("+") else ""


@register.filter
def said(number):
    """A telephone number as people read it out."""
    return telephones.said(number)


@register.filter
def map_address(venue):
    """A link to a map, opened by the reader alone: the page itself asks no other server."""
    place = venue.postal_line or venue.name
    return f"https://www.openstreetmap.org/search?{urlencode({'query': place})}"


@register.filter
def fetched_facts(run):
    """All that a card of a run is made of."""
    return fetched(run)


@register.simple_tag
def sheet_address(language, pk, size):
    """Where the poster of a run is in a language, of a size."""
    with override(language):
        return f"{reverse('events:seminar_poster', args=[pk])}?size={size}"


@register.filter
def isolated(words):
    """Words of a plain text that keep their direction, in a text that runs from the right."""
    return f"\u2068{words}\u2069" if BY_CODE[get_language()].direction == "rtl" else str(words)


@register.filter
def as_html(text):
    """A plain text as paragraphs, with its links, and its isolated words as `<bdi>`."""
    marked = escape(text).replace("\u2069", "</bdi>")
    marked = re.sub("[\u2066\u2068]", "<bdi>", marked)
    linked = re.sub(r"https?://[^\s<]+", r'<a href="\g<0>">\g<0></a>', marked)
    return mark_safe(linebreaks(linked))  # noqa: S308 (escaped above)


@register.filter
def place_of(session):
    """Room, house and address of a date."""
    return telling.where(session)


@register.filter
def when_told(session):
    """Wednesday, 24.11.2027, 18:00–20:00, for a plain text."""
    return telling.when(session.starts_at, session.ends_at)


@register.filter
def point_in_time(moment):
    """Wednesday, 24.11.2027, 18:00, for a plain text."""
    return telling.when(moment)


@register.filter
def unbroken(words):
    """A number that stays on its line and in its order, whatever surrounds it."""
    return format_html('<bdi class="unbroken">{}</bdi>', words)
