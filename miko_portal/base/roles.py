"""The roles and their rights, as `roles.yaml` says them."""

from functools import cache

import yaml
from django.conf import settings

ACTIONS = {"change": ["view", "add", "change"], "see": ["view"]}


@cache
def table():
    return yaml.safe_load((settings.BASE_DIR / "roles.yaml").read_text(encoding="utf-8"))


def names():
    """Every role, by name."""
    return list(table()["roles"])


def enters_admin(role):
    return table()["roles"][role]["admin"]


def start_of(user):
    """The page that somebody begins with, by name."""
    starts = [told["start"] for role, told in table()["roles"].items() if role in user.role_names]
    return starts[0] if starts else "account"


def sees_own(user, label):
    """Whether somebody sees of a model what concerns themselves ("own" in the table)."""
    cells = table()["models"][label]
    return any(cells.get(role) == "own" for role in user.role_names)


def sees_any(user, label):
    """Whether there is a list of a model for somebody at all: of all rows, or of their own."""
    app, model = label.split(".")
    return user.has_perm(f"{app}.view_{model}") or sees_own(user, label)


def permissions(role):
    """The rights of a role, such as `cooperation.view_agreement`."""
    found = set()
    for label, cells in table()["models"].items():
        app, model = label.split(".")
        found |= {f"{app}.{action}_{model}" for action in ACTIONS.get(cells.get(role), [])}
    return found
