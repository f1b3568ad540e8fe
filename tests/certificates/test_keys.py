"""Where the seal keys rest, and that production does not seal with a made-up one."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from sojourn.certificates import keys
from sojourn.certificates.content import Issuer
from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keys import SoftwareSealer, sealer_for
from tests.certificates.builders import content

ISSUER = content().issuer
OTHER = Issuer(id="de-dvka", name="DVKA", country="DE")


@pytest.fixture(autouse=True)
def _forget_keys_read_before() -> None:
    for remembered in (keys._demonstration, keys._from_file, keys._configured):
        remembered.cache_clear()


def configured(path: Path, passphrase: str = "") -> override_settings:
    return override_settings(SOJOURN_SEAL_KEYS=f"us-ssa={path}", SOJOURN_SEAL_PASSPHRASE=passphrase)


def made(folder: Path) -> SoftwareSealer:
    with override_settings(SOJOURN_HOME=folder):
        sealer = sealer_for(ISSUER)
    assert isinstance(sealer, SoftwareSealer)
    return sealer


def as_pem(sealer: SoftwareSealer, passphrase: bytes | None = None) -> bytes:
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    key = sealer.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    return key + b"".join(each.public_bytes(serialization.Encoding.PEM) for each in sealer.chain)


def test_a_demonstration_key_is_made_once_and_kept_encrypted_for_the_owner_alone(tmp_path: Path) -> None:
    first = made(tmp_path)
    keys._demonstration.cache_clear()
    assert made(tmp_path).chain == first.chain
    kept = sorted(path for path in (tmp_path / "keys" / "seals").iterdir() if path.name in {"root", "us-ssa"})
    assert len(kept) == 2
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "PRIVATE" not in path.read_text()


def test_institutions_have_keys_of_their_own_under_one_root(tmp_path: Path) -> None:
    first = made(tmp_path)
    with override_settings(SOJOURN_HOME=tmp_path):
        second = sealer_for(OTHER)
    assert first.chain[0] != second.chain[0]
    assert first.chain[1] == second.chain[1]


def test_a_demonstration_key_says_in_its_names_that_it_proves_nothing(tmp_path: Path) -> None:
    assert all("proves nothing" in each.subject.rfc4514_string() for each in made(tmp_path).chain)


def test_production_without_a_configured_key_issues_nothing(tmp_path: Path) -> None:
    with (
        override_settings(SOJOURN_MODE="production", SOJOURN_HOME=tmp_path),
        pytest.raises(SealUnavailable) as caught,
    ):
        sealer_for(ISSUER)
    assert caught.value.code == "no_seal_key"
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("passphrase", ["", "open sesame"])
def test_production_seals_with_a_pem_file(tmp_path: Path, passphrase: str) -> None:
    sealer, path = made(tmp_path), tmp_path / "seal.pem"
    path.write_bytes(as_pem(sealer, passphrase.encode() or None))
    with configured(path, passphrase), override_settings(SOJOURN_MODE="production"):
        assert sealer_for(ISSUER).chain == sealer.chain


def test_production_seals_with_a_pkcs12_file_whose_passphrase_is_in_a_file(tmp_path: Path) -> None:
    sealer, path, secret = made(tmp_path), tmp_path / "seal.p12", tmp_path / "passphrase"
    own, *above = sealer.chain
    lock = serialization.BestAvailableEncryption(b"open sesame")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", sealer.key, own, above, lock))
    secret.write_text("open sesame\n")
    with configured(path, str(secret)), override_settings(SOJOURN_MODE="production"):
        assert sealer_for(ISSUER).chain == sealer.chain


@pytest.mark.parametrize("spoiled", ["missing", "locked", "not a key", "key of another", "no certificate"])
def test_a_key_that_cannot_serve_stops_with_a_reason_and_no_secret(tmp_path: Path, spoiled: str) -> None:
    sealer, path = made(tmp_path), tmp_path / "seal.pem"
    other = made(tmp_path / "elsewhere")
    files = {
        "locked": as_pem(sealer, b"open sesame"),
        "not a key": b"-----BEGIN nothing",
        "key of another": as_pem(SoftwareSealer(other.chain, sealer.key)),
        "no certificate": as_pem(SoftwareSealer((), sealer.key)),
    }
    if spoiled in files:
        path.write_bytes(files[spoiled])
    with configured(path), pytest.raises(ImproperlyConfigured) as caught:
        sealer_for(ISSUER)
    assert str(path) in str(caught.value)
    assert "PRIVATE" not in str(caught.value)


def test_a_sealer_shows_no_key_when_printed(tmp_path: Path) -> None:
    assert "PrivateKey" not in repr(made(tmp_path))
