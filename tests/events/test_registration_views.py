"""Registering and changing on the pages, by people without an account."""

from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from events.actions import cancel_registration
from events.models import CallRequest, Registration, RegistrationContact, RegistrationLink, Run
from events.templatetags.seminars import price
from miko_portal.base import outbox
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import LegalText, Message
from miko_portal.base.traps import MANY_A_DAY
from tests.base.factories import make_staff
from tests.events.factories import (
    TODAY,
    at,
    make_registration,
    make_run,
    make_session,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(0, 12), tick=False)
    return time_machine


def make_open_run(**kw):
    kw.setdefault("coming", "here")
    return make_run(**kw)


def address(name, *args, language="ar"):
    with translation.override(language):
        return reverse(f"events:{name}", args=args)


def opened(client, run, language="ar"):
    """What the form holds when somebody opens it."""
    page = client.get(address("registration_create", run.pk, language=language))
    assert page.status_code == 200
    form = page.context["form"]
    return {"made": form["made"].value(), "language": form["language"].value(), "persons": "1"}


def sent(client, run, clock=None, *, page_in="ar", form=None, **typed):
    """Fills in the form at the pace of a person, and sends it."""
    data = form or opened(client, run, page_in)
    if clock:
        clock.shift(20)
    typed.setdefault("name", "أمينة المثال")
    if "mail" not in typed:
        typed.setdefault("telephone", "٠١٥١ ٢٣٤٥٦٧٨٩")
    return client.post(address("registration_create", run.pk, language=page_in), {**data, **typed})


def page_of(client, registration, name="registration_detail", language="ar", **kw):
    token = registration.new_link(at=at(0))
    return token, client.get(address(name, token, language=language), **kw)


def errors(response):
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def test_name_and_telephone_are_enough_and_the_page_tells_the_number(client, clock):
    run = make_open_run()
    response = sent(client, run, clock)
    registration = Registration.objects.get()
    assert (registration.contact.name, registration.contact.telephone) == (
        "أمينة المثال",
        "+4915123456789",
    )
    assert (registration.persons, registration.language, registration.suspicion) == (1, "ar", "")
    notice = LegalText.objects.in_force("datenschutz", "ar", on=TODAY)
    assert registration.privacy_text == notice
    done = client.get(response["Location"])
    assert registration.code in done.content.decode()
    assert not Message.objects.exists()


def test_link_on_the_page_leads_to_the_registration(client, clock):
    done = client.get(sent(client, make_open_run(), clock)["Location"])
    registration = Registration.objects.get()
    detail = client.get(address("registration_detail", done.context["token"]))
    assert detail.context["registration"] == registration


def test_same_form_sent_again_shows_the_same_and_stores_nothing(client, clock):
    run = make_open_run()
    form = opened(client, run)
    codes = set()
    for name in ("Amina", "Amina", "Amina B"):
        response = sent(client, run, clock, form=form, name=name)
        codes.add(client.get(response["Location"]).context["registration"].code)
    assert (len(codes), Registration.objects.count(), RegistrationContact.objects.count()) == (
        1,
        1,
        1,
    )


def test_who_types_the_same_name_and_number_gets_no_way_to_the_registration(client, clock):
    run = make_open_run()
    sent(client, run, clock, needs="Platz für den Rollstuhl")
    done = client.get(sent(client, run, clock)["Location"])
    assert Registration.objects.count() == 1
    assert done.context["token"] == ""
    assert "Rollstuhl" not in done.content.decode()
    assert RegistrationLink.objects.count() == 1


