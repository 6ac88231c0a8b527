"""Several people registered at once by a counsellor, and what they do with these later."""

from threading import Thread

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import Registration, RegistrationContact
from miko_portal.base import outbox
from miko_portal.base.models import LegalText, Message
from miko_portal.base.traps import MANY_A_DAY
from tests.base.factories import make_staff
from tests.events.factories import (
    TODAY,
    at,
    make_contact,
    make_registration,
    make_run,
    make_text,
)

pytestmark = pytest.mark.django_db

NUMBER = "0151 23456789"
STORED = "+4915123456789"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    return time_machine


@pytest.fixture
def counsellor(client):
    user = make_staff("Ehrenamt", email="zahra@example.org")
    client.force_login(user)
    return user


def make_open_run(**kw):
    kw.setdefault("coming", "here")
    return make_run(**kw)


def opened(client, run):
    """What the form holds when somebody opens it."""
    page = client.get(reverse("own_registration_create", args=[run.pk]))
    assert page.status_code == 200
    forms = [page.context["form"], page.context["formset"].management_form]
    forms += page.context["formset"].forms
    fields = [field for form in forms for field in form]
    return {field.html_name: field.value() for field in fields if field.value() is not None}


def sent(client, run, *people, form=None, **shared):
    """Fills in a row for each person, given as a name or as what is typed, and sends it."""
    data = {**(form or opened(client, run)), "messages": "nobody", **shared}
    for number, person in enumerate(people):
        typed = {"name": person} if isinstance(person, str) else person
        data |= {f"people-{number}-{name}": value for name, value in typed.items()}
    return client.post(reverse("own_registration_create", args=[run.pk]), data)


def stands():
    rows = Registration.objects.order_by("pk").select_related("contact")
    return [(row.contact.name, bool(row.confirmed_at)) for row in rows]


def test_ten_with_one_number_are_registered_each_in_their_language(client, counsellor):
    run = make_open_run(capacity=20)
    languages = ["ar", "fa", "tr", "uk", "ru", "pl", "fr", "en", "de-simple", "de"]
    people = [
        {"name": f"Amina {number}", "language": language}
        for number, language in enumerate(languages)
    ]
    response = sent(client, run, *people, telephone=NUMBER)
    rows = list(Registration.objects.order_by("pk").select_related("contact"))
    assert [row.language for row in rows] == languages
    assert {row.contact.telephone for row in rows} == {STORED}
    assert {row.registered_by for row in rows} == {counsellor}
    assert all(row.confirmed_at and not row.suspicion for row in rows)
    notice = LegalText.objects.in_force("datenschutz", "de", on=TODAY)
    assert {row.privacy_text for row in rows} == {notice}
    page = client.get(response["Location"])
    slips = [(slip["registration"], slip["language"].code) for slip in page.context["slips"]]
    assert slips == list(zip(rows, languages, strict=True))
    assert all(row.code in page.content.decode() for row in rows)


