"""The rows that the pages show: at least one of everything, made once for all browser tests."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

from django.core import signing
from django.utils import timezone

from cooperation import actions
from cooperation.comparing import stored_parties
from cooperation.models import ContactCheck
from events import actions as event_actions
from events.facts import Coming, Format
from events.models import Call, CallRequest
from events.views.registrations import TICKET_SALT
from miko_portal.base import certificates, nightly, outbox
from miko_portal.base.clock import today
from miko_portal.base.models import User
from miko_portal.base.secret_links import hash_of, new_token
from tests.base.factories import make_absence, make_certificate, make_staff
from tests.cooperation import factories as cooperation
from tests.events import factories as events
from tests.trainings import factories as trainings
from trainings.actions import issue_certificate
from trainings.models import EnrolmentRequest
from trainings.models.self_enrolments import new_link

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def make_world():
    world = SimpleNamespace(today=today(), next_year=today().year + 1, readers={})
    world.readers["administrator"] = User.objects.create_superuser(
        "administrator@example.org", "geheim-1234"
    )
    world.readers["clerk"] = make_staff("Sachbearbeitung", first_name="Clara", last_name="Beck")
    world.readers["coordinator"] = make_staff("Koordination")
    world.readers["volunteer"] = make_staff("Ehrenamt", first_name="Zahra", last_name="Rahimi")
    make_shared_rows(world)
    make_agreements(world)
    make_meetings(world)
    make_seminars(world)
    make_trainings(world)
    make_certificates(world)
    make_background_work(world)
    return world


def make_shared_rows(world):
    world.venue = cooperation.make_venue(
        name="Bürgerhaus Maifeld",
        street="Marktplatz 4",
        postcode="56751",
        town="Polch",
        stop="Polch Bahnhof",
        stop_minutes=7,
        way_in="Über den Hof, dann die zweite Tür links",
        parking="free",
        step_free=True,
    )
    world.room = cooperation.make_room(venue=world.venue)
    world.organisation = cooperation.make_organisation(name="Verbraucherzentrale")
    world.partner = cooperation.make_organisation(name=LONG)
    world.contact = cooperation.make_contact(organisation=world.organisation, function="Leitung")
    cooperation.make_contact(organisation=world.organisation, family_name=LONG, deputy=True)
    world.person = world.contact.person
    world.same_organisation = cooperation.make_organisation(
        name="Verbraucherzentrale e. V.", short_name="VZ", town="Koblenz"
    )
    world.same_person = cooperation.make_person(
        given_name=world.person.given_name,
        family_name=world.person.family_name,
        telephone="02651 900",
    )
    check = ContactCheck.objects.create(contact=world.contact, asked_on=world.today)
    world.token = new_token()
    check.links.create(token_hash=hash_of(world.token), made_at=timezone.now())
    ContactCheck.objects.create(
        contact=world.contact,
        asked_on=world.today - timedelta(days=1),
        answered_on=world.today,
        remark=f"Neue Nummer: {LONG}",
    )
    world.project = cooperation.make_project()
    cooperation.make_planning_period(name=LONG, starts_on=world.today, expected=True)


def make_agreements(world):
    """One of each state that has its own page, among parties with long names, and many others."""
    county = cooperation.make_organisation(name="Kreisverwaltung", internal=True)
    world.readers["partner"] = cooperation.make_partner(world.organisation)
    parties = [county, world.organisation, world.partner]
    facts = {"parties": parties, "project": world.project, "clerk": world.readers["clerk"]}
    signed_on = world.today - timedelta(days=40)
    world.agreement_in_force = cooperation.make_agreement(
        title="Lotsenhaus für Geflüchtete", signed_on=signed_on, effective_on=signed_on, **facts
    )
    make_papers(world.agreement_in_force, world)
    world.draft = cooperation.make_agreement(title=LONG, **facts)
    world.agreement_to_be_signed = cooperation.make_agreement(released_on=world.today, **facts)
    make_changes(world, facts, signed_on=signed_on)
    for _ in range(28):
        cooperation.make_agreement(parties=parties[:2], consultation_on=world.today)
    for number in range(26):
        cooperation.make_organisation(name=f"Ortsgemeinde {number}")


def make_papers(agreement, world):
    """More of each than the page of an agreement shows, and than a page of a list."""
    clerk = world.readers["clerk"]
    for kind in ("signed", "working", "decision"):
        file = cooperation.make_file(f"{LONG}.pdf", pages=len(kind))
        cooperation.make_document(agreement, file=file, kind=kind, version=agreement.original)
    for number in range(28):
        day = world.today - timedelta(days=number)
        agreement.notes.create(noted_on=day, text=f"{LONG}\n\nAnruf.", written_by=clerk)
        agreement.follow_ups.create(due_on=day, text=f"{LONG} {number}", person=clerk)
    agreement.follow_ups.last().finish(on=world.today)


def make_changes(world, facts, *, signed_on):
    """An amendment by which one leaves, sent round a second time; a correction."""
    clerk = world.readers["clerk"]
    world.amended = cooperation.make_agreement(
        title="Sprachmittlung", signed_on=signed_on, goals="Alle werden verstanden.", **facts
    )
    world.amendment = actions.amend(world.amended, reason=LONG, effective_on=world.today, by=clerk)
    drafts = stored_parties(world.amendment, people=True)
    drafts[-1].leaves = True
    world.amendment.goals = "Alle werden verstanden, auch am Telefon."
    actions.save_version(world.amendment, parties=drafts, by=clerk)
    send_round = (actions.start_consultation, actions.release)
    for step in send_round:
        step(world.amended, by=clerk, on=signed_on)
    signatory = world.amendment.signatories.first()
    actions.record_signature(signatory, by=clerk, on=world.today, place="Polch")
    actions.start_over(world.amended, by=clerk, on=world.today, reason="Kosten neu verhandelt")
    for step in send_round:
        step(world.amended, by=clerk, on=world.today)
    world.corrected = cooperation.make_agreement(signed_on=signed_on, **facts)
    world.correction = actions.correct(
        world.corrected, reason="Schreibfehler", on=world.today, by=world.readers["coordinator"]
    )


def at(world, days, hour=18):
    day = world.today + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_meetings(world):
    """One to come, one held with all that is noted, one called off, and a page of others."""
    party = world.agreement_in_force.parties.get(organisation=world.organisation)
    contact = cooperation.make_contact(organisation=world.organisation)
    facts = {"agreements": [world.agreement_in_force, world.draft], "project": world.project}
    people = [contact.person, cooperation.make_person(family_name=LONG)]
    world.meeting = cooperation.make_meeting(
        title=LONG,
        starts_at=at(world, 20, 10),
        agenda="Begrüßung\nBerichte",
        people=people,
        **facts,
    )
    world.meeting.attendances.filter(person=contact.person).update(invited_at=at(world, -1))
    world.meeting_held = cooperation.make_meeting(
        starts_at=at(world, -10, 10), minutes="Es wurde berichtet.", people=people, **facts
    )
    world.meeting_held.attendances.filter(person=contact.person).update(came=True)
    decision = world.meeting_held.decisions.create(text="Die Sprechstunde zieht um.")
    world.meeting_held.decisions.create(text="Der Flyer wird übersetzt.")
    world.meeting_called_off = cooperation.make_meeting(starts_at=at(world, 30, 10))
    world.meeting_called_off.cancel(on=world.today, reason="Zu wenige Zusagen")
    told = {"agreement": world.agreement_in_force, "party": party, "person": contact.person}
    world.measure = cooperation.make_measure(
        title=LONG, decision=decision, due_on=world.today - timedelta(days=3), **told
    )
    world.measure_done = cooperation.make_measure(
        done_on=world.today, result="Der Flyer liegt aus.", **told
    )
    for number in range(27):
        cooperation.make_meeting(starts_at=at(world, -20 - number, 10))
        cooperation.make_measure(due_on=world.today - timedelta(days=number + 1), **told)


def make_seminars(world):
    """One with every fact, one with hardly any, one called off, and two pages of others."""
    published_on = world.today - timedelta(days=30)
    topic = events.make_topic(name="Wohnen und Energie")
    seminar = events.make_seminar(topic=topic, organiser=world.organisation, format=Format.EVENING)
    seminar.partners.add(world.partner)
    events.make_text(seminar, "ar", title="توفير الكهرباء", summary="هكذا تصبح الفاتورة أصغر.")
    events.make_text(seminar, "pl", title="Oszczędzamy prąd", origin="machine")
    events.make_text(
        seminar, "de-simple", title="Strom", summary="Die Verbraucherzentrale wird besucht."
    )
    events.make_voice(seminar, "ar", by=world.readers["coordinator"])
    seminar.texts.filter(language="de").update(summary="So sinkt die Rechnung für Strom.")
    run = events.make_run(
        seminar=seminar,
        days=None,
        published_on=published_on,
        coming=Coming.TELEPHONE,
        telephone="0221 4710 101",
        spoken=["de", "ar"],
        interpreted=["fa", "kmr"],
        women_only=True,
        cost_cents=350,
        childcare_places=4,
        childcare_from_age=3,
        childcare_until_age=10,
    )
    events.make_session(run, starts_at=at(world, 7), room=world.room)
    events.make_session(
        run,
        starts_at=at(world, 14),
        venue=cooperation.make_venue(name=LONG),
        cancelled_on=world.today,
        cancellation_reason="Die Dolmetscherin ist erkrankt",
    )
    world.seminar_run = run
    over = events.make_run(days=None, published_on=published_on, coming=Coming.OPEN)
    events.make_session(over, starts_at=at(world, -7))
    world.over_run = over
    over.refresh_from_db()
    events.make_feedback(over, *["good"] * 4, "middling", "bad", sentence=LONG)
    events.make_head_count(over.seminar, held_on=world.today - timedelta(days=400))
    world.interpreter_assignment = events.make_assignment(
        run.sessions.first(), "fa", confirmed_on=world.today, asked_on=world.today
    )
    bare = events.make_run(title=LONG, days=None, published_on=published_on)
    events.make_session(bare, starts_at=at(world, 8))
    off = events.make_run(days=None, published_on=published_on)
    events.make_session(off, starts_at=at(world, 9))
    off.cancel(on=world.today, reason="Zu wenige Anmeldungen")
    world.bare_run, world.run_called_off = bare, off
    make_registrations(world, published_on)
    for number in range(24):
        other = events.make_run(days=None, published_on=published_on, coming=Coming.HERE)
        events.make_session(other, starts_at=at(world, 10 + number), venue=world.venue)


def make_registrations(world, published_on):
    """A run to register for, and one that is full: with a seat, offered one, waiting, cancelled."""
    childcare = {"childcare_places": 1, "childcare_from_age": 3, "childcare_until_age": 10}
    facts = {"days": None, "published_on": published_on, "coming": Coming.HERE}
    world.open_run = events.make_run(
        title="Wertstoffe trennen", spoken=["de", "so"], **facts, **childcare
    )
    events.make_session(world.open_run, starts_at=at(world, 11), venue=world.venue)
    world.full_run = events.make_run(title="Arztbesuch", capacity=4, **facts, **childcare)
    events.make_session(world.full_run, starts_at=at(world, 12), venue=world.venue)
    world.off_run = events.make_run(title="Wertstoffe", **facts)
    events.make_session(world.off_run, starts_at=at(world, 13), venue=world.venue)
    world.off_run.cancel(on=world.today, reason="Zu wenige Anmeldungen")
    now = timezone.now()
    stands = {
        "seated": {"persons": 3, "children_3_to_5": 2, "needs": LONG},
        "offered": {"confirmed_at": None, "offered_until": now + timedelta(hours=20)},
        "waiting": {"confirmed_at": None, "telephone": "+4926112345", "name": LONG},
        "cancelled": {"cancelled_at": now},
    }
    world.links = SimpleNamespace()
    for stand, told in stands.items():
        facts = {"name": "أمينة المثال", "language": "ar", "created_at": now, **told}
        registration = events.make_registration(
            world.full_run, registered_by=world.readers["volunteer"], **facts
        )
        setattr(world, f"registration_{stand}", registration)
        setattr(world.links, stand, registration.new_link(at=now))
    # Not published, so that only the office sees it.
    door = events.make_run(title="Einlass", days=None, published_on=None, coming=Coming.HERE)
    world.door_session = events.make_session(door, starts_at=at(world, 0), venue=world.venue)
    for here in ({"persons": 3, "needs": LONG}, {"persons": 9}, {"persons": 2, "name": LONG}):
        events.make_registration(door, created_at=now, **here)
    events.make_registration(door, confirmed_at=None, created_at=now)
    CallRequest.objects.create(
        telephone="+4926112345", language="ckb", run=world.full_run, asked_at=now
    )
    make_calls(world, now)
    world.ticket = signing.dumps(
        [world.registration_seated.pk, world.links.seated], salt=TICKET_SALT
    )


def make_calls(world, now):
    """About a full run: by telephone alone, tried before, and to somebody without a number."""
    facts = {"run": world.full_run, "due_from": now}
    for registration, because in (
        (world.registration_waiting, Call.Because.TELEPHONE),
        (world.registration_offered, Call.Because.FAILED),
    ):
        kind = "events.waiting" if registration.is_waiting else "events.offered"
        tried = {"tried_at": now, "noted_by": world.readers["clerk"]}
        Call.objects.create(registration=registration, kind=kind, because=because, **facts, **tried)


def make_trainings(world):
    """One that is full with a queue and an offer, one called off, and a page of others."""
    published_on = world.today - timedelta(days=30)
    course = trainings.make_course(
        title="Menschen in Syrien", aims="Verstehen, was war.", content="Land, Familie, Flucht."
    )
    leader = trainings.make_trainer()
    world.trainer = leader.trainer
    world.training = trainings.make_run(
        course=course,
        capacity=3,
        published_on=published_on,
        starts_at=at(world, 50),
        room=world.room,
        trainers=[leader],
    )
    world.training.shares.create(project=world.project, percent=60)
    trainings.make_past_count(course=course)
    world.training.organisers.add(cooperation.make_organisation())
    world.enrolment = trainings.make_enrolment(run=world.training)
    trainings.make_enrolment(run=world.training, side="volunteer")
    world.offer = trainings.make_enrolment(
        run=world.training, confirmed_at=None, offered_until=at(world, 2)
    )
    trainings.make_enrolment(run=world.training, confirmed_at=None)
    trainings.make_enrolment(run=world.training, cancelled_at=at(world, -1))
    world.training_over = trainings.make_run(
        course=trainings.make_course(title=f"{LONG} verstehen", minimum_attendance=60),
        published_on=published_on,
        starts_at=at(world, -8),
    )
    world.training_over.shares.create(project=world.project)
    sessions = [
        world.training_over.sessions.get(),
        *(
            trainings.make_session(run=world.training_over, starts_at=at(world, days))
            for days in (-6, -4, -1, 7)
        ),
    ]
    sessions[3].cancel(on=world.today, reason="Streik")
    for family_name in (LONG, "Özdemir", "Beck"):
        person = cooperation.make_person(family_name=family_name)
        enrolment = trainings.make_enrolment(run=world.training_over, person=person)
        for session in sessions[: 4 - len(family_name) // 3]:
            trainings.make_attendance(enrolment=enrolment, session=session)
    world.training_certified = trainings.make_run(
        course=trainings.make_course(title=f"{LONG} begreifen"), starts_at=at(world, -9)
    )
    for family_name in (LONG, "Adam", "Beck", "Cem", "Dorn"):
        person = cooperation.make_person(family_name=family_name, mail="")
        enrolment = trainings.make_enrolment(run=world.training_certified, person=person)
        if family_name != "Dorn":
            trainings.make_attendance(enrolment=enrolment)
        if family_name in ("Beck", "Cem"):
            row = issue_certificate(enrolment, by=world.readers["coordinator"], at=timezone.now())
    certificates.revoke(row.certificate, reason=LONG, by=None, at=timezone.now())
    world.training_called_off = trainings.make_run(
        published_on=published_on, starts_at=at(world, 51)
    )
    world.training_called_off.cancel(on=world.today, reason="Die Referentin ist erkrankt")
    make_questionnaires(world, published_on=published_on)
    for number in range(13):
        trainings.make_run(published_on=published_on, starts_at=at(world, 60 + number))
    make_own_enrolments(world, published_on)


def make_own_enrolments(world, published_on):
    """Colleagues of a contact: with a seat, offered one, waiting; a training that is closed."""
    run = trainings.make_run(capacity=2, published_on=published_on, starts_at=at(world, 55))
    ours = {"run": run, "organisation": world.organisation, "side": "external"}
    long = cooperation.make_person(family_name=LONG)
    world.own_training = run
    world.own_enrolment = trainings.make_enrolment(person=long, **ours)
    world.own_offer = trainings.make_enrolment(
        confirmed_at=None, offered_until=at(world, 2), **ours
    )
    trainings.make_enrolment(confirmed_at=None, **ours)
    now = timezone.now()
    wish = EnrolmentRequest.objects.create(
        run=run, given_name="أمينة", family_name=LONG, mail="amina@example.org", made_at=now
    )
    world.wish_link = wish.new_link(at=now)
    world.offer_link = new_link(world.own_offer, at=now)
    world.closed_training = trainings.make_run(
        published_on=published_on,
        starts_at=at(world, 56),
        enrolment_closes_on=at(world, -1).date(),
    )


def make_questionnaires(world, *, published_on):
    """One training that is over, with a question of each kind and enough answers to be shown."""
    over = trainings.make_run(starts_at=at(world, -3), published_on=published_on - timedelta(30))
    questionnaire = trainings.make_questionnaire(over.course, follow_up=True)
    scale = trainings.make_question(questionnaire, text=LONG, asked_later=True)
    choice = trainings.make_question(questionnaire, kind="choice", options=f"Üben\n{LONG[:80]}")
    yes_no = trainings.make_question(questionnaire, kind="yes_no", text_en="Recommend it?")
    words = trainings.make_question(questionnaire, kind="sentence", text="Was noch?")
    for occasion in ("before", "after"):
        said = {scale: 4, choice: 2, yes_no: 1, words: LONG}
        trainings.make_answers(over, *[said] * 5, {scale: 1}, occasion=occasion)
    world.training_over, world.questionnaire = over, questionnaire


def make_certificates(world):
    """One that holds, one that was replaced, one whose name is gone."""
    now, coordinator = timezone.now(), world.readers["coordinator"]
    world.certificate_forgotten = make_certificate(at=now, title=LONG)
    world.certificate_forgotten.forget()
    world.certificate_replaced = make_certificate(at=now, dates=4, name="أمينة المثال")
    certificates.revoke(world.certificate_replaced, reason=LONG, by=coordinator, at=now)
    world.certificate = make_certificate(at=now, dates=4, replaces=world.certificate_replaced)
    past = events.make_run(days=None, coming=Coming.HERE, published_on=at(world, -30).date())
    dates = [events.make_session(past, starts_at=at(world, days)) for days in (-9, -2)]
    facts = {"created_at": at(world, -20), "persons": 3, "name": LONG}
    facts["registered_by"] = world.readers["volunteer"]
    for name, came in (("came", (2, 3)), ("stayed_away", (0, 0))):
        registration = events.make_registration(past, **facts)
        for session, persons in zip(dates, came, strict=True):
            events.make_attendance(registration, session, persons=persons)
        setattr(world, f"registration_{name}", registration)
        setattr(world.links, name, registration.new_link(at=now))
    names = {1: "أمينة المثال"}
    event_actions.issue_certificates(world.registration_came, names=names, by=None, at=now)


def make_background_work(world):
    """A message that waits, absences, and the jobs of last night."""
    clerk, coordinator, now = world.readers["clerk"], world.readers["coordinator"], timezone.now()
    for user, deputy in ((clerk, coordinator), (coordinator, clerk)):
        make_absence(user=user, deputy=deputy, starts_on=world.today, ends_on=world.today)
    outbox.post("base.invitation", to=clerk, about=clerk, language="de", at=now)
    nightly.run_all(at=now)
