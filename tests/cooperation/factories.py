"""Plain factories: each makes one valid row, with what the test says otherwise."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count, cycle
from zoneinfo import ZoneInfo

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperation.actions import add_document
from cooperation.models import (
    Agreement,
    Attendance,
    Contact,
    Document,
    Measure,
    Meeting,
    Membership,
    Organisation,
    Party,
    Person,
    PlanningPeriod,
    Project,
    Room,
    Share,
    Signatory,
    Venue,
    Version,
)
from tests.base.factories import make_staff, make_user

number = count(1)
BERLIN = ZoneInfo("Europe/Berlin")


def make_organisation(**kw):
    kw.setdefault("name", f"Stadtverwaltung {next(number)}")
    kw.setdefault("kind", Organisation.Kind.MUNICIPALITY)
    return Organisation.objects.create(**kw)


def make_person(**kw):
    kw.setdefault("given_name", "Erika")
    kw.setdefault("family_name", f"Muster{next(number)}")
    return Person.objects.create(**kw)


def make_contact(**kw):
    """Somebody to turn to; `mail` and names are those of the person."""
    names = ("given_name", "family_name", "mail", "telephone")
    told = {name: kw.pop(name) for name in names if name in kw}
    if "organisation" not in kw:
        kw["organisation"] = make_organisation()
    if "person" not in kw:
        kw["person"] = make_person(**{"mail": "ada@example.org", **told})
    return Contact.objects.create(**kw)


def make_venue(**kw):
    kw.setdefault("name", f"Bürgerhaus {next(number)}")
    kw.setdefault("town", "Polch")
    return Venue.objects.create(**kw)


def make_room(**kw):
    kw.setdefault("name", f"Saal {next(number)}")
    kw.setdefault("seats", 20)
    if "venue" not in kw:
        kw["venue"] = make_venue()
    return Room.objects.create(**kw)


def make_project(**kw):
    kw.setdefault("short_name", f"P{next(number)}")
    kw.setdefault("name", "Zugewanderte integrieren")
    kw.setdefault("starts_on", date(2018, 7, 1))
    return Project.objects.create(**kw)


def make_planning_period(**kw):
    kw.setdefault("name", f"Ferien {next(number)}")
    kw.setdefault("kind", "school")
    kw.setdefault("starts_on", date(2027, 3, 22))
    kw.setdefault("ends_on", kw["starts_on"])
    return PlanningPeriod.objects.create(**kw)


def make_agreement(*, parties=2, signed_on=None, **kw):
    """An agreement whose facts are dated as told, with the fields of both it and its text.

    `consultation_on`, `released_on`, `signed_on` (by all, or a day per party), `withdrawn_on`,
    `terminated_on`; `released_on` stands for an earlier fact that is left out. `parties` is a
    number or a list of organisations.
    """
    last_facts = {name: kw.pop(name, None) for name in ("withdrawn_on", "terminated_on")}
    days = signed_on if isinstance(signed_on, list) else [signed_on]
    released_on = kw.pop("released_on", None) or min(filter(None, days), default=None)
    consultation_on = kw.pop("consultation_on", None) or released_on
    organisations = (
        [make_organisation() for _ in range(parties)] if isinstance(parties, int) else parties
    )
    text = {f.name for f in Version._meta.get_fields()} - {"number"}
    version_fields = {name: kw.pop(name) for name in list(kw) if name in text}
    version_fields.setdefault("effective_on", date(2020, 1, 1))
    n = next(number)
    kw.setdefault("number", f"KV-{n}")
    kw.setdefault("title", f"Vereinbarung {n}")
    agreement = Agreement.objects.create(**kw)
    version = Version.objects.create(agreement=agreement, **version_fields)
    for organisation in organisations:
        party = Party.objects.create(agreement=agreement, organisation=organisation)
        Share.objects.create(version=version, party=party)
        Signatory.objects.create(version=version, party=party, name="Rita Rath", function="Leitung")
    version.consultation_on, version.released_on = consultation_on, released_on
    version.save()
    for signatory, day in zip(version.signatories.all(), cycle(days), strict=False):
        if day:
            signatory.sign(on=day)
    if any(days):
        version.complete()
    for name, day in last_facts.items():
        setattr(agreement, name, day)
    agreement.save()
    return agreement


def make_partner(organisation, **kw):
    """A user who has access to what concerns the organisation, and no right besides."""
    user = make_staff("Partner", **kw)
    Membership.objects.create(user=user, organisation=organisation)
    return user


def make_many_agreements(rows, *, parties, **kw):
    """So many drafts between the same parties, written in a few statements."""
    agreements = Agreement.objects.bulk_create(
        Agreement(number=f"M-{next(number)}", title="Vereinbarung", **kw) for _ in range(rows)
    )
    Version.objects.bulk_create(Version(agreement=agreement) for agreement in agreements)
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation=organisation)
        for agreement in agreements
        for organisation in parties
    )


def make_file(name="unterzeichnet.pdf", *, pages=1, title="", content=None):
    """An upload; a PDF with so many empty pages, always the same, unless its content is told."""
    if content is None:
        buffer, paper = BytesIO(), pikepdf.new()
        for _ in range(pages):
            paper.add_blank_page()
        paper.docinfo["/Title"] = title
        paper.save(buffer, deterministic_id=True)
        content = buffer.getvalue()
    return SimpleUploadedFile(name, content)


def make_document(agreement, **kw):
    """A signed document, each of another title."""
    kw.setdefault("file", make_file(title=f"Scan {next(number)}"))
    kw.setdefault("kind", Document.Kind.SIGNED)
    kw.setdefault("by", agreement.clerk or make_user())
    kw.setdefault("at", datetime(2024, 5, 6, 10, tzinfo=UTC))
    return add_document(agreement, **kw)


def make_meeting(*, people=(), agreements=(), **kw):
    """A meeting of two hours, in May 2024 unless told, to which people or contacts are asked."""
    kw.setdefault("title", f"Netzwerktreffen {next(number)}")
    kw.setdefault("starts_at", datetime(2024, 5, 7, 10, tzinfo=BERLIN))
    kw.setdefault("ends_at", kw["starts_at"] + timedelta(hours=2))
    meeting = Meeting.objects.create(**kw)
    meeting.agreements.set(agreements)
    for asked in people:
        person = getattr(asked, "person", asked)
        organisation = getattr(asked, "organisation", None)
        Attendance.objects.create(meeting=meeting, person=person, organisation=organisation)
    return meeting


def make_measure(**kw):
    """An open measure of an agreement in force, of its first party."""
    if "agreement" not in kw:
        kw["agreement"] = make_agreement(signed_on=date(2024, 1, 8))
    kw.setdefault("party", kw["agreement"].parties.first())
    kw.setdefault("title", f"Maßnahme {next(number)}")
    return Measure.objects.create(**kw)
