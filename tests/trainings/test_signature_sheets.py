"""The list of participants to sign, as funders accept it."""

import io

import pikepdf
import pytest
from django.urls import reverse

from tests.base.factories import make_staff
from tests.base.test_pdf import text_of
from tests.cooperation.factories import make_organisation, make_person, make_project, make_room
from tests.trainings.factories import make_course, make_enrolment, make_run, make_trainer

pytestmark = pytest.mark.django_db


def test_the_sheet_says_what_funders_ask_for(client):
    trainer = make_trainer(given_name="Grace", family_name="Okafor")
    run = make_run(
        course=make_course(title="Menschen in Syrien"), room=make_room(), trainers=[trainer]
    )
    for name, percent in (("MiKo-MYK", 60), ("Ehrenamt", 40)):
        project = make_project(name=name, funder=f"Fonds {name}", reference=f"AZ-{percent}")
        run.shares.create(project=project, percent=percent)
    person = make_person(given_name="Ada", family_name="Bär")
    house = make_organisation(name="Stadt Mayen", internal=True)
    make_enrolment(run=run, person=person, organisation=house)
    make_enrolment(run=run, person=make_person(family_name="Nichtda"), confirmed_at=None)
    client.force_login(make_staff("Koordination"))
    [session] = run.sessions.all()
    response = client.get(reverse("admin:trainings_run_signatures", args=[run.pk, session.pk]))
    assert "no-store" in response["Cache-Control"]
    document = pikepdf.open(io.BytesIO(response.content))
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    wide, high = document.pages[0].mediabox[2:]
    assert wide > high
    said = "".join(text_of(document).split())
    for words in (
        "Menschen in Syrien",
        "Mittwoch, 10.03.2027, 09:00–12:00",
        "3 Std. 00 Min.",
        "MiKo-MYK (60 %)",
        "Ehrenamt (40 %)",
        "Fonds MiKo-MYK",
        "AZ-40",
        "Bär, Ada",
        "Stadt Mayen",
        "Grace Okafor",
    ):
        assert "".join(words.split()) in said, words
    assert "Nichtda" not in said


def test_the_sheet_of_another_training_is_not_found(client):
    client.force_login(make_staff("Koordination"))
    run, other = make_run(), make_run()
    session = other.sessions.get()
    address = reverse("admin:trainings_run_signatures", args=[run.pk, session.pk])
    assert client.get(address).status_code == 404
