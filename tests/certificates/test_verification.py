"""What anybody is told about a certificate: the truth, each time in its own words, and nothing to a guesser."""

import hashlib
import os
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import supersede_certificate, withdraw_certificate
from sojourn.certificates.models import Certificate, StatusChange
from sojourn.certificates.number import new_number, new_secret, spaced_secret
from sojourn.certificates.verdict import Code, Modifier, Reason, Result, Verdict
from sojourn.certificates.verification import (
    LARGEST_DOCUMENT,
    published_keys,
    verify_code,
    verify_document,
)
from tests.certificates.builders import (
    ISSUED_ON,
    OFFICER,
    a_certificate,
    an_issue,
    content,
    drawn,
    on,
    paper,
    sealed,
)
from tests.certificates.test_seal import foreign_sealer

_DER = serialization.Encoding.DER
START, END = date(2027, 3, 1), date(2030, 2, 28)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> IssuedCertificate:
    return a_certificate()


def by_code(certificate: IssuedCertificate, day: date, **given: Any) -> Verdict:
    with on(day):
        return verify_code(certificate.number, certificate.secret, **given)


def by_document(data: bytes, day: date = START) -> Verdict:
    with on(day):
        return verify_document(data)


def told(verdict: Verdict) -> tuple[Code, Reason | None]:
    return verdict.code, verdict.reason


def failed(verdict: Verdict) -> set[str]:
    return {check.code for check in verdict.checks if check.result is Result.FAILED}


@pytest.mark.parametrize(
    ("day", "code", "begun", "count"),
    [
        (START - DAY, Code.IN_FORCE, False, None),
        (START, Code.IN_FORCE, True, 1),
        (START + 213 * DAY, Code.IN_FORCE, True, 214),
        (END, Code.IN_FORCE, True, 1096),
        (END + DAY, Code.ENDED, True, None),
    ],
)
def test_the_dates_decide_what_it_proves_today(
    certificate: IssuedCertificate, day: date, code: Code, begun: bool, count: int | None
) -> None:
    for verdict in (by_code(certificate, day), by_document(paper(certificate), day)):
        assert verdict.code is code
        assert (Modifier.NOT_BEGUN not in verdict.modifiers) is begun
        assert Modifier.PROVES_PAPER in verdict.modifiers
        assert verdict.certificate is not None
        assert (verdict.certificate.day, verdict.certificate.days) == (count, 1096)


def test_a_certificate_without_end_is_in_force_a_lifetime_later() -> None:
    verdict = by_code(a_certificate(period_end=None, period_limit=None), date(2090, 1, 1))
    assert verdict.code is Code.IN_FORCE
    assert verdict.certificate is not None
    assert verdict.certificate.days is None


def test_number_and_code_may_be_typed_as_people_type(certificate: IssuedCertificate) -> None:
    typed = f" {certificate.number.lower().replace('-', ' ')} ", spaced_secret(certificate.secret)
    with on(START):
        assert verify_code(*typed).code is Code.IN_FORCE


def test_the_name_is_initials_until_the_birth_date_is_right(certificate: IssuedCertificate) -> None:
    for given_day in (None, date(1988, 5, 15)):
        shown = by_code(certificate, START, birth_date=given_day).certificate
        assert shown is not None
        assert (shown.named, shown.holder, shown.birth_date, shown.employer) == (
            False,
            "S. A. M.",
            None,
            None,
        )
    shown = by_code(certificate, START, birth_date=date(1988, 5, 14)).certificate
    assert shown is not None
    assert (shown.named, shown.holder, shown.employer) == (True, "Sarah Anne Miller", "Cascade Robotics Inc.")


@pytest.mark.parametrize(("name", "initials"), [("Юлія", "Ю. M."), ("Jean-Luc d’Àvila", "J. L. D. M.")])
def test_initials_are_made_in_any_script(name: str, initials: str) -> None:
    shown = by_code(a_certificate(holder__given_names=name), START).certificate
    assert shown is not None
    assert shown.holder == initials


def test_an_unknown_number_and_a_wrong_code_cannot_be_told_apart(certificate: IssuedCertificate) -> None:
    guesses = [
        (certificate.number, new_secret()),
        (new_number("US", ISSUED_ON.date()), certificate.secret),
        (new_number("US", ISSUED_ON.date()), new_secret()),
        ("nonsense", certificate.secret),
        ("", ""),
        (certificate.number, certificate.secret[:-1]),
        (certificate.number, "'; DROP TABLE certificates_certificate; --"),
    ]
    answers, queries = [], []
    for guess in guesses:
        with on(START), CaptureQueriesContext(connection) as captured:
            answers.append(verify_code(*guess))
        queries.append([query["sql"].split("WHERE")[0] for query in captured])
    assert {answer.code for answer in answers} == {Code.NO_MATCH}
    assert all(answer == answers[0] for answer in answers)
    assert all(asked == queries[0] and len(asked) == 1 for asked in queries)


