"""Takes the pictures of the README from a running demo.

make demo, then, with the password that it prints:
.venv/bin/python -m tests.browser.screenshots http://localhost:8000 PASSWORD
"""

import sys

from playwright.sync_api import sync_playwright

from .requirements import ROOT, chromium

FOLDER = ROOT / "docs" / "screenshots"
WIDE = {"width": 1280, "height": 860}
TELEPHONE = {"width": 390, "height": 780}
PICTURES = [
    ("home", "/de/", "", WIDE),
    ("seminars", "/de/seminare/", "", WIDE),
    ("seminars-arabic", "/ar/seminare/", "", TELEPHONE),
    ("agreements", "/vereinbarungen/", "sachbearbeitung", WIDE),
    ("training-new", "/verwaltung/trainings/run/add/", "koordination", WIDE),
]


def take(portal, password):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, address, reader, size in PICTURES:
            window = browser.new_context(base_url=portal, locale="de-DE", viewport=size)
            tab = window.new_page()
            if reader:
                tab.goto("/konto/anmelden/?next=/konto/")
                tab.locator("#id_login").fill(f"{reader}@example.org")
                tab.locator("#id_password").fill(password)
                tab.locator("main form button[type=submit]").first.click()
                tab.wait_for_url("**/konto/")
            tab.goto(address, wait_until="networkidle")
            tab.screenshot(path=FOLDER / f"{name}.png")
            window.close()
        browser.close()


if __name__ == "__main__":
    take(*sys.argv[1:])
