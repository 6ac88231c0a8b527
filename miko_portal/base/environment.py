"""Reading the settings from the environment, so that all faults are told at once."""

import re

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, ValidationError

NEEDED = {
    "SECRET_KEY": "a long random text that nobody else knows",
    "DATABASE_URL": "the PostgreSQL database, such as postgres://portal:password@host/miko",
    "ALLOWED_HOSTS": "the names of the portal's host, parted by commas",
}
MAIL_SCHEMES = ("smtp", "submission", "submit", "console", "file", "memory", "dummy")
NOT_SET = "Environment variable not set."
IN_OUR_WORDS = {
    "Not a valid boolean.": "Write true or false.",
    "Not a valid integer.": "Write a whole number.",
}
TO_TRY = (
    "To try the portal without any of them, `make demo` starts it with demo data. "
    "docs/install.md describes every setting."
)


class Environment(Env):
    """Typed values by name; the first fault stops nothing, `seal` tells them all."""

    def __init__(self):
        super().__init__(eager=False)

    def filled(self, read, name, *checks):
        """The value that `read`, such as `env.str`, finds; an empty one counts as missing."""
        return read(name, validate=[_filled, *checks])

    def seal(self):
        try:
            super().seal()
        except EnvValidationError as error:
            sentences = [
                sentence(name, messages) for name, messages in error.error_messages.items()
            ]
            raise ImproperlyConfigured("\n".join(["", *sentences, TO_TRY])) from None


def _filled(value):
    if not value:
        raise ValidationError(NOT_SET)


def host_names(names):
    if any("/" in name for name in names):
        raise ValidationError("Write the names alone: portal.example.org, without https://.")


def mail_address(value):
    if not re.search(r"[^@\s]@[^@\s]", value):
        raise ValidationError("Write a mail address: integration@example.org.")


def web_address(value):
    if not value.startswith(("http://", "https://")):
        raise ValidationError("Write it in full: https://portal.example.org.")


def dotted_path(value):
    if value and not all(part.isidentifier() for part in value.split(".")):
        raise ValidationError("Write the dotted path of a class: our_provider.Connection.")


def mail_server(value):
    """Another scheme would be taken for SMTP without encryption, and say nothing of it."""
    scheme, found, rest = value.partition(":")
    if not found or scheme not in MAIL_SCHEMES or (rest and not rest.startswith("//")):
        raise ValidationError(
            "Write it in full: smtp://mail.example.org:25, with encryption"
            " submission://name:password@mail.example.org:587"
            " or smtp://name:password@mail.example.org:465?ssl=true."
        )


def sentence(name, messages):
    if messages == [NOT_SET]:
        return f"{name} is missing: {NEEDED.get(name, 'it has no default')}."
    return f"{name} is wrong: {' '.join(IN_OUR_WORDS.get(said, said) for said in messages)}"
