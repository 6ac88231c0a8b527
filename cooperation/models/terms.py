"""Terms and notice as expressions of the database; they agree with `cooperation.terms`.

`qs.annotate(ends=TermEnd("first_end_on", "renewal_months", on))`: a name is a field, the day a
date. A missing value in the place of a month or day gives the same as None does there.
"""

from django.db.models import DateField, Func


class TermEnd(Func):
    """(first_end, renewal_months, on): the last day of the term that runs on the day."""

    function = "cooperation_term_end"
    arity = 3
    output_field = DateField()


class LastNoticeDay(Func):
    """(end, notice_months): the last day of notice for this end."""

    function = "cooperation_last_notice_day"
    arity = 2
    output_field = DateField()


class NextNotice(Func):
    """(start, first_end, renewal_months, notice_months, notice_basis, on): the next last day of
    notice, not before the day."""

    function = "cooperation_next_notice"
    arity = 6
    output_field = DateField()


class NoticeWorksOn(Func):
    """(start, first_end, renewal_months, notice_months, notice_basis, received_on): the last day
    of whoever gives ordinary notice that comes in on the day."""

    function = "cooperation_notice_works_on"
    arity = 6
    output_field = DateField()
