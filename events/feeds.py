"""The dates to come for news readers (Atom) and for other programs (JSON)."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.interpreting import sought
from events.models import Run
from events.telling import when, where

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMATS = ("ics", "atom", "json")


def addresses(request) -> dict[str, str]:
    """Where the dates of the list are as calendar, news and data, with the filters that are set."""
    query = request.GET.copy()
    for name in ("page", "instead_of"):
        query.pop(name, None)
    asked = f"?{query.urlencode()}" if query else ""
    paths = {kind: reverse(f"events:seminars_{kind}") + asked for kind in FORMATS}
    return {**paths, "webcal": f"webcal://{request.get_host()}{paths['ics']}"}


class Feed(Atom1Feed):
    """An Atom feed that is the same for as long as nothing changes, also while it is empty."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed["begins"])


def atom(
    runs: Iterable[Run],
    *,
    page_of: Callable[[Run], str],
    list_at: str,
    feed_at: str,
    begins: datetime,
) -> str:
    """The feed of these runs, the last changed first; one that is empty is as old as `begins`."""
    language = get_language()
    feed = Feed(
        title=_("Courses and meetings"),
        link=list_at,
        description=None,
        language=language.partition("-")[0],
        author_name=settings.OFFICE.name,
        feed_url=feed_at,
        feed_guid=feed_at,
        begins=begins,
    )
    host = urlsplit(settings.PORTAL_URL).hostname
    for run in sorted(runs, key=lambda run: (run.changed_at, run.pk), reverse=True):
        text = run.seminar.text_in(language)
        title = text.title if run.takes_place else f"{_('Cancelled:')} {text.title}"
        feed.add_item(
            title=NOT_IN_XML.sub("", title),
            link=page_of(run),
            description=escape(NOT_IN_XML.sub("", "\n".join(_lines(run, text)))),
            unique_id=f"tag:{host},2026:seminare/{language}/{run.pk}",
            pubdate=run.changed_at,
            updateddate=run.changed_at,
        )
    return feed.writeString("utf-8")


def _lines(run, text):
    yield text.summary
    for session in run.dates:
        told = f"{when(session.starts_at, session.ends_at)}, {where(session)}"
        reason = run.reason_against(session)
        if reason is not None:
            told = f"{told} – {_('Cancelled: %(reason)s') % {'reason': reason}}"
        elif session.moved_from:
            told = f"{told} – {_('Moved. It was planned for:')} {when(session.moved_from)}"
        yield told


def described(
    runs: Iterable[Run],
    *,
    on: date,
    page_of: Callable[[Run], str],
    list_at: str,
    feed_at: str,
) -> dict:
    """These runs with all their facts; the names are written down in the README."""
    language = get_language()
    return {
        "language": language,
        "address": feed_at,
        "page": list_at,
        "runs": [_run(run, language, page_of(run), on=on) for run in runs],
    }


def _run(run, language, page, *, on):
    seminar, text = run.seminar, run.seminar.text_in(language)
    care = run.childcare_places
    return {
        "id": run.pk,
        "code": run.code,
        "page": page,
        "state": run.state,
        "cancelled_because": run.cancellation_reason or None,
        "changed_at": _moment(run.changed_at),
        "title": text.title,
        "summary": text.summary,
        "text": text.text,
        "bring": text.bring,
        "text_language": text.language,
        "format": seminar.format,
        "audience": seminar.audience,
        "topic": seminar.topic.name_read,
        "organiser": str(seminar.organiser),
        "partners": [str(partner) for partner in seminar.partners.all()],
        "spoken": run.spoken,
        "interpreted": run.interpreted,
        "interpreting_planned": sought(run, on=on),
        "women_only": run.women_only,
        "cost_cents": run.cost_cents,
        "childcare": {"from_age": run.childcare_from_age, "until_age": run.childcare_until_age}
        if care
        else None,
        "coming": run.coming,
        "telephone": run.telephone or None,
        "partner_url": run.partner_url or None,
        "capacity": run.capacity,
        "sessions": [_session(run, session) for session in run.dates],
    }


def _session(run, session):
    venue = session.place
    return {
        "uid": f"session-{session.pk}@seminare.miko-portal",
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "moved_from": _moment(session.moved_from),
        "cancelled_because": run.reason_against(session),
        "room": session.room.name if session.room_id else None,
        "venue": venue.name,
        "street": venue.street,
        "postcode": venue.postcode,
        "town": venue.town,
        "step_free": venue.step_free,
    }


def _moment(at):
    return localtime(at).isoformat() if at else None
