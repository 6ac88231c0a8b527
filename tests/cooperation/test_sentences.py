"""What becomes of an agreement, in a sentence: for each kind of term and each way out."""

from datetime import date

import pytest
from django.utils import translation

from cooperation.sentences import Outlook
from cooperation.terms import Terms

TODAY = date(2026, 2, 11)
START, END, PROJECT_END = date(2020, 8, 29), date(2027, 8, 28), date(2026, 12, 31)
BY_TERM, BY_QUARTER, NONE = (2, "term"), (3, "quarter"), (None, "")


def look(*, term="open", renewal="none", first_end=None, months=None, notice=NONE, **kw):
    terms = Terms(START, first_end, months, *notice)
    kw.setdefault("state", "in_force")
    return Outlook(on=TODAY, terms=terms, term=term, renewal=renewal, **kw)


def fixed(**kw):
    return look(term="fixed", **{"first_end": END, **kw})


def tacit(**kw):
    kw.setdefault("first_end", date(2025, 8, 28))
    return look(term="fixed", renewal="tacit", months=12, **kw)


def bound(**kw):
    return look(term="project", **{"first_end": PROJECT_END, "project": "MiKo", **kw})


CASES = [
    (
        fixed(notice=NONE),
        "It ends after 28.08.2027 by itself. No ordinary notice is agreed.",
        "Sie endet von selbst mit Ablauf des 28.08.2027. Eine ordentliche Kündigung ist nicht "
        "vereinbart.",
    ),
    (
        fixed(notice=BY_TERM),
        "It ends after 28.08.2027 by itself.",
        "Sie endet von selbst mit Ablauf des 28.08.2027.",
    ),
    (
        fixed(notice=BY_QUARTER),
        "It ends after 28.08.2027 by itself. Whoever gives notice by 31.03.2026 is bound until "
        "30.06.2026.",
        "Sie endet von selbst mit Ablauf des 28.08.2027. Wer bis zum 31.03.2026 kündigt, ist bis "
        "zum 30.06.2026 gebunden.",
    ),
    (
        fixed(notice=BY_QUARTER, first_end=date(2026, 3, 31)),
        "It ends after 31.03.2026 by itself. Notice would change nothing any more.",
        "Sie endet von selbst mit Ablauf des 31.03.2026. Eine Kündigung würde daran nichts mehr "
        "ändern.",
    ),
    (
        fixed(renewal="amendment", notice=BY_TERM),
        "It ends after 28.08.2027 unless an amendment renews it.",
        "Sie endet mit Ablauf des 28.08.2027, wenn kein Nachtrag sie verlängert.",
    ),
    (
        fixed(renewal="amendment", notice=BY_QUARTER),
        "It ends after 28.08.2027 unless an amendment renews it. Whoever gives notice by "
        "31.03.2026 is bound until 30.06.2026.",
        "Sie endet mit Ablauf des 28.08.2027, wenn kein Nachtrag sie verlängert. Wer bis zum "
        "31.03.2026 kündigt, ist bis zum 30.06.2026 gebunden.",
    ),
    (
        tacit(notice=BY_TERM),
        "If nobody gives notice by 28.06.2026, the term goes on after 28.08.2026 by 12 months "
        "until 28.08.2027.",
        "Geht bis zum 28.06.2026 keine Kündigung ein, verlängert sich die Laufzeit nach dem "
        "28.08.2026 um 12 Monate bis zum 28.08.2027.",
    ),
    (
        tacit(notice=BY_TERM, first_end=date(2026, 3, 31)),
        "It is too late to give notice to 31.03.2026. If nobody gives notice by 31.01.2027, the "
        "term goes on after 31.03.2027 by 12 months until 31.03.2028.",
        "Für eine Kündigung zum 31.03.2026 ist es zu spät. Geht bis zum 31.01.2027 keine "
        "Kündigung ein, verlängert sich die Laufzeit nach dem 31.03.2027 um 12 Monate bis zum "
        "31.03.2028.",
    ),
    (
        tacit(notice=BY_QUARTER),
        "After 28.08.2026 the term goes on by 12 months each time, next until 28.08.2027. Whoever "
        "gives notice by 31.03.2026 is bound until 30.06.2026.",
        "Nach dem 28.08.2026 verlängert sich die Laufzeit jeweils um 12 Monate, zunächst bis zum "
        "28.08.2027. Wer bis zum 31.03.2026 kündigt, ist bis zum 30.06.2026 gebunden.",
    ),
    (
        tacit(notice=NONE),
        "After 28.08.2026 the term goes on by 12 months each time, next until 28.08.2027. No "
        "ordinary notice is agreed.",
        "Nach dem 28.08.2026 verlängert sich die Laufzeit jeweils um 12 Monate, zunächst bis zum "
        "28.08.2027. Eine ordentliche Kündigung ist nicht vereinbart.",
    ),
    (
        look(notice=BY_QUARTER),
        "It runs open-ended. Whoever gives notice by 31.03.2026 is bound until 30.06.2026.",
        "Sie läuft unbefristet. Wer bis zum 31.03.2026 kündigt, ist bis zum 30.06.2026 gebunden.",
    ),
    (
        look(),
        "It runs open-ended. No ordinary notice is agreed.",
        "Sie läuft unbefristet. Eine ordentliche Kündigung ist nicht vereinbart.",
    ),
    (
        bound(),
        "It ends with the project MiKo after 31.12.2026. No ordinary notice is agreed.",
        "Sie endet mit dem Projekt MiKo, mit Ablauf des 31.12.2026. Eine ordentliche Kündigung "
        "ist nicht vereinbart.",
    ),
    (
        bound(first_end=None, notice=BY_QUARTER),
        "It ends with the project MiKo, whose end is not known yet. Whoever gives notice by "
        "31.03.2026 is bound until 30.06.2026.",
        "Sie endet mit dem Projekt MiKo, dessen Ende noch nicht feststeht. Wer bis zum 31.03.2026 "
        "kündigt, ist bis zum 30.06.2026 gebunden.",
    ),
    (
        bound(first_end=None, project="", state="draft"),
        "This holds once all have signed. It ends with its project, which is not named yet. No "
        "ordinary notice is agreed.",
        "Das gilt, sobald alle unterzeichnet haben. Sie endet mit dem Projekt, das noch nicht "
        "angegeben ist. Eine ordentliche Kündigung ist nicht vereinbart.",
    ),
    (
        fixed(notice=BY_TERM, state="to_be_signed"),
        "This holds once all have signed. It ends after 28.08.2027 by itself.",
        "Das gilt, sobald alle unterzeichnet haben. Sie endet von selbst mit Ablauf des "
        "28.08.2027.",
    ),
    (
        tacit(notice=BY_TERM, state="signed"),
        "If nobody gives notice by 28.06.2026, the term goes on after 28.08.2026 by 12 months "
        "until 28.08.2027.",
        "Geht bis zum 28.06.2026 keine Kündigung ein, verlängert sich die Laufzeit nach dem "
        "28.08.2026 um 12 Monate bis zum 28.08.2027.",
    ),
    (
        fixed(notice=BY_TERM, state="suspended"),
        "It ends after 28.08.2027 by itself. The suspension changes no term.",
        "Sie endet von selbst mit Ablauf des 28.08.2027. Das Ruhen ändert an Laufzeit und "
        "Fristen nichts.",
    ),
    (
        tacit(notice=BY_TERM, state="notice_given", ends_on=date(2026, 8, 28)),
        "It ends after 28.08.2026; nobody needs to give notice.",
        "Sie endet mit Ablauf des 28.08.2026; eine Kündigung ist nicht mehr nötig.",
    ),
    (
        look(notice=BY_QUARTER, ends_on=date(2026, 4, 30)),
        "It ends after 30.04.2026; nobody needs to give notice.",
        "Sie endet mit Ablauf des 30.04.2026; eine Kündigung ist nicht mehr nötig.",
    ),
    (
        look(notice=BY_QUARTER, state="ended", ends_on=date(2026, 1, 31)),
        "It is over; nobody needs to give notice any more.",
        "Sie ist beendet; eine Kündigung ist nicht mehr nötig.",
    ),
    (
        fixed(notice=BY_TERM, state="expired", first_end=date(2025, 8, 28)),
        "It is over; nobody needs to give notice any more.",
        "Sie ist beendet; eine Kündigung ist nicht mehr nötig.",
    ),
    (
        fixed(state="withdrawn"),
        "It was withdrawn, so none of this holds.",
        "Sie wurde zurückgezogen, nichts davon gilt.",
    ),
    (
        tacit(notice=BY_TERM, first_end=date(2099, 8, 28)),
        "The term goes on after 28.08.2099.",
        "Die Laufzeit verlängert sich nach dem 28.08.2099.",
    ),
]


