import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from miko_portal import forms
from miko_portal.base import outbox
from miko_portal.base.accounts.forms import AccountForm
from miko_portal.base.admin import UserForm
from miko_portal.base.models import User
from tests.base.factories import make_staff, make_user
from tests.cooperation.factories import make_organisation

pytestmark = pytest.mark.django_db


def invite(client, **kw):
    given = {
        "email": "Neu@Example.org",
        "first_name": "Nele",
        "last_name": "Neu",
        "role": "Partner",
        "organisation": make_organisation().pk,
    }
    return client.post(reverse("invite"), given | kw)


@pytest.mark.parametrize("role", ["Leitung", "Sachbearbeitung", "Koordination"])
def test_partner_is_invited_and_sees_the_organisation(client, role):
    client.force_login(make_staff(role))
    organisation = make_organisation()
    invite(client, organisation=organisation.pk)
    user = User.objects.get(email="neu@example.org")
    assert [group.name for group in user.groups.all()] == ["Partner"]
    assert [access.organisation for access in user.memberships.all()] == [organisation]
    assert not user.has_usable_password()
    outbox.send_due(at=timezone.now())
    assert mail.outbox[0].to == ["neu@example.org"]
    assert reverse("account_request_login_code") in mail.outbox[0].body


def test_who_has_signed_in_is_told_no_more(client):
    client.force_login(make_staff("Leitung"))
    invite(client)
    User.objects.filter(email="neu@example.org").update(last_login=timezone.now())
    outbox.send_due(at=timezone.now())
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "Leitung"}, "role"),
        ({"organisation": ""}, "organisation"),
        ({"email": "da@example.org"}, "email"),
        ({"email": "kein"}, "email"),
        ({"first_name": "A" * 10000}, "first_name"),
    ],
)
def test_wrong_invitation_is_refused_at_its_field(client, wrong, field):
    make_user(email="da@example.org")
    client.force_login(make_staff("Koordination"))
    before = User.objects.count()
    response = invite(client, **wrong)
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == before


def test_second_of_two_invitations_at_once_is_told_so(client, monkeypatch):
    client.force_login(make_staff("Leitung"))
    checked = forms.has_account

    def free_and_then_taken(email):
        monkeypatch.setattr(forms, "has_account", checked)
        make_user(email=email)
        return False

    monkeypatch.setattr(forms, "has_account", free_and_then_taken)
    response = invite(client)
    assert response.context["form"].errors == {"email": [forms.TAKEN]}
    assert User.objects.get(email="neu@example.org").memberships.count() == 0


def test_names_are_one_line_without_hidden_marks(client):
    client.force_login(make_staff("Leitung"))
    invite(client, first_name="Ne\u202ele\r\nMarie", last_name="Neu")
    user = User.objects.get(email="neu@example.org")
    assert user.first_name == "Nele Marie"
    for form in (AccountForm, UserForm):
        names = {"first_name": "Ne\u202ele\r\nMarie", "last_name": "Ne\x07u"}
        checked = form(names, instance=user)
        assert list(checked.errors) == ["last_name"]
        assert checked.cleaned_data["first_name"] == "Nele Marie"


def test_only_the_head_makes_staff(client):
    client.force_login(make_staff("Leitung"))
    invite(client, role="Koordination", organisation="")
    assert User.objects.get(email="neu@example.org").is_staff


@pytest.mark.parametrize("role", ["Partner", "Ehrenamt"])
def test_others_invite_nobody(client, role):
    client.force_login(make_staff(role))
    assert invite(client).status_code == 403
