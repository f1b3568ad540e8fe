"""Status lists: what has become of a certificate is in a signed list within a minute, for who knows where to look."""

import json
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import cborx
import cwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jwcrypto import jwk, jws

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.erasing import erase_certificate
from sojourn.certificates.events import supersede_certificate, withdraw_certificate
from sojourn.certificates.keyring import Purpose, published_keys, signer_for
from sojourn.certificates.models import Certificate
from sojourn.certificates.states import Status
from sojourn.certificates.status_list import StatusReference, access, events, places
from sojourn.certificates.status_list.bits import Value
from sojourn.certificates.status_list.models import SignedList, StatusList
from sojourn.certificates.status_list.reading import ListReading, Outcome, read_list
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.builders import ISSUED_ON, OFFICER, a_certificate, content

pytestmark = pytest.mark.django_db
JWT, CWT = "application/statuslist+jwt", "application/statuslist+cwt"


@pytest.fixture(autouse=True)
def _own_keys_and_short_lists(settings: Any, tmp_path: Path) -> None:
    settings.SOJOURN_HOME = tmp_path
    settings.SOJOURN_STATUS_LIST_SIZE = 4096


def place_of(certificate: IssuedCertificate) -> StatusReference:
    found = access.reference_of(certificate.number)
    assert found is not None
    return found


def fetched(uri: str, accept: str = JWT) -> bytes:
    response = Client(headers={"accept": accept}).get(uri.partition("localhost:8000")[2])
    assert (response.status_code, response["Content-Type"]) == (200, accept)
    return bytes(response.content)


def read(uri: str, accept: str = JWT) -> ListReading:
    return read_list(fetched(uri, accept), published_keys(Purpose.CREDENTIAL), clock.now())


def told(certificate: IssuedCertificate, accept: str = JWT) -> Value | None:
    place = place_of(certificate)
    return read(place.uri, accept).value_at(place, certificate.institution_id)


def withdraw(certificate: IssuedCertificate) -> None:
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="issued_in_error", effective_on=ISSUED_ON.date()
    )


def test_a_change_is_in_the_list_with_the_next_round_and_in_both_forms() -> None:
    stands, gone, old = (a_certificate(f"decision-{number}") for number in range(3))
    assert events.tend_lists() == 1
    assert [told(each, form) for each in (stands, gone, old) for form in (JWT, CWT)] == [Value.VALID] * 6
    assert events.tend_lists() == 0
    withdraw(gone)
    supersede_certificate(number=old.number, by=stands.number, actor=OFFICER, reason_code="extension")
    assert events.tend_lists() == 1
    assert [told(each) for each in (stands, gone, old)] == [Value.VALID, Value.INVALID, Value.INVALID]
    assert [told(each, CWT) for each in (stands, gone, old)] == [Value.VALID, Value.INVALID, Value.INVALID]
    assert access.status_of(place_of(gone).uri, place_of(gone).index) is Status.WITHDRAWN
    assert events.tend_lists() == 0


