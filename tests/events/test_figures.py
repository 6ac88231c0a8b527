"""Registered, came, stayed away: of each run and of all that are found, without a name."""

import pytest
from django.urls import reverse

from events.models import RegistrationContact, Run
from tests.base.factories import make_staff
from tests.events.factories import (
    TODAY,
    at,
    make_attendance,
    make_head_count,
    make_registration,
    make_run,
    make_session,
)

pytestmark = pytest.mark.django_db
LIST = reverse("admin:events_run_changelist")
NAMES = ("were_registered", "came", "unannounced", "stayed_away", "counted")


def evening(*came, days=-7, **kw):
    """A past date with a registration of three for each number that came of them."""
    run = make_run(days=days, coming="here", **kw)
    places = [make_registration(run, persons=3) for _number in came]
    for place, number in zip(places, came, strict=True):
        make_attendance(place, persons=number)
    return run


def figures(run):
    found = Run.objects.with_attendance().get(pk=run.pk)
    return tuple(getattr(found, name) for name in NAMES)


def test_who_stayed_away_is_counted_and_who_came_unannounced_is_not_registered():
    run = evening(3, 1, 0)
    make_registration(run, persons=2)  # nobody has looked for them
    make_registration(run, persons=2, confirmed_at=None)  # waited
    make_registration(run, persons=2, cancelled_at=at(-9))
    walked_in = make_registration(run, persons=2, walked_in_at=at(-7))
    make_attendance(walked_in, persons=2)
    assert figures(run) == (11, 6, 2, 7, 0)


def test_each_date_with_a_list_counts():
    run = evening(3, 2)
    make_session(run, -3)  # no list was kept
    later = make_session(run, -1)
    off = make_session(run, -2)
    first, _second = run.places.order_by("pk")
    make_attendance(first, later, persons=1)
    make_attendance(first, off, persons=3)
    off.cancel(on=TODAY, reason="Krank")
    assert figures(run) == (12, 6, 0, 6, 0)


def test_where_nobody_has_looked_nobody_stayed_away():
    run = make_run(coming="here")
    make_registration(run, persons=3)
    assert figures(run) == (0, 0, 0, 0, 0)
    open_evening = make_run(days=-7)
    make_head_count(session=open_evening.sessions.get(), persons=17)
    assert figures(open_evening) == (0, 0, 0, 0, 17)


def test_figures_stay_when_contacts_are_deleted():
    run = evening(3, 0)
    before = figures(run)
    RegistrationContact.objects.all().delete()
    assert figures(run) == before == (6, 3, 0, 3, 0)


@pytest.mark.parametrize("role", ["Koordination", "Sachbearbeitung", "Leitung"])
def test_list_says_them_for_each_run_and_for_what_is_found(client, time_machine, role):
    time_machine.move_to(at(0, 12), tick=False)
    client.force_login(make_staff(role))
    evening(3, 1, title="Strom")
    evening(2, title="Strom im Alter")
    make_head_count(session=make_run(days=-8, title="Islam").sessions.get(), persons=17)
    make_run(days=3, title="Bald")

    def said(query):
        page = client.get(LIST + query)
        runs = page.context["cl"].result_list
        column = page.context["cl"].model_admin.standing
        return [column(run) for run in runs], page.context["cl"].attendance

    each, whole = said("?q=Strom")
    assert sorted(each) == [
        "vorbei · 3 angemeldet, 2 gekommen, 1 nicht gekommen (33 %)",
        "vorbei · 6 angemeldet, 4 gekommen, 2 nicht gekommen (33 %)",
    ]
    assert whole == "9 angemeldet, 6 gekommen, 3 nicht gekommen (33 %)"
    assert said("?q=Islam") == (["vorbei · 17 ohne Namen gezählt"], "17 ohne Namen gezählt")
    assert said("?q=Bald") == (["kommt"], "")
    shown = client.get(LIST).text
    assert "Alle gefundenen zusammen: 9 angemeldet, 6 gekommen" in shown
