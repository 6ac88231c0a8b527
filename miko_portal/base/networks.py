"""Where a request comes from, also behind a proxy."""

from django.conf import settings


def address_of(request) -> str:
    """The address that a proxy of ours names last, else that of whoever asks.

    What others name themselves is not believed. A proxy that asks by a socket has no address.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if named and (not peer or peer in settings.PROXIES or "*" in settings.PROXIES):
        return named
    return peer
