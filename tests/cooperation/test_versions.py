"""The pages of amendments, corrections and versions, as the office and its partners use them."""

from datetime import date

import pytest
from django.test import Client

from cooperation import actions
from cooperation.models import Agreement, Version
from miko_portal.base.comparing import GONE, NEW, SAME, Difference
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import (
    make_agreement,
    make_file,
    make_organisation,
    make_partner,
)
from tests.cooperation.test_views import row, told

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
LIST = "/vereinbarungen/"


@pytest.fixture
def clerk(client):
    user = make_staff(first_name="Clara", last_name="Beck", language="en")
    client.force_login(user)
    return user


def amended(agreement=None, **kw):
    return actions.amend(
        agreement or make_agreement(signed_on=DAY, **kw),
        reason="Neue Aufgaben",
        effective_on=date(2024, 9, 1),
        by=make_user(),
    )


def corrected(**kw):
    agreement = make_agreement(signed_on=DAY, **kw)
    return actions.correct(agreement, reason="Schreibfehler", on=DAY, by=make_user())


def page_of(version, what=""):
    return f"{LIST}{version.agreement_id}/fassungen/{version.pk}/{what}"


def data_of(version, *, seen=0, **kw):
    """What the form of an amendment posts, with its parties as they are."""
    data = {
        "version-reason": version.reason,
        "version-effective_on": f"{version.effective_on}",
        "version-term": version.term,
        "version-renewal": version.renewal,
        "version-seen": seen,
        "parties-INITIAL_FORMS": "0",
    }
    shares = list(version.shares.all())
    for n, share in enumerate(shares):
        data |= row(n, organisation=share.party.organisation_id, signatories="Rita Rath, Leitung")
    data["parties-TOTAL_FORMS"] = len(shares)
    return {**data, **kw}


# Amendments


def test_amendment_is_begun_and_drafted_in_the_browser(client, clerk):
    agreement = make_agreement(signed_on=DAY, goals="Ankommen")
    new = {"reason": "Neue Aufgaben", "effective_on": "2024-09-01"}
    page = client.post(f"{LIST}{agreement.pk}/nachtrag/", new, follow=True)
    version = agreement.versions.get(number=1)
    assert page.redirect_chain[-1][0] == page_of(version, "bearbeiten/")
    assert page.context["form"]["goals"].value() == "Ankommen"
    third = {"new_name": "Neuer Verein", "new_kind": "association", "signatories": "Nora Neu"}
    typed = data_of(version, **{"version-goals": "Arbeiten", "parties-TOTAL_FORMS": "3"})
    page = client.post(page_of(version, "bearbeiten/"), typed | row(2, **third), follow=True)
    assert told(page) == ["The changes are stored."]
    version = Version.objects.get(pk=version.pk)
    assert (version.goals, version.revision) == ("Arbeiten", 1)
    assert [str(s.party) for s in version.shares.all()][2] == "Neuer Verein"


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"reason": " "}, ["reason", "effective_on"]),
        ({"reason": "Neu", "effective_on": "2024-02-30"}, ["effective_on"]),
        ({"reason": "N" * 301, "effective_on": "2024-09-01"}, ["reason"]),
        ({"reason": "Neu", "effective_on": "2019-12-31"}, ["__all__"]),
    ],
)
def test_amendment_create_explains_what_is_wrong(client, clerk, data, errors):
    agreement = make_agreement(signed_on=DAY)
    page = client.post(f"{LIST}{agreement.pk}/nachtrag/", data)
    assert (page.status_code, [*page.context["form"].errors]) == (200, errors)
    assert agreement.versions.count() == 1


@pytest.mark.parametrize("path", ["nachtrag", "berichtigung"])
def test_one_text_is_open_at_a_time(client, clerk, path):
    version = amended()
    data = {"reason": "Noch einer", "effective_on": "2024-10-01"}
    page = client.post(f"{LIST}{version.agreement_id}/{path}/", data)
    assert page.context["form"].non_field_errors() == [
        "Another version is being worked on already."
    ]


