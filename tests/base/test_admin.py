from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from miko_portal.base import outbox
from miko_portal.base.chronicle import tell
from miko_portal.base.history import acting
from miko_portal.base.models import HistoryEntry, LegalText, Message, User
from tests.base.factories import make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client):
    user = make_staff("Leitung", first_name="Lea", last_name="Leitner")
    client.force_login(user)
    return user


def test_history_says_in_words_who_changed_what(client, head):
    group = Group.objects.get(name="Partner")
    user = make_user()
    gone = make_user()
    with acting(gone):
        Group.objects.create(name="Runde")
    gone.delete()
    with acting(head):
        user.first_name = "Bea"
        user.is_active = False
        user.save()
        user.groups.add(group)
    html = client.get(reverse("admin:base_historyentry_changelist")).content.decode()
    assert "Lea Leitner" in html
    assert "Aktiv: ja → nein" in html
    with override("de"):
        assert _("%(field)s changed") % {"field": "Vorname"} in html
        assert _("a closed account") in html
    assert "Vorname: " not in html


def test_history_tells_roles_and_rights_in_words(head):
    user = make_user(first_name="Nele", last_name="Neu")
    user.groups.add(Group.objects.get(name="Koordination"))
    Group.objects.get(name="Partner").permissions.add(Permission.objects.get(codename="add_venue"))
    with override("de"):
        right, role = tell(HistoryEntry.objects.order_by("-pk")[:2])
        assert (role.what, *map(str, role.changes)) == (
            "Benutzerkonto: Nele Neu",
            "Gruppe: – → Koordination",
        )
        assert (right.what, *map(str, right.changes)) == (
            "Gruppe: Partner",
            "Berechtigung: – → Ort: Hinzufügen",
        )


def test_history_costs_the_same_with_many_entries(client, head, django_assert_max_num_queries):
    for number in range(30):
        with acting(make_user()):
            Group.objects.create(name=f"G{number}")
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:base_historyentry_changelist"))


def test_history_of_a_row_is_told_on_a_page_of_its_own(client, head):
    user, other = make_user(first_name="Bea"), make_user()
    with acting(head):
        for row in (user, other):
            row.is_active = False
            row.language = "en" if row is user else "pl"
            row.save()
    page = reverse("admin:base_user_history", args=[user.pk])
    assert page in client.get(reverse("admin:base_user_change", args=[user.pk])).content.decode()
    html = client.get(page).content.decode()
    assert html.count("<h1") == 1
    assert "Lea Leitner" in html
    assert "Aktiv: ja → nein" in html
    assert "→ pl" not in html
    assert client.get(reverse("admin:base_user_history", args=[10**9])).status_code == 404


def test_history_of_a_row_comes_in_pages(client, head, django_assert_max_num_queries):
    user = make_user()
    for number in range(30):
        with acting(make_user()):
            user.is_active = number % 2
            user.save()
    page = reverse("admin:base_user_history", args=[user.pk])
    with django_assert_max_num_queries(9):
        first = client.get(page)
    assert len(first.context["page_obj"]) == 25
    assert "?page=2" in first.content.decode()
    assert len(client.get(page, {"page": "2"}).context["page_obj"]) == 6


def test_history_of_a_row_is_closed_to_others(client):
    client.force_login(make_staff("Koordination"))
    text = LegalText.objects.first()
    page = reverse("admin:base_legaltext_history", args=[text.pk])
    assert client.get(page).status_code == 403
    html = client.get(reverse("admin:base_legaltext_change", args=[text.pk])).content.decode()
    assert page not in html


def test_history_cannot_be_written_from_the_administration(client, head):
    entry = HistoryEntry.objects.first()
    for name in ("change", "delete"):
        address = reverse(f"admin:base_historyentry_{name}", args=[entry.pk])
        assert client.post(address, {"action": "delete"}).status_code == 403
    assert client.post(reverse("admin:base_historyentry_add")).status_code == 403


