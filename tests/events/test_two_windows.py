"""The page of a run or a seminar in two windows, or with two colleagues at once."""

import pytest
from django.urls import reverse

from events.models import SeminarText
from tests.base.factories import make_roles, make_user
from tests.events.factories import make_run
from tests.trainings.browser import fields

pytestmark = pytest.mark.django_db

TOLD = "Das wurde inzwischen geändert, vielleicht von Ihnen selbst in einem anderen Fenster."


@pytest.fixture
def coordinator(client):
    make_roles()
    user = make_user()
    user.set_roles(["Koordination"])
    client.force_login(user)
    return client


def opened(client, name, row):
    address = reverse(f"admin:events_{name}_change", args=[row.pk])
    return address, fields(client.get(address)) | {"_save": ""}


@pytest.mark.parametrize("first", [{"capacity": "25"}, {"sessions-0-ends": "21:00"}])
def test_run_stored_elsewhere_is_told_and_then_stored_knowingly(coordinator, first):
    run = make_run()
    address, typed = opened(coordinator, "run", run)
    assert coordinator.post(address, typed | first).status_code == 302
    refused = coordinator.post(address, typed | {"telephone": "02651 80095"})
    assert refused.status_code == 200
    assert TOLD in refused.text
    run.refresh_from_db()
    assert run.telephone == ""
    assert coordinator.post(address, fields(refused) | {"_save": ""}).status_code == 302
    run.refresh_from_db()
    assert run.telephone == "02651 80095"


@pytest.mark.parametrize("first", [{"format": "evening"}, {"texts-0-title": "Wasser sparen"}])
def test_seminar_stored_elsewhere_is_told_and_then_stored_knowingly(coordinator, first):
    seminar = make_run().seminar
    address, typed = opened(coordinator, "seminar", seminar)
    assert coordinator.post(address, typed | first).status_code == 302
    refused = coordinator.post(address, typed | {"texts-0-summary": "Kurz gesagt."})
    assert refused.status_code == 200
    assert TOLD in refused.text
    text = SeminarText.objects.get(seminar=seminar)
    assert text.summary != "Kurz gesagt."
    assert coordinator.post(address, fields(refused) | {"_save": ""}).status_code == 302
    text.refresh_from_db()
    assert text.summary == "Kurz gesagt."
