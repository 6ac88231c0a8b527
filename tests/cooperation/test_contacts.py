from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperation import actions
from cooperation.contact_checks import due, look_after_contacts
from cooperation.models import Contact, ContactCheck, ContactCheckLink, Organisation, Person
from miko_portal.base import outbox
from miko_portal.base.models import HistoryEntry
from miko_portal.base.secret_links import hash_of
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_contact,
    make_organisation,
    make_partner,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
AT = datetime(2024, 5, 6, 2, 30, tzinfo=UTC)
AWAY = {"absent_from": date(2024, 5, 1), "absent_until": date(2024, 5, 6)}


@pytest.fixture(autouse=True)
def english_reader(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def clerk(client):
    user = make_staff(language="en")
    client.force_login(user)
    return user


# Who is reached


def test_reached_is_the_first_who_is_there_else_the_deputy():
    house = make_organisation()
    deputy = make_contact(organisation=house, deputy=True)
    first = make_contact(organisation=house, **AWAY)
    assert house.reached(on=DAY + timedelta(days=1)) == first
    assert house.reached(on=DAY) == deputy
    second = make_contact(organisation=house)
    assert house.reached(on=DAY) == second


def test_reached_is_the_first_contact_while_all_are_absent():
    house = make_organisation()
    make_contact(organisation=house, deputy=True, **AWAY)
    first = make_contact(organisation=house, **AWAY)
    assert house.reached(on=DAY) == first


def test_reachable_is_one_in_each_organisation():
    one, other = make_contact(), make_contact()
    make_contact(organisation=one.organisation)
    make_organisation()
    assert set(Contact.objects.reachable(on=DAY)) == {one, other}


def test_without_contact_are_organisations_with_nobody_to_turn_to():
    make_contact()
    alone = make_organisation()
    assert list(Organisation.objects.without_contact()) == [alone]


@pytest.mark.parametrize(
    "absence",
    [
        {"absent_from": DAY},
        {"absent_until": DAY},
        {"absent_from": DAY, "absent_until": DAY - timedelta(days=1)},
    ],
)
def test_an_absence_has_two_days_in_order(absence):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contact(**absence)


# Storing


def test_save_contact_knows_people_by_name_and_mail(clerk):
    person = make_person(given_name="Zoë", family_name="Weiß", mail="zoe@example.org")
    typed = Person(
        given_name="Zoe", family_name="Weiss", mail="Zoe@example.org", telephone="0261 1"
    )
    house = make_organisation()
    contact = actions.save_contact(Contact(organisation=house), person=typed, by=clerk)
    assert (contact.person.pk, contact.person.telephone) == (person.pk, "0261 1")
    with pytest.raises(ValidationError, match="contact here already"):
        actions.save_contact(Contact(organisation=house), person=typed, by=clerk)


def test_save_contact_takes_people_without_mail_for_different_ones(clerk):
    known = make_person(given_name="Hans", family_name="Müller")
    typed = Person(given_name="Hans", family_name="Müller")
    contact = actions.save_contact(
        Contact(organisation=make_organisation()), person=typed, by=clerk
    )
    assert contact.person != known


def test_end_contact_keeps_the_person_and_the_history(clerk):
    contact = make_contact(function="Leitung")
    person, organisation = contact.person, contact.organisation
    actions.end_contact(contact, by=clerk)
    assert Person.objects.filter(pk=person.pk).exists()
    last = HistoryEntry.objects.about(organisation).first()
    assert (last.action, last.by_id) == ("delete", clerk.pk)
    assert "Leitung" not in str(last.changes)


# Pages of the office


def data(**kw):
    return {"given_name": "Erika", "family_name": "Muster", "mail": "erika@example.org", **kw}


def test_contact_is_added_changed_and_ended_in_the_browser(client, clerk):
    house = make_organisation()
    page = f"/organisationen/{house.pk}/"
    new = client.post(f"{page}ansprechpersonen/neu/", data(function="Leitung"))
    assert new.url == page
    contact = house.contacts.get()
    absence = {
        "absent_from_day": "1",
        "absent_from_month": "5",
        "absent_from_year": "2024",
        "absent_until": "2024-05-06",
    }
    edit = f"/ansprechpersonen/{contact.pk}/bearbeiten/"
    client.post(edit, data(telephone="0261 1", deputy="on", **absence))
    contact.refresh_from_db()
    assert (contact.deputy, contact.absent_from, contact.absent_until) == (True, *AWAY.values())
    assert contact.person.telephone == "0261 1"
    assert client.post(f"/ansprechpersonen/{contact.pk}/beenden/").url == page
    assert house.contacts.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"family_name": ""}, "required"),
        ({"mail": "erika"}, "mail address"),
        ({"absent_from": "2024-05-01"}, "An absence needs a first and a last day."),
        (
            {"absent_from": "2024-05-02", "absent_until": "2024-05-01"},
            "The last day lies before the first.",
        ),
    ],
)
def test_contact_form_says_what_is_wrong_and_keeps_what_was_typed(client, clerk, typed, sentence):
    house = make_organisation()
    address = f"/organisationen/{house.pk}/ansprechpersonen/neu/"
    page = client.post(address, data(function="Leitung des Hauses", **typed)).content.decode()
    assert (sentence in page, "Leitung des Hauses" in page) == (True, True)
    assert (Contact.objects.count(), Person.objects.count()) == (0, 0)


