"""Each check finds the fault planted for it, and finds nothing where none is planted."""

import pytest

from . import requirements
from .checks import Watch, inaccessible, invalid, needs_a_script, out_of_reach, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.matrix, pytest.mark.django_db]


@pytest.fixture
def planted(open_tab):
    def planted(fault, **options):
        tab = open_tab(**options)
        tab.goto(f"/planted/{fault}/")
        return tab

    return planted


@pytest.mark.parametrize(("fault", "found"), [("none", []), ("unlabelled-field", ["label"])])
def test_unlabelled_field_is_found(fault, found, planted):
    requirements.axe()
    faults = inaccessible(planted(fault, bypass_csp=True))
    assert sorted({line.split(":")[0] for line in faults}) == found


@pytest.mark.parametrize(("fault", "found"), [("none", False), ("unclosed-tag", True)])
def test_unclosed_tag_is_found(fault, found, world, client, tmp_path):
    requirements.nu_html_checker()
    (tmp_path / "page.html").write_bytes(client.get(f"/planted/{fault}/").content)
    assert bool(invalid(tmp_path)) is found


@pytest.mark.parametrize(
    ("fault", "complaints", "foreign", "cookies"),
    [
        ("none", 0, 0, 0),
        ("inline-style", 1, 0, 0),
        ("foreign-request", 1, 1, 0),
        ("cookie", 0, 0, 1),
    ],
)
def test_breach_of_the_policy_is_found(fault, complaints, foreign, cookies, open_tab, server):
    tab = open_tab()
    watch = Watch(tab, server)
    tab.goto(f"/planted/{fault}/", wait_until="networkidle")
    found = (len(watch.complaints), len(watch.foreign), len(tab.context.cookies()))
    assert found == (complaints, foreign, cookies), watch.complaints


@pytest.mark.parametrize(("fault", "found"), [("none", 0), ("keyboard-trap", 2)])
def test_keyboard_trap_is_found(fault, found, planted):
    assert len(out_of_reach(planted(fault))) == found


@pytest.mark.parametrize(("fault", "found"), [("none", False), ("box-too-wide", True)])
def test_box_too_wide_is_found(fault, found, planted):
    assert bool(too_wide(planted(fault, viewport={"width": 320, "height": 640}))) is found


@pytest.mark.parametrize(("fault", "found"), [("none", 0), ("button-that-needs-a-script", 1)])
def test_button_that_needs_a_script_is_found(fault, found, planted):
    assert len(needs_a_script(planted(fault, java_script_enabled=False))) == found
