"""The test database belongs to the owner of the tables, and tests run as the owner."""

import gc

import pytest
from django.conf import settings as configured
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as properties

from miko_portal.base.postgres.rights import become_owner
from tests.base.factories import make_roles

# A busy machine draws examples slowly, which says nothing of what is tested.
properties.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("busy")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Called by pytest-django before it makes the database."""
    become_owner(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The roles are there, as they are wherever the portal runs."""
    with django_db_blocker.unblock():
        make_roles()


@pytest.fixture
def portal_role(db):
    """The test acts with the rights of the running portal."""
    role = connection.ops.quote_name(configured.PORTAL_DATABASE["USER"])
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture(scope="session", autouse=True)
def folders(tmp_path_factory):
    """What tests store lies in a folder of their own.

    They collect no static files; each test client would look through those of `make demo`.
    """
    configured.DOCUMENTS_DIR = tmp_path_factory.mktemp("documents")
    configured.STATIC_ROOT = tmp_path_factory.mktemp("collected")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing is slow on purpose; tests need not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
