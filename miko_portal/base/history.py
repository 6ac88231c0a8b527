"""Who is acting: told to the database with each statement that writes, for the history.

The user's id travels in front of the statement itself, so it costs no round trip of its own, and
it is set for the transaction only, so a connection that is kept never carries it on.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|WITH|CALL|DO)\b", re.IGNORECASE)

_who = ContextVar("who", default=None)


@contextmanager
def acting(user):
    """What is written inside is done by this user; `None`: by the portal itself."""
    with _acting(lambda: user):
        yield


@contextmanager
def _acting(who):
    token = _who.set(who)
    try:
        yield
    finally:
        _who.reset(token)


def _user_id():
    """The id of who is acting; found out at the first write only."""
    who = _who.get()
    if who is None:
        return ""
    with _acting(None):  # finding out may itself write, such as end a stale session
        user = who()
        return "" if user is None or user.pk is None else int(user.pk)


def tell_who(execute, sql, params, many, context):
    """Wraps the execution of a statement (`connection.execute_wrappers`)."""
    if isinstance(sql, str) and WRITES.match(sql):
        sql = f"SELECT set_config('miko.user_id', '{_user_id()}', true); {sql}"
    return execute(sql, params, many, context)


def watch(*, connection, **kwargs):
    """Has a new connection told who writes."""
    if tell_who not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, tell_who)


class ActingUserMiddleware:
    """What a request writes is done by whoever is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with _acting(lambda: request.user):
            return self.get_response(request)
