from events.views.seminars import seminar_calendar, seminar_detail, seminar_list

__all__ = ["seminar_calendar", "seminar_detail", "seminar_list"]
