"""What the database itself refuses, and who sees which agreements."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction

from cooperation.models import Agreement, Party, Share, Signatory, Version
from miko_portal.base.models import User
from tests.cooperation.factories import make_agreement, make_organisation, make_partner

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)


def refused(sql, *params):
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
    return str(error.value).splitlines()[0]


def test_number_is_unique_whatever_its_case():
    make_agreement(number="kv-1")
    with pytest.raises(IntegrityError, match="agreement_number_unique"):
        make_agreement(number="KV-1")


def test_party_is_never_listed_twice():
    party = make_agreement().parties.first()
    with pytest.raises(IntegrityError, match="party already"):
        Party.objects.create(agreement=party.agreement, organisation=party.organisation)


def test_end_never_lies_before_the_start():
    with pytest.raises(IntegrityError, match="version_ends_after_start"):
        make_agreement(term="fixed", effective_on=DAY, first_end_on=date(2024, 5, 5))


def test_first_signature_locks_text_and_shares():
    agreement = make_agreement(released_on=DAY, signed_on=[DAY, None])
    version = agreement.versions.get()
    assert version.locked
    assert refused("UPDATE cooperation_version SET goals = 'other' WHERE id = %s", version.pk) == (
        "the first signature locks the version"
    )
    for sql in (
        "UPDATE cooperation_share SET tasks = 'other' WHERE version_id = %s",
        "DELETE FROM cooperation_share WHERE version_id = %s",
    ):
        assert refused(sql, version.pk) == "the first signature locks the shares"
    assert refused("UPDATE cooperation_agreement SET title = 'x' WHERE id = %s", agreement.pk) == (
        "the first signature locks kind and title"
    )
    for sql in (
        "DELETE FROM cooperation_signatory WHERE signed_on IS NOT NULL",
        "UPDATE cooperation_signatory SET signed_on = NULL WHERE signed_on IS NOT NULL",
        "UPDATE cooperation_signatory SET name = 'Other' WHERE signed_on IS NOT NULL",
    ):
        assert refused(sql) == "a signature stays"


def test_first_signature_locks_who_is_party():
    agreement, other = make_agreement(released_on=DAY, signed_on=[DAY, None]), make_organisation()
    party = agreement.parties.last()
    sql = "UPDATE cooperation_party SET organisation_id = %s WHERE id = %s"
    assert refused(sql, other.pk, party.pk) == "the first signature locks the parties"


def test_completion_needs_every_signature():
    version = make_agreement(released_on=DAY, signed_on=[DAY, None]).versions.get()
    for day in ("2024-05-06", "2024-05-07"):
        assert refused(
            "UPDATE cooperation_version SET completed_on = %s WHERE id = %s", day, version.pk
        ) == ("a version is completed on the day the last of all signed")


def test_completion_needs_a_signatory_of_every_party():
    version = make_agreement(released_on=DAY).versions.get()
    version.signatories.first().delete()
    version.signatories.get().sign(on=DAY)
    assert refused(
        "UPDATE cooperation_version SET completed_on = %s WHERE id = %s", DAY, version.pk
    ) == ("a version is completed on the day the last of all signed")


def test_completed_version_stays_for_good():
    version = make_agreement(signed_on=DAY).versions.get()
    for sql in (
        "UPDATE cooperation_version SET completed_on = NULL WHERE id = %s",
        "UPDATE cooperation_version SET first_end_on = '2030-01-01' WHERE id = %s",
        "DELETE FROM cooperation_version WHERE id = %s",
    ):
        assert refused(sql, version.pk) == "a completed version stays as it is"
    for sql in (
        "UPDATE cooperation_signatory SET name = 'Other' WHERE version_id = %s",
        "DELETE FROM cooperation_signatory WHERE version_id = %s",
    ):
        assert refused(sql, version.pk) == "the signatures of a completed version stay"
    assert refused(
        "UPDATE cooperation_agreement SET withdrawn_on = %s WHERE id = %s",
        DAY,
        version.agreement_id,
    ) == ("what all have signed is not withdrawn")


def test_withdrawn_agreement_is_never_taken_up_again():
    agreement = make_agreement(released_on=DAY, withdrawn_on=DAY)
    version = agreement.versions.get()
    version.signatories.update(signed_on=DAY)
    assert refused(
        "UPDATE cooperation_version SET completed_on = %s WHERE id = %s", DAY, version.pk
    ) == ("no version of a withdrawn agreement is completed")
    sql = "UPDATE cooperation_agreement SET withdrawn_on = %s WHERE id = %s"
    for day in (None, date(2024, 5, 7)):
        assert refused(sql, day, agreement.pk) == "what was withdrawn stays withdrawn"


def test_only_parties_sign_and_have_shares():
    version, other = make_agreement().versions.get(), make_agreement().parties.first()
    with pytest.raises(IntegrityError, match="only parties"), transaction.atomic():
        Signatory.objects.create(version=version, party=other, name="Rita Rath")
    with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
        Share.objects.create(version=version, party=other)


def test_only_what_was_released_is_signed():
    version = make_agreement(consultation_on=DAY).versions.get()
    assert refused(
        "UPDATE cooperation_signatory SET signed_on = %s WHERE version_id = %s", DAY, version.pk
    ) == ("only what was released is signed")


def test_rows_of_history_tell_of_agreement_and_text():
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM base_historyentry")
        (before,) = cursor.fetchone()
        make_agreement()
        cursor.execute(
            "SELECT DISTINCT table_name FROM base_historyentry WHERE id > %s ORDER BY 1", [before]
        )
        assert [name for (name,) in cursor] == [
            "cooperation_agreement",
            "cooperation_organisation",
            "cooperation_party",
            "cooperation_share",
            "cooperation_signatory",
            "cooperation_version",
        ]


def test_visible_to_a_partner_are_own_agreements_from_consultation_on():
    ours, theirs = make_organisation(), make_organisation()
    user = make_partner(ours)
    seen = make_agreement(parties=[ours, theirs], consultation_on=DAY)
    make_agreement(parties=[ours, theirs])
    make_agreement(parties=[theirs, make_organisation()], consultation_on=DAY)
    assert list(Agreement.objects.visible_to(user)) == [seen]
    assert list(Agreement.objects.changeable_by(user)) == []


def test_visible_to_staff_are_all_agreements():
    user = User.objects.create_user("staff@example.org")
    make_agreement()
    assert list(Agreement.objects.visible_to(user)) == []
    user.user_permissions.add(Permission.objects.get(codename="view_agreement"))
    assert Agreement.objects.visible_to(User.objects.get()).count() == 1


@pytest.mark.parametrize(
    "words", ["lotsen", "LOTSEN", "koblenz lotsen", "flüchtlinge", "fluchtlinge", "ihk", "7/2015"]
)
def test_matching_finds_by_parts_of_names(words):
    chamber = make_organisation(name="Industrie- und Handelskammer Koblenz", short_name="IHK")
    house = make_agreement(
        title="Lotsenhaus für Flüchtlinge",
        file_reference="7/2015",
        parties=[chamber, make_organisation()],
    )
    make_agreement(title="100 % Beratung")
    assert list(Agreement.objects.matching(words, references=True, on=DAY)) == [house]


def test_matching_takes_signs_of_patterns_literally():
    hundred = make_agreement(title="100 % Beratung")
    make_agreement(title="100 und mehr")
    assert list(Agreement.objects.matching("%", references=True, on=DAY)) == [hundred]
    assert list(Agreement.objects.matching("_", references=True, on=DAY)) == []
    assert Version.objects.count() == 2
