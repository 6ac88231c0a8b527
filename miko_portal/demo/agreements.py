"""The agreements of the demo, taken through the same steps as in the office."""

from collections import Counter
from datetime import date, timedelta

from cooperation import actions
from cooperation.actions import PartyDraft
from cooperation.models import Accession, Agreement, Notice, Organisation, Project, Version
from miko_portal.base.models import User
from miko_portal.demo.content import day_of, month_begins, month_ends, read
from miko_portal.demo.versions import load_later_text

ARTICLES = {"f": ("die", "der", "die"), "m": ("der", "dem", "den"), "n": ("das", "dem", "das")}
TEXTS = [
    "preamble",
    "goals",
    "target_group",
    "information_exchange",
    "costs",
    "data_protection",
    "review",
    "annexes",
]


def load_agreements(
    organisations: dict[str, Organisation],
    projects: dict[str, Project],
    clerks: list[User],
    *,
    today: date,
) -> None:
    """Draft every agreement of the file and bring it as far as its days tell."""
    writer = Writer(organisations)
    numbers = Counter()
    for told in read("agreements"):
        days = Days(told, today=today)
        year = (days.begun_on or today).year
        numbers[year] += 1
        by = clerks[told.get("clerk", 1) - 1]
        agreement = Agreement(
            number=f"KV-{year}-{numbers[year]:02d}",
            file_reference=f"51.2-IK/{year}-{numbers[year]:03d}",
            kind=told.get("kind", Agreement.Kind.COOPERATION),
            title=told["title"],
            project=projects.get(told.get("project")),
            clerk=by,
            original_kept_at="Registratur der Leitstelle für Integration"
            if days.all_signed
            else "",
            **_decision(told, today=today),
        )
        parties = writer.parties(told)
        version = Version(
            effective_on=days.effective_on, **_term(told, today=today), **writer.texts(told)
        )
        actions.create_agreement(agreement, version=version, parties=parties, by=by)
        _carry_on(agreement, days, by=by)
        _change(agreement, told, organisations, today=today, by=by)
        load_later_text(agreement, told, organisations, today=today, by=by)


class Days:
    """When an agreement went through its procedure."""

    def __init__(self, told, *, today):
        parties = 1 + len(told["with"])
        signed = told.get("signed")
        signed = signed if isinstance(signed, list) else [signed] * parties
        self.signed = [day_of(day, today=today) for day in signed]
        self.all_signed = None not in signed
        first = min(filter(None, self.signed), default=None)
        self.released_on = day_of(told.get("released"), today=today)
        self.consultation_on = day_of(told.get("consultation"), today=today)
        if first:
            self.released_on = self.released_on or first - timedelta(days=14)
            self.consultation_on = self.consultation_on or self.released_on - timedelta(days=49)
        self.begun_on = first or self.released_on or self.consultation_on
        self.effective_on = month_begins(told.get("effective"), today=today)
        self.withdrawn_on = day_of(told.get("withdrawn"), today=today)
        self.terminated_on = month_ends(told.get("terminated"), today=today)


