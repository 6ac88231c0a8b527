"""Days in columns of the administration, as everywhere else in the office."""

DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = "d.m.Y, H:i"
