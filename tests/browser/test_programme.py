"""A training from the catalogue to its certificates, and ten colleagues from a sheet."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import expect

from miko_portal.base.models import Certificate

from .steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]

SAVE = "main form[method=post] .form-actions button[type=submit]:not([name])"


class Coordinator:
    """Plans trainings and sees to who is enrolled."""

    def __init__(self, tab):
        self.tab = tab

    def plan(self, title, *, seats, day):
        """A published training of three hours; answers with the address of its page."""
        self.tab.goto("/verwaltung/trainings/run/add/")
        answers = {"course": title, "capacity": str(seats), "starts_1": "9", "ends_1": "12"}
        answers |= {"day_1_0": day.day, "day_1_1": day.month, "day_1_2": day.year}
        for name, answer in answers.items():
            self.tab.locator(f"#id_{name}").fill(str(answer))
        self.tab.locator("#id_publish").check()
        follow(self.tab.locator(SAVE).last)
        expect(self.tab).to_have_url(re.compile(r"/trainings/run/\d+/change/$"))
        return self.tab.url.removesuffix("change/")


@pytest.fixture
def coordinator(open_tab):
    return Coordinator(open_tab("coordinator", java_script_enabled=False))


def rows(tab):
    """What becomes of each row, in the words of the page."""
    return tab.locator("tbody .kern-badge").all_inner_texts()


def test_training_from_the_catalogue_to_the_certificates(
    coordinator, open_tab, world, time_machine
):
    day = world.today + timedelta(days=5)
    title = "Gut verständigt im Amt"
    run = coordinator.plan(title, seats=2, day=day)
    tab = coordinator.tab

    reader = open_tab(java_script_enabled=False)
    reader.goto("/de/schulungen/?q=verständigt")
    follow(reader.get_by_role("link", name=title))
    expect(reader.locator("main")).to_contain_text("2 freie Plätze")

    tab.goto(f"{run}enrol/list/")
    tab.locator("[name=organisation]").select_option(label="Kreisverwaltung")
    tab.locator("[name=people]").fill("Ida; Bach; ida@example.org\nJan; Czaja\nKai; Dorn")
    follow(tab.locator(SAVE))
    assert rows(tab) == [
        "bekommt einen Platz",
        "bekommt einen Platz",
        "kommt auf die Nachrückliste",
    ]
    follow(tab.get_by_role("button", name="Verbindlich anmelden"))
    expect(tab.locator(".messagelist")).to_contain_text("2 Personen haben einen Platz")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("Nachrückliste")

    time_machine.move_to(timezone.now() + timedelta(days=6))
    tab.goto(f"{run}attendance/")
    follow(tab.get_by_role("button", name=re.compile("^Alle da")))
    expect(tab.locator("tbody .kern-badge")).to_have_text(["erreicht", "erreicht"])
    tab.goto(f"{run}certificates/")
    follow(tab.get_by_role("button", name="2 Bescheinigungen ausstellen"))
    expect(tab.locator("#held")).to_have_text("Ausgestellt (2)")
    with tab.expect_download() as download:
        tab.get_by_role("link", name=re.compile("^Als PDF herunterladen")).first.click()
    assert download.value.suggested_filename.endswith(".pdf")

    code = Certificate.objects.latest("pk").shown_code
    reader.goto("/de/bescheinigung/")
    reader.locator("[name=code]").fill(code.lower())
    follow(reader.locator("main form button[type=submit]"))
    expect(reader.locator("main")).to_contain_text("ist von uns und gilt")
    expect(reader.locator("main")).to_contain_text(title)


def test_contact_enrols_ten_colleagues_from_a_sheet(coordinator, open_tab, world, tmp_path):
    day = world.today + timedelta(days=25)
    run = coordinator.plan("Zehn auf einmal", seats=6, day=day)
    house = world.organisation.name
    people = [
        ("Adam", "Eva", "eva.adam@example.org", ""),
        ("Bach", "Ida", "", house),
        ("Czaja", "Jan", "jan.czaja@example.org", ""),
        ("Bach", "Ida", "", ""),  # twice
        ("Dorn", "Kai", "", ""),
        ("Ernst", "Lea", "lea.ernst@example.org", "Kreisverwaltung"),  # not their own
        ("Frey", "Mia", "", ""),
        ("Groß", "Noa", "noa.gross@example.org", ""),
        ("Hahn", "Ole", "", ""),  # over the seats, and without mail
        ("Iser", "Pia", "pia.iser@example.org", ""),
    ]
    book = Workbook()
    for row in [("Nachname", "Vorname", "E-Mail", "Dienststelle"), *people]:
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")

    tab = open_tab("partner", java_script_enabled=False)
    tab.goto("/meine-schulungen/neu/")
    follow(tab.get_by_role("link", name=re.compile("Zehn auf einmal")).last)
    tab.locator("[name=file]").set_input_files(tmp_path / "liste.xlsx")
    follow(tab.locator(SAVE))
    seat, wait = "bekommt einen Platz", "kommt auf die Nachrückliste"
    assert rows(tab) == [
        seat, seat, seat, "steht oben schon", seat, "nicht berechtigt", seat, seat, wait, wait,
    ]  # fmt: skip
    follow(tab.get_by_role("button", name="Verbindlich anmelden"))
    expect(tab.locator("body")).to_contain_text("6 Personen haben einen Platz")
    expect(tab.locator("body")).to_contain_text("2 Personen sind auf der Nachrückliste")
    expect(tab.locator("tbody tr")).to_have_count(8)

    # A colleague is ill: somebody else comes, and the seat stays.
    follow(tab.get_by_role("link", name=re.compile("Jemand anderes kommt: .*Adam")))
    tab.locator("[name=given_name]").fill("Tom")
    tab.locator("[name=family_name]").fill("Urban")
    follow(tab.locator(SAVE))
    coordinator.tab.goto(f"{run}change/")
    list_of_the_office = coordinator.tab.locator("#places-group")
    expect(list_of_the_office).to_contain_text("Tom Urban")
    expect(list_of_the_office).not_to_contain_text("Eva Adam")
