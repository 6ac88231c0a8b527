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
from miko_portal.bench import registering
from miko_portal.bench.measuring import WARM_UP, serving, share_of_registering, share_of_speed
from miko_portal.bench.rows import TOWNS, agreements_beside, load, make_reader

SIZES = [200, 20_000]
ROUNDS = {"cached": 300, "first": 80, "filtered": 40, "whole": 5, "registered": 300}


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
            self.fill(SIZES[0])
            self.measure_registering(forgetful)
            # Begun once, so that a filter is new at the second size too.
            public, staff = [*public_pages()], [*staff_pages()]
            for size in SIZES:
                self.fill(size)
                self.measure(size, hello, keeping, forgetful, public=public, staff=staff)

    def fill(self, size):
        with as_owner(connection):
            call_command("flush", interactive=False, verbosity=0)
            load(size, on=today())

    def measure(self, runs, hello, keeping, forgetful, *, public, staff):
        client = Client()
        client.force_login(make_reader())
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={client.cookies[name].value}"
        # Public pages are kept for a minute; what staff see is made anew each time.
        ports = {"cached": keeping, "filtered": keeping}
        for page, how, addresses in public:
            port = ports.get(how, forgetful)
            self.measure_page(f"{page}/hello@{runs} {how}", hello, port, addresses, "", ROUNDS[how])
        for page, how, addresses in staff:
            label = f"{page}/hello@{agreements_beside(runs)} {how}"
            self.measure_page(label, hello, forgetful, addresses, cookie, ROUNDS[how])

    def measure_registering(self, portal):
        registering.make_bare_tables()
        bare = serving(
            "miko_portal.bench.locked_insert", DATABASE_URL=registering.address_of_database()
        )
        people = ROUNDS["registered"] + WARM_UP
        run = registering.open_run(people)
        forms = [registering.path_and_form(run, number=n) for n in range(people)]
        with bare as locked_insert:
            share = share_of_registering(locked_insert, portal, registering.COOKIE, forms)
        self.stdout.write(f"registration/locked_insert {share:.2g}")

    def measure_page(self, label, hello, port, addresses, cookie, rounds):
        paths = [next(addresses) for _ in range(rounds + WARM_UP)]
        self.stdout.write(f"{label} {share_of_speed(hello, port, paths, cookie):.2g}")


def public_pages():
    with override("de"):
        home, seminars = reverse("home"), reverse("events:seminar_list")
    yield "home", "cached", repeat(home)
    yield "home", "first", repeat(home)
    yield "seminar_list", "cached", repeat(seminars)
    yield "seminar_list", "first", repeat(seminars)
    yield "seminar_list", "filtered", by_town_and_day(seminars)


def staff_pages():
    agreements, deadlines = (
        reverse(f"cooperation:{name}") for name in ("agreement_list", "deadline_list")
    )
    yield "agreement_list", "first", repeat(agreements)
    yield "agreement_list", "filtered", by_word(agreements)
    yield "agreement_list in force", "first", repeat(f"{agreements}?state=in_force&sort=-end")
    yield "deadline_list", "first", repeat(f"{deadlines}?whose=all&days=90")
    for kind in ("csv", "xlsx"):
        yield f"register_{kind}", "whole", repeat(reverse(f"cooperation:register_{kind}"))


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
