"""The start page of a clerk, the list of deadlines and its calendar."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from cooperation.models import FollowUp, Measure
from miko_portal.base.clock import today
from miko_portal.base.models import Absence
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import make_agreement, make_organisation, make_partner

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def clerk(db):
    make_roles()
    return make_staff("Sachbearbeitung", first_name="Clara", last_name="Beck")


def make_follow_up(person, text="Anruf", days=0, **kw):
    kw.setdefault("agreement", make_agreement())
    return FollowUp.objects.create(due_on=today() + days * DAY, text=text, person=person, **kw)


def page(client, name, query=""):
    answer = client.get(reverse(f"cooperation:{name}") + query)
    assert answer.status_code == 200
    return answer


def texts(answer):
    return [deadline.text for deadline in answer.context["deadlines"]]


def test_start_page_shows_what_waits_for_me_and_whom_i_stand_in_for(client, clerk):
    away, other = make_staff("Sachbearbeitung"), make_staff("Sachbearbeitung")
    Absence.objects.create(user=away, deputy=clerk, starts_on=today(), ends_on=today())
    make_follow_up(clerk, "meine", days=-3)
    make_follow_up(away, "vertretene", days=14)
    make_follow_up(other, "fremde")
    make_follow_up(clerk, "spätere", days=15)
    draft = make_agreement(clerk=clerk)
    make_agreement(clerk=other)
    unsigned = make_agreement(clerk=away, released_on=today(), effective_on=today() + 30 * DAY)
    client.force_login(clerk)
    answer = page(client, "tasks")
    assert texts(answer) == ["meine", "vertretene"]
    assert answer.context["absent"] == [away]
    assert list(answer.context["open"]) == [draft]
    assert [(text.agreement, text.missing) for text in answer.context["unsigned"]] == [
        (unsigned, 2)
    ]


def test_what_is_due_leads_to_where_it_is_dealt_with(client, clerk):
    agreement = make_agreement(clerk=clerk, released_on=today(), effective_on=today() + DAY)
    measure = Measure.objects.create(agreement=agreement, title="Flyer", due_on=today())
    FollowUp.objects.create(agreement=agreement, text="Anruf", due_on=today(), person=clerk)
    client.force_login(clerk)
    html = page(client, "tasks").content.decode()
    for name, key, text in (
        ("measure_detail", measure.pk, "Flyer"),
        ("follow_up_list", agreement.pk, "Anruf"),
        ("agreement_detail", agreement.pk, f"{agreement.number} {agreement.title}"),
        ("agreement_signatures", agreement.pk, f"{agreement.number} {agreement.title}"),
    ):
        assert f'<a href="{reverse(f"cooperation:{name}", args=[key])}">{text}</a>' in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["spät", "heute", "in 30"]),
        ("?days=late", ["spät"]),
        ("?days=14", ["heute"]),
        ("?days=90", ["spät", "heute", "in 30", "in 90"]),
        ("?whose=all&days=14", ["heute", "von anderen"]),
        ("?kind=measure", []),
        ("?days=nie&whose=x", ["spät", "heute", "in 30"]),
    ],
)
def test_list_is_narrowed_by_its_address(client, clerk, query, shown):
    for text, days in (("spät", -1), ("heute", 0), ("in 30", 30), ("in 90", 90), ("nie", 91)):
        make_follow_up(clerk, text, days)
    make_follow_up(make_staff("Sachbearbeitung"), "von anderen", 1)
    client.force_login(clerk)
    assert texts(page(client, "deadline_list", query)) == shown


def test_handing_over_gives_everything_to_a_colleague(client, clerk):
    other = make_staff("Sachbearbeitung")
    agreement, follow_up = make_agreement(clerk=clerk), make_follow_up(clerk)
    done = make_follow_up(clerk, done_on=today())
    client.force_login(clerk)
    address = reverse("cooperation:handover")
    refused = client.post(address, {"giver": clerk.pk, "taker": clerk.pk})
    assert list(refused.context["form"].errors) == ["taker"]
    assert client.post(address, {"giver": clerk.pk, "taker": other.pk}).status_code == 302
    for row in (agreement, follow_up, done):
        row.refresh_from_db()
    assert (agreement.clerk, follow_up.person, done.person) == (other, other, clerk)


def test_calendar_is_read_by_its_secret_address_until_it_is_renewed(client, clerk):
    follow_up = make_follow_up(clerk, "Anruf bei der Caritas", 3)
    make_follow_up(make_staff("Sachbearbeitung"), "fremde")
    client.force_login(clerk)
    address = reverse("cooperation:deadline_calendar")
    first, second = (client.post(address).context["address"] for _ in range(2))
    assert client.get(address).context["address"] == ""
    client.logout()
    path = second.removeprefix("http://localhost:8000")
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Wiedervorlage: Anruf bei der Caritas"
    assert event.decoded("dtstart") == follow_up.due_on
    assert client.get(first.removeprefix("http://localhost:8000")).status_code == 404
    clerk.set_roles(["Koordination"])
    assert client.get(path).status_code == 404


def test_partner_has_neither(client, clerk):
    client.force_login(make_partner(make_organisation()))
    for name in ("tasks", "handover", "deadline_list", "deadline_calendar"):
        assert client.get(reverse(f"cooperation:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["tasks", "deadline_list"])
@pytest.mark.parametrize("rows", [3, 300])
def test_many_rows_cost_as_many_queries_as_few(
    client, clerk, name, rows, django_assert_max_num_queries
):
    agreement = make_agreement(clerk=clerk)
    for _ in range(rows):
        make_follow_up(clerk, agreement=agreement)
    client.force_login(clerk)
    with django_assert_max_num_queries(16):
        page(client, name)