def test_nobody_is_stopped_by_how_many_came_from_the_network(client, counsellor):
    run = make_open_run(capacity=100)
    for batch in range(MANY_A_DAY // 10 + 2):
        sent(client, run, *(f"Amina {batch} {n}" for n in range(10)), telephone=NUMBER)
    assert Registration.objects.exclude(suspicion="").count() == 0
    assert Registration.objects.count() == MANY_A_DAY + 20


def test_who_does_not_fit_waits_and_the_page_says_so_of_each(client, counsellor):
    run = make_open_run(capacity=3)
    people = ["Amina", {"name": "Bahar", "persons": "3"}, {"name": "Can", "persons": "2"}]
    page = client.get(sent(client, run, *people, telephone=NUMBER)["Location"])
    # The family of three waits; the two after them would fit, and get the seats that are left.
    assert stands() == [("Amina", True), ("Bahar", False), ("Can", True)]
    assert "Nachrückliste, Platz 1" in page.content.decode()


def test_same_form_sent_twice_registers_once(client, counsellor):
    run = make_open_run()
    form = opened(client, run)
    places = {
        sent(client, run, "Amina", "Bahar", form=form, telephone=NUMBER)["Location"]
        for _ in range(2)
    }
    assert stands() == [("Amina", True), ("Bahar", True)]
    assert len(places) == 1


def test_form_that_was_changed_after_sending_stores_what_is_new(client, counsellor):
    run = make_open_run()
    form = opened(client, run)
    sent(client, run, "Amina", form=form, telephone=NUMBER)
    sent(client, run, "Bahar", form=form, telephone=NUMBER)
    assert stands() == [("Amina", True), ("Bahar", True)]


@pytest.mark.django_db(transaction=True)
def test_two_that_send_the_same_at_once_register_once():
    run, user = make_open_run(), make_staff("Ehrenamt")

    def register():
        people = [(Registration(), make_contact(name=name, telephone=STORED)) for name in "AB"]
        try:
            actions.register_each(run, people=people, by=user, at=timezone.now())
        finally:
            connection.close()

    threads = [Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stands() == [("A", True), ("B", True)]


def test_who_is_registered_already_is_said_and_stays_once(client, counsellor):
    run = make_open_run()
    make_registration(run, name="Amina", telephone=STORED, mail="")
    response = sent(client, run, "Amina", "Bahar", telephone=NUMBER)
    page = client.get(response["Location"]).content.decode()
    assert stands() == [("Amina", True), ("Bahar", True)]
    assert "Person 1 war schon angemeldet." in page
    # The slip of somebody whom another registered isn't theirs to print.
    assert [
        slip["registration"].name for slip in client.get(response["Location"]).context["slips"]
    ] == ["Bahar"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"telephone": "keine"}, "telephone"),
        ({"mail": "amina"}, "mail"),
        ({"persons": "0"}, "persons"),
        ({"persons": "500"}, "persons"),
        ({"children_3_to_5": "-1"}, "children_3_to_5"),
    ],
)
def test_wrong_row_is_said_at_the_field_and_nobody_is_stored(client, counsellor, wrong, field):
    run = make_open_run(childcare_places=2, childcare_from_age=3, childcare_until_age=10)
    bad = {"name": "Bahar", "language": "fa", **wrong}
    response = sent(client, run, "Amina", bad, telephone=NUMBER)
    errors = [list(form.errors) for form in response.context["formset"].forms]
    assert errors == [[], [field], *[[]] * 8]
    assert 'value="Amina"' in response.content.decode()
    assert Registration.objects.count() == 0


def test_who_cannot_be_reached_is_said_at_the_row(client, counsellor):
    run = make_open_run()
    response = sent(client, run, {"name": "Amina", "telephone": NUMBER}, "Bahar")
    forms = response.context["formset"].forms
    assert [list(form.errors) for form in forms[:3]] == [[], ["telephone"], []]
    assert "Person 2, Telefon" in response.content.decode()
    assert Registration.objects.count() == 0


def test_empty_table_is_said(client, counsellor):
    response = sent(client, make_open_run())
    page = response.content.decode()
    assert "Bitte schreiben Sie mindestens einen Namen." in page
    assert "<title>Fehler: Mehrere anmelden" in page


def test_broken_table_is_no_failure(client, counsellor):
    run = make_open_run()
    form = opened(client, run) | {"people-TOTAL_FORMS": "viele", "made": "x"}
    response = sent(client, run, "Amina", form=form, telephone=NUMBER)
    assert "Bitte öffnen Sie diese Seite neu" in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "own", "reached"),
    [
        ({"messages": "me"}, "", "zahra@example.org"),
        ({"messages": "me"}, "amina@example.org", "amina@example.org"),
        ({"messages": "other", "mail": "haus@example.org"}, "", "haus@example.org"),
        ({"messages": "nobody"}, "", ""),
    ],
)
def test_messages_go_to_whom_the_counsellor_chose(client, counsellor, chosen, own, reached):
    sent(
        client,
        make_open_run(),
        {"name": "Amina", "mail": own, "language": "tr"},
        telephone=NUMBER,
        **chosen,
    )
    assert RegistrationContact.objects.get().mail == reached
    assert Message.objects.count() == bool(reached)
    outbox.send_due(at=timezone.now())
    assert [message.to for message in mail.outbox] == ([[reached]] if reached else [])


