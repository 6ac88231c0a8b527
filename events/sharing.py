"""How a reader passes a date on: the words and the links, ready in the language of the page."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from events.telling import when, where


def ways_to_share(run, *, text, session, link: str) -> dict[str, str]:
    """What to send, and links that open the reader's own programs; no other server is asked.

    `session` is the date that is told, `link` the short one in the language of the page.
    """
    cancelled = run.reason_against(session) is not None
    title = f"{_('Cancelled:')} {text.title}" if cancelled else text.title
    told = "\n".join([title, when(session.starts_at, session.ends_at), where(session)])
    message = quote(f"{told}\n{link}")
    return {
        "title": title,
        "text": told,
        "link": link,
        # The mark behind the question mark is for old iPhones.
        "sms": f"sms:?&body={message}",
        "mail": f"mailto:?subject={quote(title)}&body={message}",
    }
