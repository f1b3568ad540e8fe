"""A credential written without a database, and what goes with it."""

import uuid
from dataclasses import replace
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.making import Given, credential_for, expiry
from sojourn.certificates.credential.profiles import Profile, all_profiles
from sojourn.certificates.credential.signed import key_of_jwk
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import PublishedKey, Purpose, TokenSigner
from sojourn.certificates.keys import key_id, sealer_for
from sojourn.certificates.status_list import StatusReference
from tests.certificates.builders import ISSUED_ON, an_issue, content
from tests.certificates.credential.wallets import Wallet

SEED = bytes(range(32))
STATUS = StatusReference("https://coverage.example.gov/status/bcdfghjk", 4711)
A1: dict[str, Any] = {
    "kind": "a1",
    "instrument": "eu-883",
    "titles": {"en": "Regulation (EC) No 883/2004"},
    "article": "12(1)",
    "status_code": "01",
    "legislation": "DE",
    "host": "GR",
    "exempt": [],
    "issuer": {"id": "de-dvka", "name": "GKV-Spitzenverband, DVKA", "country": "DE"},
}


def profile(configuration: str = "coverage_1", **changes: Any) -> Profile:
    """A shipped profile, changed."""
    found = next(each for each in all_profiles() if each.configuration_id == configuration)
    return found.model_copy(update=changes)


@cache
def signer() -> TokenSigner:
    """The plain issuer's credential key."""
    sealer = sealer_for(content().issuer)
    key = sealer.chain[0].public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return TokenSigner(key_id(sealer.chain[0]), tuple(sealer.chain), key, sealer.sign)


def published(**changes: Any) -> PublishedKey:
    """The same key as the list of keys has it, changed."""
    own = signer().chain[0]
    key = PublishedKey(
        signer().kid,
        "us-ssa",
        "Social Security Administration",
        Purpose.CREDENTIAL,
        signer().chain,
        own.not_valid_before_utc,
        own.not_valid_after_utc,
    )
    return replace(key, **changes)


def issue(**changes: Any) -> Issue:
    return an_issue(**({"status": STATUS} | changes))


def a_credential(
    of: CertificateContent | None = None,
    by: Profile | None = None,
    wallet: Wallet | None = None,
    at: Issue | None = None,
) -> str:
    """A credential as the service writes it."""
    says, by = of or content(), by or profile()
    given = Given(
        uuid.UUID(int=7),
        SEED,
        ISSUED_ON,
        expiry(says, by, ISSUED_ON, signer()),
        key_of_jwk(wallet.jwk) if wallet else None,
    )
    return credential_for(says, at or issue(), profile=by, signer=signer(), given=given)
