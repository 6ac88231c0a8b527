"""How a reader passes a date on: the words and the links, ready in the language of the page."""

from urllib.parse import quote

from events.telling import when, where


def ways_to_share(*, text, session, link: str) -> dict[str, str]:
    """What to send, and links that open the reader's own programs; no other server is asked.

    `session` is the date that is told, `link` the short one in the language of the page.
    """
    told = "\n".join([text.title, when(session.starts_at, session.ends_at), where(session)])
    message = quote(f"{told}\n{link}")
    return {
        "title": text.title,
        "text": told,
        "link": link,
        # The mark behind the question mark is for old iPhones.
        "sms": f"sms:?&body={message}",
        "mail": f"mailto:?subject={quote(text.title)}&body={message}",
    }
