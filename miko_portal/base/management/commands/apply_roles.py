from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from miko_portal.base import roles
from miko_portal.base.models import User


class Command(BaseCommand):
    help = "Brings the rights in the database in step with roles.yaml."

    @transaction.atomic
    def handle(self, **options):
        known = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for name in roles.names():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set([known[name] for name in roles.permissions(name)])
        for group in Group.objects.exclude(name__in=roles.names()):
            group.delete()
        for user in User.objects.filter(is_superuser=False).prefetch_related("groups"):
            user.set_roles(group.name for group in user.groups.all())
        User.user_permissions.through.objects.all().delete()
        self.stdout.write(f"{len(roles.names())} roles applied.")