def test_form_open_since_yesterday_is_accepted_with_the_notice_it_showed(client, clock):
    run = make_open_run()
    form = opened(client, run)
    shown = LegalText.objects.in_force("datenschutz", "ar", on=TODAY)
    clock.shift(26 * 60 * 60)
    LegalText.objects.create(
        page="datenschutz",
        language="ar",
        number=shown.number + 1,
        title="x",
        body="x",
        valid_from=at(1).date(),
    )
    assert sent(client, run, form=form).status_code == 302
    registration = Registration.objects.get()
    assert (registration.suspicion, registration.privacy_text) == ("", shown)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "🙂🙂"}, "name"),
        ({"name": "ق" * 300}, "name"),
        ({"name": "A" + "\u0301" * 50}, "name"),
        ({"name": "\u0301" * 300}, "name"),
        ({"telephone": ""}, "telephone"),
        ({"telephone": "null eins fünf"}, "telephone"),
        ({"telephone": "12"}, "telephone"),
        ({"mail": "amina@example.org\nBcc: x@example.org"}, "mail"),
        ({"mail": "amina"}, "mail"),
        ({"persons": "0"}, "persons"),
        ({"persons": "-3"}, "persons"),
        ({"persons": "500"}, "persons"),
        ({"persons": "zwei"}, "persons"),
        ({"persons": "9" * 30}, "persons"),
        ({"children_3_to_5": "21"}, "children_3_to_5"),
        ({"children_3_to_5": "-1"}, "children_3_to_5"),
        ({"language": "xx"}, "language"),
        ({"needs": "x" * 501}, "needs"),
        ({"needs": "a\x00b"}, "needs"),
    ],
)
def test_what_cannot_be_meant_is_told_at_the_field_and_kept(client, clock, typed, field):
    run = make_open_run(childcare_places=3, childcare_from_age=3, childcare_until_age=10)
    response = sent(client, run, clock, **typed)
    assert list(errors(response)) == [field]
    kept = response.context["form"]
    assert kept["name"].value() == typed.get("name", "أمينة المثال")
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Nguyễn Thị Ánh"},
        {"name": "O’Neill-Żółć 2"},
        {"name": "مُحَمَّد"},
        {"name": "Amina 🙂"},
        {"name": "\u202eAmina\u202c"},
        {"persons": "٣"},
        {"persons": ""},
        {"telephone": "+49 (0)151/23456789"},
        {"mail": "  amina@example.org "},
        {"mail": "amina@example.org", "telephone": "0151 23456789"},
    ],
)
def test_what_a_person_would_understand_is_accepted(client, clock, typed):
    assert sent(client, make_open_run(), clock, **typed).status_code == 302
    assert Registration.objects.get().suspicion == ""


def test_children_are_asked_for_by_age_where_somebody_looks_after_them(client, clock):
    assert opened_fields(client, make_open_run()) == []
    run = make_open_run(childcare_places=3, childcare_from_age=3, childcare_until_age=5)
    assert opened_fields(client, run) == ["children_3_to_5"]
    sent(client, run, clock, persons="2", children_3_to_5="١")
    run.refresh_from_db()
    assert (run.seats_taken, run.childcare_taken) == (2, 1)


def test_who_brings_children_is_told_whom_to_count_and_that_no_place_is_left(client):
    run = make_open_run(childcare_places=2, childcare_from_age=3, childcare_until_age=5)
    make_registration(run, children_3_to_5=2, childcare_at=at(0))
    pages = [
        client.get(address(name, pk, language="en")).content.decode()
        for name in ("registration_create", "seminar_detail")
        for pk in (make_open_run().pk, run.pk)
    ]
    counted, taken = "Count yourself too.", "All places for childcare are taken."
    assert [counted in page for page in pages] == [False, True, False, False]
    assert [taken in page for page in pages] == [False, True, False, True]


def test_what_is_cancelled_or_over_is_not_offered_for_change(client, clock):
    cancelled = make_registration(make_open_run(), cancelled_at=at(0))
    called_off = make_registration(make_open_run(cancelled_on=TODAY, cancellation_reason="Krank"))
    over = make_registration(make_open_run(), mail="a@example.org")
    for registration, moment in ((cancelled, at(0)), (called_off, at(0)), (over, at(8))):
        token = registration.new_link(at=at(0))
        clock.move_to(moment, tick=False)
        page = client.get(address("registration_update", token))
        assert (page.status_code, b'name="persons"' in page.content) == (200, False)
    clock.move_to(at(0), tick=False)
    _token, page = page_of(client, cancelled)
    assert address("seminar_list").encode() in page.content.partition(b"<main")[2]


