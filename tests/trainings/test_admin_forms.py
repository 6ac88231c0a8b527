"""Every form of the administration leaves behind in all tables what the action leaves behind.

Both are done to the same rows with the same keys, one after the other is taken back: seats,
messages and the history with who did it are compared row by row.
"""

from itertools import count

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.base.factories import make_staff
from tests.cooperation import factories as of_cooperation
from tests.trainings import factories
from tests.trainings.factories import (
    at,
    make_enrolment,
    make_run,
    make_trainer,
)
from tests.trainings.scenes import courses, people, runs  # noqa: F401  # their scenes are registered
from tests.trainings.scenes.both_ways import (
    FORMS,
    NOW,
    TODAY,
    changed,
    everything,
    next_keys,
    set_keys,
)
from trainings import actions
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring(time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr("trainings.actions.trainers.new_token", lambda: "a" * 43)
    monkeypatch.setattr("miko_portal.base.storage.keep", lambda file: "0" * 64)
    # A PDF says in which second it was made.
    paper = "miko_portal.base.certificates.actions.paper_of"
    monkeypatch.setattr(paper, lambda certificate, attested: repr(attested).encode())


@pytest.fixture
def by(client):
    user = make_staff("Koordination")
    client.force_login(user)
    return user


@pytest.mark.parametrize("scene", FORMS)
def test_form_leaves_behind_what_the_action_does(client, by, scene, monkeypatch):
    keys, left = next_keys(), []
    for step, who in enumerate([client, by]):
        for module in (factories, of_cooperation):
            monkeypatch.setattr(module, "number", count(1))
        lots = count(1)
        monkeypatch.setattr(
            "miko_portal.base.anonymity.randbits", lambda _bits, lots=lots: next(lots)
        )
        codes = "miko_portal.base.certificates.actions.new_code"
        monkeypatch.setattr(codes, lambda lots=lots: f"{next(lots):028}")
        with transaction.atomic():
            done = scene()
            before = everything()
            done[step](who)
            left.append(changed(before, everything()))
            transaction.set_rollback(True)
        set_keys(keys)
    by_form, by_action = left
    assert by_form == by_action != {}


POSTED = {param.values[0].page for param in FORMS}


def pages():
    """Each page of the trainings in the administration."""
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label == "trainings":
            for pattern in model_admin.get_urls():
                if pattern.name:
                    yield pattern.name.removeprefix("trainings_"), pattern.pattern


def test_nothing_is_stored_by_posting_to_any_other_page(client, by):
    run = make_run(starts_at=at(day=10))
    run.course.past_counts.create(held_on=TODAY, side="volunteer", persons=1, units=1)
    rows = {
        "run": run,
        "course": run.course,
        "enrolment": make_enrolment(run=run),
        "trainer": make_trainer().trainer,
        "pastcount": run.course.past_counts.get(),
        "questionnaire": actions.make_questionnaire(run.course, by=by),
    }
    tried = set()
    before = everything()
    for page, pattern in pages():
        if page in POSTED:
            continue
        row = rows[page.partition("_")[0]]
        row = {"questionnaire_course_answers": run.course, "questionnaire_sheet": run}.get(
            page, row
        )
        known = {"pk": row.pk, "object_id": row.pk, "when": "after"}
        known["session"] = run.sessions.get().pk
        args = {name: known[name] for name in pattern.converters}
        client.post(reverse(f"admin:trainings_{page}", kwargs=args), {"post": "yes"})
        tried.add(page)
    assert changed(before, everything()) == {}
    assert Enrolment.objects.count() == 1
    assert POSTED | tried == {page for page, _pattern in pages()}
