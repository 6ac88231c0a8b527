"""Messages to many: the number first, ten minutes to take them back, once to each."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.actions import write_to_many
from events.models import Circular
from miko_portal.base import outbox
from miko_portal.base.circulars import recall
from miko_portal.base.models import Message
from tests.base.factories import make_roles, make_user
from tests.events.factories import at, make_registration, make_run

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


@pytest.fixture
def coordinator(client):
    make_roles()
    user = make_user()
    user.set_roles(["Koordination"])
    client.force_login(user)
    return client


def written(run, audience="all", **texts):
    texts = {"de": "Bitte bringen Sie eine Rechnung mit."} | texts
    return write_to_many(run, audience=audience, texts=texts, by=make_user(), at=at(0, 12))


def sent(minutes):
    mail.outbox.clear()
    outbox.send_due(at=at(0, 12) + minutes * MINUTES)
    return [letter.to[0] for letter in mail.outbox]


@pytest.mark.parametrize(
    ("audience", "whom"),
    [("all", ["comes", "offered", "waits"]), ("confirmed", ["comes"]), ("waiting", ["waits"])],
)
def test_each_audience_gets_it_after_ten_minutes_once(audience, whom):
    run = make_run()
    for name, facts in {
        "comes": {},
        "offered": {"confirmed_at": None, "offered_until": at(1)},
        "waits": {"confirmed_at": None},
        "gone": {"cancelled_at": at(0)},
        "held": {"suspicion": "haste"},
    }.items():
        make_registration(run, mail=f"{name}@example.org", **facts)
    make_registration(run, telephone="+4926112345")
    circular = written(run, audience)
    assert written(run, audience) == circular
    assert (circular.number, sent(9)) == (len(whom), [])
    assert sent(10) == [f"{name}@example.org" for name in whom]
    assert sent(11) == []


def test_what_is_taken_back_is_not_sent_and_what_is_sent_is_not_taken_back():
    run = make_run()
    make_registration(run)
    circular, by = written(run), make_user()
    recall(circular, by=by, at=at(0, 12) + 9 * MINUTES)
    assert (sent(20), circular.recalled_at) == ([], at(0, 12) + 9 * MINUTES)
    other = written(run)
    assert other != circular
    with pytest.raises(ValidationError):
        recall(other, by=by, at=at(0, 12) + 10 * MINUTES)
    other.refresh_from_db()
    assert other.recalled_at is None


def test_whose_language_it_is_not_written_in_is_told_that_it_stands_below():
    run = make_run()
    make_registration(run, language="en")
    written(run, ar="…")
    sent(10)
    english, _rule, german = mail.outbox[0].body.partition("The same in German")
    assert "there is news for you. You find it in German below." in english
    assert "Bitte bringen Sie eine Rechnung mit." in german


def test_nobody_to_write_to_is_refused():
    run = make_run()
    make_registration(run, cancelled_at=at(0))
    with pytest.raises(ValidationError):
        written(run)
    assert (Circular.objects.count(), Message.objects.count()) == (0, 0)


def test_page_shows_the_number_first_then_sends_and_takes_back(coordinator):
    run = make_run()
    make_registration(run)
    address = reverse("admin:events_run_message", args=[run.pk])
    assert coordinator.get(address).status_code == 200
    missing = coordinator.post(address, {"audience": "all"})
    assert list(missing.context["form"].errors) == ["text_de"]
    data = {"audience": "all", "text_de": "Bitte pünktlich.", "text_tr": "Lütfen vaktinde gelin."}
    page = coordinator.post(address, data)
    assert "1 Anmeldung bekommt diese Nachricht per E-Mail." in page.text
    assert Circular.objects.count() == 0
    changed = coordinator.post(address, data | {"_edit": "1"})
    assert 'name="_send"' not in changed.text
    assert coordinator.post(address, data | {"_send": "1"}).status_code == 302
    circular = Circular.objects.get()
    assert circular.texts == {"de": "Bitte pünktlich.", "tr": "Lütfen vaktinde gelin."}
    page = coordinator.post(address, {"recall": circular.pk}, follow=True)
    assert "zurückgeholt" in page.text
    circular.refresh_from_db()
    assert (circular.recalled_at, sent(20)) == (at(0, 12), [])
    assert coordinator.post(address, {"recall": "0"}).status_code == 404


def test_page_is_for_coordinators_alone(client):
    make_roles()
    user = make_user()
    user.set_roles(["Sachbearbeitung"])
    client.force_login(user)
    address = reverse("admin:events_run_message", args=[make_run().pk])
    assert client.get(address).status_code == 403