def test_amendment_never_moves_before_the_text_it_changes(client, clerk):
    version = amended()
    typed = data_of(version) | {"version-effective_on": "2019-12-31"}
    page = client.post(page_of(version, "bearbeiten/"), typed)
    assert page.context["form"].errors == {
        "effective_on": ["The text that it changes takes effect on 01/01/2020 only."]
    }


def test_party_leaves_by_an_amendment_and_stays_in_the_form(client, clerk):
    version = amended(parties=3)
    typed = data_of(version) | row(2, DELETE="on", signatories="Uwe Uhl")
    client.post(page_of(version, "bearbeiten/"), typed)
    assert version.shares.count() == 2
    assert [str(s) for s in version.leaving_signatures()] == ["Uwe Uhl"]
    form = client.get(page_of(version, "bearbeiten/")).context["formset"].forms[2]
    assert (form["DELETE"].value(), form["signatories"].value()) == (True, "Uwe Uhl")
    assert form.fields["DELETE"].label == "Leaves by this amendment"
    page = client.get(f"{LIST}{version.agreement_id}/")
    assert [str(party) for party in page.context["leaving"]] == [str(version.leaving_parties()[0])]


def test_agreement_shows_the_text_in_effect_and_what_is_open(client, clerk):
    version = amended(goals="Ankommen")
    Version.objects.filter(pk=version.pk).update(goals="Arbeiten")
    agreement = version.agreement
    steps = []
    for step in ("start_consultation", "release"):
        page = client.get(f"{LIST}{agreement.pk}/")
        assert (page.context["version"], page.context["open_text"]) == (agreement.original, version)
        steps.append([name for name, _label in page.context["steps"]])
        client.post(f"{LIST}{agreement.pk}/schritt/", {"step": step})
    assert steps == [["start_consultation"], ["release"]]
    text = client.get(f"{LIST}{agreement.pk}/").content.decode()
    assert "2 signatures are still missing" in text
    assert ("Ankommen" in text, "Arbeiten" in text) == (True, False)


def test_dropped_amendment_makes_way(client, clerk):
    version = amended()
    page = client.post(page_of(version, "verwerfen/"), follow=True)
    assert told(page) == ["Amendment 1 is given up."]
    assert page.context["open_text"] is None
    page = client.post(page_of(version, "verwerfen/"), follow=True)
    assert told(page) == ["It was given up already."]
    page = client.get(page_of(version, "bearbeiten/"), follow=True)
    assert told(page) == ["This text is not changed any more."]
    page = client.post(page_of(version, "bearbeiten/"), data_of(version))
    assert page.context["form"].non_field_errors() == ["This version was given up."]


# Corrections


def test_correction_is_drafted_by_one_and_confirmed_by_another(client, clerk):
    agreement = make_agreement(signed_on=DAY, goals="Ankomen")
    client.post(f"{LIST}{agreement.pk}/berichtigung/", {"reason": "Schreibfehler"})
    version = agreement.versions.get(correction=1)
    page = client.get(page_of(version, "bearbeiten/"))
    assert (page.context["formset"], "effective_on" in page.context["form"].fields) == (None, False)
    typed = {"version-reason": "Schreibfehler", "version-goals": "Ankommen", "version-seen": 0}
    typed |= {"version-term": "open", "version-renewal": "none"}
    client.post(page_of(version, "bearbeiten/"), typed, follow=True)
    page = client.post(page_of(version, "bestaetigen/"), follow=True)
    assert told(page) == ["Somebody else has to confirm what you corrected."]
    assert "A second person of the office" in page.content.decode()
    client.force_login(make_staff(language="en"))
    page = client.post(page_of(version, "bestaetigen/"), follow=True)
    assert told(page) == ["The correction is confirmed and holds from today on."]
    assert page.context["version"].goals == "Ankommen"
    assert page.content.decode().count("Rita Rath, Leitung") == 2
    both = client.get(f"{LIST}{agreement.pk}/fassungen/vergleich/").context["differences"]
    assert both == [Difference("Goals", "Ankomen", "Ankommen")]


