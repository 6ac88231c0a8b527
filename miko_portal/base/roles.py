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
    own = {group.name for group in user.groups.all()}
    starts = [told["start"] for role, told in table()["roles"].items() if role in own]
    return starts[0] if starts else "account"


def permissions(role):
    """The rights of a role, such as `cooperation.view_agreement`."""
    found = set()
    for label, cells in table()["models"].items():
        app, model = label.split(".")
        found |= {f"{app}.{action}_{model}" for action in ACTIONS.get(cells.get(role), [])}
    return found
