"""Certificates of attendance: numbers without gaps, frozen, checked by code, forgotten in time."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pikepdf
import pytest
import zxingcpp
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from miko_portal.base import certificates, nightly, pdf, storage
from miko_portal.base.certificates import Attested
from miko_portal.base.certificates.actions import initials_of
from miko_portal.base.models import Certificate, HistoryEntry
from tests.base.factories import make_certificate, make_staff, make_user
from tests.base.test_pdf import text_of
from tests.threads import at_once

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def issue(**kw):
    return make_certificate(at=AT, **kw)


# Numbers


@pytest.mark.django_db
def test_numbers_follow_each_other_in_each_year():
    days = [AT, AT + DAY, datetime(2027, 12, 31, 23, 30, tzinfo=UTC)]  # the last: 2028 in Berlin
    assert [str(make_certificate(at=day)) for day in days] == [
        "2027-0001",
        "2027-0002",
        "2028-0001",
    ]


@pytest.mark.django_db
def test_one_that_is_refused_or_undone_takes_no_number(monkeypatch):
    issue()
    with pytest.raises(ValidationError, match="nicht drucken"):
        issue(name="慕明")
    with transaction.atomic():
        issue()
        transaction.set_rollback(True)
    with monkeypatch.context() as broken:
        broken.setattr(storage, "keep", full_disk)
        with pytest.raises(OSError, match="No space left"):
            issue()
    assert str(issue()) == "2027-0002"
    assert len(storage.private_files.names() & storage.known_names()) == 2


def full_disk(file):
    raise OSError("No space left on device")


def issue_at_once(number):
    """Issues so many from as many threads; answers what was refused."""
    return at_once(number, lambda _turn: issue())


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_have_consecutive_numbers():
    assert issue_at_once(20) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_refuses_what_would_be_wrong(monkeypatch):
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **kw: rows)
    assert len(issue_at_once(8)) > 0
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


# What the database keeps, whoever writes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("certificate_frozen", {"title": "Etwas anderes"}),
        ("certificate_frozen", {"units": 80}),
        ("certificate_frozen", {"days": [date(2027, 1, 1)]}),
        ("certificate_frozen", {"number": 9}),
        ("certificate_frozen", {"name": "Jemand Anderes"}),
        ("certificate_frozen", {"sha256": "0" * 64}),
        ("certificate_frozen", {"revoked_at": None, "revocation_reason": ""}),
        ("certificate_whole_or_forgotten", {"name": ""}),
    ],
)
def test_what_a_certificate_says_never_changes(rule, changed):
    certificate = issue()
    certificates.revoke(certificate, reason="Falsche Person", by=make_user(), at=AT)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**changed)


@pytest.mark.django_db
def test_none_goes_and_none_comes_out_of_turn():
    certificate = issue()
    with pytest.raises(IntegrityError, match="certificate_stays"), transaction.atomic():
        certificate.delete()
    certificate.pk, certificate.number = None, 7
    certificate.code = certificates.actions.new_code()
    with pytest.raises(IntegrityError, match="without_gaps"), transaction.atomic():
        certificate.save()


@pytest.mark.django_db
def test_portal_itself_may_issue_and_revoke(portal_role):
    certificate = issue()
    certificates.revoke(certificate, reason="Falsche Person", by=None, at=AT)
    with pytest.raises(IntegrityError, match="certificate_stays"), transaction.atomic():
        certificate.delete()


@pytest.mark.django_db
def test_history_tells_who_issued_and_revoked_and_no_name():
    staff = make_user()
    certificate = issue(name="Zarifa Unverwechselbar", by=staff)
    certificates.revoke(certificate, reason="Unverwechselbar schreibt sich anders", by=staff, at=AT)
    entries = HistoryEntry.objects.about(certificate).order_by("pk")
    assert [(entry.action, entry.by) for entry in entries] == [("insert", staff), ("update", staff)]
    assert "nverwechselbar" not in str([entry.changes for entry in entries])


# What it says


@pytest.mark.django_db
def test_the_paper_says_all_and_is_made_for_screen_readers(settings):
    settings.PORTAL_URL = "https://miko.example.org"
    certificate = issue(name="Amina Beispiel")
    document = pikepdf.open(io.BytesIO(certificates.file_of(certificate)))
    with document.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", "Teilnahmebescheinigung")
    said = "".join(text_of(document).split())
    for words in (
        "Teilnahmebescheinigung",
        "Amina Beispiel",
        "Strom sparen",
        "Mittwoch, 03.03.2027, 18:00–20:00",
        "Verbraucherzentrale",
        "2⅔",
        "Nummer 2027-0001",
        certificate.shown_code,
    ):
        assert "".join(words.split()) in said
    assert len(document.pages) == 1


@pytest.mark.django_db
def test_code_on_the_paper_leads_to_its_page(client, settings, monkeypatch):
    settings.PORTAL_URL = "https://miko.example.org"
    drawn = []

    def draw(template, data, *, title, language):
        drawn.append(pdf.draw(template, data, language=language))
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", draw)
    certificate = issue()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn[0])))
    assert code.text == f"https://miko.example.org/de/bescheinigung/{certificate.shown_code}/"
    response = client.get(code.text.removeprefix("https://miko.example.org"))
    assert response.context["certificate"] == certificate


@pytest.mark.django_db
def test_units_are_those_of_the_length_unless_counted():
    dates = [(AT, AT + timedelta(minutes=60))] * 2
    assert Attested("Strom", dates).units == Decimal("2.66")
    assert Attested("Strom", dates, counted=Decimal(3)).units == 3
    assert Attested("Strom", dates).days == [AT.date()]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Amina Beispiel", "A. B."),
        ("Maria del Carmen López", "M. L."),
        ("Suharto", "S."),
        ("أمينة المثال", "أ. ا."),
        ("  „Jo“  O'Neill ", "J. O."),
        ("Anna Anders", "A. A."),
    ],
)
def test_initials_in_any_script(name, initials):
    assert initials_of(name) == initials


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Zoë " * 30, "م" * 119, "W" * 120])
def test_long_names_stay_on_one_page(name):
    certificate = issue(name=name.strip()[:120], title="Sehr " * 39, dates=20)
    assert len(pikepdf.open(io.BytesIO(certificates.file_of(certificate))).pages) == 1


# Revoked, replaced, forgotten


@pytest.mark.django_db
def test_revoked_once_and_with_a_reason():
    certificate, staff = issue(), make_user()
    with pytest.raises(ValidationError, match="warum"):
        certificates.revoke(certificate, reason=" ", by=staff, at=AT)
    certificates.revoke(certificate, reason="Falsche Person", by=staff, at=AT)
    with pytest.raises(ValidationError, match="schon widerrufen"):
        certificates.revoke(certificate, reason="Noch einmal", by=staff, at=AT + DAY)
    certificate.refresh_from_db()
    assert (certificate.revoked_at, certificate.revoked_by) == (AT, staff)


@pytest.mark.django_db
def test_a_new_one_names_the_one_it_replaces():
    old, staff = issue(name="Amina Bespiel"), make_user()
    told = {"attested": old_attested(), "kept_until": date(2030, 12, 31), "by": staff, "at": AT}
    new = certificates.replace(old, name="Amina Beispiel", reason="Schreibfehler", **told)
    old.refresh_from_db()
    assert (str(new), new.replaces, old.replacement) == ("2027-0002", old, new)
    assert (old.revocation_reason, new.revoked_at) == ("Schreibfehler", None)
    text = text_of(pikepdf.open(io.BytesIO(certificates.file_of(new))))
    assert "2027-0001" in text
    with pytest.raises(ValidationError, match="schon durch 2027-0002 ersetzt"):
        certificates.replace(old, name="Amina", reason="Noch einmal", **told)
    with pytest.raises(ValidationError, match="vorbei"):
        certificates.replace(new, name="A", reason="Spät", **{**told, "at": AT + 2000 * DAY})


def old_attested():
    return Attested("Strom sparen", [(AT, AT + timedelta(hours=2))])


@pytest.mark.django_db
def test_what_no_app_knows_is_not_issued_anew():
    certificate = issue()
    with pytest.raises(ValidationError, match="niemand mehr"):
        certificates.reissue(certificate, name="A", reason="B", by=make_user(), at=AT)
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


@pytest.mark.django_db
def test_name_and_file_go_after_the_period_and_the_rest_stays(django_capture_on_commit_callbacks):
    certificate = issue(name="Zarifa Unverwechselbar", kept_until=date(2030, 12, 31))
    certificates.revoke(certificate, reason="Zarifa schreibt sich anders", by=None, at=AT)
    stored = Certificate.objects.get()
    facts = ("year", "number", "code", "title", "days", "units", "sha256", "issued_at")
    before = {name: getattr(stored, name) for name in facts}
    job = nightly.jobs["base.certificates"]
    for day, left in ((date(2030, 12, 31), 1), (date(2031, 1, 1), 0), (date(2031, 1, 2), 0)):
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        with django_capture_on_commit_callbacks(execute=True):
            job.run(on=day, at=at)
        assert Certificate.objects.filter(name__gt="").count() == left
        assert storage.private_files.exists(stored.stored_as) == bool(left)
    stored.refresh_from_db()
    assert {name: getattr(stored, name) for name in facts} == before
    assert (stored.name, stored.initials, stored.stored_as, stored.revocation_reason) == ("",) * 4
    assert certificates.file_of(stored) is None


@pytest.mark.django_db
def test_a_file_that_was_altered_is_not_given_out(caplog):
    certificate = issue(name="Zarifa Unverwechselbar")
    path = storage.private_files.path(certificate.stored_as)
    with open(path, "ab") as file:
        file.write(b"x")
    assert certificates.file_of(certificate) is None
    storage.private_files.delete(certificate.stored_as)
    assert certificates.file_of(certificate) is None
    assert "Zarifa" not in caplog.text
    assert "altered" in caplog.text


# The page for whoever has the paper


@pytest.mark.django_db
def test_check_page_says_what_may_be_compared_and_no_name(client, django_assert_num_queries):
    certificate = issue(name="Amina Beispiel")
    with django_assert_num_queries(1):
        response = client.get(f"/de/bescheinigung/{certificate.shown_code}/")
    html = response.content.decode()
    for words in ("2027-0001", "Strom sparen", "03.03.2027", "2⅔", "A. B.", certificate.sha256):
        assert words in html
    assert "gilt" in html
    assert "Amina" not in html
    assert "Zertifikat" not in html
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(response.request["PATH_INFO"]).status_code == 405


@pytest.mark.django_db
def test_check_page_tells_of_revocation_replacement_and_deletion(client):
    certificate, staff = issue(name="Amina Beispiel"), make_user()
    address = f"/en/bescheinigung/{certificate.shown_code}/"
    new = certificates.replace(
        certificate,
        name="Amina",
        attested=old_attested(),
        kept_until=date(2028, 12, 31),
        reason="Schreibfehler",
        by=staff,
        at=AT + DAY,
    )
    html = client.get(address).content.decode()
    assert "Revoked on 11.03.2027." in html
    assert f"<bdi>{new}</bdi>" in html
    assert "Schreibfehler" not in html
    assert "A. B." in html
    Certificate.objects.get(pk=certificate.pk).forget()
    html = client.get(address).content.decode()
    assert "Revoked on 11.03.2027." in html
    assert "We have deleted the name" in html
    assert "A. B." not in html
    assert certificate.sha256 in html


@pytest.mark.django_db
def test_a_forged_code_is_unknown(client):
    certificate = issue()
    last = "1" if certificate.code[-1] != "1" else "2"
    for forged in (
        certificate.code[:-1] + last,
        certificate.code[:-1],
        "x",
        "½²",
        str(certificate),
    ):
        response = client.get(reverse("certificate_detail", args=[forged]))
        assert response.status_code == 404
        assert "Strom sparen" not in response.content.decode()


@pytest.mark.django_db
def test_code_is_found_however_it_is_typed(client):
    certificate = issue()
    code = certificate.code
    typed = f" {code[:9].lower()} {code[9:]}".replace("0", "o").replace("1", "l").replace("5", "٥")
    response = client.get("/ar/bescheinigung/", {"code": typed}, follow=True)
    assert response.context["certificate"] == certificate
    response = client.get("/de/bescheinigung/", {"code": "-- "})
    assert response.status_code == 200
    assert "Bitte schreiben Sie den Code." in response.content.decode()


def test_codes_have_128_random_bits_at_least():
    codes = {certificates.actions.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert {len(code) * 5 for code in codes} == {140}


# The administration


@pytest.mark.django_db
def test_office_finds_downloads_revokes_and_issues_anew(client):
    certificate = issue(name="Amina Beispiel")
    issue(name="Jemand Anderes")
    client.force_login(make_staff("Koordination"))
    for said in ("2027-0001", certificate.shown_code.lower(), "beispiel"):
        html = client.get("/verwaltung/base/certificate/", {"q": said}).content.decode()
        assert "Amina Beispiel" in html
        assert "Jemand Anderes" not in html
    address = f"/verwaltung/base/certificate/{certificate.pk}"
    file = client.get(f"{address}/file/")
    assert file.content == certificates.file_of(certificate)
    assert file["Content-Disposition"] == (
        'inline; filename="teilnahmebescheinigung-2027-0001.pdf"'
    )
    assert client.post(f"{address}/revoke/", {"reason": ""}).status_code == 200
    response = client.post(f"{address}/reissue/", {"name": "Amina", "reason": "Schreibfehler"})
    assert "niemand mehr" in response.content.decode()
    client.post(f"{address}/revoke/", {"reason": "Falsche Person"})
    certificate.refresh_from_db()
    assert certificate.revocation_reason == "Falsche Person"
    again = client.post(f"{address}/revoke/", {"reason": "Noch einmal"})
    assert "schon widerrufen" in again.content.decode()


@pytest.mark.django_db
def test_name_goes_before_its_time_for_who_asks(client, django_capture_on_commit_callbacks):
    certificate = issue(name="Amina Beispiel")
    client.force_login(make_staff("Koordination"))
    address = f"/verwaltung/base/certificate/{certificate.pk}/forget/"
    assert client.get(address).status_code == 200
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address).status_code == 302
    stored = Certificate.objects.get()
    assert (stored.name, stored.is_kept) == ("", False)
    assert not storage.private_files.exists(certificate.stored_as)
    assert client.get(f"/de/bescheinigung/{stored.shown_code}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "seen", "changed"),
    [("Leitung", 200, 403), ("Partner", 302, 302), ("Ehrenamt", 302, 302)],
)
def test_others_only_see_or_nothing(client, role, seen, changed):
    certificate = issue(name="Amina Beispiel")
    client.force_login(make_staff(role))
    address = f"/verwaltung/base/certificate/{certificate.pk}"
    assert client.get(f"{address}/file/").status_code == seen
    assert client.get(f"{address}/revoke/").status_code == changed
    assert client.post(f"{address}/reissue/", {"name": "A", "reason": "B"}).status_code == changed
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_and_three(client, django_assert_max_num_queries, number):
    for _ in range(number):
        issue()
    client.force_login(make_staff("Koordination"))
    with django_assert_max_num_queries(13):
        assert client.get("/verwaltung/base/certificate/").status_code == 200
