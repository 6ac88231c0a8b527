from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from miko_portal.base.accounts.forms import AbsenceForm
from miko_portal.base.deputies import stands_in_for
from miko_portal.base.models import Absence
from miko_portal.base.upkeep import delete_what_is_past_its_period
from tests.base.factories import make_absence, make_staff, make_user

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_monday(time_machine):
    time_machine.move_to("2026-03-02T09:00+01:00", tick=False)


@pytest.fixture
def clerk(client):
    user = make_staff(first_name="Clara", last_name="Beck")
    client.force_login(user)
    return user


def typed(starts_on, ends_on, deputy):
    return {"starts_on": starts_on, "ends_on": ends_on, "deputy": getattr(deputy, "pk", "")}


def test_somebody_stands_in_from_the_first_day_to_the_last():
    clerk, deputy = make_staff(), make_staff()
    make_absence(user=clerk, deputy=deputy, starts_on=MONDAY, ends_on=MONDAY + 4 * DAY)
    days = [MONDAY - DAY, MONDAY, MONDAY + 4 * DAY, MONDAY + 5 * DAY]
    assert [list(stands_in_for(deputy, on=day)) for day in days] == [[], [clerk], [clerk], []]
    assert list(stands_in_for(clerk, on=MONDAY)) == []


def test_who_stands_in_for_a_deputy_that_is_away_sees_to_all():
    anna, bea, cem = (make_staff(last_name=name) for name in "ABC")
    make_absence(user=anna, deputy=bea)
    assert list(stands_in_for(cem, on=MONDAY)) == []
    make_absence(user=bea, deputy=cem)
    make_absence(user=cem, deputy=anna)
    assert list(stands_in_for(cem, on=MONDAY)) == [anna, bea]


@pytest.mark.parametrize(
    ("starts", "ends", "name"),
    [(4, 5, "absence_once"), (-1, 0, "absence_once"), (9, 8, "absence_ends_after_start")],
)
def test_database_refuses_two_absences_on_a_day_and_an_end_before_the_start(starts, ends, name):
    clerk = make_staff()
    make_absence(user=clerk, starts_on=MONDAY, ends_on=MONDAY + 4 * DAY)
    make_absence(starts_on=MONDAY, ends_on=MONDAY + 4 * DAY)
    make_absence(user=clerk, starts_on=MONDAY + 5 * DAY)
    with pytest.raises(IntegrityError, match=name):
        make_absence(user=clerk, starts_on=MONDAY + starts * DAY, ends_on=MONDAY + ends * DAY)


def test_database_refuses_that_somebody_stands_in_for_themselves():
    clerk = make_staff()
    with pytest.raises(IntegrityError, match="absence_deputy_is_another"):
        make_absence(user=clerk, deputy=clerk)


def test_absence_is_entered_shown_and_removed(client, clerk):
    deputy = make_staff(first_name="Dora", last_name="Ems")
    page = client.post(
        reverse("absence_create"), typed("2026-03-09", "2026-03-13", deputy), follow=True
    )
    absence = Absence.objects.get()
    assert (absence.user, absence.deputy, absence.days) == (clerk, deputy, "09.03.2026–13.03.2026")
    assert "09.03.2026–13.03.2026" in page.content.decode()
    client.force_login(deputy)
    html = client.get(reverse("account")).content.decode()
    assert ["09.03.2026–13.03.2026" in html, "Clara Beck" in html] == [True, True]
    remove = reverse("absence_remove", args=[absence.pk])
    assert client.post(remove).status_code == 404
    client.force_login(clerk)
    client.post(remove)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "wrong"),
    [
        ("2026-03-10", "2026-03-09", "ends_on"),
        ("2026-02-23", "2026-03-01", "ends_on"),
        ("2026-03-20", "2026-03-25", "__all__"),
        ("", "2026-03-09", "starts_on"),
    ],
)
def test_absence_that_cannot_be_is_refused_and_kept_as_typed(
    client, clerk, starts_on, ends_on, wrong
):
    make_absence(user=clerk, starts_on=date(2026, 3, 25))
    deputy = make_staff()
    page = client.post(reverse("absence_create"), typed(starts_on, ends_on, deputy))
    form = page.context["form"]
    assert list(form.errors) == [wrong]
    assert form["deputy"].value() == str(deputy.pk)
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("facts", [{"is_staff": False}, {"is_active": False}])
def test_only_colleagues_stand_in(client, clerk, facts):
    other = make_user(**{"is_staff": True} | facts)
    for deputy in (other, clerk):
        page = client.post(reverse("absence_create"), typed("2026-03-09", "2026-03-09", deputy))
        assert list(page.context["form"].errors) == ["deputy"]


def test_absence_sent_twice_at_once_is_entered_once(client, clerk, monkeypatch):
    deputy, is_valid = make_staff(), AbsenceForm.is_valid

    def is_valid_and_the_other_is_stored(form):
        valid = is_valid(form)
        if form.is_bound:
            make_absence(user=clerk, starts_on=MONDAY)
        return valid

    monkeypatch.setattr(AbsenceForm, "is_valid", is_valid_and_the_other_is_stored)
    page = client.post(reverse("absence_create"), typed("2026-03-02", "2026-03-02", deputy))
    assert list(page.context["form"].errors) == ["__all__"]
    assert Absence.objects.count() == 1


def test_absence_is_deleted_when_it_is_over():
    for days in (-1, 0):
        make_absence(starts_on=MONDAY - 2 * DAY, ends_on=MONDAY + days * DAY)
    delete_what_is_past_its_period(on=MONDAY, at=timezone.now())
    assert Absence.objects.get().ends_on == MONDAY
