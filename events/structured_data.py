"""What search engines and assistants read of a run: https://schema.org/Event, one a date."""

from django.utils.timezone import localtime

from events.facts import Coming
from events.languages import tag_of


def events_of(run, *, text, address: str, picture: str) -> list[dict]:
    """The dates of a run as its page tells them; needs `with_facts_for` and its organiser."""
    offer = {
        "@type": "Offer",
        "price": f"{run.cost_cents / 100:.2f}",
        "priceCurrency": "EUR",
        "url": address,
        "validFrom": run.published_on.isoformat(),
        "availability": f"https://schema.org/{'SoldOut' if _is_full(run) else 'InStock'}",
    }
    shared = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": text.title,
        "description": text.summary,
        "url": address,
        "image": [picture],
        "inLanguage": [tag_of(code) for code in dict.fromkeys([*run.spoken, *run.interpreted])],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": not run.cost_cents,
        "maximumAttendeeCapacity": run.capacity,
        "offers": offer,
        "organizer": {"@type": "Organization", "name": str(run.seminar.organiser)},
    }
    if run.women_only:
        shared["audience"] = {"@type": "PeopleAudience", "suggestedGender": "female"}
    if len(run.dates) > 1:
        shared["superEvent"] = {"@type": "EventSeries", "name": text.title, "url": address}
    return [{**shared, **_date(run, session, address)} for session in run.dates]


def _is_full(run):
    return run.coming == Coming.HERE and run.seats_free < 1


def _date(run, session, address):
    status = "EventScheduled"
    if session.moved_from:
        status = "EventRescheduled"
    if run.reason_against(session) is not None:
        status = "EventCancelled"
    told = {
        "@id": f"{address}#session-{session.pk}",
        "startDate": localtime(session.starts_at).isoformat(),
        "endDate": localtime(session.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "location": _place(session),
    }
    if session.moved_from:
        told["previousStartDate"] = localtime(session.moved_from).isoformat()
    return told


def _place(session):
    venue = session.place
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue.street,
        "postalCode": venue.postcode,
        "addressLocality": venue.town,
        "addressCountry": "DE",
    }
    return {
        "@type": "Place",
        "name": f"{session.room.name}, {venue.name}" if session.room_id else venue.name,
        "address": {key: value for key, value in address.items() if value},
        "amenityFeature": {
            "@type": "LocationFeatureSpecification",
            "name": "Step-free access",
            "value": venue.step_free,
        },
    }