def test_contacts_are_edited_by_the_office_alone(client):
    contact = make_contact()
    check = ContactCheck.objects.create(contact=contact, asked_on=DAY, remark="Neue Nummer")
    client.force_login(make_partner(contact.organisation))
    house = f"/organisationen/{contact.organisation_id}/"
    assert "Neue Nummer" not in client.get(house).content.decode()
    for address in (
        f"{house}ansprechpersonen/neu/",
        f"/ansprechpersonen/{contact.pk}/bearbeiten/",
        f"/ansprechpersonen/{contact.pk}/beenden/",
        f"/ansprechpersonen/antworten/{check.pk}/erledigt/",
    ):
        assert client.post(address, data()).status_code == 404
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_organisation_costs_the_same_with_three_and_with_twenty_contacts(client, clerk):
    house, queries = make_organisation(), []
    for rows in (3, 17):
        for _ in range(rows):
            contact = make_contact(organisation=house)
            ContactCheck.objects.create(contact=contact, asked_on=DAY, remark="Neue Nummer")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/organisationen/{house.pk}/")
        queries.append(len(captured))
    assert queries[0] == queries[1]


# Asking once a year


def asked(on):
    look_after_contacts(on=on, at=AT)
    return [check.contact for check in ContactCheck.objects.filter(asked_on=on).order_by("pk")]


def test_contacts_are_asked_once_a_year():
    never = make_contact()
    long_ago = make_contact(confirmed_on=DAY - timedelta(days=365))
    make_contact(confirmed_on=DAY - timedelta(days=364))
    make_contact(mail="")
    make_contact(**AWAY)
    assert asked(DAY) == [never, long_ago]
    assert asked(DAY) == [never, long_ago]


def test_who_does_not_answer_is_asked_again_after_a_month():
    contact = make_contact()
    assert asked(DAY) == [contact]
    assert asked(DAY + timedelta(days=29)) == []
    assert asked(DAY + timedelta(days=30)) == [contact]


def test_whose_answer_lies_with_the_office_is_not_asked():
    contact = make_contact()
    check = ContactCheck.objects.create(contact=contact, asked_on=DAY - timedelta(days=90))
    actions.answer_check(check, remark="Neue Nummer", on=DAY)
    assert asked(DAY) == []


def test_the_nightly_job_forgets_absences_that_are_over():
    over, still = make_contact(**AWAY), make_contact(**AWAY | {"absent_until": date(2024, 5, 7)})
    night = datetime(2024, 5, 7, 1, tzinfo=UTC)
    assert [rows.count() for rows in due(at=night)] == [1, 0]
    look_after_contacts(on=date(2024, 5, 7), at=night)
    over.refresh_from_db(), still.refresh_from_db()
    assert (over.absent_from, still.absent_from) == (None, date(2024, 5, 1))


