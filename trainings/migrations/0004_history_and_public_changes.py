from django.db import migrations

from miko_portal.base.operations import NotePublicChanges, TrackHistory


class Migration(migrations.Migration):
    # Databases of before 0.1.0 have these instead, and only note that this one is done.
    replaces = [
        ("trainings", "0002_public_changes"),
        ("trainings", "0009_organisers"),
    ]

    dependencies = [
        ("base", "0002_history_and_public_changes"),
        ("trainings", "0003_rules_of_questionnaires"),
    ]

    operations = [
        TrackHistory(
            "Enrolment", parent="run", personal=["person", "override_reason", "counted_as"]
        ),
        TrackHistory("Attendance", parent="enrolment", personal=["noted_at", "noted_by"]),
        TrackHistory("TrainingCertificate", parent="enrolment"),
        TrackHistory("Questionnaire"),
        TrackHistory("Question", parent="questionnaire"),
        TrackHistory("AnswerSheet", parent="run", personal=["given_on"], inserts=False),
        TrackHistory("Answer", parent="sheet", personal=["value", "sentence"], inserts=False),
        NotePublicChanges("Course"),
        NotePublicChanges("Run"),
        NotePublicChanges("Run_organisers"),
        NotePublicChanges("Session"),
        NotePublicChanges("Questionnaire"),
        NotePublicChanges("Question"),
    ]
