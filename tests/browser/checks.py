"""What is always true of a page, each as a function that tells the faults it finds.

`test_controls.py` proves that each finds its own planted fault.
"""

import json
import subprocess
from itertools import groupby
from pathlib import Path

import pytest

from .requirements import AXE, VNU


def none_of(faults):
    """Fails with one fault a line."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


COLOURS = ["color-contrast", "link-in-text-block"]


def inaccessible(tab, *, only=(), without=(), sheets=True):
    """What axe-core objects to, at WCAG 2.2 AA and by good practice.

    `only` and `without` name rules. `sheets`: whether it fetches the style sheets once more, to
    look for those that turn the page.
    """
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text())
    options = {
        "runOnly": only or ACCESSIBLE,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
        "preload": sheets,
    }
    result = tab.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {violation['help']}: {node['target'][0]}: {node['html'][:200]}"
        f" ({' '.join(check['message'] for check in node['any'][:1])})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def invalid(folder):
    """What the Nu HTML checker objects to in the pages saved in a folder."""
    run = subprocess.run(
        ["java", "-Xss4m", "-jar", VNU, "--format", "json", "--skip-non-html", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return sorted(
        f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
        f" {message.get('extract', '')!r}"
        for message in json.loads(run.stderr)["messages"]
        if message["type"] == "error"
    )


class Watch:
    """What a browser complains of while a page loads, and whom it asks beside our own server."""

    def __init__(self, tab, origin):
        self.complaints = []
        self.foreign = []
        self.origin = origin
        tab.on("console", self.hear)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("request", self.see)

    def hear(self, message):
        of_the_page_itself = message.text.startswith("Failed to load resource") and (
            message.location["url"] == message.page.url
        )
        if message.type in ("error", "warning") and not of_the_page_itself:
            self.complaints.append(message.text)

    def see(self, request):
        if not request.url.startswith((self.origin, "data:")):
            self.foreign.append(request.url)


def too_wide(tab):
    """By how many pixels a page must be scrolled sideways, and what sticks out."""
    return tab.evaluate(
        """() => {
            const page = document.scrollingElement;
            if (page.scrollWidth <= window.innerWidth) return [];
            const out = [...document.body.querySelectorAll("*")].filter(element => {
                const box = element.getBoundingClientRect();
                return box.right > window.innerWidth + 1 || box.left < -1;
            });
            const names = out.slice(0, 5).map(element => element.outerHTML.slice(0, 120));
            return [`${page.scrollWidth} px wide`, ...names];
        }"""
    )


FOCUSABLE = """() => {
    const radios = new Set();
    const focusable = window.focusable = [...document.querySelectorAll(
        "a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], "
        + "[contenteditable]"
    )].filter(element => {
        if (element.matches(":disabled, [type=hidden], [tabindex='-1'], [inert] *")) return false;
        if (!element.checkVisibility({visibilityProperty: true})) return false;
        if (element.matches("details > summary ~ summary")) return false;
        if (element.type !== "radio") return true;
        const group = `${element.form?.id} ${element.name}`;
        const first = !radios.has(group);
        radios.add(group);
        return first;
    });
    window.left = [];
    window.addEventListener("keydown", () => {
        let element = document.activeElement;
        if (element.type === "radio")
            element = focusable.find(e => e.name === element.name && e.form === element.form);
        window.left.push(focusable.indexOf(element));
    }, {capture: true});
    const parts = ["date", "time", "datetime-local", "month"];
    return focusable.map(element => parts.includes(element.type) ? 6 : 0);
}"""


def out_of_reach(tab):
    """What the tab key alone doesn't get to, or doesn't get away from."""
    parts = tab.evaluate(FOCUSABLE)  # of each element: how often the key may stay within it
    elements, left, held = range(len(parts)), [], []
    while not held and not {*elements} <= {*left} and len(left) < 2 * len(parts) + 8:
        for _ in range(8 if left else len(parts) + 1):
            tab.keyboard.press("Tab")
        left = tab.evaluate("window.left")
        held = [index for index in elements if longest_stay(left, index) > parts[index]]
    return [f"held by {describe(tab, index)}" for index in held] + [
        f"never gets to {describe(tab, index)}" for index in elements if index not in left
    ]


def longest_stay(left, index):
    """How often in a row the key was pressed once more without leaving an element."""
    return max((len(list(run)) - 1 for at, run in groupby(left) if at == index), default=0)


def describe(tab, index):
    return tab.evaluate("index => window.focusable[index].outerHTML.slice(0, 160)", index)


def needs_a_script(tab):
    """Buttons, links and forms that a reader sees and that do nothing without JavaScript."""
    return tab.evaluate(
        """() => {
            const seen = e => e.checkVisibility({visibilityProperty: true});
            const idle = [...document.querySelectorAll(
                "button, input[type=button], [role=button]:not(a), a, [onclick]"
            )].filter(seen).filter(element => {
                if (element.matches("a"))
                    return ["", "#", null].includes(element.getAttribute("href"))
                        || element.protocol === "javascript:";
                if (element.matches("summary")) return false;
                if (["submit", "reset", "image"].includes(element.type)) return !element.form;
                return !(element.popoverTargetElement || element.commandForElement);
            });
            const controls = form => [...form.elements].filter(
                e => seen(e) && !e.matches("fieldset, output"));
            const mute = [...document.forms].filter(form => controls(form).length
                && !controls(form).some(e => ["submit", "image"].includes(e.type)));
            return [...idle, ...mute].map(e => e.outerHTML.slice(0, 160));
        }"""
    )