def test_roles_are_given_as_a_whole(client, head):
    user = make_user(email="anna@example.org")
    address = reverse("admin:base_user_change", args=[user.pk])
    given = {"first_name": "Anna", "last_name": "B", "language": "", "is_active": "on"}
    client.post(
        address, given | {"roles": ["Koordination"], "is_superuser": "on", "email": "x@y.de"}
    )
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.is_staff, user.is_superuser) == ("anna@example.org", True, False)
    assert user.has_perm("trainings.change_run")
    client.post(address, given)
    user = User.objects.get(pk=user.pk)
    assert (user.is_staff, user.get_all_permissions()) == (False, set())


@pytest.mark.parametrize("role", ["Sachbearbeitung", "Koordination"])
@pytest.mark.parametrize("model", ["user", "historyentry"])
def test_others_see_neither_accounts_nor_history(client, role, model):
    client.force_login(make_staff(role))
    assert client.get(reverse(f"admin:base_{model}_changelist")).status_code == 403


def test_next_version_of_a_legal_text_is_added(client, head):
    given = {"page": "impressum", "language": "de", "title": "Impressum", "body": "Neu"}
    day = {"valid_from_day": "2", "valid_from_month": "1", "valid_from_year": "2026"}
    client.post(reverse("admin:base_legaltext_add"), given | day)
    text = LegalText.objects.filter(page="impressum", language="de").latest("number")
    assert (text.number, text.body, text.valid_from) == (2, "Neu", date(2026, 1, 2))
    assert client.post(reverse("admin:base_legaltext_change", args=[text.pk])).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "action__exact=%00",
        "at__year=9999",
        f"at__year={10**24}",
        f"at__year=2024&at__month={10**24}",
    ],
)
def test_list_of_the_administration_bears_any_filter(client, head, query):
    path = reverse("admin:base_historyentry_changelist")
    page = client.get(f"{path}?{query}", follow=True)
    assert (page.status_code, page.redirect_chain) == (200, [(path, 302)])


MESSAGES = reverse_lazy("admin:base_message_changelist")
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def post_to(*names):
    for name in names:
        user = make_user(first_name=name)
        outbox.post("base.invitation", to=user, about=user, language="de", at=AT)


def test_messages_are_listed_by_what_became_of_them(client):
    client.force_login(make_staff("Koordination"))
    post_to("Fatima", "Wanda", "Selma")
    failed, _waiting, sent = Message.objects.order_by("pk")
    Message.objects.filter(pk=failed.pk).update(failed_at=AT)
    Message.objects.filter(pk=sent.pk).update(sent_at=AT)
    names = ["Fatima", "Wanda", "Selma"]
    for state, told in zip(["failed", "waiting", "sent"], names, strict=True):
        html = client.get(MESSAGES, {"state": state}).content.decode()
        assert [name for name in names if name in html] == [told]
    html = client.get(reverse("admin:base_message_change", args=[failed.pk])).content.decode()
    assert "Fatima" in html
    assert "02.03.2026 13:00" in html


def test_failed_messages_are_sent_again_and_no_others(client):
    client.force_login(make_staff("Sachbearbeitung"))
    post_to("Fatima", "Selma")
    failed, sent = Message.objects.order_by("pk")
    Message.objects.filter(pk=failed.pk).update(failed_at=AT)
    Message.objects.filter(pk=sent.pk).update(sent_at=AT)
    chosen = {"action": "send_again", "_selected_action": [failed.pk, sent.pk]}
    client.post(MESSAGES, chosen)
    states = Message.objects.order_by("pk").values_list("failed_at", "sent_at")
    assert list(states) == [(None, None), (None, AT)]


def test_list_of_messages_costs_the_same_with_many(client):
    client.force_login(make_staff("Koordination"))
    counts = []
    for number in (3, 20):
        post_to(*["Anna"] * number)
        with CaptureQueriesContext(connection) as queries:
            client.get(MESSAGES)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_messages_are_closed_to_partners(client):
    client.force_login(make_staff("Partner"))
    assert client.get(MESSAGES, follow=True).status_code == 403
