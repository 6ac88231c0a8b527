"""What is always true of a page, each as a function that tells the faults it finds.

`test_controls.py` proves that each finds its own planted fault.
"""

import json
import subprocess
from pathlib import Path

import pytest

from .requirements import AXE, VNU


def none_of(faults):
    """Fails with one fault a line."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def inaccessible(tab, *, without=()):
    """What axe-core objects to, at WCAG 2.2 AA and by good practice."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text())
    options = {
        "runOnly": ACCESSIBLE,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
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
    window.focusable = [...document.querySelectorAll(
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
    return window.focusable.length;
}"""

FOCUSED = """() => {
    let element = document.activeElement;
    if (element.type === "radio")
        element = window.focusable.find(e => e.name === element.name && e.form === element.form);
    return {
        index: window.focusable.indexOf(element),
        parts: ["date", "time", "datetime-local", "month"].includes(element.type),
    };
}"""


def out_of_reach(tab):
    """What the tab key alone doesn't get to, or doesn't get away from."""
    count = tab.evaluate(FOCUSABLE)
    reached, faults, last, stuck = set(), [], None, 0
    for _ in range(2 * count + 8):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(FOCUSED)
        stuck = stuck + 1 if focused["index"] == last and last != -1 else 0
        last = focused["index"]
        if stuck > (6 if focused["parts"] else 0):
            faults.append(f"held by {describe(tab, last)}")
            break
        if last in reached and len(reached - {-1}) == count:
            break
        reached.add(last)
    return faults + [
        f"never gets to {describe(tab, index)}" for index in range(count) if index not in reached
    ]


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
