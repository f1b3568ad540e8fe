"""The published list of keys, read as a stranger reads it."""

import base64
import hashlib
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.test import Client
from jsonschema import Draft202012Validator

from sojourn.certificates.keyring import Purpose, signer_for
from sojourn.certificates.keyring.events import activate_key, make_key, tell_compromised
from sojourn.certificates.keyring.publication import schema
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.builders import content
from tests.certificates.keyring.test_life import production

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/sojourn-keys.json"
ISSUER = content().issuer


def test_whoever_fetches_the_list_can_check_what_was_signed_and_sees_each_key_s_life(client: Client) -> None:
    first = signer_for(ISSUER, Purpose.CREDENTIAL)
    raw = first.sign_raw(b"data")
    tell_compromised(kid=first.kid, since=clock.now(), actor=SYSTEM)
    second = make_key(holder=ISSUER, purpose=Purpose.CREDENTIAL, actor=SYSTEM)
    activate_key(kid=second.kid, actor=SYSTEM)
    make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM)
    told = client.get(ADDRESS).json()
    Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(told)
    (institution,) = told["institutions"]
    assert (institution["id"], institution["name"]) == (ISSUER.id, ISSUER.name)
    assert [(key["purpose"], key["state"]) for key in institution["keys"]] == [
        ("credential", "compromised"),
        ("credential", "active"),
        ("seal", "ready"),
    ]
    key = institution["keys"][0]
    chain = [x509.load_der_x509_certificate(base64.b64decode(each)) for each in key["x5c"]]
    chain[0].verify_directly_issued_by(chain[1])
    assert key["kid"] == hashlib.sha256(base64.b64decode(key["x5c"][0])).hexdigest()[:16] == first.kid
    x, y = (int.from_bytes(base64.urlsafe_b64decode(key["jwk"][name] + "=")) for name in "xy")
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, b"data", ec.ECDSA(hashes.SHA256()))
    assert key["compromised_since"] is not None


def test_the_list_stays_the_same_until_a_key_changes_and_may_be_kept(client: Client) -> None:
    signer_for(ISSUER, Purpose.SEAL)
    first = client.get(ADDRESS)
    assert "max-age" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304
    make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM)
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_list_is_signed_by_the_key_of_the_log(client: Client) -> None:
    signer_for(ISSUER, Purpose.SEAL)
    listed = client.get(ADDRESS).content
    text, _, signature = client.get("/.well-known/sojourn-keys.note").content.decode().partition("\n\n")
    assert text.splitlines()[1] == hashlib.sha256(listed).hexdigest()
    _, _, verifier = json.loads(listed)["log"].split("+", 2)
    raw = base64.b64decode(signature.split()[-1])[4:]
    Ed25519PublicKey.from_public_bytes(base64.b64decode(verifier)[1:]).verify(raw, f"{text}\n".encode())


def test_nothing_private_and_no_key_without_a_certificate_is_listed(client: Client) -> None:
    assert client.get(ADDRESS).json()["institutions"] == []
    with production():
        make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM)
        assert client.get(ADDRESS).json()["institutions"] == []
    ready = make_key(holder=ISSUER, purpose=Purpose.CREDENTIAL, actor=SYSTEM)
    listed = client.get(ADDRESS).content
    assert ready.kid.encode() in listed
    assert b"PRIVATE" not in listed