def test_other_address_has_to_be_written(client, counsellor):
    response = sent(client, make_open_run(), "Amina", messages="other")
    assert list(response.context["form"].errors) == ["mail"]
    assert Registration.objects.count() == 0


def test_refused_row_takes_the_others_back():
    run, user = make_open_run(capacity=5), make_staff("Ehrenamt")
    people = [
        (Registration(), make_contact(name="Amina")),
        (Registration(children_3_to_5=1), make_contact(name="Bahar")),
        (Registration(persons=6), make_contact(name="Can")),
    ]
    with pytest.raises(actions.RowsRefused) as refused:
        actions.register_each(run, people=people, by=user, at=at(0))
    assert {number: error.code for number, error in refused.value.errors.items()} == {
        1: "no_childcare",
        2: "too_many",
    }
    run.refresh_from_db()
    assert (Registration.objects.count(), run.seats_taken) == (0, 0)


def test_cancelled_run_keeps_what_was_typed_and_says_why(client, counsellor):
    run = make_open_run()
    form = opened(client, run)
    run.cancel(on=TODAY, reason="Krank")
    response = sent(client, run, "Amina", form=form, telephone=NUMBER)
    assert list(response.context["form"].non_field_errors()) != []
    assert 'value="Amina"' in response.content.decode()
    assert Registration.objects.count() == 0


def test_only_runs_with_registration_here_are_offered(client, counsellor):
    run, open_run, late = make_open_run(), make_run(), make_open_run(days=0, hour=9)
    off = make_open_run()
    off.cancel(on=TODAY, reason="Krank")
    page = client.get(reverse("own_registration_choose"))
    assert list(page.context["page_obj"]) == [run]
    answers = [
        client.get(reverse("own_registration_create", args=[other.pk]))
        for other in (run, open_run, late, off)
    ]
    assert [answer.status_code for answer in answers] == [200, 302, 200, 200]
    assert answers[1].url == f"/de/seminare/{open_run.pk}/#coming"


def test_list_holds_ones_own_alone(client, counsellor):
    run = make_open_run()
    own = make_registration(run, registered_by=counsellor)
    make_registration(run, registered_by=make_staff("Ehrenamt"))
    make_registration(run)
    page = client.get(reverse("own_registration_list"))
    assert list(page.context["page_obj"]) == [own]
    slips = client.get(reverse("own_registration_slips"))
    assert [slip["registration"] for slip in slips.context["slips"]] == [own]


@pytest.mark.parametrize(
    "name", ["own_registration_detail", "own_registration_update", "own_registration_cancel"]
)
@pytest.mark.parametrize("of", ["another", "nobody"])
def test_registration_of_others_is_not_found(client, counsellor, name, of):
    by = make_staff("Ehrenamt") if of == "another" else None
    other = make_registration(make_open_run(), registered_by=by, name="Fremd")
    url = reverse(name, args=[other.pk])
    typed = {"name": "Neu", "telephone": NUMBER, "language": "de", "answer": "no"}
    assert [client.get(url).status_code, client.post(url, typed).status_code] == [404, 404]
    other.refresh_from_db()
    assert (other.cancelled_at, other.contact.name) == (None, "Fremd")


def test_slips_of_others_are_left_out(client, counsellor):
    run = make_open_run()
    own = make_registration(run, registered_by=counsellor)
    other = make_registration(run, registered_by=make_staff("Ehrenamt"))
    address = reverse("own_registration_slips")
    for query in (f"?id={own.pk}&id={other.pk}", f"?run={run.pk}"):
        slips = client.get(address + query).context["slips"]
        assert [slip["registration"] for slip in slips] == [own]
    assert client.get(f"{address}?id=x&id={10**30}&run=²").context["slips"] == []