def test_a_withdrawn_certificate_says_so_at_once_with_both_dates(certificate: IssuedCertificate) -> None:
    with on(date(2027, 6, 1)):
        withdraw_certificate(
            number=certificate.number, actor=OFFICER, reason_code="fraud", effective_on=date(2027, 4, 1)
        )
    for verdict in (
        by_code(certificate, date(2027, 6, 1)),
        by_document(paper(certificate), date(2031, 1, 1)),
    ):
        assert verdict.code is Code.WITHDRAWN
        assert "status" in failed(verdict)
        assert verdict.certificate is not None
        assert verdict.certificate.changed_on == date(2027, 6, 1)
        assert verdict.certificate.effective_on == date(2027, 4, 1)


def test_a_replaced_certificate_says_so(certificate: IssuedCertificate) -> None:
    newer = a_certificate(period_end="2029-02-28")
    with on(date(2027, 6, 1)):
        supersede_certificate(
            number=certificate.number, by=newer.number, actor=OFFICER, reason_code="ended_early"
        )
    assert by_code(certificate, date(2027, 6, 1)).code is Code.SUPERSEDED
    assert by_code(newer, date(2027, 6, 1)).code is Code.IN_FORCE


def test_a_genuine_document_passes_every_check_and_shows_its_name(certificate: IssuedCertificate) -> None:
    verdict = by_document(paper(certificate))
    assert told(verdict) == (Code.IN_FORCE, None)
    assert failed(verdict) == set()
    assert {check.code for check in verdict.checks} >= {
        "key_ours",
        "bytes_unchanged",
        "whole_file",
        "data_agrees",
    }
    assert verdict.certificate is not None
    assert verdict.certificate.holder == "Sarah Anne Miller"
    assert set(verdict.not_proven) == {"identity", "pay", "tax"}


def test_a_changed_byte_is_altered_and_names_who_sealed(certificate: IssuedCertificate) -> None:
    document = bytearray(paper(certificate))
    document[len(document) // 3] ^= 1
    verdict = by_document(bytes(document))
    assert told(verdict) == (Code.ALTERED, Reason.CHANGED)
    assert verdict.sealed_by == content().issuer.name
    assert verdict.certificate is None


def test_something_added_after_sealing_is_altered(certificate: IssuedCertificate) -> None:
    assert told(by_document(paper(certificate) + b"\n%\n")) == (Code.ALTERED, Reason.APPENDED)


def test_a_later_revision_by_another_program_is_altered(certificate: IssuedCertificate) -> None:
    document = paper(certificate)
    update = b"9999 0 obj\n<</Type/Annot>>\nendobj\nxref\n9999 1\n%010d 00000 n \ntrailer\n<</Size 10000>>\n%%%%EOF\n"
    assert told(by_document(document + update % len(document))) == (Code.ALTERED, Reason.APPENDED)


def test_our_document_saved_anew_without_its_seal_is_altered(certificate: IssuedCertificate) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper(certificate))) as opened:
        del opened.Root.AcroForm
        del opened.Root.Perms
        del opened.pages[-1].Annots
        opened.save(out)
    assert told(by_document(out.getvalue())) == (Code.ALTERED, Reason.SEAL_REMOVED)


def test_the_claim_of_an_unsealed_file_counts_only_with_the_right_code(
    certificate: IssuedCertificate,
) -> None:
    guessed = an_issue(number=certificate.number, secret=new_secret())
    assert told(by_document(drawn(issue=guessed))) == (Code.NOT_OURS, Reason.UNSEALED)


def test_a_strangers_seal_over_the_same_words_is_not_ours(
    certificate: IssuedCertificate, tmp_path: Path
) -> None:
    forged = sealed(
        issue=an_issue(number=certificate.number, secret=certificate.secret), sealer=foreign_sealer(tmp_path)
    )
    verdict = by_document(forged)
    assert told(verdict) == (Code.NOT_OURS, Reason.FOREIGN_SEAL)
    assert "key_ours" in failed(verdict)
    assert verdict.certificate is None


def test_our_own_seal_on_a_document_that_is_on_no_record_proves_nothing(
    certificate: IssuedCertificate,
) -> None:
    assert told(by_document(sealed())) == (Code.CANNOT_CHECK, Reason.NO_RECORD)


