"""What stands on paper beside words: codes that telephones read, and our own symbols."""

import re
from functools import cache

import qrcode
from django.conf import settings

SYMBOLS = settings.BASE_DIR / "static" / "img" / "symbols.svg"
# Of the eight patterns of the standard the one that suits addresses best, or nearly so; to weigh
# all eight for each takes five times as long.
MASK = 2
LINES = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def code_of(link: str) -> list[str]:
    """The QR code of a link, a row of 0 and 1 for each of its lines, without the quiet zone.

    It can still be read with an eighth of it torn or dirty (level M, 15 per cent).
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(link)
    code.make()
    return ["".join("01"[dark] for dark in row) for row in code.get_matrix()]


def drawing_of(rows: list[str]) -> tuple[int, str]:
    """The code as one path of an SVG, and how wide it is with the white around it."""
    parts = [
        f"M{found.start() + 4} {y + 4}h{len(found[0])}v1h-{len(found[0])}z"
        for y, row in enumerate(rows)
        for found in re.finditer("1+", row)
    ]
    return len(rows) + 8, "".join(parts)


@cache
def symbol(name: str, color: str) -> str:
    """One of the symbols of the pages as an SVG of its own, drawn in the colour."""
    found = re.search(
        rf'<symbol id="{re.escape(name)}" viewBox="([0-9 ]+)">(.*?)</symbol>',
        SYMBOLS.read_text(encoding="utf-8"),
    )
    box, drawing = found.groups()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {LINES} stroke="{color}">'
        f"{drawing}</svg>"
    )
