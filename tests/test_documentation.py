"""What the documentation says of the code is true."""

import re
from pathlib import Path

import pytest

from miko_portal.base.slots import SLOTS

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "docs/install.md"]


def test_installing_names_every_setting():
    sources = [ROOT / "miko_portal/settings.py", *(ROOT / "miko_portal/base").rglob("*.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', source.read_text("utf-8"))
    }
    told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/install.md").read_text("utf-8"), re.M)
    assert sorted(told) == sorted(read | set(SLOTS))


@pytest.mark.parametrize("page", PAGES)
def test_documentation_links_to_what_is_there(page):
    path = ROOT / page
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    missing = [
        link for link in links if not link.startswith("http") and not (path.parent / link).exists()
    ]
    assert links or page != "README.md"
    assert missing == []
