"""Who came gets a certificate: as many as came, for the dates they came to, until contacts go."""

import io
import threading
from datetime import UTC, date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from events import actions
from events.certifying import people_of
from events.models import SeminarCertificate
from miko_portal.base import certificates, nightly, outbox, storage
from miko_portal.base.models import Certificate
from tests.base.factories import make_staff, make_user
from tests.base.test_pdf import text_of
from tests.events.factories import at, make_attendance, make_registration, make_run, make_session
from tests.stored import everything_stored

END = at(7, 20).astimezone(UTC)  # the clocks change within 30 days
AFTER = at(8, 12)


def make_guests(*came, **kw):
    """A registration of three, of whom so many came to each date, one a week."""
    run = make_run(coming="here")
    for number in range(1, len(came)):
        make_session(run, days=7 - 7 * number)
    kw.setdefault("persons", 3)
    registration = make_registration(run, **kw)
    for session, persons in zip(run.sessions.order_by("starts_at"), came, strict=True):
        if persons is not None:
            make_attendance(registration, session, persons=persons)
    return registration


def issue(registration, names=None, **kw):
    kw = {"by": None, "at": AFTER, **kw}
    return actions.issue_certificates(registration, names=names or {1: "Amina Beispiel"}, **kw)


# Who gets one, and for what


@pytest.mark.django_db
def test_never_more_is_attested_than_was_noted():
    registration = make_guests(1, 3, 0, None, 2)
    people = people_of(registration)
    assert [(person.number, len(person.dates)) for person in people] == [(1, 3), (2, 2), (3, 1)]
    issued = issue(registration, {1: "Amina", 2: "Bilal", 3: "Chiara"})
    assert [str(certificate) for certificate in issued] == ["2027-0001", "2027-0002", "2027-0003"]
    assert [certificate.units for certificate in issued] == [8, Decimal("5.33"), Decimal("2.66")]
    first, third = issued[0], issued[2]
    assert first.days == [date(2027, 2, 17), date(2027, 2, 24), date(2027, 3, 17)]
    assert third.days == [date(2027, 2, 24)]
    assert first.kept_until == date(2030, 12, 31)
    said = text_of(pikepdf.open(io.BytesIO(certificates.file_of(first))))
    for words in ("Strom sparen", "Mittwoch, 24.02.2027, 18:00–20:00", "So wird die Rechnung"):
        assert "".join(words.split()) in "".join(said.split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came", "names", "moment", "code"),
    [
        ((2,), {1: "Amina"}, END - timedelta(minutes=1), "closed"),
        ((2,), {1: "Amina"}, END + timedelta(days=30), "closed"),
        ((2,), {1: "Amina", 3: "Chiara"}, AFTER, "not_there"),
        ((0,), {1: "Amina"}, AFTER, "not_there"),
        ((None,), {1: "Amina"}, AFTER, "not_there"),
        ((2,), {1: "Amina", 2: "慕明"}, AFTER, "unprintable"),
    ],
)
def test_what_is_refused_takes_no_number_and_leaves_nothing(came, names, moment, code):
    registration = make_guests(*came)
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        issue(registration, names, at=moment)
    assert refused.value.code == code
    assert (Certificate.objects.count(), SeminarCertificate.objects.count()) == (0, 0)
    later = make_guests(1)
    assert [str(certificate) for certificate in issue(later)] == ["2027-0001"]


@pytest.mark.django_db
def test_what_is_sent_twice_is_issued_once():
    registration = make_guests(2)
    assert len(issue(registration)) == 1
    assert issue(registration, {1: "Jemand Anderes"}) == []
    assert len(issue(registration, {1: "Jemand Anderes", 2: "Bilal"})) == 1
    assert list(Certificate.objects.order_by("number").values_list("name", flat=True)) == [
        "Amina Beispiel",
        "Bilal",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_issue_one():
    registration = make_guests(1)
    together = threading.Barrier(2)

    def tap():
        together.wait()
        try:
            issue(registration)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(certificate) for certificate in Certificate.objects.all()] == ["2027-0001"]


