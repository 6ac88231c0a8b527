"""Two entries of the same organisation or person become one, and nothing is lost."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from cooperation import merging
from cooperation.actions import merge_organisations, merge_people, withdraw
from cooperation.belonging import parties_of, parties_on
from cooperation.models import (
    Accession,
    Agreement,
    Contact,
    Membership,
    Notice,
    Organisation,
    OrganisationMerger,
    Party,
    PartyName,
    Person,
    PersonMerger,
    Share,
    Signatory,
    Version,
)
from miko_portal.base import outbox
from miko_portal.base.chronicle import tell
from miko_portal.base.models import HistoryEntry, Message
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import (
    make_agreement,
    make_contact,
    make_measure,
    make_meeting,
    make_organisation,
    make_partner,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
AT = datetime(2024, 5, 6, 10, tzinfo=UTC)


@pytest.fixture
def clerk():
    return make_staff()


@pytest.fixture
def pair():
    return make_organisation(name="Caritasverband Mayen"), make_organisation(name="Caritas Mayen")


@pytest.fixture
def people():
    return make_person(family_name="Kern"), make_person(family_name="Kern")


def merge(pair, clerk, **kw):
    kept, duplicate = pair
    action = merge_organisations if isinstance(kept, Organisation) else merge_people
    return action(kept, duplicate=duplicate, by=clerk, on=DAY, **kw)


def refused(pair, clerk, **kw):
    """The sentence; nothing may have been stored."""
    before = everything()
    with pytest.raises(ValidationError) as error, transaction.atomic():
        merge(pair, clerk, **kw)
    assert everything() == before
    return error.value.messages[0]


def everything():
    models = (Organisation, Person, Contact, Membership, Party, PartyName, HistoryEntry)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


# Organisations: what moves


def test_all_that_points_to_the_duplicate_moves(pair, clerk):
    kept, duplicate = pair
    contact = make_contact(organisation=duplicate)
    partner = make_partner(duplicate)
    child = make_organisation(parent=duplicate)
    agreement = make_agreement(parties=[duplicate, make_organisation()], lead=duplicate)
    meeting = make_meeting(people=[contact])
    merge(pair, clerk)
    assert list(kept.contacts.all()) == [contact]
    assert list(Organisation.objects.of_partner(partner)) == [kept]
    assert list(kept.children.all()) == [child]
    assert list(Agreement.objects.filter(lead=kept)) == [agreement]
    assert list(agreement.parties.values_list("organisation", flat=True)[:1]) == [kept.pk]
    assert meeting.attendances.get().organisation == kept
    assert not Organisation.objects.filter(pk=duplicate.pk).exists()


def test_every_foreign_key_to_either_is_walked():
    """A table that points to them without a constraint would keep its rows behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid IN"
            " ('cooperation_organisation'::regclass, 'cooperation_person'::regclass)"
        )
        in_database = set(cursor.fetchall()) - {("cooperation_booking", "person_id")}
    walked = {
        (field.model._meta.db_table, field.column)
        for model in (Organisation, Person)
        for field in merging.fields_to(model)
    }
    assert walked == in_database


def test_what_the_kept_one_lacks_is_taken_over(clerk):
    town = make_organisation(name="Stadt Mayen")
    kept = make_organisation(name="Kita", mail_domains=["kita.example.org"])
    duplicate = make_organisation(
        name="Kita Mayen",
        short_name="KM",
        street="Am Markt 1",
        postcode="56727",
        town="Mayen",
        parent=town,
        inherits_entitlement=True,
        internal=True,
        mail_domains=["mayen.example.org", "kita.example.org"],
    )
    kept = merge((kept, duplicate), clerk)
    kept.refresh_from_db()
    assert (kept.name, kept.short_name, kept.street, kept.postcode, kept.town) == (
        "Kita",
        "KM",
        "Am Markt 1",
        "56727",
        "Mayen",
    )
    assert (kept.parent, kept.inherits_entitlement, kept.internal) == (town, True, False)
    assert kept.mail_domains == ["kita.example.org", "mayen.example.org"]


