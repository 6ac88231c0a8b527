import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from miko_portal.base import roles
from miko_portal.base.models import HistoryEntry
from tests.base.factories import make_user

OURS = ["base", "cooperation", "trainings", "events"]
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
ACTIONS = ["view", "add", "change", "delete"]


@pytest.fixture
def applied(db):
    call_command("apply_roles", verbosity=0)


def test_table_names_every_model_and_no_other():
    assert sorted(roles.table()["models"]) == sorted(model._meta.label_lower for model in MODELS)


def test_table_says_only_what_it_may():
    said = {
        (role, right) for row in roles.table()["models"].values() for role, right in row.items()
    }
    assert {role for role, _ in said} <= set(roles.names())
    assert {right for _, right in said} <= {"change", "see", "own"}


def test_what_is_ones_own_is_said_by_the_model():
    own = [label for label, row in roles.table()["models"].items() if "own" in row.values()]
    assert [
        label for label in own if not hasattr(apps.get_model(label).objects, "visible_to")
    ] == []


@pytest.mark.parametrize("role", roles.names())
def test_rights_are_those_of_the_table_cell_by_cell(applied, role):
    user = make_user()
    user.set_roles([role])
    allowed = {"change": {"view", "add", "change"}, "see": {"view"}}
    for model in MODELS:
        app, name = model._meta.label_lower.split(".")
        expected = allowed.get(roles.table()["models"][f"{app}.{name}"].get(role), set())
        has = {action for action in ACTIONS if user.has_perm(f"{app}.{action}_{name}")}
        assert (model, has) == (model, expected)
    assert user.is_staff == roles.table()["roles"][role]["admin"]


def test_right_given_by_hand_is_taken_back(applied):
    user, delete = make_user(), Permission.objects.get(codename="delete_user")
    user.user_permissions.add(delete)
    Group.objects.get(name="Partner").permissions.add(delete)
    user.groups.add(Group.objects.create(name="Freunde"), Group.objects.get(name="Partner"))
    call_command("apply_roles", verbosity=0)
    user = type(user).objects.get(pk=user.pk)
    assert [group.name for group in user.groups.all()] == ["Partner"]
    assert user.get_all_permissions() == set()


def test_applying_twice_changes_nothing(applied):
    before = HistoryEntry.objects.count()
    call_command("apply_roles", verbosity=0)
    assert HistoryEntry.objects.count() == before


def test_losing_the_role_closes_the_administration(applied):
    user = make_user()
    user.set_roles(["Koordination"])
    user.set_roles(["Ehrenamt"])
    user.refresh_from_db()
    assert not user.is_staff
