"""What pages weigh for a telephone that is far from everything, and what is left without a network."""

import gzip
from collections import defaultdict

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread

from miko_portal.base.languages import BY_CODE
from tests.events.factories import make_run

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FIRST, AGAIN, HTML = 150_000, 15_000, 60_000
BACKENDS = {
    "pages": "django.core.cache.backends.locmem.LocMemCache",
    "staticfiles": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}


@pytest.fixture(scope="module")
def production(world, tmp_path_factory):
    """The address of the portal with pages and files as the public gets them."""
    served = {
        "STATIC_ROOT": tmp_path_factory.mktemp("collected"),
        "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": BACKENDS["staticfiles"]}},
        "CACHES": settings.CACHES | {"pages": {"BACKEND": BACKENDS["pages"]}},
    }
    with override_settings(**served):
        call_command("collectstatic", ignore_patterns=["admin"], interactive=False, verbosity=0)
        server = LiveServerThread("localhost", static_handler=lambda portal: portal)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        yield f"http://localhost:{server.port}"
        server.terminate()


@pytest.fixture
def open_telephone(open_tab, production):
    def open_telephone():
        return open_tab(base_url=production, viewport={"width": 360, "height": 740})

    return open_telephone


@pytest.fixture
def weigh(open_telephone):
    """Opens a page and tells what came over the network: bytes by address."""
    tab = open_telephone()
    network = tab.context.new_cdp_session(tab)
    addresses, sent = {}, defaultdict(int)

    def ask(event):
        addresses[event["requestId"]] = event["request"]["url"]

    def receive(event):
        sent[addresses[event["requestId"]]] += event["encodedDataLength"]

    network.send("Network.enable")
    network.on("Network.requestWillBeSent", ask)
    network.on("Network.loadingFinished", receive)

    def weigh(path):
        sent.clear()
        assert tab.goto(path, wait_until="networkidle").ok
        return dict(sent)

    return weigh


@pytest.mark.parametrize("language", ["de", "en", "fr", "ar", "fa", "uk"])
def test_list_is_light_at_the_first_visit_and_lighter_after(weigh, language):
    first = weigh(f"/{language}/seminare/")
    assert sum(first.values()) < FIRST
    again = weigh(f"/{language}/seminare/")
    assert 0 < sum(again.values()) < AGAIN


@pytest.mark.parametrize("language", BY_CODE)
def test_full_list_is_short_enough(world, language):
    """With more than a page of dates, and before it is compressed; after it, as sent again."""
    for days in range(1, 14):
        make_run(seminar=world.seminar_run.seminar, days=days)
    content = Client().get(f"/{language}/seminare/").content
    assert content.count(b"seminar__title") == 12
    assert len(content) < HTML
    assert len(gzip.compress(content)) < AGAIN