def test_addresses_are_not_mixed(clerk):
    kept = make_organisation(town="Mayen")
    duplicate = make_organisation(street="Am Markt 1", postcode="56751", town="Polch")
    kept = merge((kept, duplicate), clerk)
    assert (kept.street, kept.postcode, kept.town) == ("", "", "Mayen")


def test_what_was_chosen_is_taken_and_nothing_else(clerk):
    kept = make_organisation(name="Caritas", kind="other")
    duplicate = make_organisation(name="Caritas e. V.", short_name="CV", kind="welfare")
    kept = merge((kept, duplicate), clerk, taking=["name", "kind"])
    assert (kept.name, kept.kind, kept.short_name) == ("Caritas e. V.", "welfare", "")


# Organisations: what is there twice


def test_access_that_is_there_already_is_dropped(pair, clerk):
    kept, duplicate = pair
    partner = make_partner(kept)
    Membership.objects.create(user=partner, organisation=duplicate)
    other = make_partner(duplicate)
    merge(pair, clerk)
    assert list(kept.memberships.values_list("user", flat=True)) == [partner.pk, other.pk]


def test_contact_of_both_becomes_one(pair, clerk):
    kept, duplicate = pair
    person = make_person()
    there = make_contact(
        organisation=kept, person=person, function="Leitung", deputy=True, confirmed_on=DAY
    )
    row = make_contact(
        organisation=duplicate,
        person=person,
        function="Integration",
        absent_from=DAY,
        absent_until=DAY,
    )
    there.checks.create(asked_on=DAY, remark="Neue Nummer", answered_on=DAY)
    same_day = row.checks.create(asked_on=DAY, remark="Neues Zimmer", answered_on=DAY)
    link = same_day.links.create(token_hash="x", made_at=AT)
    later = row.checks.create(asked_on=date(2025, 5, 6))
    merge(pair, clerk)
    contact = kept.contacts.get()
    assert (contact, contact.function, contact.deputy) == (there, "Leitung, Integration", False)
    assert (contact.absent_from, contact.confirmed_on) == (DAY, DAY)
    first, second = contact.checks.order_by("asked_on")
    assert (first.remark, first.taken_up_on) == ("Neue Nummer\nNeues Zimmer", None)
    assert (list(first.links.all()), second) == ([link], later)


def test_function_too_long_for_both_stays(pair, clerk):
    kept, duplicate = pair
    person = make_person()
    make_contact(organisation=kept, person=person, function="L" * 100)
    make_contact(organisation=duplicate, person=person, function="I" * 100)
    merge(pair, clerk)
    assert kept.contacts.get().function == "L" * 100


# Organisations: agreements


def signed_rows():
    return [list(model.objects.order_by("pk").values()) for model in (Version, Share, Signatory)]


def test_signed_texts_stay_and_list_it_by_its_name_of_then(pair, clerk):
    kept, duplicate = pair
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    before = signed_rows()
    merge(pair, clerk)
    assert signed_rows() == before
    assert parties_of(agreement.original).present[0].name == "Caritas Mayen"
    row = parties_on(agreement, agreement.original, on=DAY).present[0]
    assert (row.name, row.party.organisation) == ("Caritas Mayen", kept)
    assert list(Agreement.objects.for_organisation(kept, on=DAY)) == [agreement]


def test_amendment_after_the_merger_lists_it_by_its_name_of_today(pair, clerk):
    duplicate = pair[1]
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    merge(pair, clerk)
    party = agreement.parties.first()
    assert party.name_on(None) == "Caritasverband Mayen"
    assert party.name_on(date(2024, 5, 7)) == "Caritasverband Mayen"


def test_name_of_then_stays_over_two_mergers(pair, clerk):
    kept, duplicate = pair
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    merge(pair, clerk)
    last = make_organisation(name="Caritas Rhein-Mosel")
    merge_organisations(last, duplicate=kept, by=clerk, on=date(2025, 1, 1))
    party = agreement.parties.first()
    assert party.name_on(DAY) == "Caritas Mayen"
    assert party.name_on(date(2024, 7, 1)) == "Caritasverband Mayen"
    assert party.name_on(date(2025, 1, 2)) == "Caritas Rhein-Mosel"
    assert set(OrganisationMerger.objects.values_list("kept", "former_id")) == {
        (last.pk, duplicate.pk),
        (last.pk, kept.pk),
    }


