"""A page that is sound, or carries the one fault that its address names."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

FAULTS = {
    "none": "",
    "unlabelled-field": '<form><input name="town"><button>Suchen</button></form>',
    "unclosed-tag": "<p>Kurse <strong>in Polch</p>",
    "inline-style": '<p style="color: red">Kurse in Polch</p>',
    "cookie": "",
    "foreign-request": '<img alt="" src="https://example.org/pixel.png">',
    "keyboard-trap": '<a id="trap" href="/">Kurse</a><script src="/planted/trap.js"></script>',
    "box-too-wide": f"<pre>{'Kurse ' * 40}</pre>",
    "button-that-needs-a-script": '<p><button type="button">Suchen</button></p>',
}

PAGE = """<!DOCTYPE html>
<html lang="de" dir="ltr">
<head><meta charset="utf-8"><title>Kurse – MiKo</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Kurse</h1><p><a href="/">Zur Startseite</a></p>{fault}<p><a href="/">Zurück</a></p>
</main></body></html>
"""

SCRIPT = """
document.getElementById("trap").addEventListener("keydown", event => {
    if (event.key === "Tab") event.preventDefault();
});
"""


@login_not_required
def page(request, fault):
    response = HttpResponse(PAGE.format(fault=FAULTS[fault]))
    if fault == "cookie":
        response.set_cookie("visitor", "1")
    return response


@login_not_required
def script(request):
    return HttpResponse(SCRIPT, content_type="text/javascript")
