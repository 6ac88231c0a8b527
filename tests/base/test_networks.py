"""Where a request comes from: a proxy of ours is believed, nobody else."""

import pytest
from django.test import RequestFactory

from miko_portal.base.accounts.adapter import AccountAdapter
from miko_portal.base.networks import address_of


def asked(peer, named):
    headers = {"X-Forwarded-For": named} if named else {}
    return RequestFactory().get("/de/", REMOTE_ADDR=peer, headers=headers)


@pytest.mark.parametrize(
    ("peer", "named", "address"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_address_is_that_of_whoever_asks_or_what_our_proxy_names_last(peer, named, address):
    assert address_of(asked(peer, named)) == address
    assert AccountAdapter().get_client_ip(asked(peer, named)) == address


def test_proxy_on_another_machine_is_named_in_the_settings(settings):
    request = asked("192.0.2.1", "203.0.113.9")
    for proxies, address in ((["192.0.2.1"], "203.0.113.9"), (["*"], "203.0.113.9")):
        settings.PROXIES = proxies
        assert address_of(request) == address