def test_correction_never_ends_before_it_takes_effect(client, clerk):
    version = corrected(effective_on=DAY)
    typed = {"version-reason": "Frist", "version-term": "fixed", "version-renewal": "none"}
    typed["version-first_end_on"] = "2024-05-05"
    page = client.post(page_of(version, "bearbeiten/"), typed)
    assert page.context["form"].errors == {"first_end_on": ["The end lies before the start."]}


# Versions


def test_version_list_shows_all_to_the_office_and_to_partners_what_they_may_see(client, clerk):
    ours = make_organisation()
    agreement = make_agreement(parties=[ours, make_organisation()], signed_on=DAY)
    given_up = amended(agreement)
    actions.drop(given_up, by=clerk, on=DAY)
    correction = actions.correct(agreement, reason="Zahl", on=DAY, by=clerk)
    actions.confirm_correction(correction, by=make_user(), on=DAY)
    draft = amended(agreement)
    partner = make_partner(ours, language="en")
    seen = {}
    for user in (clerk, partner):
        client.force_login(user)
        page = client.get(f"{LIST}{agreement.pk}/fassungen/")
        seen[user] = set(page.context["page_obj"])
        answers = [client.get(page_of(v)).status_code for v in (given_up, correction, draft)]
        assert answers == ([200, 200, 200] if user == clerk else [404, 200, 404])
    assert seen == {
        clerk: {agreement.original, given_up, correction, draft},
        partner: {agreement.original, correction},
    }
    assert client.get(f"{LIST}{agreement.pk}/").context["open_text"] is None
    actions.start_consultation(agreement, by=clerk, on=DAY)
    page = client.get(f"{LIST}{agreement.pk}/")
    assert page.context["open_text"] == draft
    assert "bearbeiten" not in page.content.decode()


def test_version_detail_shows_its_parties_and_who_signs(client, clerk):
    version = amended(parties=3)
    actions.start_consultation(version.agreement, by=clerk, on=DAY)
    actions.release(version.agreement, by=clerk, on=DAY)
    actions.record_signature(version.signatories.first(), by=clerk, on=DAY)
    page = client.get(page_of(version))
    assert [row.party for row in page.context["parties"].present] == [
        *version.agreement.parties.all()
    ]
    assert page.content.decode().count("still missing") == 2


def test_texts_of_other_agreements_are_not_found(client, clerk):
    version, other = amended(), make_agreement(signed_on=DAY)
    for what in ("", "bearbeiten/"):
        assert client.get(f"{LIST}{other.pk}/fassungen/{version.pk}/{what}").status_code == 404
    for what in ("verwerfen/", "bestaetigen/"):
        assert client.post(f"{LIST}{other.pk}/fassungen/{version.pk}/{what}").status_code == 404
    page = client.get(f"{LIST}{other.pk}/fassungen/vergleich/?von={version.pk}&bis=x")
    assert [*page.context["form"].errors] == ["von", "bis"]


def test_version_compare_tells_parts_term_and_parties(client, clerk):
    version = amended(goals="Ankommen und bleiben", parties=3)
    typed = data_of(version, **{"version-goals": "Ankommen und arbeiten"})
    typed |= {"version-term": "fixed", "version-first_end_on": "2026-12-31"}
    typed |= row(0, role="Beratung") | row(2, DELETE="on")
    client.post(page_of(version, "bearbeiten/"), typed)
    first, _second, third = (str(p) for p in version.agreement.parties.all())
    chosen = f"von={version.agreement.original.pk}&bis={version.pk}"
    page = client.get(f"{LIST}{version.agreement_id}/fassungen/vergleich/?{chosen}")
    assert page.context["differences"] == [
        Difference("Takes effect on", "01/01/2020", "09/01/2024"),
        Difference("Goals", "Ankommen und bleiben", "Ankommen und arbeiten"),
        Difference("Term", "open-ended", "until a day"),
        Difference("First end", "", "12/31/2026"),
        Difference(first, "Party to the agreement", "Party to the agreement\nRole: Beratung"),
        Difference(third, "Party to the agreement", ""),
    ]
    text = page.content.decode()
    assert "Gone:" in text
    assert "New:" in text


