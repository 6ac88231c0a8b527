"""What requirements/*.in ask for is pinned in *.txt, with hashes and no address of a registry."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

FOLDER = Path(__file__).parent.parent / "requirements"
NAMES = sorted(path.stem for path in FOLDER.glob("*.in"))


def pinned(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_requirements_are_pinned_as_asked(name):
    lines = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    versions = pinned(name)
    wrong = [
        str(requirement)
        for requirement in asked
        if not requirement.specifier.contains(versions.get(requirement.name.lower(), "0"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_hashes_and_no_address(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text


def test_tests_run_with_the_versions_of_the_portal():
    portal, dev = pinned("portal"), pinned("dev")
    assert {name: dev[name] for name in portal.keys() & dev.keys()} == {
        name: portal[name] for name in portal.keys() & dev.keys()
    }
