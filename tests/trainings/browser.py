"""What a browser would send back of a page on which nobody changed anything."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """Collects the names and values of the controls of a page."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in attrs:
                self.found.setdefault(self.select, []).append(attrs["value"])
        elif tag == "textarea":
            self.textarea = name
            self.found[name] = [""]
        elif tag == "input" and kind in ("checkbox", "radio") and "checked" in attrs:
            self.found.setdefault(name, []).append(attrs.get("value", "on"))
        elif tag == "input" and name and kind not in ("checkbox", "radio", "submit", "file"):
            self.found[name] = [attrs.get("value", "")]

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.select = self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.found[self.textarea][0] += data.removeprefix("\n")


def fields(response):
    """The controls of a page, by name, as they stand in it."""
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.found
