"""Voice messages: stored, replaced, taken away by the office; heard by everybody."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperation.verification import strangers
from events.actions import remove_voice, store_voice
from events.models import VoiceMessage
from miko_portal.base.storage import private_files
from tests.base.factories import make_user
from tests.events.factories import at, make_run, make_seminar, make_text, make_voice, recording
from tests.events.test_texts import coordinator, signed_in

__all__ = ["coordinator"]
pytestmark = pytest.mark.django_db
TRANSACTION = pytest.mark.django_db(transaction=True)  # files go when it commits


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def heard(client, voice, **headers):
    address = reverse("events:voice_message", kwargs={"name": voice.file_name})
    return client.get(address, headers=headers)


def page(seminar, language="ar"):
    return reverse("admin:events_voice", args=[seminar.pk, language])


@TRANSACTION
def test_new_recording_takes_the_place_of_the_old_one():
    seminar = make_seminar()
    old = make_voice(seminar, seconds=5)
    new = make_voice(seminar, seconds=9)
    assert (VoiceMessage.objects.count(), new.pk, new.seconds) == (1, old.pk, 9)
    assert private_files.names() == {new.stored_as}
    assert strangers(at=at(1000)) == []


@TRANSACTION
def test_recording_that_is_refused_leaves_the_old_one():
    seminar = make_seminar()
    voice = make_voice(seminar)
    with pytest.raises(ValidationError):
        store_voice(
            seminar, language="ar", file=SimpleUploadedFile("x.mp3", b"x"), by=make_user(), at=at(0)
        )
    assert private_files.names() == {voice.stored_as}


@TRANSACTION
def test_file_goes_with_the_message():
    voice = make_voice(make_seminar())
    remove_voice(voice, by=make_user())
    assert (VoiceMessage.objects.count(), private_files.names()) == (0, set())


def test_message_is_outdated_when_its_text_has_changed():
    seminar = make_seminar()
    text = make_text(seminar, "ar")
    make_voice(seminar, "ar")
    make_voice(seminar, "fa")
    assert not any(voice.outdated for voice in seminar.voices.with_outdated())
    text.title = "جديد"
    text.save()
    assert [v.language for v in seminar.voices.with_outdated() if v.outdated] == ["ar"]


def test_everybody_hears_it_without_a_cookie_and_keeps_it_long(client):
    voice = make_voice(make_seminar())
    response = heard(client, voice)
    assert (response.status_code, len(response.content)) == (200, voice.size)
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Cache-Control"] == "public, max-age=2592000"
    assert response["Accept-Ranges"] == "bytes"
    assert not response.cookies
    again = heard(client, voice, if_none_match=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-1", 206, "0-1"),
        ("bytes=10-", 206, "10-19863"),
        ("bytes=-4", 206, "19860-19863"),
        ("bytes=0-999999", 206, "0-19863"),
        ("bytes=-999999", 206, "0-19863"),
        ("bytes=99999-", 416, "*"),
        ("bytes=5-2", 416, "*"),
        ("bytes=-0", 416, "*"),
        ("bytes=-", 200, None),
        ("bytes=0-1,4-5", 200, None),
        ("items=0-1", 200, None),
    ],
)
def test_players_get_the_part_they_ask_for(client, asked, status, part):
    voice = make_voice(make_seminar())
    response = heard(client, voice, range=asked)
    assert response.status_code == status
    assert response.get("Content-Range") == (part and f"bytes {part}/19864")
    if status == 206:
        first, last = map(int, part.split("-"))
        whole = heard(client, voice).content
        assert response.content == whole[first : last + 1]


def test_unknown_or_missing_recordings_are_not_found(client):
    voice = make_voice(make_seminar())
    assert heard(client, VoiceMessage(sha256="0" * 64, media_type="audio/mpeg")).status_code == 404
    other = VoiceMessage(sha256=voice.sha256, media_type="audio/ogg")
    assert heard(client, other).status_code == 404
    private_files.delete(voice.stored_as)
    assert heard(client, voice).status_code == 404


def test_page_plays_the_message_in_the_language_of_the_reader_only(client):
    run = make_run(days=4000, published_on=date(2020, 1, 1))
    voice = make_voice(run.seminar, "ar")
    address = reverse("events:voice_message", kwargs={"name": voice.file_name})
    arabic = address.replace("/de/", "/ar/")
    detail = reverse("events:seminar_detail", args=[run.pk])
    response = client.get(detail.replace("/de/", "/ar/"))
    assert f'<audio controls preload="none" src="{arabic}"' in response.text
    assert "media-src 'self'" in response["Content-Security-Policy"]
    assert "<audio" not in client.get(detail).text


def test_office_uploads_hears_replaces_and_takes_away(coordinator):
    seminar = make_seminar()
    assert coordinator.post(page(seminar), {"file": recording(7)}).url == page(seminar)
    assert coordinator.get(page(seminar)).context["voice"].length == "0:07"
    assert "0:07" in coordinator.get(reverse("admin:events_seminar_change", args=[seminar.pk])).text
    assert coordinator.post(page(seminar), {"_remove": "1"}).url == page(seminar)
    assert seminar.voices.count() == 0


def test_wrong_upload_is_said_at_the_field(coordinator):
    seminar = make_seminar()
    for sent in ({}, {"file": SimpleUploadedFile("x.mp3", b"x")}, {"_remove": "1"}):
        response = coordinator.post(page(seminar), sent)
        assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])


def test_only_coordinators_and_only_languages_of_the_pages(client):
    seminar = make_seminar()
    signed_in(client, "Sachbearbeitung")
    assert client.post(page(seminar), {"file": recording()}).status_code == 403
    signed_in(client, "Koordination")
    assert client.get(page(seminar, "xx")).status_code == 404
    assert client.get(page(seminar, "de")).status_code == 200
    assert seminar.voices.count() == 0