def link():
    """The address in the mail that was sent last."""
    return next(
        word.removeprefix("http://testserver").partition("/ansprechperson/")[2]
        for word in mail.outbox[-1].body.split()
        if "/ansprechperson/" in word
    )


@pytest.fixture
def page():
    """The page on which a contact answers, by the link in the mail."""
    actions.ask_contacts(on=DAY, at=AT)
    outbox.send_due(at=AT)
    return f"/ansprechperson/{link()}"


@pytest.fixture
def contact():
    return make_contact(mail="erika@example.org", telephone="0261 4711", function="Leitung")


def test_the_mail_leads_to_a_page_and_only_the_hash_is_kept(contact, page):
    token = page.strip("/").partition("/")[2]
    assert (len(token) >= 32, mail.outbox[-1].to) == (True, ["erika@example.org"])
    assert ContactCheckLink.objects.get().token_hash == hash_of(token)


def test_looking_changes_nothing_and_shows_what_is_kept(client, contact, page):
    before = list(ContactCheck.objects.values())
    response = client.get(page)
    text = response.content.decode()
    for told in (str(contact), "Leitung", "erika@example.org", "0261 4711"):
        assert told in text
    assert list(ContactCheck.objects.values()) == before
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_everything_holds_by_one_click(client, contact, page):
    response = client.post(page, {"answer": "holds"}, follow=True)
    contact.refresh_from_db()
    assert contact.confirmed_on == ContactCheck.objects.get().answered_on is not None
    assert "Thank you" in response.content.decode()


def test_what_has_changed_becomes_a_note_for_the_office(client, contact, page):
    client.post(page, {"answer": "changed", "remark": "Neue Nummer: 0261 4712"})
    contact.refresh_from_db()
    assert contact.confirmed_on is None
    check = ContactCheck.objects.to_take_up().get()
    clerk = make_staff(language="en")
    client.force_login(clerk)
    house = f"/organisationen/{contact.organisation_id}/"
    assert "0261 4712" in client.get(house).content.decode()
    client.post(f"/ansprechpersonen/antworten/{check.pk}/erledigt/")
    contact.refresh_from_db()
    check.refresh_from_db()
    assert contact.confirmed_on == check.taken_up_on is not None
    assert "0261 4712" not in client.get(house).content.decode()


def test_an_empty_remark_is_no_answer(client, contact, page):
    response = client.post(page, {"answer": "changed", "remark": " "})
    assert "required" in response.content.decode()
    assert ContactCheck.objects.get().answered_on is None


def test_only_the_first_answer_counts(client, contact, page):
    client.post(page, {"answer": "changed", "remark": "Neue Nummer"})
    client.post(page, {"answer": "holds"})
    contact.refresh_from_db()
    assert (contact.confirmed_on, ContactCheck.objects.get().remark) == (None, "Neue Nummer")


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "ä"])
def test_an_unknown_link_says_so_kindly(client, token):
    response = client.get(f"/ansprechperson/{token}/")
    assert (response.status_code, "leads nowhere" in response.content.decode()) == (404, True)


def test_a_link_ends_after_sixty_days(client, contact, page):
    made = ContactCheckLink.objects.get()
    made.made_at -= timedelta(days=60)
    made.save()
    assert client.post(page, {"answer": "holds"}).status_code == 404
    contact.refresh_from_db()
    assert contact.confirmed_on is None


def test_a_link_ends_with_the_contact(client, contact, page):
    actions.end_contact(contact, by=make_staff())
    assert client.get(page).status_code == 404


def test_a_mail_sent_twice_holds_two_links_that_both_lead_there(client, contact, page):
    outbox.send_again(outbox.Message.objects.all(), at=AT)
    outbox.Message.objects.update(sent_at=None)
    outbox.send_due(at=AT)
    assert (
        client.get(page).status_code == client.get(f"/ansprechperson/{link()}").status_code == 200
    )


def test_nothing_is_asked_once_there_is_an_answer(contact):
    actions.ask_contacts(on=DAY, at=AT)
    actions.answer_check(ContactCheck.objects.get(), remark="", on=DAY)
    outbox.send_due(at=AT)
    assert mail.outbox == []
