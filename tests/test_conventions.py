"""The rules of the house that a machine can hold."""

import inspect
import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse
from importlinter.cli import lint_imports

from tests.base.factories import make_user

ROOT = Path(__file__).parent.parent
LEVELS = {"base": 1, "cooperation": 2, "trainings": 3, "events": 3, "portal": 4}
PACKAGES = ["miko_portal", "cooperation", "trainings", "events"]
MODULES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
ACCESS = yaml.safe_load((ROOT / "tests" / "access.yaml").read_text(encoding="utf-8"))
SAMPLES = {"IntConverter": 1, "StringConverter": "x", "SlugConverter": "x"}


def patterns(resolver=None, names=(), converters=()):
    """Every address of our own as (name, view, its converters)."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = {**dict(converters), **entry.pattern.converters}
        if isinstance(entry, URLPattern):
            if inspect.unwrap(entry.callback).__module__.split(".")[0] in PACKAGES:
                yield ":".join([*names, str(entry.name)]), entry.callback, here
        elif entry.namespace != "admin":
            yield from patterns(entry, [*names, *filter(None, [entry.namespace])], here)


PATTERNS = sorted(patterns(), key=lambda pattern: pattern[0])


def test_every_address_says_who_may_open_it():
    assert sorted(ACCESS) == sorted({name for name, _, _ in PATTERNS})


@pytest.mark.parametrize(("name", "view", "converters"), PATTERNS)
def test_public_addresses_are_those_of_the_table(name, view, converters):
    assert (ACCESS.get(name) == "public") == (not getattr(view, "login_required", True))


@pytest.mark.parametrize(
    ("name", "converters"),
    [(name, converters) for name, _, converters in PATTERNS if ACCESS.get(name) != "public"],
)
def test_closed_addresses_are_closed(client, db, name, converters):
    kwargs = {key: SAMPLES[type(value).__name__] for key, value in converters.items()}
    url = reverse(name, kwargs=kwargs)
    assert client.get(url).status_code in (302, 405)
    assert client.post(url).status_code in (302, 405)
    if ACCESS.get(name) != "signed_in":
        client.force_login(make_user())
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in (403, 404, 405)


@pytest.mark.parametrize(("name", "view", "converters"), PATTERNS)
def test_view_address_and_template_bear_one_name(name, view, converters):
    function = inspect.unwrap(view)
    short = name.rpartition(":")[2]
    assert function.__name__ == short
    app = function.__module__.split(".")[0]
    folder = "" if app == "miko_portal" else f"{app}/"
    allowed = {f"{folder}{short}.html", f"{folder}{short.rpartition('_')[0]}_form.html"}
    rendered = re.findall(
        r'TemplateResponse\(\s*\w+,\s*"([\w/]+\.html)', inspect.getsource(function)
    )
    assert set(rendered) <= allowed


def test_imports_point_down(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_relations_of_models_point_down():
    wrong = [
        str(field)
        for label in LEVELS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label != label
        and LEVELS.get(field.related_model._meta.app_label, 0) >= LEVELS[label]
    ]
    assert wrong == []


def test_modules_have_names_that_say_something():
    vague = {"utils", "helpers", "services", "mixins", "signals"}
    assert [path for path in MODULES if path.stem in vague or path.parent.name in vague] == []


def test_modules_stay_short():
    long = [path for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert [path for path in long if "migrations" not in path.parts] == []


@pytest.mark.parametrize("name", ["roles.yaml", "privacy.yaml", "tests/access.yaml"])
def test_a_register_says_nothing_twice(name):
    """Of a key that stands there twice YAML takes the last, without a word."""
    twice, nodes = [], [yaml.compose((ROOT / name).read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _value in node.value]
            twice += [key for key in set(keys) if keys.count(key) > 1]
            nodes += [value for _key, value in node.value]
    assert twice == []