def opened_fields(client, run):
    form = client.get(address("registration_create", run.pk)).context["form"]
    return [name for name in form.fields if name.startswith("children")]


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_notice_stands_before_the_button_in_every_language(client, language):
    body = client.get(
        address("registration_create", make_open_run().pk, language=language)
    ).content.decode()
    with translation.override(language):
        sentences = [
            translation.gettext(sentence)
            for sentence in (
                "Coming is voluntary. Registering costs nothing.",
                "Only the integration office sees what you write. The immigration office, the "
                "police and the job centre do not see it.",
                "What you need there is deleted 7 days after the last date, your name and how to "
                "reach you after 30 days.",
            )
        ]
        button = translation.gettext("Register now")
    places = [body.index(text) for text in (*sentences, button)]
    assert places == sorted(places)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_notice_names_what_it_costs_and_that_registering_is_no_payment(client, language):
    run = make_open_run(cost_cents=1050)
    body = client.get(address("registration_create", run.pk, language=language)).content.decode()
    with translation.override(language):
        free = translation.gettext("Coming is voluntary. Registering costs nothing.")
        costs = translation.gettext(
            "Coming is voluntary. It costs <bdi>%(price)s</bdi>. You pay nothing when you register."
        )
        told = costs % {"price": price(1050)}
    assert (told in body, free in body) == (True, False)


def test_full_run_puts_on_the_waiting_list(client, clock):
    run = make_open_run(capacity=1)
    make_registration(run)
    done = client.get(sent(client, run, clock)["Location"])
    assert done.context["registration"].is_waiting


@pytest.mark.parametrize(
    ("run", "status"),
    [
        ({"published_on": None}, 404),
        ({"published_on": None, "coming": "open"}, 404),
        ({"cancelled_on": TODAY, "cancellation_reason": "Krank"}, 200),
        ({"days": -1}, 200),
        ({"days": 0, "hour": 11}, 200),
    ],
)
def test_run_that_is_closed_says_so_or_has_no_form(client, run, status):
    run = make_open_run(**run)
    page = client.get(address("registration_create", run.pk))
    assert page.status_code == status
    if status == 200:
        assert page.context["closed"]
        assert b'name="persons"' not in page.content


@pytest.mark.parametrize(
    "run",
    [
        {"coming": "open"},
        {"coming": "telephone"},
        {"coming": "partner", "partner_url": "https://example.org/"},
    ],
)
def test_run_that_is_not_booked_here_says_on_its_page_how_one_comes(client, run):
    run = make_open_run(**run)
    there = client.get(address("registration_create", run.pk))
    assert (there.status_code, there["Location"]) == (
        302,
        f"{address('seminar_detail', run.pk)}#coming",
    )
    assert 'id="coming"' in client.get(there["Location"]).content.decode()


def test_run_that_closes_while_somebody_types_says_so_and_keeps_what_was_typed(client, clock):
    run = make_open_run()
    form = opened(client, run)
    run.cancel(on=TODAY, reason="Krank")
    response = sent(client, run, clock, form=form)
    assert list(errors(response)) == ["__all__"]
    assert "أمينة المثال" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "pace", "suspicion"),
    [
        ({"website": "https://spam.example.org"}, 20, "trap"),
        ({"made": "gefälscht"}, 20, "trap"),
        ({"made": ""}, 20, "trap"),
        ({}, 1, "haste"),
    ],
)
def test_traps_hold_a_registration_for_the_office_and_refuse_nobody(
    client, clock, typed, pace, suspicion
):
    run = make_open_run()
    form = opened(client, run)
    clock.shift(pace)
    response = sent(client, run, form=form, mail="a@example.org", **typed)
    assert response.status_code == 302
    registration = Registration.objects.get()
    assert (registration.suspicion, bool(registration.confirmed_at)) == (suspicion, True)
    assert not Message.objects.exists()
    shown = client.get(response["Location"]).content.decode()
    assert registration.code in shown


def test_many_from_one_network_are_held_and_ten_of_a_counsellor_are_not(client, clock):
    run = make_open_run(capacity=200)
    for number in range(MANY_A_DAY + 1):
        sent(client, run, clock, name=f"Person {number}")
    suspicions = list(Registration.objects.values_list("suspicion", flat=True))
    assert suspicions == [""] * MANY_A_DAY + ["many"]
    assert run.places.confirmed().count() == MANY_A_DAY + 1
    clock.shift(24 * 60 * 60)
    sent(client, run, clock, name="Am nächsten Tag")
    assert Registration.objects.last().suspicion == ""


