"""What the browser tests need beside Python. Where it is missing they say so, and fail in CI."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
STYLES = ROOT / "build" / "static"


def need(thing, there):
    """Leaves the test out, loudly, where a thing is not installed; in CI that is a failure."""
    if there:
        return
    sentence = f"{thing} is missing: what needs it was NOT tested."
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def chromium():
    """The one without windows first, where it is installed: it needs half the time."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser"]
    path = next(filter(None, map(shutil.which, names)), None)
    need("Chromium (Debian: apt-get install chromium)", path)
    return path


def styles():
    """Without the built style sheets nothing here means a thing; so there is no leaving out."""
    if not any(STYLES.rglob("*.css")):
        pytest.fail("The style sheets are not built; run `npm run build` (or `make`) first.")


def axe():
    need("axe-core (npm ci)", AXE.exists())


def nu_html_checker():
    need("Java 17 (Debian: apt-get install default-jre-headless)", shutil.which("java"))
    need("vnu-jar (npm ci)", VNU.exists())