def test_other_libraries_than_ours_check_the_signatures_and_read_the_claims() -> None:
    gone = a_certificate()
    withdraw(gone)
    events.tend_lists()
    place = place_of(gone)
    key = published_keys(Purpose.CREDENTIAL)[0]
    pem = key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    token = jws.JWS()
    token.deserialize(fetched(place.uri).decode(), jwk.JWK.from_pem(pem))
    header, claims = token.jose_header, json.loads(token.payload)
    assert header == {"alg": "ES256", "kid": key.kid, "typ": "statuslist+jwt"}
    assert (claims["sub"], claims["ttl"], claims["exp"] - claims["iat"]) == (place.uri, 3600, 86400)
    packed = jwk.base64url_decode(claims["status_list"]["lst"])

    by_kid = cwt.COSEKey.new({1: 2, 2: bytes.fromhex(key.kid), 3: -7, -1: 1} | _coordinates(key.public_key))
    protected, _, signed = cwt.COSE.new().decode_with_headers(fetched(place.uri, CWT), by_kid)
    payload = cborx.loads(signed)
    assert (protected[16], payload[2], payload[65534]) == (CWT, place.uri, 3600)
    assert payload[65533]["lst"] == packed
    assert payload[65533]["bits"] == claims["status_list"]["bits"] == 2
    unpacked = zlib.decompress(packed)
    assert len(unpacked) * 4 == 4096
    assert unpacked[place.index // 4] >> place.index % 4 * 2 & 3 == 1
    assert sum(byte.bit_count() for byte in unpacked) == 1
    lists = Client().get(claims["status_list"]["aggregation_uri"].partition("localhost:8000")[2]).json()
    assert lists == {"status_lists": [place.uri]} == Client().get("/status/lists").json()


def _coordinates(public: Any) -> dict[int, bytes]:
    numbers = public.public_numbers()
    return {-2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}


def test_nothing_in_a_list_tells_whose_place_is_whose() -> None:
    certificates = [a_certificate(f"decision-{number}") for number in range(4)]
    events.tend_lists()
    indices = [place_of(each).index for each in certificates]
    assert indices != sorted(indices) or indices != list(range(indices[0], indices[0] + 4))
    place = place_of(certificates[0])
    public = fetched(place.uri) + fetched(place.uri, CWT) + Client().get("/status/lists").content
    for certificate in certificates:
        for hidden in (certificate.number, certificate.secret, certificate.document_sha256, "Miller"):
            assert hidden.encode() not in public
    # A place that nobody has says the same as a certificate that stands.
    free = next(index for index in range(4096) if index not in indices)
    assert read(place.uri).value_at(StatusReference(place.uri, free), "us-ssa") is Value.VALID


def test_a_list_is_signed_every_hour_and_its_age_is_known() -> None:
    certificate = a_certificate()
    with clock.fixed(ISSUED_ON):
        events.tend_lists()
        reading = read(place_of(certificate).uri)
        assert (reading.issued_at, reading.age(clock.now())) == (ISSUED_ON, timedelta())
    with clock.fixed(ISSUED_ON + timedelta(minutes=59)):
        assert events.sign_due() == 0
        assert not reading.should_be_renewed(clock.now())
    with clock.fixed(ISSUED_ON + timedelta(minutes=61)):
        assert reading.should_be_renewed(clock.now())
        assert events.sign_due() == 1
        assert read(place_of(certificate).uri).age(clock.now()) == timedelta()


def test_an_old_list_says_what_it_said_and_that_it_is_too_old_and_a_future_one_nothing() -> None:
    gone = a_certificate()
    withdraw(gone)
    with clock.fixed(ISSUED_ON):
        events.tend_lists()
    place, token, keys = place_of(gone), fetched(place_of(gone).uri), published_keys()
    late = read_list(token, keys, ISSUED_ON + timedelta(hours=25))
    assert (late.outcome, late.value_at(place, "us-ssa")) == (Outcome.EXPIRED, Value.INVALID)
    assert late.age(ISSUED_ON + timedelta(hours=25)) == timedelta(hours=25)
    early = read_list(token, keys, ISSUED_ON - timedelta(hours=1))
    assert (early.outcome, early.value_at(place, "us-ssa")) == (Outcome.NOT_YET, None)


def test_a_list_speaks_only_for_its_address_and_for_the_institution_that_signed_it() -> None:
    gone = a_certificate()
    withdraw(gone)
    events.tend_lists()
    place = place_of(gone)
    reading = read(place.uri)
    assert reading.value_at(place, "us-ssa") is Value.INVALID
    assert reading.value_at(place, "de-dvka") is None
    assert reading.value_at(StatusReference(f"{place.uri}x", place.index), "us-ssa") is None
    assert reading.value_at(StatusReference(place.uri, 4096), "us-ssa") is None
    assert reading.value_at(StatusReference(place.uri, -1), "us-ssa") is None


def test_no_place_is_given_twice_nor_ever_changed() -> None:
    first, second = a_certificate("one"), a_certificate("two")
    taken = Certificate.objects.get(number=first.number)
    for values in (
        {"status_index": taken.status_index},
        {"status_index": None, "status_list": None},
        {"status_index": 5},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.filter(number=second.number).update(**values)
    assert place_of(second) != place_of(first)


def test_a_list_is_left_when_half_of_it_is_taken(settings: Any) -> None:
    settings.SOJOURN_STATUS_LIST_SIZE = 4
    certificates = [a_certificate(f"decision-{number}") for number in range(3)]
    events.sign_due()
    assert StatusList.objects.get().closed_at is not None
    later = a_certificate("later")
    assert StatusList.objects.count() == 2
    assert place_of(later).uri not in {place_of(each).uri for each in certificates}
    events.sign_due()
    assert len(Client().get("/status/lists/us-ssa").json()["status_lists"]) == 2
    assert told(certificates[0]) is told(later) is Value.VALID


def test_a_full_list_does_not_keep_a_certificate_from_being_issued(settings: Any) -> None:
    settings.SOJOURN_STATUS_LIST_SIZE = 4
    certificates = [a_certificate(f"decision-{number}") for number in range(9)]
    assert len({place_of(each) for each in certificates}) == 9
    assert StatusList.objects.filter(closed_at__isnull=True).count() == 1


def test_an_institution_has_one_open_list() -> None:
    holder = content().issuer
    places.new_reference(holder)
    opened_at = StatusList.objects.get().opened_at
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusList.objects.create(
            name="another", uri="another", institution_id=holder.id, size=8, opened_at=opened_at
        )


def _without_places() -> None:
    """As it was before there were lists."""
    from sojourn.certificates import frozen  # noqa: PLC0415

    frozen.leave_places(connection)
    Certificate.objects.update(status_list=None, status_index=None)
    frozen.keep_places(connection)
    SignedList.objects.all().delete()
    StatusList.objects.all().delete()


def test_certificates_from_before_there_were_lists_get_a_place_once() -> None:
    stands, gone, erased = (a_certificate(f"decision-{number}") for number in range(3))
    withdraw(gone)
    erase_certificate(number=erased.number, actor=SYSTEM)
    _without_places()
    assert [access.reference_of(each.number) for each in (stands, gone, erased)] == [None] * 3
    assert (events.place_missing(limit=2), events.place_missing(), events.place_missing()) == (2, 1, 0)
    assert events.sign_due() == 1
    assert [told(each) for each in (stands, gone, erased)] == [Value.VALID, Value.INVALID, Value.VALID]


def test_what_is_erased_keeps_its_place_and_what_it_says() -> None:
    gone = a_certificate()
    withdraw(gone)
    place = place_of(gone)
    erase_certificate(number=gone.number, actor=SYSTEM)
    events.sign_due()
    assert (place_of(gone), told(gone)) == (place, Value.INVALID)


def test_without_its_key_a_list_stays_as_it_is_and_is_tried_again_in_a_minute(settings: Any) -> None:
    certificate = a_certificate()
    with clock.fixed(ISSUED_ON):
        events.sign_due()
        withdraw(certificate)
        settings.SOJOURN_MODE = "production"
        assert events.sign_due() == 0
        assert told(certificate) is Value.VALID
        settings.SOJOURN_MODE = "test"
        assert events.sign_due() == 0
    with clock.fixed(ISSUED_ON + timedelta(minutes=1)):
        assert events.sign_due() == 1
        assert told(certificate) is Value.INVALID


def test_lists_are_served_as_stored_with_tags_and_for_browsers_of_any_origin() -> None:
    uri = place_of(a_certificate()).uri.partition("localhost:8000")[2]
    assert Client().get(uri).status_code == 404  # not signed yet
    events.sign_due()
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(uri)
    assert len(queries) == 1
    assert (answer["Content-Type"], answer["Cache-Control"]) == (JWT, "public, max-age=20")
    assert (answer["Vary"].split(", ")[0], answer["Access-Control-Allow-Origin"]) == ("Accept", "*")
    again = Client().get(uri, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = Client().get(uri, headers={"accept": CWT, "if-none-match": answer["ETag"]})
    assert (other.status_code, other["Content-Type"]) == (200, CWT)
    assert Client().get(uri, headers={"accept": f"{CWT};q=0.5, {JWT}"})["Content-Type"] == JWT
    assert Client().head(uri).content == b""
    assert Client().get(uri, headers={"accept": "text/html"}).status_code == 406
    assert Client().get(f"{uri}?time=1686925000").status_code == 501
    assert Client().post(uri).status_code == 405
    assert Client().get("/status/unknown").status_code == 404
    assert Client().get("/status/lists/nobody").json() == {"status_lists": []}


def test_a_key_that_signs_no_more_is_replaced_at_once_in_the_list() -> None:
    certificate = a_certificate()
    events.sign_due()
    row = SignedList.objects.get()
    assert row.kid == signer_for(content().issuer, Purpose.CREDENTIAL).kid
    SignedList.objects.update(kid="0" * 16)
    assert events.sign_due() == 1
    assert SignedList.objects.get().kid == row.kid
    assert told(certificate) is Value.VALID
