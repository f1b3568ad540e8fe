"""A file comes back exactly as it was given, and rests so that nobody else can read it."""

import uuid
from contextlib import suppress

import pytest
from django.db import transaction

from sojourn.core.errors import InvalidInput
from sojourn.files import access, media
from sojourn.files.errors import FileDamaged, FileUnknown
from sojourn.files.models import KeptFile, SealedContent
from tests.files.builders import PDF, kept

pytestmark = pytest.mark.django_db


def resting(file_id: uuid.UUID) -> bytes:
    return bytes(SealedContent.objects.get(pk=file_id).content)


def test_a_file_comes_back_as_it_was() -> None:
    file_id = kept()
    assert access.read(file_id) == PDF
    known = access.facts(file_id)
    assert (known.kind, known.media_type, known.size) == ("certificate_document", "application/pdf", len(PDF))


def test_what_rests_tells_nothing() -> None:
    one, two = kept(), kept()
    assert b"Anna" not in resting(one)
    assert resting(one) != resting(two)
    assert KeptFile.objects.get(pk=one).sealed_digest != KeptFile.objects.get(pk=two).sealed_digest


def test_a_file_falls_with_the_transaction() -> None:
    with suppress(RuntimeError), transaction.atomic():
        kept()
        raise RuntimeError
    assert not KeptFile.objects.exists()
    assert not SealedContent.objects.exists()


def test_an_unknown_file_is_said_to_be_unknown() -> None:
    with pytest.raises(FileUnknown):
        access.read(uuid.uuid4())


def test_a_changed_byte_is_damage() -> None:
    file_id = kept()
    changed = bytearray(resting(file_id))
    changed[-1] ^= 1
    SealedContent.objects.filter(pk=file_id).update(content=bytes(changed))
    with pytest.raises(FileDamaged):
        access.read(file_id)


def test_the_content_of_another_file_is_damage_even_with_its_digest() -> None:
    one, two = kept(), kept(PDF + b" two")
    SealedContent.objects.filter(pk=one).update(content=resting(two))
    facts = KeptFile.objects.get(pk=two)
    KeptFile.objects.filter(pk=one).update(sealed_digest=facts.sealed_digest, size=facts.size)
    with pytest.raises(FileDamaged):
        access.read(one)


def test_another_media_type_is_damage() -> None:
    file_id = kept()
    KeptFile.objects.filter(pk=file_id).update(media_type="application/json")
    with pytest.raises(FileDamaged):
        access.read(file_id)


def test_lost_content_is_damage() -> None:
    file_id = kept()
    SealedContent.objects.filter(pk=file_id).delete()
    with pytest.raises(FileDamaged):
        access.read(file_id)


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"", "application/pdf", "file_empty"),
        (b"%PDF-" + bytes(media.LARGEST_BYTES), "application/pdf", "file_too_large"),
        (b"<html>", "text/html", "file_type_not_allowed"),
        (PDF, "application/pdf; charset=x", "file_type_not_allowed"),
        (b"<html>", "application/pdf", "file_not_what_it_says"),
        (b"{", "application/json", "file_not_what_it_says"),
        (b"[" * 100_000, "application/json", "file_not_what_it_says"),
        (b"\xff", "application/json", "file_not_what_it_says"),
    ],
)
def test_what_is_refused(data: bytes, media_type: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        kept(data, media_type)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert not KeptFile.objects.exists()


def test_json_is_taken() -> None:
    assert access.read(kept(b'{"a": 1}', "application/json")) == b'{"a": 1}'


def test_the_largest_file_is_taken() -> None:
    largest = b"%PDF-" + bytes(media.LARGEST_BYTES - 5)
    assert access.read(kept(largest)) == largest
