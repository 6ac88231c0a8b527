"""Who reads the administration in English reads the same days as the others."""

from miko_portal.base.formats.de.formats import DATE_FORMAT, DATETIME_FORMAT

__all__ = ["DATETIME_FORMAT", "DATE_FORMAT"]
