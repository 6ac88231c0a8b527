"""People enrol themselves by a mailed link; the contact hears of it and may object."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cooperation.models import Person
from miko_portal.base import outbox
from tests.cooperation.factories import (
    make_agreement,
    make_organisation,
    make_partner,
    make_person,
)
from tests.trainings.factories import at, make_course, make_enrolment, make_run
from trainings import actions
from trainings.link_upkeep import due, forget_links
from trainings.models import Enrolment, EnrolmentLink, EnrolmentRequest
from trainings.models.self_enrolments import new_link

pytestmark = pytest.mark.django_db
SIGNED = date(2027, 1, 4)
NAMES = {"given_name": "Anna", "family_name": "Ott"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is the 1st of March 2027."""
    time_machine.move_to(at(day=1), tick=False)
    return time_machine


@pytest.fixture
def house():
    """An organisation under an agreement in force, with a domain."""
    house = make_organisation(name="Jobcenter", mail_domains=["jobcenter.example"])
    make_agreement(
        parties=[make_organisation(internal=True), house], signed_on=SIGNED, effective_on=SIGNED
    )
    return house


def asked(client, run, address="anna@JobCenter.example", language="de", **more):
    data = {**NAMES, "mail": address, **more}
    return client.post(f"/{language}/schulungen/{run.pk}/anmelden/", data)


def letters():
    outbox.send_due(at=timezone.now())
    found, mail.outbox[:] = list(mail.outbox), []
    return found


def path_in(letter):
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


def link_of(client, run, **kw):
    assert asked(client, run, **kw).status_code == 302
    (letter,) = letters()
    return path_in(letter)


def test_link_confirms_by_its_button_alone(client, house):
    run = make_run()
    path = link_of(client, run)
    assert client.get(path).status_code == 200
    assert (run.places.count(), Person.objects.filter(**NAMES).count()) == (0, 0)
    client.post(path, {"answer": "confirm"})
    place = run.places.get()
    assert (str(place.person), place.organisation, place.side) == ("Anna Ott", house, "external")
    assert (place.person.mail, place.enrolled_by) == ("anna@JobCenter.example", None)
    assert place.entitled_through.organisation == house
    assert EnrolmentRequest.objects.count() == 0
    assert "Sie sind angemeldet" in client.get(path).text
    client.post(path, {"answer": "confirm"})
    assert run.places.count() == 1


def test_mail_to_confirm_is_in_the_readers_language_and_names_nobody(client, house):
    asked(client, make_run(), language="tr", given_name="Kaufen Sie jetzt")
    (letter,) = letters()
    assert letter.subject.startswith("Lütfen onaylayın")
    assert path_in(letter).startswith("/tr/schulungsanmeldung/")
    assert "Kaufen" not in letter.body


def test_contact_hears_of_it_and_takes_the_colleague_off(client, house):
    contact = make_partner(house, email="kontakt@example.org")
    make_partner(make_organisation(), email="fremd@example.org")
    run = make_run()
    client.post(link_of(client, run), {"answer": "confirm"})
    to_contact = [letter for letter in letters() if letter.to == ["kontakt@example.org"]]
    facts = ("Anna Ott", f"{run.sessions.get().starts_at:%d.%m.%Y}")
    assert [fact in letter.body for letter in to_contact for fact in facts] == [True, True]
    client.force_login(contact)
    place = run.places.get()
    assert list(client.get(path_in(to_contact[0])).context["page_obj"]) == [place]
    client.post(f"/meine-schulungen/{place.pk}/absagen/")
    assert run.places.live().count() == 0


@pytest.mark.parametrize("address", ["anna@web.example", "anna@sub.jobcenter.example"])
def test_unknown_domain_is_told_what_to_do(client, house, address):
    response = asked(client, make_run(), address=address)
    assert "Diese Adresse kennen wir nicht" in response.text
    assert response.context["form"]["given_name"].value() == "Anna"
    assert EnrolmentRequest.objects.count() == 0


def test_who_has_no_agreement_is_told_why(client):
    make_organisation(mail_domains=["jobcenter.example"])
    response = asked(client, make_run())
    assert "keine Vereinbarung, die am ersten Tag in Kraft ist" in response.text
    assert "tel:" in response.text
    assert EnrolmentRequest.objects.count() == 0


def test_of_two_with_one_domain_the_one_that_may_come_is_meant(client, house):
    run = make_run()
    first = make_organisation(mail_domains=["amt.example"])
    second = make_organisation(
        mail_domains=["amt.example"], parent=house, inherits_entitlement=True
    )
    assert actions.organisation_of("a@amt.example", run=run) == second
    assert first.pk < second.pk


def test_volunteers_need_no_domain(client):
    run = make_run(course=make_course(audience="volunteers"))
    client.post(link_of(client, run, address="anna@web.example"), {"answer": "confirm"})
    place = run.places.get()
    assert (place.side, place.organisation) == ("volunteer", None)


