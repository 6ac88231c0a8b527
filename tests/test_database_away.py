"""The database goes away in the middle of a booking, and comes back; the portal stays."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from miko_portal.base.postgres.cluster import DATABASE, PORTAL
from miko_portal.bench.registering import path_and_form
from tests.base.scratch_database import scratch_database
from tests.served import ask, database_address, language_of, make_open_run, serving_portal

STORED = [
    "events_registration",
    "events_registrationcontact",
    "events_registrationlink",
    "base_message",
    "base_historyentry WHERE table_name = 'events_registration'",
]


def stop_while_a_form_is_stored(database, port, path, form, how):
    """The answer to a form when all is written but the message, and then the database stops."""
    with database.cursor() as held, ThreadPoolExecutor(1) as pool:
        held.execute("LOCK TABLE base_message IN SHARE MODE")

        def somebody_waits():
            held.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return held.fetchone() == (1,)

        answer = pool.submit(ask, port, path, form=form)
        database.wait_until(somebody_waits)
        database.stop(how)
        return answer.result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.matrix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_database_that_stops_in_the_middle_of_a_booking(tmp_path, how):
    run = make_open_run()
    path, form = path_and_form(run, language="ar")
    with scratch_database(tmp_path) as database:
        address = database_address(PORTAL, database.where["host"], DATABASE)
        with serving_portal(DATABASE_URL=address) as port:
            answer = stop_while_a_form_is_stored(database, port, path, form, how)
            for code, away in {
                "ar": answer,
                "uk": ask(port, "/uk/seminare/"),
                "fa": ask(port, path.replace("/ar/", "/fa/"), form=form),
            }.items():
                assert (away.status, language_of(away)) == (503, code)
                assert away.headers["Retry-After"] == "120"
            database.start()
            assert database.numbers(*STORED) == (0, 0, 0, 0, 0)
            assert ask(port, "/uk/seminare/").status == 200
            again = [ask(port, path, form=form).status for _ in range(2)]
            assert again == [302, 302]
            assert database.numbers(*STORED) == (1, 1, 2, 1, 1)
