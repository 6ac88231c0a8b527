from events.admin.runs import RunAdmin
from events.admin.seminars import SeminarAdmin, TopicAdmin

__all__ = ["RunAdmin", "SeminarAdmin", "TopicAdmin"]
