"""The demo data is made once, seen from a leap day; its numbers are those of the facts."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cooperation.models import (
    Accession,
    Agreement,
    Contact,
    Gap,
    Measure,
    Meeting,
    Organisation,
    State,
    Venue,
    Version,
)
from events.facts import Coming
from events.models import (
    Call,
    CallRequest,
    Circular,
    Feedback,
    HeadCount,
    InterpreterAssignment,
    Registration,
    SeminarText,
    Session,
    VoiceMessage,
)
from events.models import Run as Seminar
from miko_portal.base import nightly
from miko_portal.base.certificates import file_of
from miko_portal.base.clock import start_of
from miko_portal.base.languages import LANGUAGES
from miko_portal.base.models import Certificate, HistoryEntry, JobRun, Message, User
from trainings.facts import Side
from trainings.facts import State as TrainingState
from trainings.models import AnswerSheet, Course, Enrolment
from trainings.models import Run as Training

pytestmark = pytest.mark.django_db

TODAY = date(2028, 2, 29)
DAY = timedelta(days=1)


def make_demo(**options):
    told = StringIO()
    call_command("demo", even_in_production=True, stdout=told, **options)
    return told.getvalue()


def test_demo_stays_out_of_real_data():
    Organisation.objects.create(name="Kreisverwaltung", kind=Organisation.Kind.COUNTY)
    with pytest.raises(CommandError, match="data of its own"):
        make_demo(reset=True)
    assert Organisation.objects.count() == 1


def test_demo_stays_out_of_production():
    with pytest.raises(CommandError, match="no demo"):
        call_command("demo")
    assert User.objects.count() == 0


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo(today=TODAY)
        transaction.set_rollback(True)


def test_demo_has_the_agreements_of_the_first_project(demo):
    agreements = Agreement.objects.filter(project__short_name="MiKo-MYK")
    lotsenhaus = agreements.get(title="Lotsenhaus für Flüchtlinge")
    originals = Version.objects.filter(number=0, agreement__in=agreements)
    days = set(originals.values_list("completed_on", flat=True))
    assert agreements.count() == 27
    assert lotsenhaus.original.shares.count() == 8
    assert lotsenhaus.original.effective_on == date(2015, 12, 1)
    assert min(days) >= date(2015, 7, 1)
    assert max(days) <= date(2018, 6, 30)


def test_demo_amended_the_lotsenhaus_by_which_a_ninth_joined(demo):
    lotsenhaus = Agreement.objects.with_state(on=TODAY).get(title="Lotsenhaus für Flüchtlinge")
    amendment = lotsenhaus.version_on(TODAY)
    assert (amendment.number, amendment.reason) == (1, "Lotsenhaus International")
    assert lotsenhaus.parties.belonging(on=TODAY).count() == 9


def test_demo_shows_an_amendment_going_round_and_a_correction_to_be_confirmed(demo):
    later = Version.objects.exclude(number=0, correction=0).filter(completed_on=None)
    amendment, correction = later.order_by("correction")
    assert amendment.signatories.missing().count() == 2
    assert correction.written_by is not None


def test_demo_has_the_agreements_that_the_towns_signed_together(demo):
    signed = Agreement.objects.filter(project__short_name="ZWO", title__startswith="Gemeinsam")
    days = set(signed.values_list("versions__signatories__signed_on", flat=True))
    assert signed.count() == 10
    assert days == {date(2019, 2, 13)}


def test_demo_shows_agreements_in_every_state(demo):
    states = Counter(Agreement.objects.with_state(on=TODAY).values_list("state", flat=True))
    assert set(states) == set(State)


def test_demo_shows_an_organisation_that_joined_by_its_declaration(demo):
    accession = Accession.objects.get()
    belonging = accession.party.agreement.parties.belonging
    assert belonging(on=TODAY).last() == accession.party
    assert accession.effective_on < TODAY


def test_demo_shows_one_agreement_from_the_cupboard_with_its_gaps(demo):
    (agreement,) = Agreement.objects.with_gaps(on=TODAY).filter(
        versions__taken_over_on__isnull=False
    )
    assert agreement.state == State.IN_FORCE
    assert agreement.gaps == [gap for gap in Gap if gap not in (Gap.NOTICE, Gap.CLERK)]


def test_demo_shows_a_party_without_contact_and_contacts_who_are_away(demo):
    alone = Organisation.objects.without_contact().get()
    assert alone.parties.cooperating(on=TODAY).count() == 1
    away = [contact for contact in Contact.objects.all() if contact.is_absent(on=TODAY)]
    assert len(away) == 2
    assert all(contact.organisation.reached(on=TODAY).deputy for contact in away)


def test_demo_has_the_conferences_and_meetings_before_and_after(demo):
    meetings = Meeting.objects.with_state(on=TODAY)
    conferences = meetings.filter(kind=Meeting.Kind.CONFERENCE).order_by("starts_at")
    assert [meeting.local_start.year for meeting in conferences] == [2017, 2019]
    assert conferences[1].local_start.date() == date(2019, 10, 15)
    assert set(meetings.values_list("state", flat=True)) == set(Meeting.State)


def test_demo_shows_measures_in_every_state_and_one_that_founded_a_project(demo):
    measures = Measure.objects.with_state(on=TODAY)
    assert measures.count() == 20
    assert set(measures.values_list("state", flat=True)) == set(Measure.State)
    assert measures.exclude(project=None).count() == 1


def test_demo_trained_as_many_people_as_the_report_says(demo):
    project = Enrolment.objects.confirmed().filter(run__projects__short_name="MiKo-MYK")
    staff = project.exclude(side=Side.VOLUNTEER)
    assert staff.values("person").distinct().count() == 250
    assert staff.filter(side=Side.EXTERNAL, entitled_through=None).count() == 0


@pytest.mark.parametrize(("year", "trainings", "people"), [(2017, 20, 348), (2018, 27, 432)])
def test_demo_has_the_programme_for_volunteers(demo, year, trainings, people):
    places = Enrolment.objects.filter(side=Side.VOLUNTEER, run__sessions__starts_at__year=year)
    assert places.values("run").distinct().count() == trainings
    assert places.values("person").distinct().count() == people
    assert places.values("organisation").distinct().count() == 14


def test_demo_shows_trainings_in_every_state(demo):
    states = Counter(Training.objects.with_state(on=TODAY).values_list("state", flat=True))
    queues = Training.objects.with_state(on=TODAY).with_queue().filter(waiting__gt=0)
    assert set(states) == set(TrainingState)
    assert {run.state for run in queues} == {TrainingState.FULL}


def test_demo_shows_seminars_of_every_kind(demo):
    seminars = Seminar.objects.with_state(on=TODAY)
    states = set(seminars.values_list("state", flat=True))
    upcoming = Seminar.objects.published(on=TODAY).upcoming(on=TODAY)
    venues = Venue.objects.filter(pk__in=upcoming.values("next_venue"))
    assert seminars.count() == 44
    assert states == set(Seminar.State)
    assert set(upcoming.values_list("coming", flat=True)) == set(Coming)
    assert set(upcoming.values_list("women_only", flat=True)) == {True, False}
    assert set(venues.values_list("step_free", flat=True)) == {True, False}
    assert upcoming.with_childcare().count() > 0
    assert upcoming.filter(sessions__moved_from__isnull=False).count() == 1
    assert upcoming.exclude(interpreted=[]).count() > 0


def test_demo_has_numbers_of_past_dates_and_some_that_are_missing(demo):
    counts = HeadCount.objects.with_day()
    assert counts.filter(session=None).count() == 3
    assert counts.exclude(session=None).count() == 3
    assert counts.filter(day__gte=TODAY).count() == 0
    assert Session.objects.without_head_count(at=start_of(TODAY)).count() > 0


def test_demo_shows_whom_the_volunteer_registered(demo):
    rows = Registration.objects.made_by(User.objects.get(email="ehrenamt@example.org"))
    assert rows.count() == 10
    assert rows.confirmed().count() == 9
    assert rows.values("contact__telephone").distinct().count() == 1


def test_demo_has_interpreters_of_every_standing(demo):
    standings = {
        words.rpartition(" ")[0]
        for words in (row.standing for row in InterpreterAssignment.objects.all())
    }
    soon = Seminar.objects.published(on=TODAY).without_interpreter(
        on=TODAY, until=TODAY + timedelta(days=5)
    )
    assert standings == {"Angefragt am", "Zugesagt am", "War da am"}
    assert soon.exists()


def test_demo_shows_people_who_registered_and_who_wait(demo):
    registrations = Registration.objects.with_contact()
    assert set(registrations.values_list("language", flat=True)) == {
        language.code for language in LANGUAGES
    }
    assert registrations.waiting().count() > 1
    assert registrations.telephone_only().count() > 1
    assert registrations.exclude(childcare_at=None).count() > 1
    assert registrations.holding_seats().without_childcare().count() > 0
    assert CallRequest.objects.open().count() == 3
    reached = registrations.exclude(contact__mail="").values_list("contact__mail", flat=True)
    assert all(mail.endswith("@example.org") for mail in reached)


def test_demo_shows_feedback_in_many_languages_and_hides_what_is_too_little(demo):
    given = Counter(Feedback.objects.order_by().values_list("run", flat=True))
    shown = Counter(Feedback.objects.shown(on=TODAY).order_by().values_list("run", flat=True))
    assert sorted(given.values()) == [3, 5, 7, 8]
    assert sorted(shown.values()) == [5, 7, 8]
    assert set(Feedback.objects.values_list("language", flat=True)) == {
        language.code for language in LANGUAGES
    }


def test_demo_shows_answers_about_trainings_and_hides_what_is_too_little(demo):
    def by_occasion(sheets):
        return sorted(Counter(sheets.order_by().values_list("run", "occasion")).values())

    assert by_occasion(AnswerSheet.objects.all()) == [4, 6, 7, 10, 11]
    assert by_occasion(AnswerSheet.objects.shown(on=TODAY)) == [6, 7, 10, 11]


def test_demo_has_texts_in_every_language_and_gaps(demo):
    texts = SeminarText.objects.with_state()
    in_language = Counter(texts.values_list("language", flat=True))
    seminars = in_language.pop("de")
    assert set(in_language) == {language.code for language in LANGUAGES} - {"de"}
    assert max(in_language.values()) < seminars
    assert set(texts.values_list("state", flat=True)) == {
        "source",
        "human",
        "machine",
        "reviewed",
        "outdated",
    }


def test_demo_mails_nobody_about_what_it_begins_with(demo):
    assert Message.objects.sent().exists()
    assert not Message.objects.waiting().exists()


def test_demo_shows_who_came_who_stayed_away_and_who_is_to_come_today(demo):
    ours = Seminar.objects.with_attendance().filter(coming=Coming.HERE)
    held = ours.get(noted_dates=1)
    tonight = ours.get(starts_at__gte=start_of(TODAY), ends_at__lt=start_of(TODAY + DAY))
    assert (held.ends_at < start_of(TODAY), held.came, held.stayed_away) == (True, 7, 3)
    assert tonight.places.confirmed().count() == 9


def test_demo_has_certificates_one_issued_anew_and_one_revoked(demo):
    seminars = Certificate.objects.exclude(title__in=Course.objects.values("title"))
    stands = [
        (bool(certificate.revoked_at), bool(certificate.replaces))
        for certificate in seminars.order_by("pk")
    ]
    assert stands == [
        (False, False),
        (True, False),
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]
    assert all(file_of(certificate) for certificate in Certificate.objects.all())


def test_demo_moved_a_date_that_people_had_registered_for(demo):
    moved = Seminar.objects.get(sessions__moved_from__isnull=False)
    told = Message.objects.sent().filter(kind="events.moved").count()
    assert told == moved.places.live().filter(contact__mail__gt="").count() == 4


def test_demo_has_calls_to_make_and_mails_that_came_back(demo):
    due = Call.objects.due(at=start_of(TODAY))
    assert Counter(due.values_list("because", flat=True)) == {"telephone": 6, "failed": 2}
    assert due.without_number().count() == 1
    assert Message.objects.failed().count() == 2


def test_demo_has_a_message_to_many_and_voices_and_a_series(demo):
    circular = Circular.objects.get()
    assert Message.objects.sent().filter(kind="events.circular").count() == circular.number == 7
    assert circular.sent_from < start_of(TODAY)
    assert set(VoiceMessage.objects.values_list("language", flat=True)) == {"de", "ar"}
    breakfasts = Seminar.objects.filter(seminar__texts__title="Internationales Frauenfrühstück")
    assert [run.sessions.count() for run in breakfasts] == [1, 1, 1]


def test_demo_keeps_nothing_longer_than_it_may_and_its_nights_were_made_up(demo):
    at = start_of(TODAY) + timedelta(hours=23)
    assert nightly.kept_too_long(at=at) == 0
    assert nightly.overdue(at=at) == []
    assert JobRun.objects.exclude(failed_at=None).count() == 0


def test_demo_is_made_once(demo):
    before = HistoryEntry.objects.count(), Organisation.objects.count(), User.objects.count()
    told = make_demo(today=TODAY)
    after = HistoryEntry.objects.count(), Organisation.objects.count(), User.objects.count()
    assert after == before
    assert "there already" in told
    assert "leitung@example.org" in told
