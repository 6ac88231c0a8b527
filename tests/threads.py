"""Real threads, each with a connection of its own, that begin together."""

import threading
from collections.abc import Callable

from django.db import DatabaseError, connection


def at_once(number: int, work: Callable[[int], object]) -> list[DatabaseError]:
    """Calls `work` with 0, 1, … in as many threads; answers with what the database refused."""
    together, refused = threading.Barrier(number), []

    def one(turn):
        try:
            together.wait()
            work(turn)
        except DatabaseError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(turn,)) for turn in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
