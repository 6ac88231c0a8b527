"""When something takes place: the weekday as a word, day and time in figures."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language

from miko_portal.base.languages import BY_CODE

register = template.Library()


@register.filter
def weekday_and_date(moment):
    """Wednesday, 24.11.2027, by the clock in Berlin."""
    local = localtime(moment)
    return format_html(
        '<time datetime="{}">{}{}<bdi>{}</bdi></time>',
        local.date().isoformat(),
        date_format(local, "l"),
        BY_CODE[get_language()].comma,
        date_format(local, "d.m.Y"),
    )


@register.simple_tag
def clock_times(starts_at, ends_at=None):
    """18:00–20:00, or 18:00 alone, by the clock in Berlin; the figures keep their order."""
    times = [date_format(localtime(at), "H:i") for at in (starts_at, ends_at) if at]
    return format_html('<bdi class="unbroken">{}</bdi>', "–".join(times))


@register.simple_tag
def moment(starts_at, ends_at=None):
    """Wednesday, 24.11.2027, 18:00–20:00."""
    comma = BY_CODE[get_language()].comma
    day, times = weekday_and_date(starts_at), clock_times(starts_at, ends_at)
    return format_html("{}{}{}", day, comma, times)


@register.filter
def is_before(moment, day):
    """Whether it was on an earlier day, by the clock in Berlin."""
    return localtime(moment).date() < day
