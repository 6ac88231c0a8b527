"""How long an agreement runs and how one gets out of it, in sentences."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import State, Version
from cooperation.models.states import OVER, UNSIGNED
from cooperation.terms import Terms

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """How an agreement goes on from a day, by its state and the text in effect.

    `ends_on`: the last day where it has been ended, by consent or by notice.
    """

    on: date
    state: str
    terms: Terms
    term: str
    renewal: str
    project: str = ""
    ends_on: date | None = None

    @property
    def settled(self) -> bool:
        """It is over, or its end is settled, so that nobody needs to give notice."""
        return self.state in OVER or self.ends_on is not None

    @property
    def current(self) -> str:
        """The term that runs: its end, and how often it was renewed; or the end that is settled."""
        end = self.ends_on or self.terms.term_end(self.on)
        if self.state in OVER or end is None:
            return ""
        times = self.terms.renewals(self.on)
        if self.ends_on or not times:
            return _("until %(end)s") % {"end": _day(end)}
        told = {"end": _day(end), "times": times}
        return (
            ngettext("until %(end)s, renewed once", "until %(end)s, renewed %(times)s times", times)
            % told
        )

    @property
    def notice(self) -> tuple[date, date] | None:
        """The next last day to give notice and the last day then, where that changes anything."""
        found = None if self.settled else self.terms.next_notice(self.on)
        by_itself = not self.terms.renewed and found and found[1] == self.terms.first_end
        return None if by_itself else found

    @property
    def sentence(self) -> str:
        """What happens if nobody does anything."""
        if self.state == State.WITHDRAWN:
            return _("It was withdrawn, so none of this holds.")
        if self.state in OVER:
            return _("It is over; nobody needs to give notice any more.")
        if self.ends_on:
            told = {"end": _day(self.ends_on)}
            return _("It ends after %(end)s; nobody needs to give notice.") % told
        sentences = [self._goes_on(), self._way_out()]
        if self.state in UNSIGNED:
            sentences.insert(0, _("This holds once all have signed."))
        if self.state == State.SUSPENDED:
            sentences.append(_("The suspension changes no term."))
        return " ".join(filter(None, sentences))

    def _goes_on(self):
        """What becomes of it if nobody gives notice."""
        end = self.terms.term_end(self.on)
        told = {"end": _day(end), "project": self.project}
        if self.renewal == Version.Renewal.TACIT:
            return self._renewed(end)
        if self.renewal == Version.Renewal.AMENDMENT:
            return _("It ends after %(end)s unless an amendment renews it.") % told
        if self.term == Version.Term.FIXED:
            return _("It ends after %(end)s by itself.") % told
        if self.term == Version.Term.OPEN:
            return _("It runs open-ended.")
        if not self.project:
            return _("It ends with its project, which is not named yet.")
        if end:
            return _("It ends with the project %(project)s after %(end)s.") % told
        return _("It ends with the project %(project)s, whose end is not known yet.") % told

    def _renewed(self, end):
        notice = self.notice
        if end is None:
            return ""
        by_term = notice is not None and self.terms.term_end(notice[1]) == notice[1]
        last = notice[1] if by_term else end
        further = self.terms.term_end(last + DAY)
        told = {"end": _day(end), "last": _day(last), "until": _day(further)}
        told |= {"months": self.terms.renewal_months, "notice": _day(notice and notice[0])}
        if further is None:
            return _("The term goes on after %(end)s.") % told
        if not by_term:
            return (
                ngettext(
                    "After %(end)s the term goes on by one month each time, next until %(until)s.",
                    "After %(end)s the term goes on by %(months)s months each time, next until "
                    "%(until)s.",
                    told["months"],
                )
                % told
            )
        sentence = (
            ngettext(
                "If nobody gives notice by %(notice)s, the term goes on after %(last)s by one "
                "month until %(until)s.",
                "If nobody gives notice by %(notice)s, the term goes on after %(last)s by "
                "%(months)s months until %(until)s.",
                told["months"],
            )
            % told
        )
        if last > end:
            late = _("It is too late to give notice to %(end)s.") % told
            return f"{late} {sentence}"
        return sentence

    def _way_out(self):
        """By when one gives notice, unless the sentence before has said so."""
        if self.terms.notice_months is None:
            return _("No ordinary notice is agreed.")
        notice = self.notice
        if notice is None:
            by_term = self.terms.notice_basis == Version.NoticeBasis.TERM
            return "" if by_term else _("Notice would change nothing any more.")
        if self.terms.renewed and self.terms.term_end(notice[1]) == notice[1]:
            return ""
        told = {"notice": _day(notice[0]), "last": _day(notice[1])}
        return _("Whoever gives notice by %(notice)s is bound until %(last)s.") % told


def outlook(agreement, version, *, on: date) -> Outlook:
    """How an agreement that was fetched `with_state` goes on from the day."""
    settled = agreement.terminated_on or agreement.notice_ends_on
    return Outlook(
        on=on,
        state=agreement.state,
        terms=agreement.terms_of(version, on=on),
        term=version.term,
        renewal=version.renewal,
        project=str(agreement.project or ""),
        ends_on=agreement.ends_on if settled else None,
    )


def _day(of):
    return date_format(of, "SHORT_DATE_FORMAT") if of else ""
