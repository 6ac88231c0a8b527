"""Posters and flyers of a run: all that one has to know to come, on one sheet of paper."""

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import paper
from events.facts import PARKING
from miko_portal.base.clock import start_of
from miko_portal.base.signs import code_of

MOST_DATES = 6
MOST_PLACES = 3


class Size(TextChoices):
    """What a run can be printed on."""

    A4 = "a4", gettext_lazy("Poster A4")
    A3 = "a3", gettext_lazy("Poster A3")
    A5 = "a5", gettext_lazy("Flyer A5")


def poster_of(run, *, on, language: str, size: str) -> bytes:
    """The sheet as PDF, in the language of the page; needs `with_facts_for(language)`."""
    data = {"size": str(size), **told_of(run, on=on, language=language)}
    title = data["title"]["words"]
    return paper.kept("events/poster.typ", data, title=title, language=language)


def told_of(run, *, on, language: str) -> dict:
    """What the sheet says, in the order in which it is read."""
    text, office = run.seminar.text_in(language), settings.OFFICE
    dates, ahead = _dates(run, on=on), run.takes_place and run.ends_at >= start_of(on)
    link = settings.PORTAL_URL + reverse("short_link", args=[run.code])
    number = paper.number_to_register(run) if ahead else ""
    return {
        **paper.script(),
        "banner": _banner(run, ahead=ahead),
        "kind": [run.seminar.get_format_display(), run.seminar.get_audience_display()],
        "title": paper.in_its_language(text.title, text),
        "summary": paper.in_its_language(text.summary, text),
        "note": _("This text is in German only.") if text.language != language else "",
        "when": paper.labelled("when", _("When")),
        "dates": [_told(date, run=run) for date in dates[:MOST_DATES]],
        "more": paper.more_dates(len(dates) - MOST_DATES),
        "where": paper.labelled("where", _("Where")),
        "places": [_place(venue, dates) for venue in run.venues[:MOST_PLACES]],
        "facts": [*paper.facts_of(run, on=on), _step_free(run)],
        "bring": paper.labelled("bring", _("Please bring")),
        "brought": paper.in_its_language(text.bring, text),
        "how": _("How to come"),
        "coming": paper.how_to_come(run) if ahead else "",
        "telephone": paper.labelled("phone", _("Telephone")),
        "number": number,
        "questions": _("Do you have a question? Call us:"),
        "office_number": office.phone if number != office.phone else "",
        "scan": _("All about it, in your language:"),
        "code": code_of(f"{link}?l={language}"),
        "link": link,
        "department": office.department,
    }


def _dates(run, *, on):
    """Those ahead; all of them where it is over."""
    return [date for date in run.dates if date.ends_at >= start_of(on)] or run.dates


def _banner(run, *, ahead):
    if not run.takes_place:
        return _("This is cancelled. Please do not come.")
    return "" if ahead else _("This is over.")


def _told(date, *, run):
    called_off = date.cancelled_on and run.takes_place
    return {
        **paper.date_of(date, run=run),
        "note": _("Cancelled") if called_off else "",
        "place": date.place.name if len(run.venues) > 1 else "",
    }


def _place(venue, dates):
    """A house with the room, and how to get there."""
    rooms = {date.room.name if date.room_id else "" for date in dates if date.place == venue}
    room = rooms.pop() if len(rooms) == 1 else ""
    ways = []
    if venue.stop:
        ways.append(
            {**paper.labelled("bus", _("Bus or train"), _on_foot(venue)), "german": venue.stop}
        )
    if venue.parking:
        ways.append(paper.labelled("car", _("By car"), PARKING[venue.parking]))
    if venue.way_in:
        ways.append({**paper.labelled("walk", _("Way in")), "german": venue.way_in})
    return {
        "name": ", ".join(part for part in (room, venue.name) if part),
        "address": venue.postal_line,
        "ways": ways,
    }


def _on_foot(venue):
    if venue.stop_minutes is None:
        return ""
    return ngettext(
        "%(minutes)s minute on foot from there",
        "%(minutes)s minutes on foot from there",
        venue.stop_minutes,
    ) % {"minutes": venue.stop_minutes}


def _step_free(run):
    if all(venue.step_free for venue in run.venues):
        words = _("Yes: you can come with a wheelchair or a pram.")
    else:
        words = _("No, there are steps. Call us if you need help.")
    return paper.labelled("step-free", _("Without steps"), words)