def test_kept_one_that_takes_the_other_name_is_listed_by_its_own_of_then(pair, clerk):
    kept, _duplicate = pair
    agreement = make_agreement(parties=[kept, make_organisation()], signed_on=DAY)
    merge(pair, clerk, taking=["name"])
    assert parties_of(agreement.original).present[0].name == "Caritasverband Mayen"
    assert agreement.parties.first().organisation.name == "Caritas Mayen"


def test_drafts_list_it_by_its_name_of_today(pair, clerk):
    duplicate = pair[1]
    agreement = make_agreement(parties=[duplicate, make_organisation()])
    merge(pair, clerk)
    assert parties_of(agreement.original).present[0].name == "Caritasverband Mayen"
    assert not PartyName.objects.exists()


@pytest.mark.parametrize("signed_on", [None, DAY])
def test_both_party_to_an_agreement_is_refused(pair, clerk, signed_on):
    agreement = make_agreement(parties=[*pair, make_organisation()], signed_on=signed_on)
    assert refused(pair, clerk) == (
        f"Both are party to {agreement} at the same time. Take one of them out there first: in the "
        "draft, by an amendment or by a correction."
    )


def test_both_party_to_what_was_withdrawn_binds_nobody(pair, clerk):
    agreement = make_agreement(parties=[*pair, make_organisation()])
    withdraw(agreement, by=clerk, on=DAY)
    merge(pair, clerk)
    assert agreement.parties.filter(organisation=pair[0]).count() == 2


@pytest.mark.parametrize("first", [0, 1])
def test_party_one_after_the_other_is_kept_as_two_periods(pair, clerk, first):
    """Whichever of the two is kept: the one that left, or the one that came."""
    gone, came = pair[first], pair[1 - first]
    agreement = make_agreement(
        parties=[gone, make_organisation(), make_organisation()],
        signed_on=DAY,
        effective_on=DAY,
    )
    Notice.objects.create(
        party=agreement.parties.get(organisation=gone),
        received_on=date(2024, 6, 1),
        effective_on=date(2024, 6, 30),
    )
    party = Party.objects.create(agreement=agreement, organisation=came)
    Accession.objects.create(
        party=party, declared_on=date(2024, 7, 1), effective_on=date(2024, 7, 1), name="Rita Rath"
    )
    merge(pair, clerk)
    rows = parties_on(agreement, agreement.original, on=date(2025, 1, 1))
    assert [row.last_day for row in rows.former] == [date(2024, 6, 30)]
    assert {row.party.organisation for row in [rows.former[0], rows.present[-1]]} == {pair[0]}


def test_periods_that_overlap_are_refused(pair, clerk):
    kept, duplicate = pair
    agreement = make_agreement(
        parties=[kept, make_organisation(), make_organisation()], signed_on=DAY, effective_on=DAY
    )
    Notice.objects.create(
        party=agreement.parties.get(organisation=kept),
        received_on=date(2024, 6, 1),
        effective_on=date(2024, 12, 31),
    )
    party = Party.objects.create(agreement=agreement, organisation=duplicate)
    Accession.objects.create(
        party=party, declared_on=date(2024, 7, 1), effective_on=date(2024, 7, 1), name="Rita Rath"
    )
    assert refused(pair, clerk).startswith(f"Both are party to {agreement} at the same time.")


def test_measures_and_entitlement_stay_with_the_party(pair, clerk):
    kept, duplicate = pair
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    measure = make_measure(agreement=agreement)
    merge(pair, clerk)
    measure.refresh_from_db()
    assert measure.party.organisation == kept


# Organisations: what is refused


def test_an_organisation_with_itself_is_refused(pair, clerk):
    assert refused((pair[0], pair[0]), clerk) == "These are not two: it is the same entry."


