"""What pages weigh on a weak network, and what is left of them without any."""

import gzip
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Error, expect

from miko_portal.base.clock import today
from miko_portal.base.languages import BY_CODE
from tests.events.factories import make_run

from .checks import inaccessible, none_of, too_wide
from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

FIRST, AGAIN, HTML, EVEN_A_PAGE = 150_000, 15_000, 60_000, 50_000  # bytes
KEPT_HERE = "await caches.match(location.href, { ignoreVary: true })"
OTHERS_GONE = "!(await caches.keys()).includes('pages-before')"
BACKENDS = {
    "pages": "django.core.cache.backends.locmem.LocMemCache",
    "staticfiles": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}


class Counting:
    """The portal, and how many bytes it has sent: to pages, and to the worker beside them."""

    def __init__(self, portal):
        self.portal, self.sent = portal, 0

    def __call__(self, environ, start_response):
        def start(status, headers, *rest):
            self.sent += len(status) + sum(len(name) + len(value) + 4 for name, value in headers)
            self.sent += int(dict(headers).get("Content-Length", 0))
            return start_response(status, headers, *rest)

        return self.portal(environ, start)


@pytest.fixture(scope="module")
def production(world, tmp_path_factory):
    """The portal with pages and files as the public gets them: `address`, `counting.sent`."""
    served = {
        "STATIC_ROOT": tmp_path_factory.mktemp("collected"),
        "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": BACKENDS["staticfiles"]}},
        "CACHES": settings.CACHES | {"pages": {"BACKEND": BACKENDS["pages"]}},
    }
    production = SimpleNamespace()

    def count(portal):
        production.counting = Counting(portal)
        return production.counting

    with override_settings(**served):
        call_command("collectstatic", ignore_patterns=["admin"], interactive=False, verbosity=0)
        server = LiveServerThread("localhost", static_handler=count)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        production.address = f"http://localhost:{server.port}"
        yield production
        server.terminate()


def wait_for(tab, condition):
    """Until what the expression says, which may await, is so."""
    came = tab.evaluate(f"""(async () => {{
        for (let round = 0; round < 200; round++) {{
            if ({condition}) return true;
            await new Promise((go) => setTimeout(go, 50));
        }}
    }})()""")
    assert came, condition


@pytest.fixture
def open_telephone(open_tab, production):
    def open_telephone():
        return open_tab(
            base_url=production.address,
            viewport={"width": 360, "height": 740},
            service_workers="allow",
        )

    return open_telephone


@pytest.mark.parametrize("language", BY_CODE)
def test_list_is_light_at_the_first_visit_and_lighter_after(open_telephone, production, language):
    tab = open_telephone()

    def weigh():
        before = production.counting.sent
        tab.goto(f"/{language}/seminare/", wait_until="networkidle")
        wait_for(tab, KEPT_HERE)
        return production.counting.sent - before

    first, again = weigh(), weigh()
    assert EVEN_A_PAGE < first < FIRST
    assert 0 < again < AGAIN


@pytest.mark.parametrize("language", BY_CODE)
def test_full_list_is_short_enough(world, language):
    """With more than a page of dates, and before it is compressed; after it, as sent again."""
    for days in range(1, 14):
        make_run(seminar=world.seminar_run.seminar, days=days)
    content = Client().get(f"/{language}/seminare/").content
    assert content.count(b"seminar__title") == 12
    assert len(content) < HTML
    assert len(gzip.compress(content)) < AGAIN


ADDRESSES = """(async () => {
    const addresses = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys())
            if (!url.includes("/static/")) addresses.push(new URL(url).pathname);
    return addresses.sort();
})()"""
SEE = """(paths) => Promise.all(paths.map(async (path) => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => { port1.onmessage = resolve; });
    const url = new URL(path, location).href;
    active.postMessage({ wish: "seen", url, files: [] }, [port2]);
    await answered;
}))"""


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Kein Netz."), ("ar", "لا يوجد اتصال بالإنترنت.")]
)
def test_page_once_seen_is_readable_without_a_network(open_telephone, language, said):
    tab = open_telephone()
    tab.goto(f"/{language}/seminare/")
    notice = tab.locator(".offline")
    title = tab.locator("h1").inner_text()
    assert notice.is_hidden()
    wait_for(tab, KEPT_HERE)
    tab.context.set_offline(True)
    tab.goto(f"/{language}/seminare/")
    notice.wait_for()
    assert tab.locator("h1").inner_text() == title
    told = notice.inner_text()
    assert said in told
    assert f"{today():%d.%m.%Y}" in told.replace("/", ".").replace("\u200f", "")
    assert tab.evaluate("getComputedStyle(document.body).display") == "flex"  # with its style
    with pytest.raises(Error):
        tab.goto("/konto/login/")
    tab.context.set_offline(False)
    tab.goto(f"/{language}/seminare/")
    assert notice.is_hidden()


@pytest.mark.parametrize("language", BY_CODE)
def test_page_never_seen_says_what_to_do_without_a_network(open_telephone, language):
    tab = open_telephone()
    tab.goto(f"/{language}/")
    wait_for(tab, KEPT_HERE)
    tab.context.set_offline(True)
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(f"/{language}/seminare/")
    page = tab.locator("html")
    expect(page).to_have_attribute("lang", language)
    expect(page).to_have_attribute("dir", BY_CODE[language].direction)
    assert tab.evaluate("getComputedStyle(document.body).display") == "flex"  # with its style
    expect(tab.locator("a[href^='tel:']")).to_be_visible()
    none_of(too_wide(tab) + inaccessible(tab))
    tab.context.set_offline(False)
    follow(tab.locator(".kern-btn--primary"))
    expect(tab.locator(".seminar__title").first).to_be_visible()


def test_what_is_not_public_stays_only_when_somebody_wants_it(open_telephone, world):
    tab = open_telephone()
    mine = f"/de/anmeldung/{world.links.seated}/"
    tab.goto("/de/")
    wait_for(tab, KEPT_HERE)
    for path in (f"/de/seminare/{world.open_run.pk}/anmelden/", "/konto/login/", mine):
        tab.goto(path, wait_until="networkidle")
    assert tab.evaluate(ADDRESSES) == ["/de/"]
    button = tab.get_by_role("button", name="Auf diesem Telefon behalten")
    button.click()
    tab.locator("[data-kept]").wait_for()
    assert tab.evaluate(ADDRESSES) == sorted(["/de/", mine])
    tab.context.set_offline(True)
    tab.goto(mine)
    tab.locator(".offline").wait_for()
    button.click()
    tab.locator("[data-kept]").wait_for(state="hidden")
    assert tab.evaluate(ADDRESSES) == ["/de/"]


def test_pages_of_another_release_go_and_no_more_are_kept_than_thirty(open_telephone):
    tab = open_telephone()
    tab.goto("/robots.txt")
    tab.evaluate("(async () => { await caches.open('pages-before'); })()")
    tab.goto("/de/")
    wait_for(tab, KEPT_HERE)
    wait_for(tab, OTHERS_GONE)
    for number in range(1, 36):
        tab.evaluate(SEE, [f"/de/seminare/?page={number}"])
    assert tab.evaluate(ADDRESSES) == ["/de/seminare/"] * 30