@pytest.mark.django_db
def test_nobody_has_one_who_did_not_come_whoever_writes():
    registration, other = make_guests(1), make_guests(1)
    (issued,) = issue(registration)
    (another,) = issue(other)
    told = {"certificate": another, "person": 2}
    SeminarCertificate.objects.filter(certificate=another).delete()
    for wrong in (
        {"registration": registration, "run": registration.run},
        {"registration": registration, "run": other.run, "person": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeminarCertificate.objects.create(**{**told, **wrong})
    assert SeminarCertificate.objects.get().certificate == issued


# Issued anew


@pytest.mark.django_db
def test_issued_anew_with_the_dates_as_they_are_noted_now():
    registration, staff = make_guests(1, 1), make_user()
    (old,) = issue(registration, {1: "Amina Bespiel"})
    registration.attendances.order_by("session__starts_at").first().delete()
    new = certificates.reissue(old, name="Amina Beispiel", reason="Name", by=staff, at=AFTER)
    old.refresh_from_db()
    assert (new.replaces, new.days, new.units) == (old, [date(2027, 3, 17)], Decimal("2.66"))
    assert old.revoked_by == staff
    assert SeminarCertificate.objects.get().certificate == new
    with pytest.raises(ValidationError, match="schon durch 2027-0002 ersetzt"):
        certificates.reissue(old, name="Amina", reason="Noch einmal", by=staff, at=AFTER)
    registration.attendances.all().delete()
    with pytest.raises(ValidationError, match="nur widerrufen"):
        certificates.reissue(new, name="Amina", reason="War nicht da", by=staff, at=AFTER)
    new.refresh_from_db()
    assert new.revoked_at is None


@pytest.mark.django_db
def test_issued_anew_with_its_days_once_nobody_knows_the_registration():
    registration = make_guests(1, None, 1)
    (old,) = issue(registration)
    nightly.jobs["events.upkeep"].run(on=at(40).date(), at=at(40))
    new = certificates.reissue(old, name="Amina", reason="Name", by=make_user(), at=at(41))
    assert (new.days, new.units) == (old.days, old.units)
    row = SeminarCertificate.objects.get()
    assert (row.certificate, row.registration, row.run) == (new, None, registration.run)


@pytest.mark.django_db
def test_no_trace_of_a_name_is_left_after_the_period(
    caplog, settings, django_capture_on_commit_callbacks
):
    caplog.set_level("DEBUG")
    registration, staff = make_guests(1, name="Zarifa Unverwechselbar"), make_user()
    (old,) = issue(registration, {1: "Zarifa Unverwechselbar"}, by=staff)
    certificates.reissue(
        old, name="Zarifa Andersgenannt", reason="Andersgenannt", by=staff, at=AFTER
    )
    assert len(storage.private_files.names() & storage.known_names()) == 2
    for days in (40, 1600):
        for name in ("events.upkeep", "base.certificates"):
            with django_capture_on_commit_callbacks(execute=True):
                nightly.jobs[name].run(on=at(days).date(), at=at(days))
    assert storage.known_names() == set()
    dump = [*everything_stored(), caplog.text]
    secrets = ["zarifa", "unverwechselbar", "andersgenannt"]
    assert [secret for secret in secrets for text in dump if secret in text.lower()] == []
    assert [certificate.title for certificate in Certificate.objects.all()] == ["Strom sparen"] * 2


# By the link to the registration


@pytest.fixture
def link(db, time_machine):
    """Opens a page of a registration by its link, on the day after."""
    time_machine.move_to(AFTER, tick=False)

    def address(registration, name="certificates", **kwargs):
        token = registration.new_link(at=AFTER)
        kwargs = {"token": token, **kwargs}
        return reverse(f"events:registration_{name}", kwargs=kwargs)

    return address


def test_who_came_asks_for_it_and_downloads_it(client, link):
    registration = make_guests(2, name="Amina Beispiel")
    address = link(registration)
    detail = client.get(link(registration, "detail")).content.decode()
    assert "/bescheinigung/" in detail
    page = client.get(address).content.decode()
    assert 'value="Amina Beispiel"' in page
    assert "17.03.2027" in page
    response = client.post(address, {"name_1": "Amina  Beispiel", "name_2": ""}, follow=True)
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.issued_by) == ("Amina Beispiel", None)
    file = client.get(f"{address}1.pdf")
    assert "1.pdf" in response.content.decode()
    assert file.content == certificates.file_of(certificate)
    assert (file["Content-Type"], file["Referrer-Policy"]) == ("application/pdf", "same-origin")
    assert client.get(f"{address}2.pdf").status_code == 404
    assert client.get(address).status_code == 200
    assert Certificate.objects.count() == 1  # looking changes nothing


def test_names_that_are_wrong_are_said_and_kept(client, link):
    registration = make_guests(2)
    address = link(registration)
    for typed, sentence in (
        ({"name_1": "慕明", "name_2": "Bilal"}, "Diesen Namen können wir nicht drucken."),
        ({"name_1": "", "name_2": " "}, "Bitte schreiben Sie einen Namen."),
        ({"name_1": "A" * 121, "name_2": "Bilal"}, "höchstens 120"),
    ):
        page = client.post(address, typed).content.decode()
        assert sentence in page
        assert typed["name_1"] in page
    assert Certificate.objects.count() == 0


def test_nobody_else_gets_it_and_a_revoked_one_is_given_out_no_more(client, link):
    registration, other = make_guests(1), make_guests(1)
    (certificate,) = issue(registration)
    assert client.get(link(other, "certificate", person=1)).status_code == 404
    mine = link(registration, "certificate", person=1)
    assert client.get(mine).status_code == 200
    certificates.revoke(certificate, reason="Falsche Person", by=make_user(), at=AFTER)
    assert client.get(mine).status_code == 404
    page = client.get(link(registration)).content.decode()
    assert "widerrufen am 18.03.2027" in page
    assert "Falsche Person" not in page
    assert client.post(link(registration), {"name_1": "Amina"}).status_code == 200
    assert Certificate.objects.count() == 1


def test_who_did_not_come_is_told_whom_to_call(client, link):
    registration = make_guests(0)
    assert "/bescheinigung/" not in client.get(link(registration, "detail")).content.decode()
    address = link(registration)
    assert "Wir haben nicht notiert" in client.get(address).content.decode()
    assert client.post(address, {"name_1": "Amina"}).status_code == 200
    assert Certificate.objects.count() == 0


def test_links_hold_as_long_as_the_contact(client, link, time_machine):
    registration = make_guests(1)
    address = link(registration)
    time_machine.move_to(END + timedelta(days=30, minutes=-1), tick=False)
    assert client.get(address).status_code == 200
    time_machine.move_to(END + timedelta(days=30, minutes=1), tick=False)
    assert client.get(address).status_code == 404


# By the office


def admin_address(registration):
    return f"/verwaltung/events/registration/{registration.pk}/certificates/"


def test_office_issues_for_those_who_ask_on_the_telephone(client, db, time_machine):
    time_machine.move_to(AFTER, tick=False)
    registration, staff = make_guests(2), make_staff("Sachbearbeitung")
    client.force_login(staff)
    change = f"/verwaltung/events/registration/{registration.pk}/change/"
    assert admin_address(registration) in client.get(change).content.decode()
    client.post(admin_address(registration), {"name_2": "Bilal Beispiel"})
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.issued_by) == ("Bilal Beispiel", staff)
    page = client.get(admin_address(registration)).content.decode()
    assert reverse("admin:base_certificate_file", args=[certificate.pk]) in page
    reissue = reverse("admin:base_certificate_reissue", args=[certificate.pk])
    client.post(reissue, {"name": "Bilal Beispiél", "reason": "Akzent"})
    assert [c.name for c in Certificate.objects.order_by("number")] == [
        "Bilal Beispiel",
        "Bilal Beispiél",
    ]


