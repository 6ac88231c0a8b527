import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from miko_portal.base import secret_links
from miko_portal.base.models import HistoryEntry, SecretLink
from miko_portal.base.upkeep import delete_what_is_past_its_period
from tests.base.factories import make_user

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.django_db
def test_token_leads_to_its_account_for_its_purpose_alone(django_assert_num_queries):
    user, other = make_user(), make_user()
    token = secret_links.issue(user, "test.calendar", at=AT)
    secret_links.issue(other, "test.calendar", at=AT)
    secret_links.issue(user, "test.feed", at=AT)
    with django_assert_num_queries(1):
        assert secret_links.user_of(token, "test.calendar") == user
    assert secret_links.user_of(token, "test.feed") is None
    assert secret_links.user_of(token + "x", "test.calendar") is None
    assert secret_links.user_of("ü\0", "test.calendar") is None


@pytest.mark.django_db
def test_token_has_enough_random_bits_and_is_not_stored():
    user = make_user()
    tokens = {secret_links.issue(user, "test.calendar", at=AT) for _ in range(10)}
    assert len(tokens) == 10
    assert min(len(token) for token in tokens) >= 128 / 6
    stored = str(list(SecretLink.objects.values())) + str(list(HistoryEntry.objects.values()))
    assert [token for token in tokens if token in stored] == []
    hashes = SecretLink.objects.values_list("token_hash", flat=True)
    assert [text for text in hashes if text in str(list(HistoryEntry.objects.values()))] == []


@pytest.mark.django_db
def test_renewed_link_leads_nowhere_and_is_deleted_later():
    user = make_user()
    assert secret_links.issued_at(user, "test.calendar") is None
    old = secret_links.issue(user, "test.calendar", at=AT)
    new = secret_links.issue(user, "test.calendar", at=AT + DAY)
    assert secret_links.user_of(old, "test.calendar") is None
    assert secret_links.user_of(new, "test.calendar") == user
    assert secret_links.issued_at(user, "test.calendar") == AT + DAY
    for days, left in ((90, 2), (92, 1)):
        at = AT + days * DAY
        delete_what_is_past_its_period(on=at.date(), at=at)
        assert SecretLink.objects.count() == left
    assert secret_links.user_of(new, "test.calendar") == user


@pytest.mark.django_db
def test_link_of_a_closed_account_leads_nowhere():
    user = make_user()
    token = secret_links.issue(user, "test.calendar", at=AT)
    user.is_active = False
    user.save()
    assert secret_links.user_of(token, "test.calendar") is None
    assert secret_links.issued_at(user, "test.calendar") is None


@pytest.mark.django_db(transaction=True)
def test_two_renewals_at_once_leave_one_link():
    user, tokens, both = make_user(), [], threading.Barrier(2)

    def renew():
        both.wait(5)
        tokens.append(secret_links.issue(user, "test.calendar", at=AT))
        connection.close()

    threads = [threading.Thread(target=renew) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [secret_links.user_of(token, "test.calendar") for token in tokens]
    assert sorted(map(bool, found)) == [False, True]
