"""Migrations that replace those of before 0.1.0, whose files are gone."""

import pytest
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

APPS = ["base", "cooperation", "trainings", "events"]
MIGRATIONS = MigrationLoader(None).disk_migrations
OURS = {key for key in MIGRATIONS if key[0] in APPS}
REPLACED = [key for ours in sorted(OURS) for key in MIGRATIONS[ours].replaces]


def waiting(monkeypatch, *, applied):
    """What is to be done in a database that has these."""
    monkeypatch.setattr(
        MigrationRecorder, "applied_migrations", lambda recorder: dict.fromkeys(applied)
    )
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_each_is_replaced_once_and_none_has_the_name_of_one():
    assert len(REPLACED) == len(set(REPLACED)) == 67
    assert OURS.isdisjoint(REPLACED)


def test_database_of_before_is_in_step(monkeypatch):
    others = MIGRATIONS.keys() - OURS
    assert waiting(monkeypatch, applied=[*others, *REPLACED]) == []


@pytest.mark.parametrize("app", APPS)
def test_database_in_between_is_refused(monkeypatch, app):
    last = max(key for key in REPLACED if key[0] == app)
    with pytest.raises(NodeNotFoundError, match=f"Django tried to replace migration {app}."):
        waiting(monkeypatch, applied=MIGRATIONS.keys() - OURS | set(REPLACED) - {last})
