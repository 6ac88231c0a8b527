import stat

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from miko_portal.base.storage import fingerprint, keep, private_files

TRANSACTION = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR


@transaction.atomic
def keep_and_fail():
    keep(ContentFile(b"abcd"))
    raise ZeroDivisionError


def test_fingerprint_is_that_of_the_content():
    told = fingerprint(ContentFile(b"abc"))
    assert told == ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3)


@TRANSACTION
def test_kept_file_has_a_random_name_and_is_for_the_portal_alone(folder):
    first, second = keep(ContentFile(b"abc")), keep(ContentFile(b"abc"))
    assert {len(first), len(second)} == {64}
    assert private_files.names() == {first, second}
    assert (folder / first).read_bytes() == b"abc"
    assert stat.S_IMODE((folder / first).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@TRANSACTION
def test_file_goes_with_the_transaction_that_is_undone():
    with pytest.raises(ZeroDivisionError):
        keep_and_fail()
    assert private_files.names() == set()


@TRANSACTION
def test_file_goes_with_the_part_of_a_transaction_that_is_undone():
    with transaction.atomic():
        kept = keep(ContentFile(b"abc"))
        with pytest.raises(ZeroDivisionError):
            keep_and_fail()
    assert private_files.names() == {kept}


@TRANSACTION
def test_nothing_of_a_file_is_left_that_could_not_be_written():
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"abc"
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        keep(Broken(b"abcdef"))
    assert private_files.names() == set()


def test_private_file_has_no_address():
    with pytest.raises(ValueError, match="No address"):
        private_files.url("x")