@pytest.mark.parametrize("others", [3, 30])
def test_registering_asks_as_often_however_many_are_there(
    client, clock, django_assert_num_queries, others
):
    run = make_open_run(capacity=1)
    make_registration(run)
    for _ in range(others):
        make_registration(run, confirmed_at=None)
    form = opened(client, run)
    clock.shift(20)
    with django_assert_num_queries(12):
        sent(client, run, form=form, mail="neu@example.org")
    assert run.places.waiting().count() == others + 1


def test_who_is_signed_in_is_noted_as_the_one_who_registered(client, clock):
    staff = make_staff()
    client.force_login(staff)
    sent(client, make_open_run(), clock)
    assert Registration.objects.get().registered_by == staff


@pytest.mark.parametrize(
    "name", ["registration_detail", "registration_update", "registration_cancel"]
)
def test_looking_changes_nothing(client, name):
    run = make_open_run(capacity=1)
    registration = make_registration(run, offered_until=at(1), confirmed_at=None)
    before = Registration.objects.values().get()
    token, response = page_of(client, registration, name)
    assert response.status_code == 200
    client.head(address(name, token))
    assert Registration.objects.values().get() == before
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize(
    "name", ["registration_detail", "registration_update", "registration_cancel"]
)
def test_unknown_and_expired_links_lead_to_a_friendly_page(client, clock, name):
    registration = make_registration(make_open_run(), mail="a@example.org")
    token = registration.new_link(at=at(0))
    for language in ("ar", "de"):
        for method in (client.get, client.post):
            response = method(address(name, "unbekannt", language=language))
            assert (response.status_code, response.templates[0].name) == (
                404,
                "events/registration_gone.html",
            )
    clock.move_to(at(37, 20), tick=False)
    assert client.get(address(name, token)).status_code == 200
    clock.move_to(at(37, 22), tick=False)  # the clocks have changed meanwhile
    assert client.get(address(name, token)).status_code == 404


def test_forged_or_foreign_ticket_shows_nothing(client, clock):
    run, other = make_open_run(), make_open_run()
    ticket = sent(client, run, clock)["Location"].rstrip("/").rpartition("/")[2]
    assert client.get(address("registration_done", run.pk, ticket)).status_code == 200
    for forged in (
        address("registration_done", other.pk, ticket),
        address("registration_done", run.pk, ticket[:-1]),
        address("registration_done", run.pk, "x"),
    ):
        assert client.get(forged).status_code == 404


def test_several_links_hold_at_once_and_only_hashes_are_stored(client):
    registration = make_registration(make_open_run())
    tokens = [registration.new_link(at=at(0)) for _ in range(3)]
    for token in tokens:
        assert client.get(address("registration_detail", token)).status_code == 200
        assert len(token) >= 43
    assert not RegistrationLink.objects.filter(token_hash__in=tokens).exists()


def test_everything_typed_is_shown_and_changed(client):
    run = make_open_run(childcare_places=3, childcare_from_age=3, childcare_until_age=10)
    registration = make_registration(run, name="Amina", mail="a@example.org", needs="Platz vorn")
    token, page = page_of(client, registration, "registration_update")
    form = page.context["form"]
    assert (form["name"].value(), form["needs"].value()) == ("Amina", "Platz vorn")
    response = client.post(
        address("registration_update", token),
        {
            "name": "Olena",
            "telephone": "0261 12345",
            "mail": "",
            "persons": "3",
            "children_3_to_5": "1",
            "language": "uk",
            "needs": "",
        },
    )
    assert response["Location"] == address("registration_detail", token) + "#saved"
    stored = Registration.objects.get()
    assert (stored.persons, stored.children, stored.language) == (3, 1, "uk")
    contact = stored.contact
    assert (contact.name, contact.telephone, contact.mail, contact.needs) == (
        "Olena",
        "+4926112345",
        "",
        "",
    )


