"""Interpreting as readers are told it, and as coordinators see and change it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from events.models import Interpreter, InterpreterAssignment, Run
from tests.base.factories import make_roles, make_user
from tests.events.factories import (
    TODAY,
    at,
    make_assignment,
    make_interpreter,
    make_registration,
    make_run,
    make_session,
)
from tests.trainings.browser import fields

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(at(0, 12), tick=False)


def sign_in(client, role):
    make_roles()
    user = make_user()
    user.set_roles([role])
    client.force_login(user)
    return client


@pytest.fixture
def coordinator(client):
    return sign_in(client, "Koordination")


def page_of(run):
    return reverse("admin:events_run_interpreters", args=[run.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def told(client, run):
    """What list, page and home say of it in English, and the feed in codes."""
    client.logout()
    texts = [client.get(path).text for path in ("/en/seminare/", f"/en/seminare/{run.pk}/", "/en/")]
    (feed,) = client.get("/en/seminare.json").json()["runs"]
    return texts, feed["interpreting_planned"]


def test_language_is_planned_until_somebody_has_confirmed_for_every_date(client):
    run = make_run(interpreted=["ar", "fa"])
    second = make_session(run, days=14)
    for session in run.sessions.all():
        make_assignment(session, "fa", confirmed_on=TODAY)
    make_assignment(run.sessions.first(), "ar", confirmed_on=TODAY)
    make_assignment(second, "ar")
    texts, planned = told(client, run)
    assert planned == ["ar"]
    for text in (texts[0], texts[2]):
        assert "Interpreting is planned: Arabic<" in text
    assert "Interpreting is planned</span></dt>\n                    <dd>Arabic</dd>" in texts[1]
    assert "Interpreter: Persian<" in texts[0]


def test_language_is_certain_once_somebody_has_confirmed(client):
    run = make_run(interpreted=["ar"])
    make_assignment(run.sessions.get(), confirmed_on=TODAY)
    make_session(run, days=-2)  # what is over plans nothing
    make_session(run, days=9, cancelled_on=TODAY, cancellation_reason="Hitze")
    texts, planned = told(client, run)
    assert planned == []
    for text in texts:
        assert "is planned" not in text
    assert "Interpreter: Arabic<" in texts[0]


def test_who_declines_after_all_leaves_the_language_planned(client):
    run = make_run(interpreted=["ar"])
    make_assignment(run.sessions.get(), confirmed_on=TODAY, declined_on=TODAY)
    assert told(client, run)[1] == ["ar"]


def test_arabic_says_it_in_arabic(client):
    make_run(interpreted=["fa", "tr"])
    assert "من المخطط توفير ترجمة فورية: الفارسية، التركية" in client.get("/ar/seminare/").text


def test_coordinator_asks_confirms_and_notes_who_came(coordinator):
    interpreter = make_interpreter("ar", "fa", mail="samira@example.org")
    run = make_run(interpreted=["ar"])
    page = coordinator.get(page_of(run))
    response = coordinator.post(
        page_of(run),
        fields(page) | {"interpreter": interpreter.pk, "language": "ar", "fee_cents": "60,50"},
    )
    assert said(response) == [f"{interpreter.person} ist per Mail angefragt."]
    row = InterpreterAssignment.objects.get()
    assert (row.person, row.session.run, row.fee_cents) == (interpreter.person, run, 6050)

    response = coordinator.post(page_of(run), {"chosen": [row.pk], "answer": "confirm"})
    assert said(response)[-1] == "Die Antwort ist eingetragen."
    row.refresh_from_db()
    assert row.confirmed_on == TODAY

    came = reverse("admin:events_run_interpreter_came", args=[row.pk])
    typed = fields(coordinator.get(came))
    assert (typed["hours"], typed["fee_cents"]) == (["2"], ["60,50"])
    assert coordinator.post(came, typed | {"hours": "2,5"})["Location"] == page_of(run)
    row.refresh_from_db()
    assert (row.hours, row.came_on) == (Decimal("2.50"), TODAY + timedelta(days=7))


@pytest.mark.parametrize("hours", ["", "0", "-1", "25", "zwei", "1,234", "NaN"])
def test_wrong_hours_are_refused_and_kept(coordinator, hours):
    row = make_assignment(make_run(interpreted=["ar"]).sessions.get())
    came = reverse("admin:events_run_interpreter_came", args=[row.pk])
    form = coordinator.post(came, {"hours": hours, "fee_cents": "10"}).context["form"]
    assert (list(form.errors), form["hours"].value()) == (["hours"], hours)


def test_clash_names_the_other_date(coordinator):
    interpreter = make_interpreter()
    make_assignment(make_run().sessions.get(), person=interpreter.person, confirmed_on=TODAY)
    run = make_run(interpreted=["ar"], hour=19)
    page = coordinator.get(page_of(run))
    response = coordinator.post(
        page_of(run), fields(page) | {"interpreter": interpreter.pk, "language": "ar"}
    )
    assert response.context["form"].errors == {
        "interpreter": [
            f"{interpreter.person} ist am Mi 17.03.2027, 18:00–20:00 Uhr belegt (Dolmetschen)."
        ]
    }


def test_moving_a_date_onto_another_of_its_interpreter_is_refused_at_its_field(coordinator):
    interpreter = make_interpreter()
    make_assignment(make_run().sessions.get(), person=interpreter.person)
    run = make_run(days=8, interpreted=["ar"])
    make_assignment(run.sessions.get(), person=interpreter.person)
    address = reverse("admin:events_run_change", args=[run.pk])
    form = fields(coordinator.get(address))
    assert coordinator.post(address, form).status_code == 302
    response = coordinator.post(address, form | {"sessions-0-day_day": "17"})
    (errors,) = [each for each in response.context["errors"] if each]
    assert f"{interpreter.person} ist am Mi 17.03.2027, 18:00–20:00 Uhr belegt" in str(errors)


def test_only_women_are_offered_where_only_women_come(coordinator):
    woman, man = make_interpreter(), make_interpreter(gender="man")
    run = make_run(interpreted=["ar"], women_only=True)
    form = coordinator.get(page_of(run)).context["form"]
    assert list(form.fields["interpreter"].queryset) == [woman]
    response = coordinator.post(page_of(run), {"interpreter": man.pk, "language": "ar"})
    assert "interpreter" in response.context["form"].errors


def test_needs_are_told_by_language(coordinator):
    run = make_run(interpreted=["ar", "fa"], coming="here")
    make_registration(run, language="ar", persons=3)
    make_registration(run, language="ar", persons=2)
    make_registration(run, language="ar", persons=4, cancelled_at=at(0))
    make_registration(run, language="uk", persons=1)
    make_registration(run, language="de-simple", persons=2)
    make_assignment(run.sessions.get(), "fa", confirmed_on=TODAY)
    needs = coordinator.get(page_of(run)).context["needs"]
    assert [tuple(need.values()) for need in needs] == [
        ("Arabisch", 5, "noch niemand zugesagt"),
        ("Persisch", 0, "zugesagt"),
        ("Einfache Sprache", 2, "ist Sprache der Veranstaltung"),
        ("Ukrainisch", 1, "nicht geplant"),
    ]


def test_nothing_chosen_is_said(coordinator):
    run = make_run(interpreted=["ar"])
    other = make_assignment(make_run(days=9).sessions.get())
    response = coordinator.post(page_of(run), {"chosen": [other.pk, "x"], "answer": "decline"})
    assert said(response) == ["Bitte wählen Sie zuerst Termine aus."]
    other.refresh_from_db()
    assert other.declined_on is None


def test_clerk_reads_and_changes_nothing(client):
    sign_in(client, "Sachbearbeitung")
    row = make_assignment(make_run(interpreted=["ar"]).sessions.get())
    page = page_of(row.session.run)
    assert "answer" not in client.get(page).text
    assert client.post(page, {"chosen": [row.pk], "answer": "confirm"}).status_code == 403
    came = reverse("admin:events_run_interpreter_came", args=[row.pk])
    assert client.get(came).status_code == 403


def test_start_page_names_what_lacks_an_interpreter_soon(coordinator):
    soon = make_run(days=5, interpreted=["ar", "fa"])
    make_assignment(soon.sessions.get(), "fa", confirmed_on=TODAY)
    make_run(title="Später", days=6, interpreted=["ar"])
    make_run(title="Entwurf", days=2, interpreted=["ar"], published_on=None)
    text = coordinator.get(reverse("admin:index")).text
    assert f'<a href="{page_of(soon)}">Mo 15.03.2027, 18:00: Strom sparen</a> – Arabisch' in text
    assert "Später" not in text
    assert "Entwurf" not in text


def test_list_of_runs_finds_those_without(coordinator):
    soon, later = make_run(days=5, interpreted=["ar"]), make_run(days=6, interpreted=["ar"])
    make_run(days=4)
    for value, found in [("soon", [soon]), ("missing", [later, soon])]:
        address = reverse("admin:events_run_changelist") + f"?interpreting={value}"
        assert list(coordinator.get(address).context["cl"].result_list) == found


def test_interpreter_is_stored_with_the_person_and_found_by_language(coordinator):
    typed = {"given_name": "Samira", "family_name": "Krug", "mail": "s@example.org",
             "languages": "Arabisch, Kurmandschi", "gender": "woman"}  # fmt: skip
    coordinator.post(reverse("admin:events_interpreter_add"), typed)
    found = Interpreter.objects.get()
    assert (str(found), found.languages, found.person.mail) == (
        "Samira Krug", ["ar", "kmr"], "s@example.org",
    )  # fmt: skip
    make_interpreter("fa", gender="man")
    for query in ("?language=kmr", "?gender__exact=woman", "?q=krug"):
        address = reverse("admin:events_interpreter_changelist") + query
        assert list(coordinator.get(address).context["cl"].result_list) == [found]


def test_interpreter_is_taken_out_when_asked_for_nothing_to_come(coordinator, time_machine):
    time_machine.move_to(at(0), tick=False)
    interpreter, asked = make_interpreter(family_name="Alt"), make_interpreter()
    make_assignment(make_run(days=-3).sessions.get(), person=interpreter.person)
    to_come = make_run().sessions.get()
    make_assignment(to_come, person=interpreter.person, declined_on=TODAY)
    make_assignment(to_come, person=asked.person)
    data = {"action": "retire", "_selected_action": [interpreter.pk, asked.pk]}
    address = reverse("admin:events_interpreter_changelist")
    page = coordinator.post(address, data, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Erika Alt steht nicht mehr auf der Liste.",
        f"{asked} ist noch für den Termin am 17.03.2027 18:00 angefragt.",
    ]
    assert list(Interpreter.objects.all()) == [asked]
    assert InterpreterAssignment.objects.count() == 3


@pytest.mark.parametrize("rows", [3, 30])
def test_lists_cost_the_same_however_long(coordinator, django_assert_max_num_queries, rows):
    run = make_run(interpreted=["ar"])
    for number in range(rows):
        make_assignment(make_session(run, days=20 + number))
    coordinator.get(page_of(run))
    with django_assert_max_num_queries(14):
        coordinator.get(page_of(run))
    for name in ("interpreter", "interpreterassignment"):
        with django_assert_max_num_queries(10):
            coordinator.get(reverse(f"admin:events_{name}_changelist"))


def test_page_of_an_unknown_run_is_not_found(coordinator):
    run = make_run()
    Run.objects.filter(pk=run.pk).update(interpreted=[])
    assert coordinator.get(page_of(run)).context["form"] is None
    assert coordinator.get("/verwaltung/events/run/999999/interpreters/").status_code == 404