def test_words_are_told_apart():
    difference = Difference("Goals", "Rat und Tat für alle", "Rat und Hilfe für alle\nund jeden")
    assert difference.words == [
        (SAME, "Rat und"),
        (GONE, " Tat"),
        (NEW, " Hilfe"),
        (SAME, " für alle"),
        (NEW, "\nund jeden"),
    ]


def test_versions_of_an_agreement_with_one_text_compare_nothing(client, clerk):
    agreement = make_agreement(signed_on=DAY)
    page = client.get(f"{LIST}{agreement.pk}/fassungen/vergleich/")
    assert "only one version" in page.content.decode()


# Two people at the same draft


def test_second_of_two_is_told_sees_both_and_stores_knowingly(client, clerk):
    version = amended(goals="Ankommen")
    second = Client()
    second.force_login(make_staff(language="en"))
    path = page_of(version, "bearbeiten/")
    seen = second.get(path).context["form"]["seen"].value()
    client.post(path, data_of(version, seen=seen, **{"version-goals": "Arbeiten"}))
    mine = data_of(version, seen=seen, **{"version-goals": "Wohnen"}) | row(0, role="Beratung")
    page = second.post(path, mine)
    clash = page.context["clash"]
    assert clash.last.by == clerk
    first = str(version.shares.first().party)
    said = "Party to the agreement\nRepresented by: Rita Rath, Leitung"
    assert clash.differences == [
        Difference("Goals", "Arbeiten", "Wohnen"),
        Difference(first, said, said.replace("\n", "\nRole: Beratung\n")),
    ]
    assert page.context["form"]["goals"].value() == "Wohnen"
    assert Version.objects.get(pk=version.pk).goals == "Arbeiten"
    mine["version-seen"] = page.context["form"]["seen"].value()
    page = second.post(path, mine, follow=True)
    assert told(page) == ["The changes are stored."]
    version.refresh_from_db()
    assert (version.goals, version.shares.first().role) == ("Wohnen", "Beratung")


def test_second_of_two_at_the_original_is_told_of_its_title_too(client, clerk):
    agreement = make_agreement(title="Alt", number="KV-1")
    second = Client()
    second.force_login(make_staff(language="en"))
    path = f"{LIST}{agreement.pk}/bearbeiten/"
    version = agreement.original
    data = {"number": "KV-1", "kind": "cooperation", "title": "Lotsenhaus"} | data_of(version)
    client.post(path, data)
    page = second.post(path, data | {"title": "Lotsenhäuser", "clerk": clerk.pk})
    assert page.context["clash"].differences == [
        Difference("Title", "Lotsenhaus", "Lotsenhäuser"),
        Difference("Responsible clerk", "", "Clara Beck"),
    ]
    assert Agreement.objects.get().title == "Lotsenhaus"


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 40])
def test_forged_revision_is_never_taken_for_the_stored_one(client, clerk, seen):
    version = amended()
    client.post(page_of(version, "bearbeiten/"), data_of(version))
    page = client.post(page_of(version, "bearbeiten/"), data_of(version, seen=seen))
    assert page.context["clash"] is not None