@pytest.mark.parametrize("role", ["Partner", "Leitung"])
def test_partners_and_those_who_only_read_register_nobody(client, role):
    client.force_login(make_staff(role))
    assert client.get(reverse("own_registration_list")).status_code == 403


def test_counsellor_changes_and_cancels(client, counsellor):
    row = make_registration(make_open_run(), registered_by=counsellor)
    changed = client.post(
        reverse("own_registration_update", args=[row.pk]),
        {"name": "Amina Neu", "telephone": NUMBER, "persons": "2", "language": "uk"},
    )
    assert changed["Location"] == reverse("own_registration_detail", args=[row.pk])
    row = Registration.objects.get()
    assert (row.contact.name, row.persons, row.language) == ("Amina Neu", 2, "uk")
    cancel = reverse("own_registration_cancel", args=[row.pk])
    assert client.get(cancel).status_code == 200
    assert Registration.objects.get().cancelled_at is None
    client.post(cancel)
    assert Registration.objects.get().cancelled_at == at(0, 12)


def test_change_that_is_wrong_keeps_the_registration(client, counsellor):
    row = make_registration(make_open_run(capacity=3), registered_by=counsellor, name="Amina")
    url = reverse("own_registration_update", args=[row.pk])
    response = client.post(url, {"name": "", "telephone": NUMBER, "persons": "9"})
    assert set(response.context["form"].errors) == {"name", "persons", "language"}
    assert RegistrationContact.objects.get().name == "Amina"
    labels = [str(field.label) for field in response.context["form"]]
    assert labels == [
        "Name",
        "Telefon",
        "E-Mail",
        "Zahl der Personen",
        "Sprache, in der ihr oder ihm geschrieben wird",
        "Was vor Ort gebraucht wird",
    ]
    assert "Ihnen" not in response.text.partition("<form")[2].partition("</form>")[0]


@pytest.mark.parametrize(("answer", "seated"), [("yes", True), ("no", False)])
def test_counsellor_answers_an_offer(client, counsellor, answer, seated):
    row = make_registration(
        make_open_run(), registered_by=counsellor, confirmed_at=None, offered_until=at(1)
    )
    url = reverse("own_registration_detail", args=[row.pk])
    assert "Platz annehmen" in client.get(url).content.decode()
    client.post(url, {"answer": answer})
    row.refresh_from_db()
    assert (bool(row.confirmed_at), bool(row.cancelled_at)) == (seated, not seated)


def test_number_stands_there_as_people_say_it(client, counsellor):
    row = make_registration(make_open_run(), registered_by=counsellor, telephone=STORED)
    page = client.get(reverse("own_registration_detail", args=[row.pk])).content.decode()
    assert f"<bdi>{NUMBER}</bdi>" in page
    assert STORED not in page


def test_slip_is_in_the_language_of_whoever_it_is_for(client, counsellor):
    run = make_open_run()
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    row = make_registration(run, registered_by=counsellor, language="ar")
    page = client.get(reverse("own_registration_detail", args=[row.pk])).content.decode()
    slip = page[page.index("<article") : page.index("</article")]
    assert 'lang="ar" dir="rtl"' in slip
    assert "توفير الكهرباء" in slip
    assert row.code in slip


@pytest.mark.parametrize("name", ["own_registration_list", "own_registration_slips"])
def test_list_costs_the_same_with_3_rows_and_with_24(
    client, counsellor, name, django_assert_max_num_queries
):
    costs = []
    for more in (3, 21):
        for language in (["ar", "de", "uk"] * 7)[:more]:
            run = make_open_run()
            make_registration(run, registered_by=counsellor, language=language)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(reverse(name)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_choosing_costs_the_same_with_3_rows_and_with_24(
    client, counsellor, django_assert_max_num_queries
):
    costs = []
    for more in (3, 21):
        for _ in range(more):
            make_open_run()
        with django_assert_max_num_queries(40) as asked:
            client.get(reverse("own_registration_choose"))
        costs.append(len(asked))
    assert costs[0] == costs[1]