def test_change_that_finds_no_room_is_told_and_kept(client):
    run = make_open_run(capacity=2)
    registration = make_registration(run, mail="a@example.org")
    make_registration(run)
    token, _page = page_of(client, registration, "registration_update")
    response = client.post(
        address("registration_update", token),
        {"name": "A", "mail": "a@example.org", "persons": "2", "language": "ar"},
    )
    assert list(errors(response)) == ["__all__"]
    assert response.context["form"]["persons"].value() == "2"
    assert Registration.objects.get(pk=registration.pk).persons == 1


def test_cancelling_takes_one_confirmation_and_the_old_form_does_nothing_more(client):
    registration = make_registration(make_open_run())
    token, _page = page_of(client, registration, "registration_cancel")
    for _ in range(2):
        response = client.post(address("registration_cancel", token))
        assert response["Location"] == address("registration_detail", token)
    assert Registration.objects.get().cancelled_at == at(0, 12)
    assert Run.objects.get().seats_taken == 0
    page = client.post(
        address("registration_update", token),
        {"name": "A", "mail": "a@example.org", "persons": "2", "language": "ar"},
    )
    assert list(errors(page)) == ["__all__"]


@pytest.mark.parametrize(("answer", "standing"), [("yes", "confirmed_at"), ("no", "cancelled_at")])
def test_offer_is_answered_by_a_button(client, answer, standing):
    run = make_open_run(capacity=1)
    registration = make_registration(run, confirmed_at=None, offered_until=at(1))
    token, page = page_of(client, registration)
    assert b'name="answer"' in page.content
    client.post(address("registration_detail", token), {"answer": answer})
    assert getattr(Registration.objects.get(), standing) == at(0, 12)
    again = client.post(address("registration_detail", token), {"answer": answer})
    assert again.context["refused"]


def test_offer_that_ran_out_says_so_and_has_no_button(client):
    run = make_open_run(capacity=1)
    registration = make_registration(run, confirmed_at=None, offered_until=at(0, 11))
    token, page = page_of(client, registration)
    assert b'name="answer"' not in page.content
    refused = client.post(address("registration_detail", token), {"answer": "yes"})
    assert refused.context["refused"]
    assert Registration.objects.get().confirmed_at is None


def test_seminar_leads_to_the_form_only_where_one_registers_here(client):
    here, just_come = make_open_run(), make_run(coming="open")
    form = address("registration_create", here.pk)
    assert form in client.get(address("seminar_detail", here.pk)).content.decode()
    page = client.get(address("seminar_detail", just_come.pk)).content.decode()
    assert address("registration_create", just_come.pk) not in page


def test_confirmation_is_in_the_language_with_a_german_copy_a_calendar_and_a_link(client, clock):
    run = make_open_run(title="Strom sparen")
    make_text(run.seminar, "ar", title="توفير الكهرباء")
    sent(client, run, clock, mail="amina@example.org", telephone="")
    assert outbox.send_due(at=at(0, 13)) == 1
    (letter,) = mail.outbox
    registration = Registration.objects.get()
    assert letter.to == ["amina@example.org"]
    assert letter.subject == "تم تسجيلك: \u2068توفير الكهرباء\u2069"
    own, copy = letter.body.split("النص نفسه بالألمانية")
    assert "\u2068أمينة المثال\u2069" in own
    assert "Guten Tag أمينة المثال," in copy
    assert "Strom sparen" in copy
    for part in (own, copy):
        assert registration.code in part
        assert "17.03.2027" in part
    links = [line for line in letter.body.splitlines() if "/anmeldung/" in line]
    assert len(set(map(token_of, links))) == 1
    assert client.get(address("registration_detail", token_of(links[0]))).status_code == 200
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == ("termin.ics", "text/calendar; method=PUBLISH")
    assert "BEGIN:VEVENT" in content


def token_of(line):
    return line.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("kind", ["confirmed", "waiting", "offered", "lapsed", "cancelled"])