def test_what_was_typed_stays_when_somebody_signed_meanwhile(client, clerk):
    version = amended()
    actions.start_consultation(version.agreement, by=clerk, on=DAY)
    actions.release(version.agreement, by=clerk, on=DAY)
    actions.record_signature(version.signatories.first(), by=clerk, on=DAY)
    typed = data_of(version, **{"version-goals": "Wohnen"})
    page = client.post(page_of(version, "bearbeiten/"), typed)
    assert page.context["form"].non_field_errors() == [
        "Somebody has signed meanwhile: the text is locked."
    ]
    assert page.context["form"]["goals"].value() == "Wohnen"


# Signatures


def test_one_step_records_all_that_are_missing(client, clerk):
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None, None], parties=3)
    path = f"{LIST}{agreement.pk}/unterschriften/"
    data = {"all": "1", "all-signed_on": "2024-05-10", "all-place": "Mayen"}
    page = client.post(path, data, follow=True)
    assert told(page) == ["2 signatures are recorded."]
    assert page.context["agreement"].state == "in_force"
    days = agreement.original.signatories.values_list("signed_on", "place")
    assert list(days) == [(DAY, ""), *[(date(2024, 5, 10), "Mayen")] * 2]


def test_one_step_keeps_the_scan_with_the_text(client, clerk):
    agreement = make_agreement(released_on=DAY)
    path = f"{LIST}{agreement.pk}/unterschriften/"
    data = {"all": "1", "all-signed_on": "2024-05-10"}
    page = client.post(path, data | {"all-scan": make_file(content=b"no PDF")})
    assert len(page.context["form"].non_field_errors()) == 1
    assert not agreement.original.signatories.signed().exists()
    client.post(path, data | {"all-scan": make_file("scan.pdf")})
    document = agreement.documents.get()
    assert (document.kind, document.version, document.name) == (
        "signed",
        agreement.original,
        "scan.pdf",
    )
    assert Version.objects.get().completed_on == date(2024, 5, 10)


@pytest.mark.parametrize("day", ["", "2024-05-05", "2999-01-01"])
def test_one_step_needs_a_day_that_can_be(client, clerk, day):
    agreement = make_agreement(released_on=DAY)
    page = client.post(f"{LIST}{agreement.pk}/unterschriften/", {"all": "1", "all-signed_on": day})
    assert [*page.context["form"].errors] == ["signed_on"]
    assert not agreement.original.signatories.signed().exists()


def test_amendment_is_signed_on_the_same_page(client, clerk):
    version = amended()
    actions.start_consultation(version.agreement, by=clerk, on=DAY)
    actions.release(version.agreement, by=clerk, on=DAY)
    path = f"{LIST}{version.agreement_id}/unterschriften/"
    page = client.post(path, {"all": "1", "all-signed_on": "2024-05-10"}, follow=True)
    assert page.context["version"] == version
    assert page.context["open_text"] is None


def test_text_goes_back_to_the_draft_for_a_reason(client, clerk):
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    path = f"{LIST}{agreement.pk}/entwurf/"
    assert [*client.post(path, {"reason": " "}).context["form"].errors] == ["reason"]
    page = client.post(path, {"reason": "Kosten neu verhandelt"}, follow=True)
    assert page.context["agreement"].state == "draft"
    text = client.get(page_of(agreement.original)).content.decode()
    assert "Kosten neu verhandelt" in text
    page = client.post(path, {"reason": "Noch einmal"})
    assert page.context["form"].non_field_errors() == ["It is a draft already."]


def test_partner_changes_no_text(client):
    ours = make_organisation()
    agreement = make_agreement(parties=[ours, make_organisation()], signed_on=DAY)
    version = amended(agreement)
    actions.start_consultation(agreement, by=make_user(), on=DAY)
    client.force_login(make_partner(ours))
    for path in ("nachtrag/", "berichtigung/", "entwurf/"):
        assert client.get(f"{LIST}{agreement.pk}/{path}").status_code == 404
    assert client.get(page_of(version, "bearbeiten/")).status_code == 404
    for path in ("verwerfen/", "bestaetigen/"):
        assert client.post(page_of(version, path)).status_code == 404
