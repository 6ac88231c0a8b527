"""The seminars of the demo: topics, texts in several languages, dates past and to come."""

from datetime import timedelta

from django.utils import timezone

from cooperation.models import Organisation, Project, Room
from events import actions
from events.models import HeadCount, Run, Seminar, SeminarText, Session, Topic, TopicName
from miko_portal.base.history import acting
from miko_portal.base.models import User
from miko_portal.demo.content import FOLDER, moment, read
from miko_portal.demo.diary import Diary


def load_seminars(
    organisations: dict[str, Organisation],
    rooms: dict[str, Room],
    project: Project,
    *,
    diary: Diary,
    by: User,
) -> dict[str, list[Run]]:
    """All seminars of the folder, and their dates by its files.

    Those from the first day of the project on belong to it.
    """
    topics, runs = _load_topics(), {}
    with acting(by):
        for path in sorted((FOLDER / "seminars").glob("*.yaml")):
            told = read(f"seminars/{path.stem}")
            seminar = Seminar(
                topic=topics[told["topic"]],
                organiser=organisations[told["organiser"]],
                format=told["format"],
                audience=told.get("audience", "everybody"),
            )
            says = told["texts"].pop("de")
            said = says.pop("before", {})  # when the outdated translations were made
            german = SeminarText(language="de", **says | said)
            runs[path.stem] = []
            for number, wish in enumerate(told["runs"]):
                text = None if number else german
                runs[path.stem] += _plan(
                    seminar, wish, text=text, rooms=rooms, project=project, diary=diary, by=by
                )
            seminar.partners.set(organisations[key] for key in told["partners"])
            _translate(seminar, told["texts"], says=says, by=by)
            _count_earlier(seminar, told.get("earlier", []), diary=diary)
    return runs


def _load_topics():
    made = {}
    for key, names in read("topics").items():
        made[key] = Topic.objects.create(name=names.pop("de"))
        TopicName.objects.bulk_create(
            TopicName(topic=made[key], language=language, name=name)
            for language, name in names.items()
        )
    return made


def _translate(seminar, texts, *, says, by):
    """Store translations; those that are outdated were made before the German text changed."""
    german = seminar.texts.get(language="de")
    old = german.digest
    for name, value in says.items():
        setattr(german, name, value)
    actions.store_german(german, by=by)
    german.refresh_from_db()
    SeminarText.objects.bulk_create(
        SeminarText(
            seminar=seminar,
            language=language,
            source_digest=old if text.pop("outdated", False) else german.digest,
            **text,
        )
        for language, text in texts.items()
    )


def _plan(seminar, wish, *, text, rooms, project, diary, by):
    """A run on its dates; where `each` of them is one by itself, as many runs."""
    place = rooms[wish["place"]]
    days = diary.days(
        wish["days"],
        on=wish.get("weekday", "mon"),
        count=wish.get("dates", 1),
        taking=[place, seminar.organiser],
    )
    places, from_age, until_age = wish.get("childcare", [0, None, None])
    run = Run(
        seminar=seminar,
        project=project if days[0] >= project.starts_on else None,
        capacity=wish["capacity"],
        coming=wish.get("coming", "here"),
        telephone=wish.get("telephone", ""),
        partner_url=wish.get("url", ""),
        spoken=wish.get("spoken", ["de"]),
        interpreted=wish.get("interpreted", []),
        women_only=wish.get("women_only", False),
        cost_cents=wish.get("cost", 0),
        childcare_places=places,
        childcare_from_age=from_age,
        childcare_until_age=until_age,
    )
    published_on = min(days[0] - timedelta(days=40), diary.today - timedelta(days=7))
    sessions = [_session(day, wish, place) for day in days]
    told = {
        "sessions": sessions,
        "by": by,
        "publish_on": None if wish.get("draft") else published_on,
    }
    if wish.get("each"):
        return actions.plan_each(run, text=text, **told)
    actions.plan(run, text=text, **told)
    if "cancelled" in wish:
        on = diary.today + timedelta(days=wish["cancelled_days"])
        actions.cancel(run, by=by, on=on, at=timezone.now(), reason=wish["cancelled"])
    for session, came in zip(run.sessions.all(), wish.get("came", []), strict=False):
        actions.count_heads(session, **_numbers(came), by=by, at=moment(diary.today, "00:00"))
    run.refresh_from_db()
    return [run]


def _numbers(came):
    return dict(zip(("persons", "women", "children"), came, strict=True))


def _count_earlier(seminar, counts, *, diary):
    """How many came before the portal was there: days from today, and the numbers."""
    HeadCount.objects.bulk_create(
        HeadCount(seminar=seminar, held_on=diary.today + timedelta(days=days), **_numbers(came))
        for days, *came in counts
    )


def _session(day, wish, place):
    starts_at = moment(day, wish["at"])
    session = Session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=wish["hours"]))
    session.set_place(place)
    return session
