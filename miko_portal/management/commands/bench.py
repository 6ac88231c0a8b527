from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from miko_portal.base.clock import today
from miko_portal.base.postgres.rights import as_owner
from miko_portal.bench.measuring import WARM_UP, serving, share_of_speed
from miko_portal.bench.rows import TOWNS, load, make_reader

SIZES = [200, 20_000]
ROUNDS = {"cached": 300, "first": 40, "filtered": 40}


class Command(BaseCommand):
    help = "Measures pages by a bare Django view, on a database that is made for it."
    requires_system_checks = []

    def handle(self, **options):
        if settings.DATABASE_CLUSTER != "bench" or "CLUSTER" not in connection.settings_dict:
            raise CommandError("This empties its database; call it by `make bench`.")
        call_command("migrate", interactive=False, verbosity=0)
        portal = "miko_portal.wsgi"
        with (
            serving("miko_portal.bench.hello") as hello,
            serving(portal, PAGE_CACHE="true") as keeping,
            serving(portal, PAGE_CACHE="false") as forgetful,
        ):
            for size in SIZES:
                self.fill(size)
                self.measure(size, hello, keeping, forgetful)

    def fill(self, size):
        with as_owner(connection):
            call_command("flush", interactive=False, verbosity=0)
            load(size, on=today())

    def measure(self, size, hello, keeping, forgetful):
        with override("de"):
            home, seminars = reverse("home"), reverse("events:seminar_list")
        agreements = reverse("cooperation:agreement_list")
        client = Client()
        client.force_login(make_reader())
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={client.cookies[name].value}"
        # Public pages are kept for a minute; what staff see is made anew each time.
        rows = [
            ("home", "cached", keeping, repeat(home), ""),
            ("home", "first", forgetful, repeat(home), ""),
            ("seminar_list", "cached", keeping, repeat(seminars), ""),
            ("seminar_list", "first", forgetful, repeat(seminars), ""),
            ("seminar_list", "filtered", keeping, by_town_and_day(seminars), ""),
            ("agreement_list", "first", forgetful, repeat(agreements), cookie),
            ("agreement_list", "filtered", forgetful, by_word(agreements), cookie),
        ]
        for page, how, port, addresses, who in rows:
            paths = [next(addresses) for _ in range(ROUNDS[how] + WARM_UP)]
            share = share_of_speed(hello, port, paths, who)
            self.stdout.write(f"{page}/hello@{size} {how} {share:.2g}")


def repeat(address):
    while True:
        yield address


def by_town_and_day(address):
    """A filter that nobody has used yet, each time."""
    for n in range(1, 300):
        day = date_format(today() + timedelta(days=n), "d.m.Y")
        yield f"{address}?town={TOWNS[n % len(TOWNS)]}&since={day}"


def by_word(address):
    for n in range(300):
        yield f"{address}?q=KV-{n}"
