"""Certificates of attendance ("Teilnahmebescheinigung"), once for trainings and seminars.

An app says what was attended (`Attested`), issues through `issue`, and keeps in a row of its own
what the certificate is about. So that it can be issued anew, the app registers `@reissues`.
"""

from miko_portal.base.certificates.actions import (
    Attested,
    damaged,
    file_of,
    forget,
    issue,
    reissue,
    reissues,
    replace,
    revoke,
)
from miko_portal.base.certificates.periods import kept_until

__all__ = [
    "Attested",
    "damaged",
    "file_of",
    "forget",
    "issue",
    "kept_until",
    "reissue",
    "reissues",
    "replace",
    "revoke",
]
