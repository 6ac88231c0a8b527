"""The text of an agreement as a Word file, to be agreed upon and signed ("Entwurf")."""

from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cooperation.models import Share, Version
from cooperation.models.versions import PARTS, TEXT_AND_TERM
from miko_portal.base.word import WordFile

TERM = [name for name in TEXT_AND_TERM if name not in PARTS]
SHARE = ["role", "legal_basis", "tasks", "contribution"]


def word_file(version: Version, *, at: datetime) -> bytes:
    """A text of an agreement with its parties and a signature block for each, in German.

    An amendment or a correction says first what it changes, then how the whole reads with it.
    What is not written yet is marked, until all have signed.
    """
    with override("de"):
        return _Draft(version, at=at).content()


def shares_in_full(version: Version) -> list[Share]:
    """The shares of a text with party and contacts, and who signs as `party.signatures`."""
    signing = Prefetch("party__signatories", version.signatories.valid(), to_attr="signatures")
    shares = version.shares.select_related("party__organisation")
    return list(
        shares.prefetch_related(
            signing, "party__former_names", "party__organisation__contacts__person"
        )
    )


class _Draft:
    def __init__(self, version, *, at):
        self.version, self.agreement = version, version.agreement
        self.shares = shares_in_full(version)
        self.before = version.before() if version.number or version.correction else None
        self.file = WordFile(
            title=f"{self.agreement.number} {self.agreement.title}",
            author=settings.OFFICE.name,
            subject=self.agreement.get_kind_display(),
            at=at,
        )

    def content(self):
        if self.before:
            self._write_changes()
            self.file.page_break()
            self.file.heading(
                _("The text as it reads with this: %(version)s") % {"version": self.version}
            )
        else:
            self.file.title(self.agreement.get_kind_display(), self._below_the_title())
            self._write_parties()
        self._write_text()
        if not self.before:
            self._write_signatures()
        return self.file.content()

    def _below_the_title(self):
        told = [self.agreement.title, self.agreement.number]
        if not self.version.completed_on:
            told.append(_("Draft"))
        return " · ".join(told)

    # ---- who

    def _write_parties(self):
        self.file.text(_("between"))
        for share in self.shares:
            organisation = share.party.organisation
            lines = [organisation.postal_line, self._represented(share.party)]
            if organisation.pk == self.agreement.lead_id:
                lines.append(_("in the lead"))
            name = share.party.name_on(self.version.completed_on)
            self.file.named(name, "".join(f"\n{line}" for line in lines if line))

    def _represented(self, party):
        people = "; ".join(str(person) for person in party.signatures)
        return _("represented by %(people)s") % {"people": people} if people else self._missing()

    def _write_signatures(self):
        self.file.heading(_("Signatures"))
        asked = [(share.party, share.party.signatures) for share in self.shares]
        leaving = self.version.leaving_parties().select_related("organisation")
        for party in leaving.prefetch_related("former_names"):
            asked.append((party, self.version.signatories.valid().filter(party=party)))
        for party, people in asked:
            self.file.subheading(party.name_on(self.version.completed_on))
            for person in people or [None]:
                self._write_signature(person)

    def _write_signature(self, person):
        signed_on = person and person.signed_on
        place = ", ".join(filter(None, [person.place, _day(signed_on)])) if signed_on else ""
        name = _("signed: %(name)s") % {"name": person.name} if signed_on else ""
        told = [str(person) if person else _("Name, function")]
        if person and person.on_behalf_of:
            told.append(_("on behalf of %(whom)s") % {"whom": person.on_behalf_of})
        self.file.signature(place, name, labels=(_("Place, date"), ", ".join(told)))

    # ---- what

    def _write_text(self):
        self._write_part("preamble", numbered=False)
        self._write_legal_basis()
        self._write_part("goals")
        self._write_part("target_group")
        self._write_tasks()
        self._write_measures()
        self._write_part("information_exchange")
        self._write_contacts()
        self._write_costs()
        self._write_part("data_protection")
        self._write_part("review")
        self.file.section(_("Start, term and notice"))
        for sentence in term_sentences(self.version):
            self.file.text(sentence)
        self._write_part("annexes")

    def _write_part(self, name, *, numbered=True):
        text = getattr(self.version, name)
        if text or not self.version.completed_on:
            (self.file.section if numbered else self.file.heading)(_label(Version, name))
            self.file.text(text or self._missing())

    def _write_costs(self):
        gives = [share for share in self.shares if share.contribution]
        if self.version.costs or gives or not self.version.completed_on:
            self.file.section(_label(Version, "costs"))
            self.file.text(self.version.costs or ("" if gives else self._missing()))
        for share in gives:
            self.file.named(f"{share.party}: ", share.contribution)

    def _write_legal_basis(self):
        if any(share.legal_basis for share in self.shares) or not self.version.completed_on:
            self.file.section(_label(Share, "legal_basis"))
            for share in self.shares:
                self.file.named(f"{share.party}: ", share.legal_basis or self._missing())

    def _write_tasks(self):
        self.file.section(_("Tasks of the parties"))
        for share in self.shares:
            role = f" ({share.role})" if share.role else ""
            self.file.subheading(f"{share.party}{role}")
            self.file.text(share.tasks or self._missing())

    def _write_measures(self):
        measures = self.agreement.measures.select_related("party__organisation")
        if not measures:
            return
        self.file.section(_("Agreed measures"))
        for measure in measures:
            told = [str(measure.party)] if measure.party else []
            if measure.due_on:
                told.append(_("until %(day)s") % {"day": _day(measure.due_on)})
            rest = f" ({', '.join(told)})" if told else ""
            if measure.description:
                rest += f"\n{measure.description}"
            self.file.named(measure.title, rest)

    def _write_contacts(self):
        self.file.section(_("Contact persons"))
        for share in self.shares:
            contacts = list(share.party.organisation.contacts.all())
            lines = [self._contact(contact) for contact in contacts] or [self._missing()]
            self.file.named(str(share.party), "".join(f"\n{line}" for line in lines))

    def _contact(self, contact):
        person = contact.person
        deputy = _("deputy") if contact.deputy else ""
        told = [str(person), contact.function, deputy, person.telephone, person.mail]
        return ", ".join(filter(None, told))

    def _missing(self):
        return "–" if self.version.completed_on else _("[to be added]")

    # ---- what a later text changes

    def _write_changes(self):
        first = self.agreement.original
        told = {
            "kind": self.agreement.get_kind_display(),
            "number": self.agreement.number,
            "title": self.agreement.title,
            "day": _day(first.completed_on),
        }
        self.file.title(
            str(self.version), _("to: %(kind)s %(number)s “%(title)s” of %(day)s") % told
        )
        self._write_parties()
        self.file.section(_("Reason"))
        self.file.text(self.version.reason)
        self.file.section(_("Changes"))
        changes = list(self._changes())
        for heading, text in changes:
            self.file.subheading(heading)
            self.file.text(text)
        if not changes:
            self.file.text(self._missing())
        self.file.section(_("Effect"))
        if self.version.effective_on:
            self.file.text(
                _("The changes take effect on %(day)s. In all else the agreement stays as it is.")
                % {"day": _day(self.version.effective_on)}
            )
        if self.version.correction:
            self._write_who_corrected()
        else:
            self._write_signatures()
        self.file.sections = 0

    def _write_who_corrected(self):
        for label, user in (
            (_("Corrected by %(name)s"), self.version.written_by),
            (_("Confirmed by %(name)s"), self.version.confirmed_by),
        ):
            self.file.text(label % {"name": user or self._missing()})

    def _changes(self):
        """Each part that reads otherwise than in the text before, as (heading, text)."""
        for name in PARTS:
            text = getattr(self.version, name)
            if text != getattr(self.before, name):
                label = _("%(part)s, now") % {"part": _label(Version, name)}
                yield label, text or _("This part is dropped.")
        shares = {share.party_id: share for share in self.before.shares.all()}
        for share in self.shares:
            former = shares.get(share.party_id)
            if former is None:
                yield str(share.party), _("It becomes a party to the agreement.")
            elif any(getattr(share, name) != getattr(former, name) for name in SHARE):
                yield _("%(part)s, now") % {"part": share.party}, _in_full(share)
        for party in self.version.leaving_parties().select_related("organisation"):
            yield str(party), _("It is no longer a party to the agreement.")
        if any(getattr(self.version, name) != getattr(self.before, name) for name in TERM):
            sentences = "\n\n".join(term_sentences(self.version))
            yield _("%(part)s, now") % {"part": _("Start, term and notice")}, sentences