@pytest.mark.parametrize(("outlook", "english", "german"), CASES)
def test_sentence_says_what_happens_if_nobody_does_anything(outlook, english, german):
    with translation.override("de"):
        assert outlook.sentence == german
    with translation.override("en-gb"):
        assert outlook.sentence.replace("/", ".") == english


@pytest.mark.parametrize(
    ("outlook", "current", "notice"),
    [
        (fixed(notice=BY_QUARTER), "bis 28.08.2027", (date(2026, 3, 31), date(2026, 6, 30))),
        (fixed(notice=BY_TERM), "bis 28.08.2027", None),
        (
            tacit(notice=BY_TERM),
            "bis 28.08.2026, einmal verlängert",
            (date(2026, 6, 28), date(2026, 8, 28)),
        ),
        (
            tacit(notice=(3, "term"), first_end=date(2023, 7, 31)),
            "bis 31.07.2026, 3-mal verlängert",
            (date(2026, 4, 30), date(2026, 7, 31)),
        ),
        (look(notice=BY_QUARTER), "", (date(2026, 3, 31), date(2026, 6, 30))),
        (look(), "", None),
        (look(notice=BY_QUARTER, ends_on=date(2026, 4, 30)), "bis 30.04.2026", None),
        (tacit(notice=BY_TERM, ends_on=date(2026, 4, 30)), "bis 30.04.2026", None),
        (fixed(state="expired", first_end=date(2025, 8, 28)), "", None),
    ],
)
def test_outlook_tells_the_term_and_the_last_day_of_notice(outlook, current, notice):
    with translation.override("de"):
        assert (outlook.current, outlook.notice) == (current, notice)
