"""The register of personal data: what is kept of people, why, how long, and what ends it."""

import yaml
from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register

from miko_portal.base import nightly

OURS = ("base", "cooperation", "trainings", "events", "portal")
# Apps of others that keep something about people.
OTHERS = ("account", "mfa", "sessions", "usersessions")
# What ends a period, where no nightly job does: somebody does, nothing does, or nothing is kept.
ENDS = {"office": "die Verwaltung", "stays": "bleibt", "unstored": "wird nicht gespeichert"}


def read():
    """The register: {model: {personal: […], not_personal: […]}}."""
    return yaml.safe_load((settings.BASE_DIR / "privacy.yaml").read_text(encoding="utf-8"))


def models():
    labels = {config.label for config in apps.get_app_configs()}
    return [
        model
        for label in OURS + OTHERS
        if label in labels
        for model in apps.get_app_config(label).get_models()
    ]


def personal_fields(row):
    return [name for entry in row.get("personal", []) for name in entry["fields"]]


def kept_in_history(row):
    """Personal fields whose values are part of an agreement and stay in its history."""
    return [
        name
        for entry in row.get("personal", [])
        if entry.get("in_history")
        for name in entry["fields"]
    ]


def fields(model):
    every = [*model._meta.fields, *model._meta.many_to_many]
    return {field.name for field in every if field.name != "id"}


@register
def every_field_is_classified(app_configs, **kwargs):
    register = read()
    found = []
    for model in models():
        label = model._meta.label_lower
        row = register.pop(label, {})
        listed = personal_fields(row) + row.get("not_personal", [])
        for name in sorted(fields(model) - set(listed)):
            found.append(
                f"{label}.{name} is not in privacy.yaml. Say there what it is kept for, on which "
                f"basis and how long, or list it under not_personal."
            )
        for name in sorted(set(listed) - fields(model)):
            found.append(f"privacy.yaml lists {label}.{name}, which does not exist. Take it out.")
        for name in sorted({name for name in listed if listed.count(name) > 1}):
            found.append(f"privacy.yaml lists {label}.{name} twice. Decide whether it is personal.")
        for entry in row.get("personal", []):
            for what in ("purpose", "basis", "period", "ends"):
                if not entry.get(what):
                    found.append(f"privacy.yaml lacks the {what} of {label} {entry['fields']}.")
            for name in sorted(set(entry.get("ends", [])) - set(ENDS) - set(nightly.jobs)):
                found.append(
                    f"privacy.yaml says that {name} ends {label} {entry['fields']}, which is no"
                    f" nightly job. Name one, or one of: {', '.join(ENDS)}."
                )
    found += [
        f"privacy.yaml lists {label}, which does not exist. Take it out." for label in register
    ]
    return [Error(sentence, id="base.E001") for sentence in found]