def test_an_unsealed_document_is_sealed_by_nobody() -> None:
    assert told(by_document(drawn())) == (Code.NOT_OURS, Reason.UNSEALED)


def scan() -> bytes:
    out = BytesIO()
    Image.new("L", (300, 400), 200).save(out, "PDF")
    return out.getvalue()


def locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(drawn())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="x", user="secret", R=6))
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", Reason.NOT_A_PDF),
        (lambda: b"PK\x03\x04 a letter", Reason.NOT_A_PDF),
        (lambda: os.urandom(10 * 1024 * 1024).replace(b"%PDF-", b""), Reason.NOT_A_PDF),
        (lambda: b"%PDF-1.7\n" + bytes(LARGEST_DOCUMENT), Reason.TOO_BIG),
        (lambda: b"%PDF-1.7\n" + os.urandom(50_000), Reason.UNREADABLE),
        (lambda: drawn()[:20_000], Reason.UNREADABLE),
        (locked, Reason.ENCRYPTED),
        (scan, Reason.SCAN),
    ],
)
def test_what_cannot_be_checked_says_why_and_claims_nothing(
    make: Callable[[], bytes], reason: Reason
) -> None:
    verdict = by_document(make())
    assert told(verdict) == (Code.CANNOT_CHECK, reason)
    assert (verdict.certificate, verdict.modifiers, verdict.not_proven) == (None, (), ())


def test_a_file_made_to_unpack_without_end_is_answered() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(drawn())) as opened:
        opened.attachments["certificate.json"] = pikepdf.AttachedFileSpec(opened, bytes(50_000_000))
        opened.save(out, compress_streams=True)
    assert len(out.getvalue()) < LARGEST_DOCUMENT
    assert told(by_document(out.getvalue()))[0] in {Code.NOT_OURS, Code.CANNOT_CHECK}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_changed_byte_anywhere_is_ever_in_force(
    certificate: IssuedCertificate, data: st.DataObject
) -> None:
    document = paper(certificate)
    place = data.draw(st.integers(0, len(document) - 1))
    changed = (
        document[:place] + bytes([document[place] ^ data.draw(st.integers(1, 255))]) + document[place + 1 :]
    )
    verdict = by_document(changed)
    assert verdict.code in {Code.ALTERED, Code.NOT_OURS, Code.CANNOT_CHECK}
    assert verdict.certificate is None


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_at_all_get_an_answer(junk: bytes) -> None:
    for data in (junk, b"%PDF-1.7\n" + junk, b"%PDF-1.7\n" + junk + b"\nstartxref\n9\n%%EOF"):
        assert verify_document(data).code in {Code.CANNOT_CHECK, Code.NOT_OURS}


def test_a_record_that_does_not_fit_its_document_is_not_vouched_for(certificate: IssuedCertificate) -> None:
    row = Certificate.objects.get(pk=certificate.id)
    row.content = content(holder__family_name="Meyer").model_dump(mode="json")
    row.save(update_fields=["content"])
    verdict = by_document(paper(certificate))
    assert told(verdict) == (Code.CANNOT_CHECK, Reason.SEAL_FAULTY)
    assert failed(verdict) == {"data_agrees"}


def test_the_keys_that_sealed_are_published_with_their_chain(certificate: IssuedCertificate) -> None:
    (key,) = published_keys()
    assert (key.kid, key.institution_id) == (certificate.kid, "us-ssa")
    assert hashlib.sha256(key.chain[0].public_bytes(_DER)).hexdigest().startswith(key.kid)
    assert len(key.chain) == 2


def test_checking_leaves_no_trace(certificate: IssuedCertificate) -> None:
    with on(START), CaptureQueriesContext(connection) as captured:
        verify_code(certificate.number, certificate.secret)
        verify_document(paper(certificate))
    assert all(query["sql"].startswith("SELECT") for query in captured)
    assert StatusChange.objects.count() == 0


def test_what_is_logged_of_a_verdict_names_nobody(certificate: IssuedCertificate) -> None:
    assert "Miller" not in repr(by_document(paper(certificate)))


def test_words_that_change_later_do_not_make_an_old_document_false(
    certificate: IssuedCertificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sojourn.engine.telling.typesetting.day", lambda day, language: f"{day:%Y/%m/%d}")
    monkeypatch.setattr(
        "sojourn.engine.telling.texts.label", lambda law, group, code, language: "another word"
    )
    with override_settings(SOJOURN_BASE_URL="https://moved.example.gov"):
        assert told(by_document(paper(certificate))) == (Code.IN_FORCE, None)