class Writer:
    """Puts the texts together from building blocks, so that no two read alike."""

    def __init__(self, organisations):
        self.organisations = organisations
        self.known = read("organisations")
        self.blocks = read("agreement_texts")
        self.details = {"lotsenhaus": read("lotsenhaus")}
        self.turns = Counter()

    def texts(self, told) -> dict:
        own = self.details.get(told.get("details"))
        if own:
            return {name: own[name] for name in TEXTS}
        general, common = self.blocks["general"], self._common(told)
        found = {
            name: common.get(name) or self._next(general, name) for name in TEXTS if name in general
        }
        of_partner = self._type_of(told["with"][0])
        found["goals"] = told.get("goals") or self._next(of_partner, "goals")
        return {name: self._name_in(text, told) for name, text in found.items()}

    def parties(self, told) -> list[PartyDraft]:
        return [self._party(key, told) for key in ["kreis", *told["with"]]]

    def _party(self, key, told):
        own = self.details.get(told.get("details"))
        signs = self._common(told).get("county_signs") if key == "kreis" else None
        facts = own["shares"][key] if own else self._share(key, told)
        return PartyDraft(
            organisation=self.organisations[key],
            lead=key == "kreis",
            role=facts["role"],
            legal_basis=facts["basis"],
            tasks=self._name_in(facts["tasks"], told),
            contribution=facts["contribution"],
            signatories=[tuple(signs or self.known[key]["signs"])],
        )

    def _share(self, key, told):
        general = self.blocks["general"]
        if key != "kreis":
            kind = self._type_of(key)
            return {
                "role": "Kooperationspartner",
                "basis": kind["basis"],
                "tasks": self._next(kind, "tasks"),
                "contribution": self._next(kind, "contribution"),
            }
        of_partner, common = self._type_of(told["with"][0]), self._common(told)
        return {
            "role": "Koordination",
            "basis": "§ 2 der Landkreisordnung Rheinland-Pfalz",
            "tasks": common.get("county_tasks")
            or of_partner.get("county_tasks")
            or self._next(general, "county_tasks"),
            "contribution": of_partner.get("county_contribution")
            or self._next(general, "county_contribution"),
        }

    def _type_of(self, key):
        return self.blocks["types"][self.known[key]["type"]]

    def _common(self, told):
        return self.blocks["projects"].get(told.get("project"), {})

    def _next(self, blocks, name):
        """The block whose turn it is."""
        turn = self.turns[id(blocks), name]
        self.turns[id(blocks), name] += 1
        return blocks[name][turn % len(blocks[name])]

    def _name_in(self, text, told):
        cases = [self._cases(key) for key in told["with"]]
        nom, dat, acc = (_list_of(names) for names in zip(*cases, strict=True))
        return text.format(nom=nom, dat=dat, acc=acc, Nom=nom[0].upper() + nom[1:])

    def _cases(self, key):
        gender, name = self.known[key].get("called", ["f", self.known[key]["name"]])
        return [f"{article} {name}" for article in ARTICLES[gender]]


def _list_of(names):
    return " und ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _decision(told, *, today):
    if "decided" not in told:
        return {}
    body, day, paper = told["decided"]
    day = day_of(day, today=today)
    return {
        "decided_by": body,
        "decided_on": day,
        "decision_paper": paper.format(year=day.year),
    }


def _term(told, *, today):
    term = told["term"]
    months, basis = told.get("notice", [None, ""])
    facts = {"notice_months": months, "notice_basis": basis}
    if not isinstance(term, dict):
        return {"term": term, **facts}
    tacit = isinstance(term["renewal"], int)
    return facts | {
        "term": Version.Term.FIXED,
        "first_end_on": month_ends(term["fixed"], today=today),
        "renewal": Version.Renewal.TACIT if tacit else term["renewal"],
        "renewal_months": term["renewal"] if tacit else None,
    }


def _carry_on(agreement, days, *, by):
    if days.consultation_on:
        actions.start_consultation(agreement, by=by, on=days.consultation_on)
    if days.released_on:
        actions.release(agreement, by=by, on=days.released_on)
    signatories = agreement.versions.get(number=0).signatories.select_related("party__organisation")
    for signatory, day in zip(signatories, days.signed, strict=True):
        if day:
            place = signatory.party.organisation.town
            actions.record_signature(signatory, by=by, on=day, place=place)
    if days.withdrawn_on:
        actions.withdraw(agreement, by=by, on=days.withdrawn_on)
    if days.terminated_on:
        actions.terminate(agreement, by=by, last_day=days.terminated_on)


def _change(agreement, told, organisations, *, today, by):
    """What happened after all had signed."""
    if leaves := told.get("leaves"):
        actions.give_notice(
            agreement.parties.get(organisation=organisations[leaves["party"]]),
            kind=Notice.Kind.ORDINARY,
            received_on=day_of(leaves["received"], today=today),
            last_day=None,
            by=by,
        )
    if joined := told.get("joined"):
        _join(agreement, dict(joined), organisations, today=today, by=by)
    if rests := told.get("suspended"):
        actions.suspend(
            agreement,
            starts_on=day_of(rests["from"], today=today),
            ends_on=day_of(rests["until"], today=today),
            reason=rests["reason"],
            by=by,
        )


def _join(agreement, told, organisations, *, today, by):
    """An organisation joins by its declaration, which whoever signs for it has signed."""
    key = told.pop("party")
    name, function = read("organisations")[key]["signs"]
    days = {f"{fact}_on": day_of(told.pop(fact), today=today) for fact in ("declared", "effective")}
    accession = Accession(name=name, function=function, **days, **told)
    actions.accede(agreement, organisation=organisations[key], accession=accession, by=by)
