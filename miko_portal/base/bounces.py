"""Mails that came back: what a mail server reports hours after it took a message (RFC 3464)."""

from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message as Mail

ORIGINAL = {"message/rfc822", "message/global"}
HEADERS = {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}


def failed_ids(report: bytes) -> list[str]:
    """The Message-IDs of which a report says that they did not arrive and won't.

    None where it is no such report, or only says that it takes longer, or that it has arrived.
    """
    mail = message_from_bytes(report)
    if not any(_has_failed(part) for part in _parts(mail, "message/delivery-status")):
        return []
    named = [*_original_ids(mail)]
    if not named:  # some servers send nothing of the message back
        named = [mail.get("In-Reply-To"), *str(mail.get("References", "")).split()]
    return list(dict.fromkeys(str(name).strip() for name in named if name))


def _parts(mail, *kinds) -> Iterator[Mail]:
    """Those of a kind, without the parts of a message that is sent back."""
    if mail.get_content_type() in kinds:
        yield mail
    elif mail.get_content_maintype() == "multipart":
        for part in mail.get_payload():
            if isinstance(part, Mail):
                yield from _parts(part, *kinds)


def _has_failed(status):
    blocks = status.get_payload()
    if isinstance(blocks, str):  # encoded, which it shouldn't be
        text = (status.get_payload(decode=True) or b"").decode("ascii", "replace")
        blocks = [message_from_string(block) for block in text.replace("\r", "").split("\n\n")]
    actions = (str(block.get("Action", "")).split() for block in blocks)
    return any(words and words[0].lower() == "failed" for words in actions)


def _original_ids(mail):
    for part in _parts(mail, *ORIGINAL, *HEADERS):
        content = part.get_payload()
        if isinstance(content, list):
            yield content[0].get("Message-ID")
        else:
            text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
            yield message_from_string(text.lstrip()).get("Message-ID")
