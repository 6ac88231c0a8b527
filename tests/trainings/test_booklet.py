"""The printed programme of trainings."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from tests.base.factories import make_staff
from tests.cooperation.factories import make_organisation, make_project, make_room, make_venue
from tests.trainings.factories import at, make_course, make_run, make_session, make_trainer
from trainings.booklet import booklet_of
from trainings.models import Run

pytestmark = pytest.mark.django_db
TIME = {"since": date(2027, 3, 1), "until": date(2027, 6, 30)}


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to(at(day=1), tick=False)


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def booklet(*runs):
    found = Run.objects.filter(pk__in=[run.pk for run in runs])
    return booklet_of(found.with_dates().with_booklet().order_by("starts_at"), **TIME)


def asked(client, **query):
    parts = {f"{name}_{part}": getattr(day, part) for name, day in TIME.items()
             for part in ("day", "month", "year")}  # fmt: skip
    return client.get(reverse("admin:trainings_run_booklet"), parts | query)


def test_booklet_says_what_one_has_to_know():
    house = make_venue(name="Bürgerhaus", street="Am Markt 1", postcode="56751", town="Polch")
    course = make_course(title="Menschen in Syrien", aims="Verstehen, was war.")
    trainer = make_trainer(given_name="Ada", family_name="Bär")
    run = make_run(course=course, room=make_room(venue=house, name="Saal"), trainers=[trainer])
    make_session(run=run, starts_at=at(day=11), link="https://example.org/geheim")
    off = {"cancelled_on": date(2027, 3, 1), "cancellation_reason": "Streik"}
    make_session(run=run, starts_at=at(day=12), **off)
    run.organisers.add(make_organisation(name="Volkshochschule"), make_organisation(name="Caritas"))
    text = text_of(booklet(run))
    for words in (
        "Schulungsprogramm",
        "1. März 2027 – 30. Juni 2027",
        "Veranstaltet von Kreisverwaltung Mayen-Koblenz Caritas Volkshochschule",
        "März 2027 Menschen in Syrien Verstehen, was war.",
        "Mi 10.03.2027, 09:00–12:00 Do 11.03.2027, 09:00–12:00",
        "Saal, Bürgerhaus, Am Markt 1, 56751 Polch",
        "8 Einheiten zu 45 Minuten",
        "Ada Bär",
    ):
        assert words in text
    assert "geheim" not in text
    assert "12.03." not in text


def test_booklet_can_be_read_by_a_screen_reader():
    document = pikepdf.open(BytesIO(booklet(make_run(), make_run(starts_at=at(month=5)))))
    assert (str(document.Root.Lang), document.docinfo["/Title"]) == ("de", "Schulungsprogramm")
    assert document.Root.MarkInfo.Marked


def test_page_answers_with_what_is_published_in_the_time(client):
    project = make_project()
    shown, other = make_run(), make_run(starts_at=at(month=6, day=30))
    shown.shares.create(project=project)
    draft, later = make_run(published_on=None), make_run(starts_at=at(month=7))
    off = make_run()
    off.cancel(on=date(2027, 3, 1), reason="Streik")
    client.force_login(make_staff("Koordination"))
    text = text_of(asked(client).content)
    told = {run: str(run.course) in text for run in (shown, other, draft, later, off)}
    assert told == {shown: True, other: True, draft: False, later: False, off: False}
    text = text_of(asked(client, project=project.pk).content)
    assert (str(shown.course) in text, str(other.course) in text) == (True, False)


def test_page_costs_the_same_for_many(client, django_assert_max_num_queries):
    client.force_login(make_staff("Koordination"))
    for number in range(12):
        run = make_run(starts_at=at(day=2 + number), room=make_room(), trainers=[make_trainer()])
        run.organisers.add(make_organisation())
        if number in (1, 11):
            with django_assert_max_num_queries(12):
                asked(client)


def test_wrong_time_is_explained_and_kept(client):
    client.force_login(make_staff("Koordination"))
    page = asked(client, until_year="2026")
    assert list(page.context["form"].errors) == ["until"]
    assert asked(client, since_month="13").context["form"].errors["since"]


def test_partner_prints_nothing(client):
    client.force_login(make_staff("Partner"))
    assert asked(client).status_code in (302, 403)
