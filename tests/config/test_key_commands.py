"""`sojourn keys`, as an operator uses it."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command

from sojourn.certificates.keyring.access import keys_of
from sojourn.core import clock
from tests.certificates.keyring.test_life import certified, production

pytestmark = pytest.mark.django_db


def keys(*arguments: str) -> str:
    out = StringIO()
    call_command("keys", *arguments, stdout=out)
    return out.getvalue()


def states() -> list[tuple[str, str]]:
    return [(key.holder_id, key.state.value) for key in keys_of()]


def test_a_demonstration_turns_over_its_key_in_one_step_and_lists_both() -> None:
    keys("rotate", "us-ssa", "credential")
    first = keys_of("us-ssa")[0].kid
    assert "signs from now on" in keys("rotate", "us-ssa", "credential")
    assert states() == [("us-ssa", "retired"), ("us-ssa", "active")]
    listed = keys("list", "us-ssa")
    assert first in listed
    assert "retired" in listed
    assert first not in keys("list", "de-dvka")


def test_production_asks_takes_the_certificate_in_and_then_turns_over(tmp_path: Path) -> None:
    chain = tmp_path / "chain.pem"
    with production():
        told = keys("new", "us-ssa", "seal")
        assert states() == [("us-ssa", "requested")]
        request = told[told.index("-----BEGIN") :]
        subject = x509.load_pem_x509_csr(request.encode()).subject.rfc4514_string()
        assert "(seal)" in subject
        named = re.search(r"keys certify (\S+)", told)
        assert named is not None
        chain.write_bytes(b"nothing")
        with pytest.raises(CommandError, match="no certificates in PEM"):
            keys("certify", named[1], str(chain))
        chain.write_bytes(certified(request))
        assert "is ready" in keys("certify", named[1], str(chain))
        keys("rotate", "us-ssa", "seal")
    assert states() == [("us-ssa", "active")]


def test_what_was_given_away_is_told_and_what_cannot_be_is_refused_in_words() -> None:
    keys("rotate", "sojourn", "seal")
    kid = keys_of("sojourn")[0].kid
    since = clock.now() - timedelta(days=2)
    assert "signs no more" in keys("compromised", kid, f"--since={since.isoformat()}")
    assert f"{since:%Y-%m-%d %H:%M} UTC" in keys("list")
    for arguments, words in {
        ("compromised", kid, "--since=yesterday"): "is a moment like",
        ("compromised", kid, f"--since={datetime(2090, 1, 1, tzinfo=UTC).isoformat()}"): "future",
        ("retire", kid): "compromised",
        ("retire", "0" * 16): "no key with this name",
        ("new", "xx-none", "seal"): "know no institution",
        ("new", "us-ssa", "seal", "--self-signed"): "cannot be done",
        ("new", "us-ssa", "seal", "--in-token"): "SOJOURN_PKCS11_MODULE",
    }.items():
        with pytest.raises(CommandError, match=words):
            keys(*arguments)