def test_where_both_may_come_one_says_as_whom(client, house):
    run = make_run(course=make_course(audience="everyone"))
    assert asked(client, run).context["form"].errors.keys() == {"comes_as"}
    path = link_of(client, run, address="anna@web.example", comes_as="volunteer")
    client.post(path, {"answer": "confirm"})
    assert run.places.get().side == "volunteer"
    assert asked(client, run, address="x@web.example", comes_as="staff").status_code == 200


def test_who_asks_again_within_an_hour_gets_no_second_mail(client, house, clock):
    run = make_run()
    link_of(client, run)
    assert asked(client, run, address="ANNA@jobcenter.example").status_code == 302
    assert letters() == []
    clock.shift(timedelta(hours=1, minutes=1))
    assert asked(client, run).status_code == 302
    assert len(letters()) == 1


def test_no_box_is_filled_by_asking_for_many_trainings(client, house, clock):
    runs = [make_run() for _ in range(12)]
    for run in runs:
        assert asked(client, run).status_code == 302
    sent = letters()
    assert len(sent) == 10
    assert asked(client, runs[-1], address="other@jobcenter.example").status_code == 302
    assert len(letters()) == 1
    client.post(path_in(sent[0]), {"answer": "confirm"})
    letters()
    link_of(client, runs[-1])
    clock.shift(timedelta(days=1, minutes=1))
    link_of(client, runs[-2])


def test_link_of_a_wish_holds_two_days(client, house, clock):
    path = link_of(client, make_run())
    clock.shift(timedelta(days=2, minutes=1))
    assert client.get(path).status_code == 404
    assert client.post(path, {"answer": "confirm"}).status_code == 404
    assert Enrolment.objects.count() == 0
    assert client.get("/de/schulungsanmeldung/x/").status_code == 404


def test_entitlement_lost_before_confirming_is_refused(client, house):
    run = make_run()
    path = link_of(client, run)
    agreement = house.parties.get().agreement
    agreement.terminated_on = date(2027, 3, 1)
    agreement.save()
    response = client.post(path, {"answer": "confirm"})
    assert "keine Vereinbarung" in response.context["refused"]
    assert run.places.count() == 0


def test_full_run_gives_a_place_in_the_queue_and_the_offer_is_taken_by_link(client, house):
    run = make_run(capacity=1)
    seated = make_enrolment(run=run)
    path = link_of(client, run)
    client.post(path, {"answer": "confirm"})
    assert run.places.waiting().count() == 1
    letters()
    actions.cancel_enrolment(seated, by=None, at=timezone.now())
    (offer,) = [letter for letter in letters() if letter.to == ["anna@JobCenter.example"]]
    path = path_in(offer)
    assert run.places.offered().count() == 1
    client.get(path)
    assert run.places.confirmed().count() == 0
    client.post(path, {"answer": "yes"})
    assert run.places.confirmed().count() == 1


def test_link_cancels_after_asking(client):
    place = make_enrolment(person=make_person(mail="a@example.org"))
    path = f"/de/schulungsanmeldung/{new_link(place, at=timezone.now())}/"
    assert "Ja, absagen" in client.get(f"{path}?cancel=1").text
    assert Enrolment.objects.live().count() == 1
    client.post(path, {"answer": "no"})
    assert Enrolment.objects.live().count() == 0
    assert client.get(path).status_code == 200


def test_who_is_enrolled_already_is_led_to_that(client, house):
    run = make_run()
    person = make_person(**NAMES, mail="anna@jobcenter.example")
    place = make_enrolment(run=run, person=person, organisation=house)
    path = link_of(client, run)
    client.post(path, {"answer": "confirm"})
    assert EnrolmentLink.objects.get().enrolment == place
    assert run.places.count() == 1


def test_links_lead_nowhere_once_somebody_else_comes(client, house):
    contact = make_partner(house)
    place = make_enrolment(organisation=house, side="external")
    path = f"/de/schulungsanmeldung/{new_link(place, at=timezone.now())}/"
    actions.replace(place, person=make_person(), by=contact, at=timezone.now())
    assert client.get(path).status_code == 404


def test_closed_and_cancelled_runs_say_so_and_drafts_are_not_found(client, house):
    closed = make_run(enrolment_closes_on=date(2027, 2, 28))
    response = asked(client, closed)
    assert response.context["closed"] == "Die Anmeldung ist geschlossen."
    assert asked(client, make_run(published_on=None)).status_code == 404
    assert EnrolmentRequest.objects.count() == 0


def test_what_is_over_is_deleted(client, house):
    run = make_run(starts_at=at(day=2))
    asked(client, run)
    new_link(make_enrolment(run=run), at=timezone.now())
    for moment, left in [
        (at(day=1), (1, 1)),
        (at(day=4), (0, 1)),
        (at(day=2, month=4), (0, 0)),
    ]:
        forget_links(on=moment.date(), at=moment)
        links = EnrolmentLink.objects.exclude(enrolment=None)
        assert (EnrolmentRequest.objects.count(), links.count()) == left
        assert [rows.count() for rows in due(at=moment)] == [0, 0]
    assert Enrolment.objects.count() == 1
