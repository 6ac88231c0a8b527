"""Nothing personal in the log: no address with a token in it, no value that an error quotes."""

import logging
import traceback

from django.http import HttpRequest


class RoutesForAddresses(logging.Filter):
    """Says `/<lang>/anmeldung/<token>/` where the message has the address that was asked for."""

    def filter(self, record):
        request = getattr(record, "request", None)  # of runserver it may be a socket
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no such address)"
            asked = {request.path, request.get_full_path()}
            # Django writes them so, in case of control characters.
            asked |= {path.encode("unicode_escape").decode("ascii") for path in asked}
            record.args = tuple(
                route if isinstance(arg, str) and arg in asked else arg for arg in record.args
            )
        return True


class WithoutValues(logging.Formatter):
    """Says where an error was raised and of which kind; its text may quote what people typed."""

    def formatException(self, exc_info):
        lines = ["Traceback (most recent call last):\n", *traceback.format_tb(exc_info[2])]
        return "".join([*lines, exc_info[0].__qualname__])

    def formatStack(self, stack_info):
        return stack_info
