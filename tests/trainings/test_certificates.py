"""Certificates of trainings: who gets one, numbers without gaps, mails, the page of the office."""

import io
import zipfile
from datetime import date, timedelta
from time import process_time

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from miko_portal.base import certificates, outbox, storage
from miko_portal.base.models import Certificate, CertificateYear, Message
from tests.base.factories import make_staff
from tests.base.test_pdf import text_of
from tests.cooperation.factories import make_person
from tests.threads import at_once
from tests.trainings.factories import (
    at,
    make_attendance,
    make_course,
    make_enrolment,
    make_run,
    make_session,
)
from trainings.actions import issue_certificate, issue_certificates
from trainings.models import Attendance, Course, TrainingCertificate

pytestmark = pytest.mark.django_db
NOW = at(day=20)
LONG_ENOUGH = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """It is the 20th of March 2027, and English is read."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_staff("Koordination", language="en")


def make_completed(number=1, *, run=None, **person):
    """People who were there on the only date of a training."""
    person.setdefault("mail", "ada@example.org")
    if run is None:
        course, _made = Course.objects.get_or_create(title="Menschen in Syrien", units=4)
        run = make_run(course=course, capacity=300)
    for _ in range(number):
        enrolment = make_enrolment(run=run, person=make_person(**person))
        make_attendance(enrolment=enrolment)
    return run


# The action


def test_who_has_completed_gets_one_with_the_dates_attended(by):
    course = make_course(title="Menschen in Syrien", content="Land\nFamilie", minimum_attendance=60)
    run = make_run(course=course, starts_at=False)
    dates = [
        make_session(run=run, starts_at=at(day=day), units=units)
        for day, units in ((9, 5), (10, 4), (11, 3))
    ]
    person = make_person(given_name="Ada", family_name="Bär")
    enrolment = make_enrolment(run=run, person=person)
    for session in dates[:2]:
        make_attendance(enrolment=enrolment, session=session)
    row = issue_certificate(enrolment, by=by, at=NOW)
    told = row.certificate
    assert (str(told), told.name, told.title) == ("2027-0001", "Ada Bär", "Menschen in Syrien")
    assert (told.units, told.days) == (9, [date(2027, 3, 9), date(2027, 3, 10)])
    assert (told.kept_until, told.issued_by) == (date(2030, 12, 31), by)
    said = "".join(text_of(pikepdf.open(io.BytesIO(certificates.file_of(told)))).split())
    for words in ("Ada Bär", "Dienstag, 09.03.2027", "Kreisverwaltung", "Land", "Familie"):
        assert "".join(words.split()) in said
    assert "11.03.2027" not in said


def test_twice_asked_is_once_issued(by):
    run = make_completed()
    enrolment = run.places.get()
    first, second = (issue_certificate(enrolment, by=by, at=NOW) for _ in range(2))
    assert (first, Certificate.objects.count(), Message.objects.count()) == (second, 1, 1)


def test_refused_in_words_and_takes_no_number(by):
    run = make_completed()
    missing = make_enrolment(run=run)
    with pytest.raises(ValidationError, match="0 of 4 units, 80 per cent"):
        issue_certificate(missing, by=by, at=NOW)
    with pytest.raises(ValidationError, match="once the last date is over"):
        issue_certificate(run.places.first(), by=by, at=at(hour=10))
    strange = make_completed(given_name="李", family_name="王")
    with pytest.raises(ValidationError, match="cannot print"):
        issue_certificate(strange.places.get(), by=by, at=NOW)
    assert not CertificateYear.objects.filter(last__gt=0).exists()
    assert not Message.objects.exists()


def test_nobody_has_one_who_was_never_there(by):
    run = make_completed()
    missing = make_enrolment(run=run)
    issue_certificate(run.places.first(), by=by, at=NOW)
    with pytest.raises(IntegrityError, match="who_was_there"), transaction.atomic():
        TrainingCertificate.objects.update(enrolment=missing)


def test_what_fails_takes_no_number(by, monkeypatch):
    run = make_completed(2)
    first, second = run.places.order_by("pk")

    def fail(row, *, at):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("trainings.actions.certificates.tell_of_certificate", fail)
        with pytest.raises(RuntimeError):
            issue_certificate(first, by=by, at=NOW)
    assert str(issue_certificate(second, by=by, at=NOW)) == "2027-0001"


def test_all_are_issued_in_the_order_of_names_and_go_on_where_they_ended(by):
    run = make_completed(family_name="Zaun")
    make_completed(run=run, family_name="Adam")
    make_completed(run=run, given_name="李", family_name="王")
    make_enrolment(run=run)
    assert issue_certificates(run, by=by, at=NOW, within=timedelta(seconds=-1)) == []
    issued = issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)
    assert [(str(row), row.enrolment.person.family_name) for row in issued] == [
        ("2027-0001", "Adam"),
        ("2027-0002", "Zaun"),
    ]
    assert issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH) == []


def test_a_revoked_one_is_not_issued_again_by_itself(by):
    run = make_completed()
    [row] = issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)
    certificates.revoke(row.certificate, reason="Falsche Person", by=by, at=NOW)
    assert issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH) == []


def test_issued_anew_with_what_is_noted_by_now(by):
    run = make_run(course=make_course(minimum_attendance=40), starts_at=at(day=9))
    second = make_session(run=run, starts_at=at(day=10))
    enrolment = make_enrolment(run=run, person=make_person(mail="ada@example.org"))
    make_attendance(enrolment=enrolment)
    old = issue_certificate(enrolment, by=by, at=NOW).certificate
    make_attendance(enrolment=enrolment, session=second)
    new = certificates.reissue(old, name="Ada Bär", reason="Ein Tag fehlte", by=by, at=NOW)
    assert (str(new), new.replaces, new.units) == ("2027-0002", old, 8)
    assert TrainingCertificate.objects.get().certificate == new
    assert Message.objects.filter(kind="trainings.certified").count() == 2
    Attendance.objects.all().delete()
    with pytest.raises(ValidationError, match="only be revoked"):
        certificates.reissue(new, name="Ada Bär", reason="Nie da", by=by, at=NOW)


@pytest.mark.parametrize("content", ["Wort " * 800, "Zeile\n" * 600, "x" * 4000])
def test_long_contents_stay_on_one_page(by, content):
    course = make_course(title="Sehr langer Titel " * 8, content=content[:4000])
    run = make_completed(run=make_run(course=course))
    row = issue_certificate(run.places.get(), by=by, at=NOW)
    document = pikepdf.open(io.BytesIO(certificates.file_of(row.certificate)))
    assert len(document.pages) == 1


# Many at once


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_have_consecutive_numbers(by):
    runs = [make_completed(10), make_completed(10)]
    places = [place for run in runs for place in run.places.all()]
    assert at_once(20, lambda turn: issue_certificate(places[turn], by=by, at=NOW)) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_the_same_at_once_issue_each_once(by):
    run = make_completed(5)
    issue = lambda _turn: issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)  # noqa: E731
    assert at_once(2, issue) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert TrainingCertificate.objects.count() == 5


# The mail


def test_it_is_sent_with_the_pdf_and_not_once_it_is_revoked(by, mailoutbox):
    run = make_completed(2, mail="ada@example.org")
    kept, revoked = issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)
    certificates.revoke(revoked.certificate, reason="Falsche Person", by=by, at=NOW)
    outbox.send_due(at=NOW)
    [mail] = mailoutbox
    assert mail.subject == "Ihre Teilnahmebescheinigung: Menschen in Syrien"
    assert [(name, content) for name, content, _type in mail.attachments] == [
        (f"teilnahmebescheinigung-{kept}.pdf", certificates.file_of(kept.certificate))
    ]
    assert "Menschen in Syrien" in mail.body


# The page


@pytest.fixture
def office(client, by):
    client.force_login(by)
    return client


def page_of(run):
    return reverse("admin:trainings_run_certificates", args=[run.pk])


def test_page_says_who_gets_one_who_not_and_why(office, by):
    run = make_completed(given_name="Ada", family_name="Bär")
    make_enrolment(run=run, person=make_person(family_name="Fehlt"))
    context = office.get(page_of(run)).context
    assert [str(row.enrolment.person) for row in context["due"]] == ["Ada Bär"]
    assert [row.why_not for row in context["without"]] == ["0 of 4 units, 80 per cent are needed"]
    response = office.post(page_of(run), {"all": "1"}, follow=True)
    assert "1 certificate is issued." in response.content.decode()
    [row] = response.context["held"]
    assert (str(row.certificate), row.certificate.issued_by) == ("2027-0001", by)
    Attendance.objects.all().delete()
    assert "did not reach the minimum" in office.get(page_of(run)).content.decode()


def test_one_alone_is_issued(office):
    run = make_completed(2)
    first, _second = run.places.order_by("pk")
    office.post(page_of(run), {"enrolment": first.pk})
    assert TrainingCertificate.objects.get().enrolment == first
    for nonsense in ("", "x", "0", "²", "9" * 30, make_completed().places.get().pk):
        assert office.post(page_of(run), {"enrolment": nonsense}).status_code == 404
    assert Certificate.objects.count() == 1


def test_too_early_is_said_and_nothing_offered(office):
    run = make_run(starts_at=at(day=21))
    make_enrolment(run=run)
    response = office.post(page_of(run), {"all": "1"}, follow=True)
    assert "once the last date is over" in response.content.decode()
    assert 'name="all"' not in response.content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.matrix
def test_two_hundred_and_fifty_are_issued_with_progress_in_less_than_thirty_seconds(office):
    run = make_completed(250)
    begun, pages, typed = process_time(), [], {"all": "1"}
    while True:
        response = office.post(page_of(run), typed)
        if response.status_code == 302:
            break
        context = response.context
        assert context["done"] == TrainingCertificate.objects.count()
        pages.append((context["done"], context["of"]))
        typed = {"all": "1", "of": context["of"]}
    assert process_time() - begun < 30  # of work, however busy the machine is
    assert pages
    assert {of for _done, of in pages} == {250}
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 251))
    assert "250 certificates are issued." in office.get(page_of(run)).content.decode()


@pytest.mark.matrix
def test_page_shows_a_hundred_and_issues_those_of_all_pages(office, by):
    run = make_completed(101)
    context = office.get(page_of(run)).context
    assert (len(context["due"]), context["numbers"]["due"]) == (100, 101)
    second = f"{page_of(run)}?page=2"
    response = office.get(second)
    [last] = response.context["due"]
    assert "Issue 101 certificates" in response.content.decode()
    response = office.post(second, {"enrolment": last.enrolment.pk})
    assert response.url == second
    response = office.get(second)
    assert [row.enrolment for row in response.context["held"]] == [last.enrolment]
    assert "without a certificate." not in response.content.decode()
    typed = {"all": "1"}
    while (response := office.post(second, typed)).status_code == 200:
        typed = {"all": "1", "of": response.context["of"]}
    assert response.url == page_of(run)
    assert Certificate.objects.count() == 101
    assert len(office.get(page_of(run)).context["held"]) == 100


def test_page_costs_the_same_with_many(office, by):
    counts, run = [], make_completed()
    for number in (1, 20):
        make_completed(number, run=run)
        issue_certificate(run.places.last(), by=by, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(page_of(run)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whose_name_is_deleted_gets_none_and_no_mail(office, by):
    run = make_completed(2)
    first, second = run.places.order_by("pk")
    row = issue_certificate(first, by=by, at=NOW)
    Message.objects.all().delete()
    gone = {"person": None, "enrolled_by": None, "forgotten_on": NOW.date(), "override_reason": ""}
    run.places.update(**gone)
    html = office.get(page_of(run)).content.decode()
    assert html.count("name deleted") == 2
    with pytest.raises(ValidationError, match="keep the name is over"):
        issue_certificate(second, by=by, at=NOW)
    certificates.reissue(row.certificate, name="Ada Bär", reason="Verloren", by=by, at=NOW)
    assert not Message.objects.exists()


def test_archive_has_those_that_hold_as_they_were_issued(office, by):
    run = make_completed(3, given_name="Ada", family_name="Bär")
    rows = issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)
    certificates.revoke(rows[1].certificate, reason="Falsche Person", by=by, at=NOW)
    issue_certificates(make_completed(), by=by, at=NOW, within=LONG_ENOUGH)
    address = reverse("admin:trainings_run_certificates_zip", args=[run.pk])
    response = office.get(address)
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        f"{row} Ada Bär.pdf": certificates.file_of(row.certificate) for row in (rows[0], rows[2])
    }
    certificates.forget(rows[0].certificate, by=by)
    response = office.get(address)
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == [f"{rows[2]} Ada Bär.pdf"]


def test_archive_without_any_or_with_a_damaged_one_says_so(office, by):
    run = make_completed()
    address = reverse("admin:trainings_run_certificates_zip", args=[run.pk])
    html = office.get(address, follow=True).content.decode()
    assert "There is no certificate to download." in html
    [row] = issue_certificates(run, by=by, at=NOW, within=LONG_ENOUGH)
    storage.private_files.delete(row.certificate.stored_as)
    html = office.get(address, follow=True).content.decode()
    assert "2027-0001 is missing or was altered" in html


@pytest.mark.parametrize(
    ("role", "seen", "changed"),
    [("Leitung", 200, 403), ("Sachbearbeitung", 200, 403), ("Partner", 302, 302)],
)
def test_only_coordinators_issue(client, by, role, seen, changed):
    run = make_completed(2, given_name="Ada", family_name="Unverwechselbar")
    issue_certificate(run.places.first(), by=by, at=NOW)
    client.force_login(make_staff(role))
    response = client.get(page_of(run))
    assert response.status_code == seen
    assert ("Unverwechselbar" in response.content.decode()) == (seen == 200)
    assert (
        client.get(reverse("admin:trainings_run_certificates_zip", args=[run.pk])).status_code
        == seen
    )
    assert client.post(page_of(run), {"all": "1"}).status_code == changed
    assert Certificate.objects.count() == 1


def test_public_page_checks_it(client, by):
    row = issue_certificate(make_completed(family_name="Bär").places.get(), by=by, at=NOW)
    html = client.get(f"/en/bescheinigung/{row.certificate.shown_code}/").content.decode()
    assert "Menschen in Syrien" in html
    assert "Bär" not in html
