import json
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from miko_portal.base import nightly, privacy


def complaints(register, monkeypatch):
    monkeypatch.setattr(privacy, "read", lambda: register)
    return [error.msg for error in privacy.every_field_is_classified(None)]


def test_register_is_complete():
    assert privacy.every_field_is_classified(None) == []


def test_check_names_what_is_missing_and_what_is_too_much(monkeypatch):
    register = privacy.read()
    register["base.user"]["not_personal"].remove("is_staff")
    register["base.user"]["not_personal"] += ["shoe_size", "email"]
    register["base.historyentry"]["personal"][0]["period"] = ""
    register["base.absence"]["personal"][0]["ends"] = ["office", "base.dustman"]
    register["base.ghost"] = {}
    assert complaints(register, monkeypatch) == [
        "privacy.yaml says that base.dustman ends base.absence "
        "['user', 'deputy', 'starts_on', 'ends_on'], which is no nightly job. "
        "Name one, or one of: office, stays, unstored.",
        "privacy.yaml lacks the period of base.historyentry ['by'].",
        "base.user.is_staff is not in privacy.yaml. Say there what it is kept for, on which "
        "basis and how long, or list it under not_personal.",
        "privacy.yaml lists base.user.shoe_size, which does not exist. Take it out.",
        "privacy.yaml lists base.user.email twice. Decide whether it is personal.",
        "privacy.yaml lists base.ghost, which does not exist. Take it out.",
    ]


def test_check_names_a_model_left_out(monkeypatch):
    register = privacy.read()
    del register["cooperation.room"]
    assert [line.split()[0] for line in complaints(register, monkeypatch)] == [
        "cooperation.room.name",
        "cooperation.room.seats",
        "cooperation.room.venue",
    ]


def test_every_job_that_deletes_people_ends_something_in_the_register():
    entries = [entry for row in privacy.read().values() for entry in row.get("personal", [])]
    named = {key for entry in entries for key in entry["ends"]} - set(privacy.ENDS)
    assert named == {key for key, job in nightly.jobs.items() if job.due}


@pytest.mark.django_db
def test_history_keeps_no_value_of_a_personal_field():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'history'"
        )
        tracked = {
            table: json.loads(re.search(r"base_track_history\('(.*)'\)", definition)[1])
            for table, definition in cursor.fetchall()
        }
    assert "base_user" in tracked
    register = privacy.read()
    for model in privacy.models():
        told = tracked.get(model._meta.db_table)
        if told is None:
            continue
        row = register[model._meta.label_lower]
        named = set(privacy.personal_fields(row)) - set(privacy.kept_in_history(row))
        values = {model._meta.get_field(name) for name in named}
        must_hide = {field.column for field in values if not field.is_relation and field.concrete}
        must_hide -= {field.column for field in values if field.generated}
        assert must_hide - set(told["personal"]) - set(told["ignore"]) == set(), model


def test_report_lists_every_personal_field(capsys):
    call_command("privacy_report")
    lines = capsys.readouterr().out.splitlines()
    entries = [entry for row in privacy.read().values() for entry in row.get("personal", [])]
    assert len(lines) == 2 + len(entries)
    assert lines[2].endswith("| Löschen geschlossener Konten |")
    assert lines[2].startswith(f"| {apps.get_model('base.user')._meta.verbose_name} |")


def test_report_has_a_german_name_for_every_field():
    unnamed = [
        f"{label}.{name}"
        for label, row in privacy.read().items()
        for entry in row.get("personal", [])
        for name in entry["fields"]
        if "named" not in entry
        and str(apps.get_model(label)._meta.get_field(name).verbose_name) == name.replace("_", " ")
    ]
    assert unnamed == []
