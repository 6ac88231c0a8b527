"""Contacts of partners: ten colleagues enrolled at once, one instead of another."""

import io
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from cooperation.models import Person
from miko_portal.base import outbox
from miko_portal.base.models import HistoryEntry, Message
from miko_portal.base.seats import RowsRefused
from tests.base.factories import make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_organisation,
    make_partner,
    make_person,
)
from tests.trainings.factories import at, make_course, make_enrolment, make_run
from trainings import actions
from trainings.actions import Colleague
from trainings.mail import reader_of
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db
SIGNED = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is the 1st of March 2027."""
    time_machine.move_to(at(day=1), tick=False)


@pytest.fixture
def house():
    """An organisation under an agreement in force."""
    house = make_organisation(name="Jobcenter", short_name="JC")
    county = make_organisation(internal=True)
    make_agreement(parties=[county, house], signed_on=SIGNED, effective_on=SIGNED, number="KV-1")
    return house


@pytest.fixture
def contact(client, house):
    user = make_partner(house, email="kontakt@example.org", first_name="Ina", last_name="Nagel")
    client.force_login(user)
    return user


def looked(client, run, people="", **more):
    organisation = run_organisation(client)
    data = {"organisation": organisation, "people": people, **more}
    response = client.post(f"/meine-schulungen/neu/{run.pk}/", data)
    assert response.status_code == 200
    return response


def run_organisation(client):
    response = client.get("/meine-schulungen/neu/")
    return response.wsgi_request.user.memberships.first().organisation_id


def verdicts(response):
    return [(row.verdict, row.is_known) for row in response.context["judged"]]


def confirmed(client, run, response):
    return client.post(
        f"/meine-schulungen/neu/{run.pk}/", {"rows": response.context["rows"]}, follow=True
    )


def names(run):
    return [str(place.person) for place in run.places.order_by("pk")]


def workbook(*rows, header=("Vorname", "Nachname", "Mail")):
    book, file = Workbook(), io.BytesIO()
    for row in (header, *rows):
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("Liste.xlsx", file.getvalue())


TEN = [
    ("Anna", "Ott", "anna@example.org"),
    ("Berta", "Beck", "berta@example.org"),
    ("Carla", "Cron", ""),
    ("Dora", "Damm", ""),
    ("anna", "Ott", "ANNA@example.org"),
    ("Eva", "Ernst", "eva@example.org", "Fremdes Amt"),
    ("Fine", "Falk", ""),
    ("Gina", "Graf", ""),
    ("Hanna", "Hase", "hanna@example.org"),
    ("Ida", "Igel", "ida@example.org"),
]


def test_ten_from_a_sheet(client, contact, house):
    """One not entitled, one twice, two over the seats, four without mail."""
    run = make_run(capacity=6)
    make_enrolment(run=run, person=make_person(given_name="Berta", family_name="Beck"))
    known = make_person(given_name="Hanna", family_name="Hase", mail="hanna@example.org")
    make_enrolment(person=known, organisation=house, side="external")
    header = ("Vorname", "Nachname", "Mail", "Dienststelle")
    response = looked(client, run, file=workbook(*TEN, header=header))
    assert verdicts(response) == [
        ("seat", False),
        ("seat", False),
        ("seat", False),
        ("seat", False),
        ("twice", False),
        ("not_entitled", False),
        ("seat", False),
        ("waits", False),
        ("waits", True),
        ("waits", False),
    ]
    assert run.places.count() == 1
    assert not Person.objects.filter(given_name="Anna").exists()
    response = confirmed(client, run, response)
    assert [str(message) for message in response.context["messages"]] == [
        "5 Personen haben einen Platz.",
        "3 Personen sind auf der Nachrückliste.",
    ]
    own = run.places.exclude(organisation=None).filter(organisation=house)
    assert (own.confirmed().count(), own.waiting().count()) == (5, 3)
    assert set(own.values_list("enrolled_by", flat=True)) == {contact.pk}
    assert Message.objects.count() == 8
    outbox.send_due(at=timezone.now())
    told = sorted((m.to[0], m.subject.partition(":")[0]) for m in mail.outbox)
    to_contact = [subject for to, subject in told if to == contact.email]
    assert to_contact == [
        f"Für {name}" for name in ("Carla Cron", "Dora Damm", "Fine Falk", "Gina Graf")
    ]


def test_a_list_with_organisations_can_be_changed_and_keeps_them(client, contact):
    header = ("Nachname", "Vorname", "Dienststelle")
    run, rows = make_run(), [("Ott", "Anna", "JC"), ("Ernst", "Eva", "Fremdes Amt")]
    response = looked(client, run, file=workbook(*rows, header=header))
    typed = response.context["form"]["people"].value()
    assert typed.splitlines() == [
        "Vorname; Nachname; Mail; Dienststelle",
        "Anna; Ott; ; JC",
        "Eva; Ernst; ; Fremdes Amt",
    ]
    again = looked(client, run, typed)
    assert verdicts(again) == verdicts(response) == [("seat", False), ("not_entitled", False)]


def test_nobody_is_stored_when_seats_went_meanwhile(client, contact):
    run = make_run(capacity=1)
    response = looked(client, run, "Anna Ott\nBerta; Beck")
    assert verdicts(response) == [("seat", False), ("waits", False)]
    make_enrolment(run=run)
    response = confirmed(client, run, response)
    assert response.context["changed"]
    assert verdicts(response) == [("waits", False), ("waits", False)]
    assert run.places.count() == 1
    confirmed(client, run, response)
    assert names(run)[1:] == ["Anna Ott", "Berta Beck"]


def test_sent_twice_is_stored_once(client, contact):
    run = make_run()
    response = looked(client, run, "Anna Ott, anna@example.org")
    confirmed(client, run, response)
    again = confirmed(client, run, response)
    assert [str(told) for told in again.context["messages"]] == [
        "Diese Liste ist schon gespeichert; niemand ist doppelt angemeldet."
    ]
    assert again.redirect_chain == [(f"/meine-schulungen/?run={run.pk}", 302)]
    assert names(run) == ["Anna Ott"]


def test_who_was_enrolled_by_others_meanwhile_is_shown_again(client, contact):
    run = make_run()
    response = looked(client, run, "Anna Ott, anna@example.org\nBerta Beck")
    confirmed(client, run, looked(client, run, "Anna Ott, anna@example.org"))
    again = confirmed(client, run, response)
    assert verdicts(again) == [("enrolled", True), ("seat", False)]
    assert again.context["changed"]
    assert names(run) == ["Anna Ott"]


def test_rows_that_were_changed_on_the_way_are_refused(client, contact):
    run, other = make_run(), make_run()
    rows = looked(client, other, "Anna Ott").context["rows"]
    for forged in (rows, "x"):
        response = client.post(f"/meine-schulungen/neu/{run.pk}/", {"rows": forged})
        assert response.context["form"].non_field_errors()
    assert run.places.count() == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Anna Ott", ("Anna", "Ott", "")),
        ("Ott, Anna", ("Anna", "Ott", "")),
        ("Anna Maria Ott; anna@example.org", ("Anna Maria", "Ott", "anna@example.org")),
        ("Anna; von Ott; anna@example.org", ("Anna", "von Ott", "anna@example.org")),
        ("Anna\tOtt\tanna@example.org", ("Anna", "Ott", "anna@example.org")),
        ("Anna Ott <anna@example.org>", ("Anna", "Ott", "anna@example.org")),
        ("Anna Ott; anna@example.org", ("Anna", "Ott", "anna@example.org")),
        ('"Ott, Anna" <anna@example.org>', ("Anna", "Ott", "anna@example.org")),
        ("1.\tAnna Ott", ("Anna", "Ott", "")),
        ("– Ott, Anna", ("Anna", "Ott", "")),
    ],
)
def test_a_line_is_read_as_people_write_it(client, contact, line, told):
    run = make_run()
    response = looked(client, run, f"Vorname; Nachname; Mail\n\n{line}")
    (row,) = response.context["judged"]
    assert row.colleague[:3] == told
    assert response.context["form"]["people"].value() == "; ".join(filter(None, told))


@pytest.mark.parametrize(
    "lines",
    [
        "Nachname\tVorname\tZimmer\tE-Mail\nOtt\tAnna\t7\tanna@example.org\nBeck\tBerta",
        "Mail;Name;Zimmer\n<anna@example.org>;Ott, Anna;7\n;;\n;Berta Beck",
        "Vorname,Nachname,Mail,Zimmer\nAnna,Ott,anna@example.org\nBerta,Beck",
    ],
)
def test_a_first_line_says_in_which_order_the_parts_stand(client, contact, lines):
    response = looked(client, make_run(), lines)
    assert [row.colleague[:3] for row in response.context["judged"]] == [
        ("Anna", "Ott", "anna@example.org"),
        ("Berta", "Beck", ""),
    ]
    assert response.context["strange"] == ["Zimmer"]


def test_several_people_of_one_line_are_told_apart_by_their_addresses(client, contact):
    line = "Anna Ott <anna@example.org>; Beck, Berta <berta@example.org>;"
    response = looked(client, make_run(), line)
    assert [row.colleague[:3] for row in response.context["judged"]] == [
        ("Anna", "Ott", "anna@example.org"),
        ("Berta", "Beck", "berta@example.org"),
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Anna", "Vorname: Bitte ausfüllen."),
        ("Anna; Ott; x@y", "E-Mail-Adresse"),
        ("Anna; Ott; Sachgebiet 3; 2. Stock", "Vorname"),
        ("anna@example.org", "Vorname"),
        ("Anna; Ott anna(at)example.org", "Familienname"),
        ("Anna; Ott anna.ott.example.org", "Familienname"),
        ("=1+1; Ott", "Vorname"),
        ("anna@example.org Anna Ott, berta@example.org Berta Beck", "Vorname"),
    ],
)
def test_a_line_that_is_wrong_is_left_out_and_says_why(client, contact, line, complaint):
    run = make_run()
    response = looked(client, run, f"{line}\nBerta Beck")
    wrong, right = response.context["judged"]
    assert (wrong.verdict, right.verdict) == ("bad", "seat")
    assert complaint.partition(":")[0] in wrong.complaints[0]
    confirmed(client, run, response)
    assert names(run) == ["Berta Beck"]


@pytest.mark.parametrize(
    "line", ["Anna Ott anna@", "Anna; Ott; Sachgebiet 3; 2. Stock"], ids=["address", "parts"]
)
def test_a_line_without_a_name_is_shown_as_it_was_typed(client, contact, line):
    page = looked(client, make_run(), f"Berta Beck\n{line}").content.decode()
    cells = [row.partition("</bdi>")[0] for row in page.split('scope="row"><bdi>')[1:]]
    assert cells == ["Berta Beck", line]


def test_columns_may_stand_in_any_order_and_be_named_otherwise(client, contact):
    run = make_run()
    file = workbook(
        ("o@example.org", "Ott", 7, "Anna"), header=("E-Mail", "Name", "Zimmer", "Vorname")
    )
    response = looked(client, run, file=file)
    (row,) = response.context["judged"]
    assert row.colleague[:3] == ("Anna", "Ott", "o@example.org")
    assert response.context["strange"] == ["Zimmer"]


def merged():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Vorname", "Nachname"])
    book.active.append(["Anna", "Ott"])
    book.active.append(["Berta", "Beck"])
    book.active.merge_cells("A2:A3")
    book.save(file)
    return SimpleUploadedFile("Liste.xlsx", file.getvalue())


def test_merged_cells_are_judged_row_by_row(client, contact):
    response = looked(client, make_run(), file=merged())
    assert [row.verdict for row in response.context["judged"]] == ["seat", "bad"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ".xls"),
        (SimpleUploadedFile("a.csv", b""), "leer"),
        (SimpleUploadedFile("a.csv", b"Farbe;Form\nrot;rund\n"), "Vorname, Nachname"),
        (SimpleUploadedFile("a.csv", b"Vorname;Nachname\n" + b"A;B\n" * 101), "100"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(client, contact, file, said):
    response = looked(client, make_run(), file=file)
    assert said in " ".join(response.context["form"].errors["file"])


def test_formula_without_a_result_and_ten_thousand_rows_are_refused(client, contact):
    for file in (workbook(("=A1", "Ott", "")), workbook(*[("A", "B", "")] * 10_000)):
        response = looked(client, make_run(), file=file)
        assert len(response.context["form"].errors["file"]) == 1


def test_more_lines_than_one_may_send_are_kept_and_refused(client, contact):
    lines = "\n".join(f"Anna Ott{number}" for number in range(101))
    response = looked(client, make_run(), lines)
    assert response.context["form"].errors["people"] == [
        "Das sind mehr als 100 Personen. Bitte melden Sie sie in mehreren Schritten an."
    ]
    assert response.context["form"]["people"].value() == lines


def test_who_has_no_agreement_is_told_why_and_whom_to_call(client):
    client.force_login(make_partner(make_organisation()))
    run = make_run()
    text = client.get(f"/meine-schulungen/neu/{run.pk}/").text
    assert "keine Vereinbarung, die am ersten Tag in Kraft ist" in text
    assert "tel:" in text
    assert "<textarea" not in text
    response = looked(client, run, "Anna Ott")
    assert [row.verdict for row in response.context["judged"]] == ["not_entitled"]


def test_contact_is_told_what_stands_against_it(client):
    house = make_organisation()
    ends = {"term": "fixed", "first_end_on": date(2027, 3, 9)}
    make_agreement(
        parties=[make_organisation(), house], signed_on=SIGNED, effective_on=SIGNED, **ends
    )
    client.force_login(make_partner(house))
    texts = [
        client.get(f"/meine-schulungen/neu/{make_run(starts_at=at(day=day)).pk}/").text
        for day in (9, 10)
    ]
    assert ["ist bis dahin beendet" in text for text in texts] == [False, True]
    assert ["<textarea" in text for text in texts] == [True, False]


def test_closed_run_says_so(client, contact):
    run = make_run(enrolment_closes_on=date(2027, 2, 28))
    response = looked(client, run, "Anna Ott")
    assert response.context["closed"] == "Die Anmeldung ist geschlossen."
    assert response.context["judged"] == []


def test_runs_for_volunteers_alone_and_drafts_are_not_found(client, contact):
    volunteers = make_run(course=make_course(audience="volunteers"))
    for run in (volunteers, make_run(published_on=None), make_run(starts_at=at(month=2))):
        assert client.get(f"/meine-schulungen/neu/{run.pk}/").status_code == 404
    assert client.get("/meine-schulungen/neu/").context["rows"] == []


def test_choice_costs_the_same_for_few_and_many(client, contact):
    counts = []
    for number in (1, 9):
        for day in range(number):
            make_run(starts_at=at(day=10 + day))
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/meine-schulungen/neu/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert {row[2].agreement.number for row in response.context["rows"]} == {"KV-1"}


def test_contact_sees_the_colleagues_of_the_own_house_only(client, contact, house):
    mine = make_enrolment(organisation=house, side="external")
    others = [
        make_enrolment(side="external"),
        make_enrolment(organisation=house, side="volunteer"),
        make_enrolment(),
    ]
    response = client.get("/meine-schulungen/")
    assert list(response.context["page_obj"]) == [mine]
    for what in ("zusagen", "absagen", "ersatz"):
        assert client.get(f"/meine-schulungen/{mine.pk}/{what}/").status_code == 200
        for other in others:
            for ask in (client.get, client.post):
                assert ask(f"/meine-schulungen/{other.pk}/{what}/").status_code == 404
    assert Enrolment.objects.live().count() == 4


@pytest.mark.parametrize("role", ["Koordination", "Ehrenamt"])
def test_others_are_kept_out(client, role):
    client.force_login(make_staff(role))
    for path in ("", "neu/", f"neu/{make_run().pk}/"):
        assert client.get(f"/meine-schulungen/{path}").status_code == 403


def test_list_costs_the_same_for_few_and_many(client, contact, house):
    counts = []
    for number in (1, 9):
        for _ in range(number):
            make_enrolment(organisation=house, side="external", confirmed_at=None)
        with CaptureQueriesContext(connection) as queries:
            client.get("/meine-schulungen/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_contact_cancels_and_the_next_is_offered_the_seat(client, contact, house):
    run = make_run(capacity=1)
    mine = make_enrolment(run=run, organisation=house, side="external")
    waiting = make_enrolment(run=run, confirmed_at=None)
    client.post(f"/meine-schulungen/{mine.pk}/absagen/")
    mine.refresh_from_db()
    waiting.refresh_from_db()
    assert mine.cancelled_at
    assert waiting.is_offered


def test_contact_takes_an_offer(client, contact, house):
    offer = make_enrolment(
        organisation=house, side="external", confirmed_at=None, offered_until=at(day=2)
    )
    client.post(f"/meine-schulungen/{offer.pk}/zusagen/")
    offer.refresh_from_db()
    assert offer.confirmed_at


def replaced(client, enrolment, **who):
    data = {"given_name": "Nora", "family_name": "Neu", "mail": "", **who}
    return client.post(f"/meine-schulungen/{enrolment.pk}/ersatz/", data)


def test_replacing_keeps_the_seat_and_tells_both(client, contact, house):
    run = make_run(capacity=1)
    sick = make_person(mail="krank@example.org")
    mine = make_enrolment(run=run, organisation=house, side="external", person=sick)
    make_enrolment(run=run, confirmed_at=None)
    replaced(client, mine)
    mine.refresh_from_db()
    assert (str(mine.person), mine.enrolled_by, mine.is_waiting) == ("Nora Neu", None, False)
    assert run.places.offered().count() == 0
    (entry,) = HistoryEntry.objects.about(mine).filter(action="update")
    assert entry.by == contact
    outbox.send_due(at=timezone.now())
    told = {(m.to[0], m.subject) for m in mail.outbox}
    assert told == {
        ("krank@example.org", f"Jemand anderes kommt an Ihrer Stelle: {run.course}"),
        (contact.email, f"Für Nora Neu: Ihr Platz: {run.course}"),
    }
    day = f"{run.sessions.get().starts_at:%d.%m.%Y}"
    assert [day in message.body for message in mail.outbox] == [True, True]


def test_who_enrolled_reads_for_a_substitute_without_mail_whom_the_office_enters(
    client, contact, house
):
    other, office = make_partner(house), make_staff("Koordination")
    run = make_run()
    mine = make_enrolment(run=run, organisation=house, side="external", enrolled_by=other)
    client.force_login(office)
    substitute = {"given_name": "Nora", "family_name": "Neu"}
    url = reverse("admin:trainings_enrolment_replace", args=[mine.pk])
    page = client.post(url, substitute, follow=True)
    told = [str(message) for message in page.context["messages"]][-1].split(": ")
    assert told == [
        "Nora Neu hat keine E-Mail-Adresse",
        f"{other} bekommt die Nachricht und soll sie weitergeben.",
    ]
    mine.refresh_from_db()
    assert mine.enrolled_by == other
    outbox.send_due(at=timezone.now())
    subject = f"Für Nora Neu: Ihr Platz: {run.course}"
    assert [(m.to, m.subject) for m in mail.outbox] == [([other.email], subject)]


def test_contact_reads_for_colleagues_without_mail_whom_others_enrolled(contact, house):
    away = make_partner(house, is_active=False)
    person = make_person(mail="")
    for who_enrolled in (None, make_staff("Koordination"), away):
        place = make_enrolment(organisation=house, side="external", person=person)
        place.enrolled_by = who_enrolled
        assert reader_of(place) == contact
    place.organisation = make_organisation()
    assert reader_of(place) is None
    volunteer = make_enrolment(organisation=house, side="volunteer", person=person)
    assert reader_of(volunteer) is None


def test_replacing_keeps_the_place_in_the_queue(client, contact, house):
    run = make_run(capacity=1)
    make_enrolment(run=run)
    first = make_enrolment(run=run, organisation=house, side="external", confirmed_at=None)
    make_enrolment(run=run, confirmed_at=None)
    replaced(client, first, mail="nora@example.org")
    found = run.places.with_position().get(pk=first.pk)
    assert (found.position, str(found.person)) == (1, "Nora Neu")
    outbox.send_due(at=timezone.now())
    assert [m.to for m in mail.outbox] == [["nora@example.org"]]


def test_replacing_is_refused_by_who_is_enrolled_and_once_it_has_begun(client, contact, house):
    run = make_run(starts_at=at(day=1, hour=10))
    mine = make_enrolment(run=run, organisation=house, side="external")
    other = make_person(given_name="Nora", family_name="Neu", mail="nora@example.org")
    make_enrolment(run=run, person=other)
    before = mine.person
    response = replaced(client, mine, mail="NORA@example.org")
    assert response.context["form"].non_field_errors() == ["Nora Neu ist bereits angemeldet."]
    mine.refresh_from_db()
    for person, moment in ((other, at(day=1)), (make_person(), at(day=1, hour=11))):
        with pytest.raises(ValidationError):
            actions.replace(mine, person=person, by=contact, at=moment)
    mine.refresh_from_db()
    assert mine.person == before


def test_all_of_a_list_are_stored_or_nobody(house, contact):
    run = make_run()
    people = [
        Colleague("Anna", "Ott", "anna@example.org", house),
        Colleague("Anna", "Ott", "anna@example.org", house),
    ]
    with pytest.raises(RowsRefused) as refused:
        actions.enrol_each(run, colleagues=people, by=contact, at=at(day=1))
    assert list(refused.value.errors) == [1]
    assert run.places.count() == 0
