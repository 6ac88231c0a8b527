"""One copy of the test database, one server and one browser for all of these tests."""

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from . import requirements
from .world import make_world

SETTINGS = {
    "ROOT_URLCONF": "tests.browser.urls",
    "TEMPLATES": [
        settings.TEMPLATES[0]
        | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], requirements.ROOT / "tests" / "templates"]}
    ],
}


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Rows for every page, in a database of their own that goes with the last of these tests."""
    with django_db_blocker.unblock(), override_settings(**SETTINGS):
        original = connection.settings_dict["NAME"]
        connections.close_all()
        connection.creation.clone_test_db("browser", verbosity=0, autoclobber=True)
        copy = connection.creation.get_test_db_clone_settings("browser")["NAME"]
        connection.settings_dict["NAME"] = copy
        yield make_world()
        connections.close_all()
        connection.settings_dict["NAME"] = original
        connection.creation.destroy_test_db(suffix="browser", verbosity=0)


@pytest.fixture(scope="package")
def sessions(world):
    """A cookie of each reader, kept before a test's own transaction hides it from the server."""
    name = settings.SESSION_COOKIE_NAME
    sessions = {}
    for reader, user in world.readers.items():
        client = Client()
        client.force_login(user)
        sessions[reader] = {"name": name, "value": client.cookies[name].value}
    return sessions


@pytest.fixture(scope="package")
def server(world):
    """The address of the portal."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def browser(world):
    executable = requirements.chromium()
    requirements.styles()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop belongs to this thread, but waits whenever Django is at work.
        # Django keeps a connection of its own for such a thread, which is closed here.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--no-first-run",
            ],
        )
        yield browser
        connections.close_all()
        browser.close()


@pytest.fixture(scope="package")
def new_window(browser, server, sessions):
    """Opens a browser window, signed in as a reader of the world or as nobody.

    Without the worker that keeps pages for later, unless a test asks for it: a fresh window would
    install it at each page.
    """

    def new_window(reader="", **options):
        usual = {"base_url": server, "locale": "de-DE", "service_workers": "block"}
        window = browser.new_context(**usual | options)
        window.set_default_timeout(10_000)
        if reader:
            window.add_cookies([sessions[reader] | {"url": server}])
        return window

    return new_window


@pytest.fixture
def open_tab(new_window):
    """A tab of a window of its own."""
    windows = []

    def open_tab(reader="", **options):
        windows.append(new_window(reader, **options))
        return windows[-1].new_page()

    yield open_tab
    for window in windows:
        window.close()


@pytest.fixture(scope="package")
def windows(browser):
    """What `visit` has opened."""
    windows = {}
    yield windows
    for window in windows.values():
        window.close()


@pytest.fixture
def visit(new_window, windows, world):
    """A page, for tests that only look: each reader has one window, so styles are fetched once."""
    tabs = []

    def visit(page, language="de", **options):
        whose = (page.reader, language, *options.items())
        if whose not in windows:
            windows[whose] = new_window(page.reader, locale=language, **options)
        tabs.append(windows[whose].new_page())
        tabs[-1].goto(page.address(world, language))
        return tabs[-1]

    yield visit
    for tab in tabs:
        tab.close()


@pytest.fixture
def ask(world):
    """Asks for a page without a browser: `ask(page, language)`."""
    clients = {}

    def ask(page, language="de"):
        if page.reader not in clients:
            clients[page.reader] = Client(raise_request_exception=False)
            if page.reader:
                clients[page.reader].force_login(world.readers[page.reader])
        return clients[page.reader].get(
            page.address(world, language), headers={"accept-language": language}
        )

    return ask
