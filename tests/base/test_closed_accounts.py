"""Accounts that are closed are deleted; what has to say who did it keeps the name alone."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.utils import timezone

from miko_portal.base import nightly, outbox
from miko_portal.base.accounts.upkeep import CLOSED_ARE_KEPT, due
from miko_portal.base.models import HistoryEntry, SecretLink, User
from tests.base.factories import make_user
from tests.cooperation.factories import make_agreement, make_organisation
from tests.stored import everything_stored
from tests.trainings.factories import make_enrolment

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def run(*, days):
    """So long after now; the database itself notes when an account was closed."""
    at = timezone.now() + timedelta(days=days)
    nightly.jobs["base.accounts"].run(on=at.date(), at=at)
    assert not any(rows.exists() for rows in due(at=at))


def close(user):
    user.is_active = False
    user.save()
    return user


def make_account(**kw):
    """With a second factor, a secret link and the access to an organisation."""
    user = make_user(**kw)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "geheim"})
    told = {"purpose": "x", "token_hash": user.email, "created_at": timezone.now()}
    SecretLink.objects.create(user=user, **told)
    user.memberships.create(organisation=make_organisation())
    user.set_roles(["Partner"])
    return user


def test_closed_account_goes_after_three_months_and_an_open_one_never():
    open_one, closed = make_account(), make_account()
    close(closed)
    enrolment = make_enrolment(enrolled_by=closed)
    run(days=CLOSED_ARE_KEPT.days - 1)
    assert User.objects.count() == 2
    run(days=CLOSED_ARE_KEPT.days + 1)
    assert list(User.objects.all()) == [open_one]
    for model in (EmailAddress, Authenticator, SecretLink):
        assert list(model.objects.values_list("user", flat=True)) == [open_one.pk]
    enrolment.refresh_from_db()
    assert enrolment.enrolled_by is None
    run(days=4000)
    assert list(User.objects.all()) == [open_one]


def test_time_counts_from_the_day_on_which_it_was_closed_last():
    user = close(make_user())
    user.is_active = True
    user.save()
    run(days=CLOSED_ARE_KEPT.days + 1)
    assert User.objects.get() == user


def test_who_is_named_in_a_record_is_named_there_and_can_no_longer_sign_in():
    user = make_account(first_name="Ada", last_name="Bär", email="ada@example.org")
    agreement = make_agreement(clerk=user)
    agreement.notes.create(text="Angerufen.", noted_on=timezone.localdate(), written_by=user)
    close(user)
    for days in (CLOSED_ARE_KEPT.days + 1, CLOSED_ARE_KEPT.days + 2):
        run(days=days)
    user.refresh_from_db()
    assert (str(user), user.email) == ("Ada Bär", f"{user.pk}@closed.invalid")
    assert (user.has_usable_password(), user.last_login, user.language) == (False, None, "")
    assert (user.groups.count(), user.memberships.count()) == (0, 0)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    agreement.notes.all().delete()
    agreement.clerk = None
    agreement.save()
    run(days=CLOSED_ARE_KEPT.days + 3)
    assert not User.objects.exists()


def test_no_trace_of_a_closed_account_is_left_in_any_table_or_log(caplog, time_machine):
    caplog.set_level("DEBUG")
    user = make_account(
        first_name="Zarifa", last_name="Unverwechselbar", email="z@unverwechselbar.example.org"
    )
    outbox.post("test", to=user, about=user, language="de", at=timezone.now())
    close(user)
    time_machine.move_to(timezone.now() + CLOSED_ARE_KEPT + DAY, tick=False)
    call_command("nightly", "--dry-run", stdout=(said := StringIO()))
    assert "base.accounts: 1 " in said.getvalue()
    assert nightly.kept_too_long(at=timezone.now() + 2 * DAY) == 1
    assert User.objects.count() == 1
    for _ in range(2):
        call_command("nightly", stdout=StringIO())
    dump = [*everything_stored(), caplog.text]
    assert [text for text in dump if "zarifa" in text.lower() or "unverwech" in text.lower()] == []
    assert HistoryEntry.objects.filter(table_name="base_user", row_id=user.pk).exists()