@pytest.mark.parametrize(
    ("role", "seen", "issued"),
    [("Leitung", 200, 403), ("Ehrenamt", 302, 302), ("Partner", 302, 302)],
)
def test_others_see_or_nothing(client, db, time_machine, role, seen, issued):
    time_machine.move_to(AFTER, tick=False)
    registration = make_guests(1)
    client.force_login(make_staff(role))
    assert client.get(admin_address(registration)).status_code == seen
    assert client.post(admin_address(registration), {"name_1": "A"}).status_code == issued
    assert Certificate.objects.count() == 0


# In the message of thanks


@pytest.mark.django_db
@pytest.mark.parametrize(("came", "links"), [(1, 1), (0, 0), (None, 0)])
def test_thanks_lead_who_was_there_to_the_certificate(settings, time_machine, came, links):
    settings.PORTAL_URL = "https://miko.example.org"
    time_machine.move_to(AFTER, tick=False)
    registration = make_guests(came, language="ar", mail="a@example.org")
    outbox.post("events.thanks", to=registration, about=registration, language="ar", at=AFTER)
    outbox.send_due(at=AFTER)
    body = mail.outbox[0].body
    asked = [body.count(words) for words in ("شهادة حضور", "Teilnahmebescheinigung", "/anmeldung/")]
    assert asked == [links, links, 2 * links]
    assert registration.links.count() == links


# By whoever registered them


def test_counsellor_asks_for_whom_they_registered_and_for_nobody_else(client, db, time_machine):
    time_machine.move_to(AFTER, tick=False)
    zahra, other = make_staff("Ehrenamt"), make_staff("Ehrenamt")
    registration = make_guests(2, registered_by=zahra)
    address = f"/anmeldungen/{registration.pk}/bescheinigung/"
    client.force_login(zahra)
    assert address in client.get(f"/anmeldungen/{registration.pk}/").content.decode()
    assert client.post(address, {"name_1": "慕明"}).status_code == 200
    client.post(address, {"name_1": "Amina Beispiel", "name_2": ""})
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.issued_by) == ("Amina Beispiel", zahra)
    assert f"{address}1.pdf" in client.get(address).content.decode()
    assert client.get(f"{address}1.pdf").content == certificates.file_of(certificate)
    assert client.get(f"{address}2.pdf").status_code == 404
    client.force_login(other)
    for refused in (address, f"{address}1.pdf"):
        assert client.get(refused).status_code == 404
    assert client.post(address, {"name_2": "Bilal"}).status_code == 404
    client.force_login(zahra)
    certificates.revoke(certificate, reason="Falsche Person", by=None, at=AFTER)
    assert client.get(f"{address}1.pdf").status_code == 404
