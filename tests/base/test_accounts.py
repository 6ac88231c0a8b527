import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import get_resolver, reverse

from miko_portal.base.models import User
from tests.base.factories import make_staff, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "ein gutes langes Kennwort"
PAGES = [
    entry.name
    for resolver in get_resolver().url_patterns
    if str(resolver.pattern) == "konto/"
    for entry in resolver.url_patterns
]
# Reached in the course of something only, or no page.
ON_THE_WAY = {
    "absence_remove",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_email_verification_sent",
    "account_inactive",
    "account_set_password",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
OPEN = {
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "account_password_reset_completed",
}


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def code():
    return re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]


@pytest.mark.parametrize("page", [name for name in PAGES if name not in ON_THE_WAY])
def test_page_is_in_the_look(client, page):
    if page not in OPEN:
        sign_in(client, make_user(password=PASSWORD).email)
    if page == "mfa_activate_totp":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    html = client.get(reverse(page)).content.decode()
    assert html.count("<h1") == 1
    assert '<html lang="de"' in html
    assert 'class="site-header"' in html
    assert "style=" not in html
    assert "<script" not in html


def test_signing_in_with_a_password_however_the_address_is_written(client):
    user = make_user(email="anna@example.org", password=PASSWORD)
    assert sign_in(client, " Anna@Example.ORG ")["Location"] == reverse("account")
    assert client.get(reverse("account")).context["user"] == user


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("Leitung", "/aufgaben/"),
        ("Sachbearbeitung", "/aufgaben/"),
        ("Koordination", "/verwaltung/"),
        ("Partner", "/vereinbarungen/"),
        ("Ehrenamt", "/anmeldungen/"),
    ],
)
def test_signing_in_leads_to_where_the_role_works(client, role, start):
    user = make_staff(role, password=PASSWORD)
    assert sign_in(client, user.email)["Location"] == start
    assert client.get(start).status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    user = make_staff("Koordination", password=PASSWORD)
    wanted = {"login": user.email, "password": PASSWORD, "next": "/organisationen/"}
    assert client.post(reverse("account_login"), wanted)["Location"] == "/organisationen/"


def test_wrong_password_is_explained_and_the_address_is_kept(client):
    make_user(email="anna@example.org", password=PASSWORD)
    response = sign_in(client, "anna@example.org", "falsch")
    assert response.status_code == 200
    assert response.context["form"].errors != {}
    assert 'value="anna@example.org"' in response.content.decode()


def test_guessing_passwords_is_stopped(client):
    make_user(email="anna@example.org", password=PASSWORD)
    for _ in range(10):
        sign_in(client, "anna@example.org", "falsch")
    assert sign_in(client, "anna@example.org").status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_in_with_a_mailed_code(client):
    user = make_user(email="anna@example.org")
    client.post(reverse("account_request_login_code"), {"email": "Anna@example.org"})
    assert mail.outbox[-1].to == ["anna@example.org"]
    client.post(reverse("account_confirm_login_code"), {"code": code()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_code_for_an_unknown_address_is_not_mailed_and_not_betrayed(client):
    make_user(email="anna@example.org")
    answers = [
        client.post(reverse("account_request_login_code"), {"email": email})["Location"]
        for email in ("anna@example.org", "niemand@example.org")
    ]
    assert answers[0] == answers[1]
    page = client.get(answers[1])
    assert "Nichts angekommen?" in page.content.decode()
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


def test_forgotten_password_is_set_anew_with_a_code(client):
    user = make_user(email="anna@example.org", password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code()})
    new = "ein anderes langes Kennwort"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_nobody_signs_up(client):
    client.post(reverse("account_signup"), {"email": "neu@example.org"})
    assert User.objects.count() == 0


def test_new_mail_address_counts_once_its_code_is_entered(client):
    user = make_user(email="anna@example.org", password=PASSWORD)
    sign_in(client, user.email)
    client.post(reverse("account_email"), {"email": "Anna.Neu@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "anna@example.org"
    client.post(reverse("account_email_verification_sent"), {"code": code()})
    user.refresh_from_db()
    assert user.email == "anna.neu@example.org"


def test_own_account_can_be_changed_but_not_ones_rights(client):
    user = make_user(password=PASSWORD)
    sign_in(client, user.email)
    response = client.post(
        reverse("account"),
        {"first_name": "Anna", "last_name": "Beispiel", "language": "en", "is_staff": "on"},
        follow=True,
    )
    user.refresh_from_db()
    assert (user.get_full_name(), user.language, user.is_staff) == ("Anna Beispiel", "en", False)
    assert '<html lang="en"' in response.content.decode()


def test_second_factor_can_be_set_up_and_is_then_asked_for(client):
    user = make_user(email="anna@example.org", password=PASSWORD)
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    counter = next(totp.yield_hotp_counters_from_time())
    value = totp.format_hotp_value(totp.hotp_value(secret, counter))
    client.post(reverse("mfa_activate_totp"), {"code": value})
    assert user.authenticator_set.count() == 2  # the app, and codes for when it is lost
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert (name, client.get(reverse(name)).content.decode().count("<h1")) == (name, 1)
    client.post(reverse("account_logout"))
    assert sign_in(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("mfa_authenticate")).content.decode().count("<h1") == 1


def test_signing_out_says_so_once_on_the_page_that_it_leads_to(client):
    client.force_login(make_user())
    response = client.post(reverse("account_logout"), follow=True)
    assert [address for address, _status in response.redirect_chain] == [reverse("account_login")]
    assert [str(told) for told in response.context["messages"]] == ["Sie haben sich abgemeldet."]
    assert client.cookies["messages"].value == ""
    assert list(client.get(reverse("account_login")).context["messages"]) == []


def test_administration_has_no_sign_in_of_its_own(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    sign_in(client, make_user(password=PASSWORD).email)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
