from miko_portal.base.models.absences import Absence
from miko_portal.base.models.certificates import Certificate, CertificateYear
from miko_portal.base.models.history import HistoryEntry
from miko_portal.base.models.jobs import JobRun
from miko_portal.base.models.legal import LegalText
from miko_portal.base.models.network_days import NetworkDay, Suspicion
from miko_portal.base.models.outbox import Message
from miko_portal.base.models.public_changes import PublicChange
from miko_portal.base.models.secret_links import SecretLink
from miko_portal.base.models.users import User, UserManager

__all__ = [
    "Absence",
    "Certificate",
    "CertificateYear",
    "HistoryEntry",
    "JobRun",
    "LegalText",
    "Message",
    "NetworkDay",
    "PublicChange",
    "SecretLink",
    "Suspicion",
    "User",
    "UserManager",
]
