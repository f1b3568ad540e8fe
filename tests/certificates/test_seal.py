"""The seal holds, keeps both standards, and is seen to hold by code that did not make it."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from sojourn.certificates.conformance import faults
from sojourn.certificates.keys import SoftwareSealer, key_id, sealer_for
from sojourn.certificates.seal import FIELD, SEAL_BOX
from sojourn.certificates.seal_check import TrustedKey, independent_seal_check
from tests.certificates.builders import ISSUED_ON, content, drawn, sealed, trusted

NOW = ISSUED_ON.replace(year=2027)


@pytest.fixture(scope="module")
def document() -> bytes:
    return sealed()


def test_the_sealed_document_keeps_both_standards(document: bytes) -> None:
    assert faults(drawn()) == []
    assert faults(document) == []
    assert faults(sealed(content(languages=["en"], period_end=None, workplaces=[]))) == []


def test_the_seal_certifies_and_allows_no_later_change(document: bytes) -> None:
    with pikepdf.open(BytesIO(document)) as opened:
        signature = opened.Root.Perms.DocMDP
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert signature.Reference[0].TransformParams.P == 1
        assert opened.Root.AcroForm.SigFlags == 3
        assert opened.Root.AcroForm.Fields[0].T == FIELD


def test_sealing_adds_a_field_and_touches_neither_text_nor_metadata(document: bytes) -> None:
    with pikepdf.open(BytesIO(document)) as after:
        metadata = bytes(after.Root.Metadata.read_bytes())
    assert b"pyHanko" not in metadata
    assert b"Typst" in metadata
    assert document.count(b"%%EOF") == 2


def test_our_own_check_names_the_published_key(document: bytes) -> None:
    report = independent_seal_check(document, trusted(), NOW)
    assert (report.found, report.readable, report.key) == (True, True, trusted()[0])


def pdfsig_agrees(document: bytes, folder: Path) -> bool:
    """poppler: another PDF library, another CMS library."""
    (folder / "paper.pdf").write_bytes(document)
    command = ["pdfsig", "-nocert", str(folder / "paper.pdf")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    return "Signature is Valid" in told and "Total document signed" in told and "ETSI.CAdES.detached" in told


def openssl_agrees(document: bytes, folder: Path) -> bool:
    """OpenSSL over the bytes that the seal says it covers, with the published root alone."""
    start, first, second, length = map(int, re.findall(rb"/ByteRange\s*\[(.*?)\]", document)[0].split())
    (folder / "sealed").write_bytes(document[start:first] + document[second : second + length])
    (folder / "cms").write_bytes(bytes.fromhex(document[first + 1 : second - 1].decode()))
    (folder / "root.pem").write_bytes(trusted()[0].chain[-1].public_bytes(serialization.Encoding.PEM))
    verify = ["openssl", "cms", "-verify", "-binary", "-purpose", "any", "-CAfile", "root.pem"]
    command = [*verify, "-inform", "DER", "-in", "cms", "-content", "sealed", "-out", "out"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60).returncode == 0


def our_check_agrees(document: bytes, folder: Path) -> bool:
    return independent_seal_check(document, trusted(), NOW).intact


# Programs of others where they are installed (Debian: poppler-utils, openssl); our own check everywhere.
JUDGES = [our_check_agrees]
JUDGES += [
    judge for name, judge in (("pdfsig", pdfsig_agrees), ("openssl", openssl_agrees)) if shutil.which(name)
]


@pytest.mark.parametrize("agrees", JUDGES)
def test_every_judge_accepts_the_seal_and_rejects_it_when_one_byte_differs(
    document: bytes, tmp_path: Path, agrees: Callable[[bytes, Path], bool]
) -> None:
    assert agrees(document, tmp_path)
    changed = document.replace(b"/Title(Person)", b"/Title(Parson)", 1)
    assert changed != document
    assert not agrees(changed, tmp_path)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_byte_can_be_changed_unnoticed(document: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(document) - 1))
    value = data.draw(st.integers(0, 255))
    changed = document[:place] + bytes([value]) + document[place + 1 :]
    assert independent_seal_check(changed, trusted(), NOW).intact == (changed == document)


def test_no_digit_of_the_seal_itself_can_be_changed_unnoticed(document: bytes) -> None:
    found = re.search(rb"/Contents <([0-9A-F]+)>", document)
    assert found is not None
    keys = trusted()
    for place in range(found.start(1), found.end(1), 37):
        digit = document[place : place + 1]
        for other in {b"0", b"F", digit.lower()} - {digit}:
            changed = document[:place] + other + document[place + 1 :]
            assert not independent_seal_check(changed, keys, NOW).intact, f"digit {place}"


@pytest.mark.parametrize("added", [b"\n", b"% a remark\n", b"1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_whatever_is_appended_ends_the_cover_of_the_whole_file(document: bytes, added: bytes) -> None:
    report = independent_seal_check(document + added, trusted(), NOW)
    assert (report.digest_matches, report.signature_right, report.whole_file) == (True, True, False)
    assert not report.intact


def test_a_file_with_two_seals_is_never_intact(document: bytes) -> None:
    twice = document + b"/ByteRange [0 10 20 30]"
    assert not independent_seal_check(twice, trusted(), NOW).intact


def test_a_strangers_seal_with_the_same_names_is_not_ours(document: bytes, tmp_path: Path) -> None:
    stranger = foreign_sealer(tmp_path)
    report = independent_seal_check(sealed(sealer=stranger), trusted(), NOW)
    assert (report.found, report.readable, report.key, report.intact) == (True, True, None, False)
    assert report.sealed_by == independent_seal_check(document, trusted(), NOW).sealed_by


def test_a_key_counts_only_with_its_published_chain_and_in_its_time(document: bytes, tmp_path: Path) -> None:
    (own,) = trusted()
    other_root = replace(own, chain=(own.chain[0], foreign_sealer(tmp_path).chain[1]))
    assert not independent_seal_check(document, [other_root], NOW).intact
    assert not independent_seal_check(document, trusted(), datetime(2099, 1, 1, tzinfo=UTC)).intact
    assert not independent_seal_check(document, [], NOW).intact


def test_an_rsa_key_from_another_authority_seals_as_well() -> None:
    sealer = rsa_sealer()
    key = TrustedKey(key_id(sealer.chain[0]), "us-ssa", "SSA", sealer.chain)
    assert independent_seal_check(sealed(sealer=sealer), [key], NOW).intact


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.lists(st.integers(0, 2**33), min_size=4, max_size=4))
def test_anything_that_calls_itself_a_seal_is_answered(junk: bytes, numbers: list[int]) -> None:
    place = " ".join(map(str, numbers))
    data = f"%PDF-1.7 /ByteRange [{place}] <{junk.hex().upper()}>".encode()
    assert not independent_seal_check(data, trusted(), NOW).intact


def test_a_thread_that_runs_an_event_loop_can_seal_too() -> None:
    async def in_a_loop() -> bytes:
        return sealed()

    with ThreadPoolExecutor(max_workers=1) as thread:
        document = thread.submit(asyncio.run, in_a_loop()).result()
    assert independent_seal_check(document, trusted(), NOW).intact


def foreign_sealer(home: Path) -> SoftwareSealer:
    """Somebody who made a key of their own under the name that stands in the institution's seal."""
    common_name = (
        sealer_for(content().issuer).chain[0].subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    )
    named_alike = content(issuer__name=str(common_name[0].value).removesuffix(" (seal)")).issuer
    with override_settings(SOJOURN_HOME=home):
        made = sealer_for(named_alike)
    assert isinstance(made, SoftwareSealer)
    return made


def rsa_sealer() -> SoftwareSealer:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sealing authority")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ISSUED_ON)
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return SoftwareSealer((certificate,), key)


def test_the_emblem_lies_in_the_corner_that_the_layout_keeps_free(document: bytes) -> None:
    opened = pypdfium2.PdfDocument(document)
    try:
        opened.init_forms()
        page = opened[len(opened) - 1]
        bare, with_seal = (
            page.render(scale=2, may_draw_forms=forms).to_pil().convert("L") for forms in (False, True)
        )
        left, bottom, right, top = (round(2 * length) for length in SEAL_BOX)
    finally:
        opened.close()
    drawn_box = ImageChops.difference(bare, with_seal).getbbox()
    assert drawn_box is not None
    box = (left, bare.height - top, right, bare.height - bottom)
    assert box[0] < drawn_box[0] < drawn_box[2] < box[2]
    assert box[1] < drawn_box[1] < drawn_box[3] < box[3]
    assert bare.crop(drawn_box).getextrema() == (255, 255), "something is printed under the emblem"
