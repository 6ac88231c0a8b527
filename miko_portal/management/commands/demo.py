from argparse import ArgumentTypeError
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import F

from cooperation.models import Organisation
from miko_portal.base import clock, nightly
from miko_portal.base.models import Message, User
from miko_portal.base.postgres.rights import as_owner
from miko_portal.base.storage import private_files
from miko_portal.demo import seen_from
from miko_portal.demo.absences import load_absences
from miko_portal.demo.agreements import load_agreements
from miko_portal.demo.content import moment, read
from miko_portal.demo.cupboard import load_cupboard
from miko_portal.demo.diary import Diary
from miko_portal.demo.feedback import load_feedback
from miko_portal.demo.happenings import let_mails_come_back, load_happenings
from miko_portal.demo.interpreters import load_interpreters
from miko_portal.demo.meetings import load_meetings
from miko_portal.demo.organisations import (
    load_accounts,
    load_organisations,
    load_projects,
    load_rooms,
)
from miko_portal.demo.papers import load_papers
from miko_portal.demo.questionnaires import load_questionnaires
from miko_portal.demo.registrants import load_registrants
from miko_portal.demo.registrations import load_counselling
from miko_portal.demo.seminars import load_seminars
from miko_portal.demo.trainings import load_trainings

PASSWORD = "zeig-mir-das-portal"  # noqa: S105  (of accounts that exist in the demo only)


class Command(BaseCommand):
    help = "Fills an empty database with demo data and tells who can sign in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=_day, help="the day that the data is seen from (YYYY-MM-DD)"
        )
        parser.add_argument(
            "--reset", action="store_true", help="throw the demo data away and start over"
        )
        parser.add_argument(
            "--even-in-production",
            action="store_true",
            help="fill the database although DEMO and DEBUG are off",
        )

    def handle(self, *, today, reset, even_in_production, **options):
        today = today or clock.today()
        if not (settings.DEBUG or settings.DEMO or even_in_production):
            raise CommandError(
                "This is no demo: DEMO and DEBUG are off. Everybody knows the passwords of the"
                " demo; if you want it all the same, say --even-in-production."
            )
        demo, data = _is_demo(), _has_data()
        if data and not demo:
            raise CommandError("This database has data of its own: the demo stays out of it.")
        if demo and reset:
            _empty()
            demo = False
        if demo:
            self.stdout.write("The demo data is there already (`make demo-reset` makes it anew).")
        else:
            _fill(today=today)
            self.stdout.write(f"Demo data made, as seen on {today}.")
        self._tell_accounts()

    def _tell_accounts(self):
        self.stdout.write(f"\nSign in with one of these and the password  {PASSWORD}\n")
        for told in read("accounts"):
            self.stdout.write(f"  {told['mail']:<32}{told['role']:<17}{' '.join(told['name'])}")


@transaction.atomic
def _fill(*, today):
    call_command("apply_roles", verbosity=0, stdout=StringIO())
    organisations = load_organisations()
    rooms = load_rooms()
    projects = load_projects(today=today)
    users = load_accounts(organisations, password=PASSWORD)
    clerks = [users["sachbearbeitung"], users["sachbearbeitung2"]]
    load_agreements(organisations, projects, clerks, today=today)
    load_cupboard(organisations, today=today, by=clerks[0])
    load_papers(today=today)
    diary, coordinator = Diary(today=today), users["koordination"]
    load_trainings(organisations, rooms, projects, diary=diary, by=coordinator)
    load_questionnaires(today=today, by=coordinator)
    runs = load_seminars(organisations, rooms, projects["wege"], diary=diary, by=coordinator)
    load_counselling(runs, today=today, by=users["ehrenamt"])
    load_registrants(runs, today=today)
    load_feedback(runs, today=today)
    load_interpreters(today=today, by=coordinator)
    load_happenings(runs, today=today, by=coordinator)
    load_meetings(organisations, rooms, projects, diary=diary, by=clerks[0])
    load_absences(organisations, today=today)
    _send(Message.objects.all())
    let_mails_come_back(today=today)
    nightly.run_all(at=moment(today, "03:00"))
    _send(Message.objects.waiting())


def _send(messages):
    """As if it had been long ago: the demo mails nobody about what it begins with."""
    messages.update(sent_at=F("created_at"))


def _is_demo():
    mails = [told["mail"] for told in read("accounts")]
    return User.objects.filter(email__in=mails).count() == len(mails)


def _has_data():
    return User.objects.exists() or Organisation.objects.exists()


def _empty():
    """Make the schema anew: history and completed agreements can't be deleted row by row.

    The documents of the demo go with it.
    """
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for name in private_files.names():
        private_files.delete(name)
    call_command("migrate", verbosity=0)


def _day(text):
    try:
        return seen_from.day_of(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
