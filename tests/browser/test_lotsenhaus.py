"""The whole life of the Lotsenhaus, as a clerk sees it, with a picture of every step."""

import re

import pytest
from playwright.sync_api import expect

from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

PARTIES = [
    ("Agentur für Arbeit Koblenz-Mayen", "employment_agency"),
    ("Jobcenter Stadt Koblenz", "jobcenter"),
    ("Jobcenter Landkreis Mayen-Koblenz", "jobcenter"),
    ("Stadt Koblenz", "municipality"),
    ("Handwerkskammer Koblenz", "chamber"),
    ("Industrie- und Handelskammer Koblenz", "chamber"),
    ("Caritasverband Koblenz", "welfare"),
]
SUBMIT = "main form[method=post] .form-actions button[type=submit]:not([name])"


class Clerk:
    """Fills in the forms of the portal on a day, and looks at the agreement after each."""

    def __init__(self, tab, clock, folder):
        self.tab, self.clock, self.folder = tab, clock, folder
        self.pictures = 0

    def on(self, day):
        self.clock.move_to(f"{day} 10:00+01:00")

    def fill(self, answers):
        for name, answer in answers.items():
            field = self.tab.locator(f"#id_{name}")
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)

    def day(self, name, day):
        for part, told in zip(("year", "month", "day"), day.split("-"), strict=True):
            self.tab.locator(f"[name={name}_{part}]").fill(told)

    def save(self):
        follow(self.tab.locator(SUBMIT).last)

    def press(self, label):
        follow(self.tab.get_by_role("button", name=label, exact=True).first)

    def sees(self, state, parties):
        expect(self.tab.locator(".page-head .state").first).to_have_text(state)
        expect(self.tab.locator("#parties")).to_have_text(f"{parties} Kooperationspartner")
        self.pictures += 1
        self.tab.screenshot(path=self.folder / f"{self.pictures:02}-{state}.png", full_page=True)


@pytest.fixture
def clerk(open_tab, time_machine, tmp_path):
    return Clerk(open_tab("clerk"), time_machine, tmp_path)


def test_lotsenhaus_from_the_first_draft_to_its_end(clerk):
    tab = clerk.tab
    clerk.on("2015-08-17")
    tab.goto("/vereinbarungen/neu/")
    for _row in PARTIES[1:]:
        follow(tab.locator("button[name=add_row]"))
    clerk.fill({"title": "Lotsenhaus für Flüchtlinge", "version-goals": "Eine Anlaufstelle."})
    clerk.fill({"parties-0-organisation": "Kreisverwaltung"})
    tab.locator("#id_parties-0-lead").check()
    for row, (name, kind) in enumerate(PARTIES, start=1):
        clerk.fill({f"parties-{row}-new_name": name, f"parties-{row}-new_kind": kind})
    for row in range(8):
        clerk.fill({f"parties-{row}-signatories": f"Vertretung {row}, Leitung"})
    clerk.day("version-effective_on", "2015-12-01")
    clerk.day("version-first_end_on", "2018-11-30")
    clerk.fill({"version-term": "fixed", "version-renewal": "tacit"})
    clerk.fill({"version-renewal_months": "12", "version-notice_months": "6"})
    clerk.fill({"version-notice_basis": "term"})
    clerk.save()
    expect(tab).to_have_url(re.compile(r"/vereinbarungen/\d+/$"))
    page = tab.url
    clerk.sees("Entwurf", 8)

    clerk.press("Abstimmung beginnen")
    clerk.sees("in Abstimmung", 8)
    clerk.on("2015-10-19")
    clerk.press("Zur Unterschrift freigeben")
    clerk.sees("zur Unterschrift", 8)

    for number in range(8):
        clerk.on(f"2015-11-{10 + number}")
        tab.goto(f"{page}unterschriften/")
        name = tab.locator(".row-of-form [name$=-signed_on_day]").first.get_attribute("name")
        clerk.day(name.removesuffix("_day"), f"2015-11-{10 + number}")
        clerk.save()
        clerk.sees("zur Unterschrift" if number < 7 else "unterzeichnet", 8)
    clerk.on("2015-12-01")
    tab.goto(page)
    clerk.sees("in Kraft", 8)

    clerk.on("2019-01-21")
    tab.goto(f"{page}nachtrag/")
    clerk.fill({"reason": "Lotsenhaus International"})
    clerk.day("effective_on", "2019-03-01")
    clerk.save()
    follow(tab.locator("button[name=add_row]"))
    clerk.fill({"parties-8-new_name": "Volkshochschule Mayen", "parties-8-new_kind": "education"})
    clerk.fill({"parties-8-signatories": "Vertretung 8, Leitung"})
    clerk.save()
    clerk.press("Abstimmung beginnen")
    clerk.press("Zur Unterschrift freigeben")
    clerk.sees("in Kraft", 8)
    clerk.on("2019-02-19")
    tab.goto(f"{page}unterschriften/")
    clerk.day("all-signed_on", "2019-02-19")
    clerk.press("Von allen unterzeichnet")
    clerk.on("2019-03-01")
    tab.goto(page)
    clerk.sees("in Kraft", 9)

    clerk.on("2019-04-02")
    tab.goto(f"{page}kuendigung/")
    clerk.fill({"party": "Handwerkskammer Koblenz"})
    clerk.day("received_on", "2019-04-02")
    clerk.save()
    clerk.sees("in Kraft", 9)
    clerk.on("2019-12-01")
    tab.goto(page)
    clerk.sees("in Kraft", 8)

    tab.goto(f"{page}aufhebung/")
    clerk.day("last_day", "2019-12-31")
    clerk.save()
    clerk.sees("in Kraft", 8)
    clerk.on("2020-01-01")
    tab.goto(page)
    clerk.sees("beendet", 8)