def test_every_message_is_whole_in_every_language(kind, language):
    run = make_open_run(capacity=1, title="Strom sparen")
    facts = {
        "confirmed": {},
        "waiting": {"confirmed_at": None},
        "offered": {"confirmed_at": None, "offered_until": at(1)},
        "lapsed": {"confirmed_at": None, "offered_until": at(-1), "cancelled_at": at(0)},
        "cancelled": {"cancelled_at": at(0)},
    }[kind]
    registration = make_registration(run, language=language, name="Amina", **facts)
    outbox.post(
        f"events.{kind}", to=registration, about=registration, language=language, at=at(0, 11)
    )
    assert outbox.send_due(at=at(0, 13)) == 1
    (letter,) = mail.outbox
    assert "Strom sparen" in letter.subject
    assert "%(" not in letter.subject + letter.body
    assert "{{" not in letter.body
    assert letter.body.count(registration.code) == (1 if language in ("de", "de-simple") else 2)
    assert "Guten Tag Amina," in letter.body
    assert letter.reply_to
    assert bool(letter.attachments) == (kind == "confirmed")


def test_message_about_what_is_no_longer_so_is_not_sent():
    run = make_open_run(capacity=1)
    registration = make_registration(run)
    for kind in ("confirmed", "waiting", "offered"):
        outbox.post(f"events.{kind}", to=registration, about=registration, language="de", at=at(0))
    cancel_registration(registration, by=None, at=at(0, 12))
    Message.objects.filter(kind="events.cancelled").delete()
    outbox.send_due(at=at(0, 19))
    assert mail.outbox == []


def test_number_and_language_are_enough_to_be_called(client, clock):
    run = make_open_run()
    for number in ("٠١٥١ ٢٣٤٥٦٧٨٩", "0151 23456789"):
        page = client.get(address("call_request_create") + f"?seminar={run.pk}")
        clock.shift(20)
        response = client.post(
            address("call_request_create") + f"?seminar={run.pk}",
            {"made": page.context["form"]["made"].value(), "telephone": number, "language": "ckb"},
        )
        assert response["Location"] == address("call_request_done")
    call = CallRequest.objects.get()
    assert (call.telephone, call.language, call.run, call.suspicion) == (
        "+4915123456789",
        "ckb",
        run,
        "",
    )
    assert client.get(response["Location"]).status_code == 200


def test_page_says_what_the_call_is_about(client):
    shown, hidden = make_open_run(title="Wohnen"), make_open_run(title="Bald", published_on=None)
    make_text(shown.seminar, "ar", title="السكن")
    for run, title, is_named in ((shown, "السكن", True), (hidden, "Bald", False)):
        page = client.get(address("call_request_create") + f"?seminar={run.pk}")
        assert (title in page.content.decode()) is is_named


@pytest.mark.parametrize("seminar", ["", "x", "0", "9" * 30, "-1"])
def test_call_about_nothing_in_particular_is_stored_too(client, clock, seminar):
    response = client.post(
        address("call_request_create") + f"?seminar={seminar}",
        {"telephone": "0151 23456789", "language": "ar"},
    )
    assert response.status_code == 302
    call = CallRequest.objects.get()
    assert (call.run, call.suspicion) == (None, "trap")


@pytest.mark.parametrize("typed", [{"telephone": ""}, {"telephone": "x"}, {"language": "xx"}])
def test_call_without_a_number_or_a_language_is_told_so(client, typed):
    response = client.post(
        address("call_request_create"),
        {"telephone": "0151 23456789", "language": "ar", **typed},
    )
    assert list(errors(response)) == list(typed)
    assert not CallRequest.objects.exists()


def test_registration_form_costs_the_same_however_many_are_registered(
    client, clock, django_assert_max_num_queries
):
    run = make_open_run(capacity=100)
    counts = []
    sent(client, run, clock, mail="first@example.org")  # the salt of the day is made
    for crowd in (3, 30):
        for _ in range(crowd):
            make_registration(run)
        form = opened(client, run)
        clock.shift(20)
        with django_assert_max_num_queries(60) as asked:
            sent(client, run, form=form, name=f"Person {crowd}", mail=f"p{crowd}@example.org")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_key_of_a_form_is_random_and_stored(client, clock):
    sent(client, make_open_run(), clock)
    assert isinstance(Registration.objects.get().submission, UUID)


def test_series_is_registered_for_as_one(client, clock):
    run = make_open_run()
    make_session(run, days=14)
    done = client.get(sent(client, run, clock)["Location"])
    body = done.content.decode()
    assert "17.03.2027" in body
    assert "24.03.2027" in body
