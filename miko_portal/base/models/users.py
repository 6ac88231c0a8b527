from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser, Group
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from miko_portal.base import roles
from miko_portal.base.languages import LANGUAGES


class UserManager(BaseUserManager):
    @transaction.atomic
    def create_user(self, email, password=None, **fields):
        """An account made by the office, which answers for the mail address."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractUser):
    """Somebody with an account ("Benutzerkonto"); signs in with a mail address."""

    username = None
    email = models.EmailField(_("mail address"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=[(language.code, language.name) for language in LANGUAGES],
        help_text=_("Empty: as the browser asks."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user account")
        verbose_name_plural = _("user accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
                violation_error_message=_("Mail addresses are kept in lower case."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @cached_property
    def role_names(self):
        return {group.name for group in self.groups.all()}

    @transaction.atomic
    def set_roles(self, names):
        """Gives the account exactly these roles, and with them the way into the administration."""
        names = list(names)
        self.__dict__.pop("role_names", None)
        self.groups.set(Group.objects.filter(name__in=names))
        enters = self.is_superuser or any(roles.enters_admin(name) for name in names)
        if self.is_staff != enters:
            self.is_staff = enters
            self.save(update_fields=["is_staff"])
