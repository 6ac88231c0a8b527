"""A step of a reader from one page to the next."""


def follow(locator, *, key=None):
    """Clicks what leads to another page, or presses a key on it; that page is there, to its end.

    A click alone is over with the first bytes of the next page.
    """
    with locator.page.expect_navigation():
        if key:
            locator.press(key)
        else:
            locator.click()
