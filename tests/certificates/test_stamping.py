"""A seal with a time stamp from a real authority: it keeps both standards, and every judge reads it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings

from sojourn.certificates.conformance import faults
from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keys import sealer_for
from sojourn.certificates.orders.events import issue_or_order
from sojourn.certificates.orders.models import Order
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.stamping import seal_and_stamp
from sojourn.certificates.verdict import Code
from sojourn.certificates.verification import verify_document
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.builders import a_certificate, content, drawn, paper, trusted
from tests.certificates.time_stamping import Authority, time_stamping_authority

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    with time_stamping_authority(tmp_path_factory.mktemp("tsa")) as started:
        yield started


@pytest.fixture(autouse=True)
def _configured(authority: Authority) -> Iterator[None]:
    with override_settings(SOJOURN_TIMESTAMP_URL=authority.address):
        yield
    authority.fault = ""


def stamped() -> bytes:
    issuer = content().issuer
    return seal_and_stamp(drawn(), sealer_for(issuer), label="Electronic seal", name=issuer.name)


def parts(document: bytes) -> tuple[bytes, bytes]:
    """What is sealed, and the container."""
    start, first, second, length = map(int, re.findall(rb"/ByteRange\s*\[(.*?)\]", document)[0].split())
    return document[start:first] + document[second : second + length], bytes.fromhex(
        document[first + 1 : second - 1].decode()
    )


def test_the_stamp_tells_the_time_and_the_document_keeps_both_standards(authority: Authority) -> None:
    document = stamped()
    report = independent_seal_check(document, trusted(), NOW)
    assert report.intact
    assert report.stamped_at is not None
    assert abs(report.stamped_at - datetime.now(UTC)) < timedelta(minutes=2)
    assert faults(document) == []


def test_an_authority_with_an_rsa_key_serves_as_well(tmp_path: Path) -> None:
    with (
        time_stamping_authority(tmp_path, "rsa") as other,
        override_settings(SOJOURN_TIMESTAMP_URL=other.address),
    ):
        document = stamped()
    report = independent_seal_check(document, trusted(), NOW)
    assert report.intact
    assert report.stamped_at is not None


def test_openssl_accepts_seal_and_stamp(authority: Authority, tmp_path: Path) -> None:
    covered, container = parts(stamped())
    (tmp_path / "sealed").write_bytes(covered)
    (tmp_path / "cms").write_bytes(container)
    signer = cms.ContentInfo.load(container)["content"]["signer_infos"][0]
    (tmp_path / "token").write_bytes(signer["unsigned_attrs"][0]["values"][0].dump())
    (tmp_path / "signature").write_bytes(signer["signature"].native)
    (tmp_path / "root.pem").write_bytes(trusted()[0].chain[-1].public_bytes(Encoding.PEM))
    verify = [
        "cms",
        "-verify",
        "-binary",
        "-purpose",
        "any",
        "-CAfile",
        "root.pem",
        "-inform",
        "DER",
        "-in",
        "cms",
    ]
    stamp = [
        "ts",
        "-verify",
        "-token_in",
        "-in",
        "token",
        "-data",
        "signature",
        "-CAfile",
        str(authority.root),
    ]
    for command in ([*verify, "-content", "sealed", "-out", "out"], stamp):
        told = subprocess.run(
            ["openssl", *command], cwd=tmp_path, capture_output=True, check=False, timeout=60
        )
        assert told.returncode == 0, told.stderr


def test_poppler_and_qpdf_accept_the_document(tmp_path: Path) -> None:
    if not (shutil.which("pdfsig") and shutil.which("qpdf")):
        pytest.skip("pdfsig or qpdf is not installed")
    (tmp_path / "paper.pdf").write_bytes(stamped())
    pdfsig = subprocess.run(
        ["pdfsig", "-nocert", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in pdfsig.stdout
    assert "Total document signed" in pdfsig.stdout
    qpdf = subprocess.run(
        ["qpdf", "--check", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert qpdf.returncode == 0, qpdf.stdout + qpdf.stderr


def test_no_digit_of_the_stamp_can_be_changed_unnoticed(authority: Authority) -> None:
    document, keys = stamped(), trusted()
    assert independent_seal_check(document, keys, NOW).intact
    found = re.search(rb"/Contents <([0-9A-F]+?)(?:00)*>", document)
    assert found is not None
    for place in range(found.start(1), found.end(1), 47):
        digit = document[place : place + 1]
        other = b"0" if digit != b"0" else b"1"
        changed = document[:place] + other + document[place + 1 :]
        assert not independent_seal_check(changed, keys, NOW).intact, f"digit {place - found.start(1)}"


def token_of(document: bytes) -> bytes:
    signer = cms.ContentInfo.load(parts(document)[1])["content"]["signer_infos"][0]
    return signer["unsigned_attrs"][0]["values"][0].dump().hex().upper().encode()


def test_a_stamp_of_another_seal_is_no_stamp_of_this_one() -> None:
    document = stamped()
    own = token_of(document)
    # Their lengths differ with the numbers in them; some are as long as ours.
    other = next(token for token in (token_of(stamped()) for _ in range(60)) if len(token) == len(own))
    assert document.count(own) == 1
    assert not independent_seal_check(document.replace(own, other), trusted(), NOW).intact


@pytest.mark.django_db
def test_while_the_service_is_away_or_answers_wrongly_issuing_waits_unless_told_otherwise(
    authority: Authority,
) -> None:
    for fault in ("away", "nonsense", "tampered"):
        authority.fault = fault
        with pytest.raises(SealUnavailable) as waits:
            a_certificate()
        assert waits.value.code == "no_timestamp"
    granted = issue_or_order(content=content(), actor=SYSTEM, key="decided while it is away")
    assert Order.objects.get(number=granted.number).fault == "no_timestamp"
    with override_settings(SOJOURN_WITHOUT_TIMESTAMP="issue"):
        issued = a_certificate()
    report = independent_seal_check(paper(issued), trusted(), clock.now())
    assert (report.intact, report.stamped_at) == (True, None)
    authority.fault = ""
    again = a_certificate()
    assert independent_seal_check(paper(again), trusted(), clock.now()).stamped_at is not None
    assert verify_document(paper(again)).code is Code.IN_FORCE