@pytest.mark.parametrize("steps", [1, 2])
@pytest.mark.parametrize("upwards", [True, False])
def test_with_a_body_it_belongs_to_is_refused(clerk, steps, upwards):
    top = make_organisation(name="Stadt")
    lower = make_organisation(name="Amt", parent=top)
    if steps == 2:
        lower = make_organisation(name="Kita", parent=lower)
    assert refused((lower, top) if upwards else (top, lower), clerk) == (
        f"“{lower}” belongs to “Stadt”, so they are two. If that is wrong, change it there first."
    )


def test_what_was_merged_already_is_refused(pair, clerk):
    merge(pair, clerk)
    assert refused(pair, clerk) == "“Caritas Mayen” is gone: somebody has merged it already."
    other = make_organisation()
    assert refused((pair[1], other), clerk) == (
        "“Caritas Mayen” is gone: somebody has merged it already."
    )


# The database keeps the rules, whoever writes


def test_party_of_a_signed_text_moves_by_a_merger_only(pair, portal_role):
    kept, duplicate = pair
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    party = agreement.parties.first()
    with pytest.raises(IntegrityError, match="locks the parties"), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(organisation=kept)
    before = transaction.savepoint()
    OrganisationMerger.objects.create(
        kept=kept, former_id=duplicate.pk, name="Caritas", merged_on=DAY
    )
    assert Party.objects.filter(pk=party.pk).update(organisation=kept) == 1
    with pytest.raises(IntegrityError, match="what was merged is gone"):
        connection.check_constraints()
    transaction.savepoint_rollback(before)
    party.refresh_from_db()
    assert party.organisation == duplicate


