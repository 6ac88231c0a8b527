"""Sentences of django-allauth that the portal says in its own words: politely, and as one office.

Listed here so that they are found for translation; ours come before those of the package.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = [
    _("Are you sure you want to sign out?"),
    _("Be patient, you are sending too many requests."),
    _("Change Email"),
    _("Email Address"),
    _("Email"),
    _("Enter Password Reset Code"),
    _("Incorrect code."),
    _("Invalid or expired key."),
    _("Login"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please type your current password."),
    _("Recovery Codes"),
    _("Recovery codes"),
    _("Sign In"),
    _("Sign Out"),
    _("The new value must be different from the current one."),
    _("Too many failed login attempts. Try again later."),
    _("Two-Factor Authentication"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("You are already logged in as %(user_display)s."),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
    _("You must type the same password each time."),
    _("Your password has been changed."),
    _("Your password is now changed."),
]