def _in_full(share):
    told = [(_label(Share, name), getattr(share, name)) for name in SHARE]
    return "\n".join(f"{label}: {text}" for label, text in told if text)


def _label(model, name):
    return capfirst(model._meta.get_field(name).verbose_name)


def term_sentences(version: Version) -> list[str]:
    """From when the text binds, how long, and how one gets out of it."""
    project = version.agreement.project
    told = {
        "start": _day(version.agreement.original.effective_on),
        "end": _day(version.first_end_on),
        "project": project or _("[to be added]"),
        "basis": version.get_notice_basis_display(),
        "months": version.renewal_months,
        "notice": version.notice_months,
    }
    sentences = [
        _("The agreement comes into force on %(start)s, but not before all parties have signed.")
        if told["start"]
        else _("The day on which it comes into force: [to be added]"),
        {
            Version.Term.OPEN: _("It runs for an indefinite time."),
            Version.Term.FIXED: _("It runs until %(end)s."),
            Version.Term.PROJECT: _("It runs until the end of the project %(project)s."),
        }[version.term],
    ]
    if version.renewal == Version.Renewal.TACIT:
        sentences.append(
            ngettext(
                "It is renewed by one month each time, unless notice is given.",
                "It is renewed by %(months)s months each time, unless notice is given.",
                version.renewal_months,
            )
        )
    if version.renewal == Version.Renewal.AMENDMENT:
        sentences.append(_("It is renewed by an amendment only."))
    if version.notice_basis:
        sentences.append(
            ngettext(
                "Each party may give notice with a period of one month %(basis)s.",
                "Each party may give notice with a period of %(notice)s months %(basis)s.",
                version.notice_months,
            )
            if version.notice_months
            else _("Each party may give notice at any time %(basis)s.")
        )
    return [sentence % told for sentence in sentences]


def _day(of):
    return date_format(of, "SHORT_DATE_FORMAT") if of else ""