def test_mergers_and_names_of_then_stay(pair, clerk):
    duplicate = pair[1]
    make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    merge(pair, clerk)
    other = make_organisation()
    for rows, change in [
        (OrganisationMerger.objects, {"kept": other}),
        (OrganisationMerger.objects, {"name": "anders"}),
        (PartyName.objects, {"name": "anders"}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()
    with pytest.raises(IntegrityError, match="the one of then"), transaction.atomic():
        PartyName.objects.create(party=Party.objects.first(), name="Irgendwer", until=DAY)


def test_the_portals_own_role_may_merge(pair, clerk, portal_role):
    agreement = make_agreement(parties=[pair[1], make_organisation()], signed_on=DAY)
    merge(pair, clerk)
    assert agreement.parties.first().organisation == pair[0]


def test_history_keeps_it_in_words(pair, clerk):
    duplicate = pair[1]
    agreement = make_agreement(parties=[duplicate, make_organisation()], signed_on=DAY)
    newest = HistoryEntry.objects.first().pk
    merge(pair, clerk)
    told = tell(HistoryEntry.objects.filter(pk__gt=newest).order_by("pk"))
    words = [(row.action, row.what, [str(change) for change in row.changes]) for row in told]
    assert {row.who for row in told} == {str(clerk)}
    assert (
        "changed",
        "Party: Caritasverband Mayen",
        ["Organisation: Caritas Mayen → Caritasverband Mayen"],
    ) in words
    assert [what for action, what, _changes in words if action == "deleted"] == [
        "Organisation: Caritas Mayen"
    ]
    assert HistoryEntry.objects.of_all(agreement).filter(pk__gt=newest).count() == 2


# People


def test_all_that_points_to_the_person_moves(people, clerk):
    kept, duplicate = people
    contact = make_contact(person=duplicate)
    meeting = make_meeting(people=[duplicate])
    measure = make_measure(person=duplicate)
    merge(people, clerk)
    assert [row.person for row in (kept.contacts.get(), meeting.attendances.get())] == [kept, kept]
    assert list(kept.measures.all()) == [measure]
    assert contact == kept.contacts.get()
    assert not Person.objects.filter(pk=duplicate.pk).exists()
    assert list(PersonMerger.objects.values_list("kept", "former_id")) == [(kept.pk, duplicate.pk)]


def test_what_the_kept_person_lacks_is_taken_over(clerk):
    kept = make_person(given_name="Ada", mail="ada@example.org")
    duplicate = make_person(given_name="A.", mail="kern@example.org", telephone="02651 1")
    kept = merge((kept, duplicate), clerk)
    kept.refresh_from_db()
    assert (kept.given_name, kept.mail, kept.telephone) == ("Ada", "ada@example.org", "02651 1")


def test_chosen_values_of_a_person(clerk):
    kept = make_person(given_name="A.", mail="a@example.org")
    duplicate = make_person(given_name="Ada", family_name="Kern", telephone="02651 1")
    kept = merge((kept, duplicate), clerk, taking=["name"])
    assert (str(kept), kept.mail, kept.telephone) == ("Ada Kern", "a@example.org", "")


@pytest.mark.parametrize(
    ("one", "other", "became"), [(True, None, True), (None, False, False), (False, True, True)]
)
def test_who_is_asked_twice_to_a_meeting_is_asked_once(people, clerk, one, other, became):
    kept, duplicate = people
    house = make_organisation()
    meeting = make_meeting(people=people)
    meeting.attendances.filter(person=kept).update(came=one)
    meeting.attendances.filter(person=duplicate).update(
        came=other, organisation=house, invited_at=AT
    )
    merge(people, clerk)
    row = meeting.attendances.get()
    assert (row.person, row.came, row.organisation, row.invited_at) == (kept, became, house, AT)


def test_contact_of_one_organisation_twice_becomes_one(people, clerk):
    house = make_organisation()
    for person, function in zip(people, ["", "Leitung"], strict=True):
        make_contact(organisation=house, person=person, function=function)
    merge(people, clerk)
    assert [(row.person, row.function) for row in house.contacts.all()] == [(people[0], "Leitung")]


def test_messages_go_to_the_one_who_is_kept(people, clerk):
    kept, duplicate = people
    contact = make_contact(person=duplicate)
    for day in (1, 2, 3):
        check = contact.checks.create(asked_on=date(2024, 5, day))
        for person in [[duplicate], [duplicate, kept], [duplicate, kept]][day - 1]:
            outbox.post("cooperation.contact_check", to=person, about=check, language="de", at=AT)
    sent = Message.objects.filter(recipient=f"cooperation.person:{duplicate.pk}").first()
    Message.objects.filter(pk=sent.pk).update(sent_at=AT)
    merge(people, clerk)
    assert set(Message.objects.values_list("recipient", flat=True)) == {
        f"cooperation.person:{kept.pk}"
    }
    occasions = list(Message.objects.order_by("pk").values_list("occasion", "sent_at"))
    assert len(occasions) == len({occasion for occasion, _sent in occasions}) == 3
    assert [sent_at for _occasion, sent_at in occasions if sent_at] == [AT]


def test_a_person_with_themselves_or_one_who_is_gone_is_refused(people, clerk):
    assert refused((people[0], people[0]), clerk) == "These are not two: it is the same entry."
    merge(people, clerk)
    assert refused(people, clerk) == "“Erika Kern” is gone: somebody has merged it already."


# Several at once


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_each_into_the_other_leave_one():
    clerk = make_user()
    pair = make_organisation(), make_organisation()
    outcomes, ready = [], threading.Barrier(2)

    def run(kept, duplicate):
        try:
            ready.wait()
            merge_organisations(kept, duplicate=duplicate, by=clerk, on=DAY)
            outcomes.append("merged")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "refused"]
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_entered_meanwhile_is_refused_rather_than_lost():
    clerk, person = make_user(), make_person()
    kept, duplicate = make_organisation(), make_organisation()
    started, outcomes = threading.Event(), []

    def enter():
        try:
            started.set()
            Contact.objects.create(organisation=duplicate, person=person)
            outcomes.append("entered")
        except DatabaseError:
            outcomes.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=enter)
    with transaction.atomic():
        merge_organisations(kept, duplicate=duplicate, by=clerk, on=DAY)
        thread.start()
        started.wait()
    thread.join()
    assert outcomes == ["refused"]
    assert not Contact.objects.exists()
