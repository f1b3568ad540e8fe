"""A key that others may hold: what it sealed counts only where the public log shows it from before."""

from datetime import datetime, timedelta

import pytest

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import issue_certificate
from sojourn.certificates.keyring import Purpose, sealer_in_use
from sojourn.certificates.keyring.events import activate_key, make_key, tell_compromised
from sojourn.certificates.transparency.events import merge
from sojourn.certificates.verdict import Code, Reason, Verdict
from sojourn.certificates.verification import verify_code, verify_document
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.builders import ISSUED_ON, a_certificate, content, paper, sealed

pytestmark = pytest.mark.django_db
ISSUER = content().issuer
HOUR = timedelta(hours=1)


def issued(at: datetime, key: str) -> IssuedCertificate:
    with clock.fixed(at):
        return issue_certificate(content=content(), actor=SYSTEM, key=key)


def merged(at: datetime) -> None:
    with clock.fixed(at):
        merge()


def told_on(document: bytes) -> Verdict:
    with clock.fixed(ISSUED_ON.replace(year=2028)):
        return verify_document(document)


def outcome(document: bytes) -> tuple[Code, Reason | None, str | None]:
    verdict = told_on(document)
    return verdict.code, verdict.reason, {each.code: each.result for each in verdict.checks}.get("in_time")


def test_only_what_the_log_proves_from_before_the_moment_still_counts() -> None:
    before = issued(ISSUED_ON, "before")
    merged(ISSUED_ON + timedelta(seconds=10))
    # Made in time, as it says itself; the log saw it too late to prove that.
    late = issued(ISSUED_ON + HOUR - timedelta(seconds=5), "late")
    after = issued(ISSUED_ON + 2 * HOUR, "after")
    merged(ISSUED_ON + 3 * HOUR)
    with clock.fixed(ISSUED_ON):
        forged = sealed(content(holder__family_name="Forger"))
    assert {outcome(paper(each))[0] for each in (before, late, after)} == {Code.IN_FORCE}
    assert outcome(forged) == (Code.CANNOT_CHECK, Reason.NO_RECORD, None)
    tell_compromised(kid=before.kid, since=ISSUED_ON + HOUR, actor=SYSTEM)
    lost = (Code.CANNOT_CHECK, Reason.KEY_COMPROMISED, "failed")
    assert outcome(paper(before)) == (Code.IN_FORCE, None, "passed")
    assert [outcome(document) for document in (paper(late), paper(after), forged)] == [lost] * 3


def test_a_backdated_seal_gains_nothing_and_the_record_still_answers_by_number() -> None:
    genuine = issued(ISSUED_ON, "genuine")
    merged(ISSUED_ON + timedelta(seconds=10))
    tell_compromised(kid=genuine.kid, since=ISSUED_ON + HOUR, actor=SYSTEM)
    # The thief seals with the clock turned back.
    with clock.fixed(ISSUED_ON - timedelta(days=300)):
        stolen = sealed(content(holder__family_name="Forger"))
    assert outcome(stolen) == (Code.CANNOT_CHECK, Reason.KEY_COMPROMISED, "failed")
    with clock.fixed(ISSUED_ON.replace(year=2028)):
        assert verify_code(genuine.number, genuine.secret).code is Code.IN_FORCE


def test_what_a_new_key_seals_is_not_touched() -> None:
    old = a_certificate()
    merged(ISSUED_ON + HOUR)
    tell_compromised(kid=old.kid, since=clock.now(), actor=SYSTEM)
    activate_key(kid=make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM).kid, actor=SYSTEM)
    new = a_certificate()
    assert new.kid != old.kid
    assert sealer_in_use(ISSUER)
    assert outcome(paper(new)) == (Code.IN_FORCE, None, None)
    assert outcome(paper(old)) == (Code.IN_FORCE, None, "passed")
