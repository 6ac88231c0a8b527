"""Python and SQL say the same of a thousand agreements, on any day."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.models import Agreement, Party, Share, Version
from cooperation.terms import Terms
from tests.cooperation.factories import make_organisation

pytestmark = pytest.mark.django_db
ALIVE = ["signed", "in_force"]


def draw_text(random):
    """The facts of a text with any term and notice."""
    start = date(2015, 1, 1) + timedelta(days=random.randrange(4000))
    term = random.choice(["fixed", "fixed", "open"])
    facts = {"effective_on": start, "term": term}
    bases = ["month", "quarter", "year"]
    if term == "fixed":
        bases.append("term")
        facts["first_end_on"] = start + timedelta(days=random.randrange(2000))
        facts["renewal"] = random.choice(["none", "tacit", "amendment"])
        if facts["renewal"] == "tacit":
            facts["renewal_months"] = random.randint(1, 36)
    if random.random() < 0.8:
        facts |= {"notice_months": random.randint(0, 14), "notice_basis": random.choice(bases)}
    return facts


def store(texts):
    """Signed agreements with these texts, in a few statements."""
    organisations = [make_organisation(), make_organisation()]
    agreements = Agreement.objects.bulk_create(
        Agreement(number=f"Z-{number}", title="Zufall") for number in range(len(texts))
    )
    versions = Version.objects.bulk_create(
        Version(agreement=agreement, taken_over_on=date(2026, 1, 1), **text)
        for agreement, text in zip(agreements, texts, strict=True)
    )
    for organisation in organisations:
        parties = Party.objects.bulk_create(
            Party(agreement=agreement, organisation=organisation) for agreement in agreements
        )
        Share.objects.bulk_create(
            Share(version=version, party=party)
            for version, party in zip(versions, parties, strict=True)
        )
    day = F("effective_on")
    Version.objects.update(consultation_on=day, released_on=day, completed_on=day)


def expected(text, on):
    """State, end of the term and next last day of notice, as Python reckons them."""
    months = text.get("notice_months")
    terms = Terms(
        text["effective_on"],
        text.get("first_end_on"),
        text.get("renewal_months"),
        months,
        text.get("notice_basis", ""),
    )
    over = text["term"] == "fixed" and text["renewal"] != "tacit" and on > terms.first_end
    state = "expired" if over else "in_force"
    notice = terms.next_notice(on)
    return "draft" if on < terms.start else state, terms.term_end(on), notice and notice[0]


@settings(
    max_examples=1,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(random=st.randoms(use_true_random=True))
def test_a_thousand_agreements_on_random_days(db, random):
    texts = [draw_text(random) for _ in range(1000)]
    with transaction.atomic():
        store(texts)
        for _ in range(3):
            on = date(2015, 1, 1) + timedelta(days=random.randrange(6000))
            found = Agreement.objects.with_state(on=on).with_term(on=on).order_by("pk")
            told = list(found.values_list("state", "term_end", "notice_day"))
            assert told == [expected(text, on) for text in texts]
            until = on + timedelta(days=90)
            due = found.filter(state__in=ALIVE, notice_day__range=(on, until))
            wanted = [
                number
                for number, (state, _end, notice) in enumerate(expected(text, on) for text in texts)
                if state in ALIVE and notice and on <= notice <= until
            ]
            assert [int(row.number[2:]) for row in due] == wanted
        transaction.set_rollback(True)
