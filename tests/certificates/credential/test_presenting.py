"""What is presented is believed only when everything about it is right; other libraries agree with what is written."""

import hashlib
import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from sojourn.certificates.credential import Binding, PresentationRefused, Refusal, check_presentation
from sojourn.certificates.credential.checking import LARGEST, PresentationReading
from sojourn.certificates.credential.disclosing import disclosed
from sojourn.certificates.credential.signed import header_of, key_of_jwk, signed_claims
from sojourn.certificates.keyring import PublishedKey, Purpose
from tests.certificates.builders import ISSUED_ON
from tests.certificates.credential.builders import STATUS, a_credential, published, signer
from tests.certificates.credential.independent import read
from tests.certificates.credential.wallets import Wallet, b64, jwt, unb64

WALLET = Wallet()
STRANGER = Wallet()
INSPECTOR = "https://inspector.example"
VECTORS = json.loads((Path(__file__).parent / "rfc9901.json").read_text())
OWN = JWK.generate(kty="EC", crv="P-256")


def check(text: str, *keys: Any, now: datetime = ISSUED_ON, asked: bool = False) -> PresentationReading:
    who = {"audience": INSPECTOR, "nonce": "n-1"} if asked else {"audience": None, "nonce": None}
    return check_presentation(text, keys or [published()], now=now, **who)


def refused(text: str, *keys: Any, **more: Any) -> Refusal:
    with pytest.raises(PresentationRefused) as caught:
        check(text, *keys, **more)
    return caught.value.reason


class OwnKey(PublishedKey):
    """A published key whose private part the test has."""

    @property
    def public_key(self) -> Any:
        return key_of_jwk({n: v for n, v in json.loads(OWN.export_public()).items() if n != "kid"})


def own_key() -> Any:
    plain = published(kid="own")
    return OwnKey(**{name: getattr(plain, name) for name in plain.__slots__})


def forged(claims: dict[str, Any], disclosures: list[str], **header: Any) -> str:
    """A token that a trusted key has really signed, of whatever shape."""
    plain = {"vct": "urn:x", "iat": int(ISSUED_ON.timestamp())} | claims
    return "~".join(
        (jwt(OWN, {"alg": "ES256", "typ": "dc+sd-jwt", "kid": "own"} | header, plain), *disclosures, "")
    )


def a_disclosure(*parts: Any) -> tuple[str, str]:
    """A disclosure and its digest."""
    text = b64(json.dumps(parts).encode())
    return text, b64(hashlib.sha256(text.encode()).digest())


def test_what_was_written_is_read_by_three_others() -> None:
    text = a_credential(wallet=WALLET)
    reading = check(text)
    key = JWK.from_pem(signer().public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert SDJWTVerifier(text, lambda _issuer, _header: key).get_verified_payload() == reading.claims
    assert read(text, signer().public_key) == reading.claims
    with_proof = WALLET.presented(text, INSPECTOR, "n-1", ISSUED_ON, ["family_name", "birthdate"])
    by_library = SDJWTVerifier(with_proof, lambda _issuer, _header: key, INSPECTOR, "n-1")
    own = check(with_proof, asked=True)
    assert by_library.get_verified_payload() == own.claims
    assert own.binding is Binding.PROVEN
    assert own.disclosed == {"family_name", "birthdate"}
    assert own.status == STATUS
    assert own.record["holder"] == {"family_name": "Miller", "birth_date": "1988-05-14"}


def test_what_another_library_wrote_is_read() -> None:
    claims = {
        "vct": "urn:x",
        "iat": 1_700_000_000,
        SDObj("name"): "Ada",
        "deep": [SDObj("a"), "b"],
    }
    holder_key = JWK.generate(kty="EC", crv="P-256")
    written = SDJWTIssuer(
        claims,
        OWN,
        holder_key,
        add_decoy_claims=True,
        extra_header_parameters={"typ": "vc+sd-jwt", "kid": "own"},
    )
    holder = SDJWTHolder(written.sd_jwt_issuance)
    holder.create_presentation({"name": True, "deep": [True, True]}, "n-1", INSPECTOR, holder_key)
    moment = datetime.now(UTC)
    reading = check(holder.sd_jwt_presentation, own_key(), asked=True, now=moment)
    assert (reading.claims["name"], reading.claims["deep"]) == ("Ada", ["a", "b"])
    assert (reading.binding, reading.profile, reading.record) == (Binding.PROVEN, None, {})


@pytest.mark.parametrize("name", ["issued", "presented", "structured", "ekyc", "credential"])
def test_the_examples_of_the_standard_are_read(name: str) -> None:
    text = VECTORS[name]
    token, *disclosures = text.split("~")[:-1]
    header_of(token, {"example+sd-jwt", "dc+sd-jwt"})
    claims = signed_claims(token, key_of_jwk(VECTORS["issuer_key"]))
    result, names = disclosed(claims, disclosures)
    assert result["iat"] == 1683000000
    assert "_sd" not in json.dumps(result).replace('"_sd_alg"', "")
    if name == "presented":
        assert names == {"family_name", "address", "given_name"}
        assert result["nationalities"] == ["US"]
        assert result["address"]["street_address"] == "123 Main St"


def test_the_credential_of_the_standard_is_accepted_as_a_whole() -> None:
    key = published(kid=None)

    class Theirs(PublishedKey):
        @property
        def public_key(self) -> Any:
            return key_of_jwk(VECTORS["issuer_key"])

    theirs = Theirs(**{name: getattr(key, name) for name in key.__slots__})
    now = datetime.fromtimestamp(1748537300, UTC)
    asked = {"audience": "https://verifier.example.org", "nonce": "1234567890"}
    reading = check_presentation(VECTORS["credential_presented"], [theirs], now=now, **asked)
    assert reading.claims["nationalities"] == ["DE"]
    assert reading.claims["age_equal_or_over"] == {"18": True}
    assert reading.binding is Binding.PROVEN


def test_no_byte_of_it_can_change() -> None:
    text = WALLET.presented(a_credential(wallet=WALLET), INSPECTOR, "n-1", ISSUED_ON)
    chance = random.Random(9901)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~= \x00é"
    for _ in range(1500):
        at = chance.randrange(len(text))
        other = chance.choice([each for each in alphabet if each != text[at]])
        changed = text[:at] + other + text[at + 1 :]
        with pytest.raises(PresentationRefused):
            check(changed, asked=True)
        with pytest.raises(PresentationRefused):
            check(text[:at], asked=True)
    for at in range(0, len(text), 40):
        for changed in (text[:at] + text[at + 1 :], text[:at] + "A" + text[at:]):
            with pytest.raises(PresentationRefused):
                check(changed, asked=True)


def test_the_algorithm_is_the_keys_and_not_the_tokens() -> None:
    text = a_credential()
    head, body, signature = text.split("~")[0].split(".")
    rest = text[text.index("~") :]
    header = json.loads(unb64(head))

    def with_header(signed: str = signature, **changes: Any) -> str:
        changed = {k: v for k, v in (header | changes).items() if v is not None}
        return f"{b64(json.dumps(changed).encode())}.{body}.{signed}{rest}"

    assert refused(with_header("", alg="none")) is Refusal.WRONG_ALGORITHM
    for alg in ("None", "NONE", "ES384", "EdDSA", "RS256", "", None, ["ES256"], 7):
        assert refused(with_header(alg=alg)) is Refusal.WRONG_ALGORITHM
    # The public key is known to everybody: a MAC with it proves nothing.
    public = signer().public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    mac = JWS(unb64(body))
    mac.add_signature(JWK(kty="oct", k=b64(public)), "HS256", json.dumps(header | {"alg": "HS256"}), None)
    assert refused(mac.serialize(compact=True) + rest) is Refusal.WRONG_ALGORITHM
    assert refused(with_header(crit=["x"], x=1)) is Refusal.WRONG_ALGORITHM
    assert refused(with_header(b64=False)) is Refusal.WRONG_ALGORITHM
    assert refused(with_header(typ="JWT")) is Refusal.NOT_A_CREDENTIAL
    assert refused(with_header(kid="0" * 16)) is Refusal.UNKNOWN_KEY
    assert refused(with_header(kid=None)) is Refusal.UNKNOWN_KEY
    # A key in the token itself is no key of anybody's.
    assert refused(with_header(jwk=STRANGER.jwk)) is Refusal.SIGNATURE
    assert refused(with_header("A" * 86)) is Refusal.SIGNATURE
    assert refused(text, published(purpose=Purpose.SEAL)) is Refusal.UNKNOWN_KEY
    assert refused(text, own_key()) is Refusal.UNKNOWN_KEY


def test_times_of_token_and_key_are_kept() -> None:
    text = a_credential()
    expires = check(text).expires_at
    assert expires == ISSUED_ON + timedelta(days=730)
    assert check(text, now=expires - timedelta(seconds=1))
    assert refused(text, now=expires) is Refusal.EXPIRED
    assert refused(text, now=ISSUED_ON - timedelta(seconds=61)) is Refusal.NOT_YET
    second = timedelta(seconds=1)
    assert refused(text, published(valid_until=ISSUED_ON - second)) is Refusal.KEY_NOT_IN_FORCE
    assert refused(text, published(valid_from=ISSUED_ON + second)) is Refusal.KEY_NOT_IN_FORCE
    assert refused(text, published(compromised_since=ISSUED_ON)) is Refusal.KEY_COMPROMISED
    later = ISSUED_ON + second
    assert check(text, published(compromised_since=later)).compromised_since == later
    assert refused(forged({"nbf": int(ISSUED_ON.timestamp()) + 900}, []), own_key()) is Refusal.NOT_YET
    for wrong in (
        {"iat": None},
        {"iat": "1"},
        {"iat": -1},
        {"exp": True},
        {"iat": 10**15},
        {"vct": 7},
        {"status": 1},
    ):
        assert refused(forged(wrong, []), own_key()) is Refusal.NOT_A_CREDENTIAL


def test_each_disclosure_is_referenced_once() -> None:
    one, digest = a_disclosure("salt", "name", "Ada")
    in_array, array_digest = a_disclosure("salt", "first")
    taken, taken_digest = a_disclosure("salt", "vct", "urn:other")
    hidden, hidden_digest = a_disclosure("salt", "_sd", ["x"])
    dots, dots_digest = a_disclosure("salt", "...", "x")
    number, number_digest = a_disclosure(1, "name", "Ada")
    short, short_digest = a_disclosure("salt")
    expiry, expiry_digest = a_disclosure("salt", "exp", 1)
    key, key_digest = a_disclosure("salt", "jwk", STRANGER.jwk)
    assert check(forged({"_sd": [digest]}, [one]), own_key()).claims["name"] == "Ada"
    assert check(forged({"_sd": [digest]}, []), own_key()).claims == {
        "vct": "urn:x",
        "iat": int(ISSUED_ON.timestamp()),
    }
    cases: list[tuple[dict[str, Any], list[str], Refusal]] = [
        ({}, [one], Refusal.DISCLOSURE_UNREFERENCED),
        ({"_sd": [digest]}, [one, one], Refusal.DISCLOSURE_TWICE),
        ({"_sd": [digest, digest]}, [one], Refusal.DISCLOSURE_TWICE),
        ({"_sd": [digest], "deep": {"_sd": [digest]}}, [one], Refusal.DISCLOSURE_TWICE),
        ({"_sd": ["decoy", "decoy"]}, [], Refusal.DISCLOSURE_TWICE),
        ({"_sd": [digest], "name": "Eve"}, [one], Refusal.DISCLOSURE),
        ({"_sd": [array_digest]}, [in_array], Refusal.DISCLOSURE),
        ({"list": [{"...": digest}]}, [one], Refusal.DISCLOSURE),
        ({"list": [{"...": array_digest, "more": 1}]}, [in_array], Refusal.DISCLOSURE),
        ({"_sd": [taken_digest]}, [taken], Refusal.DISCLOSURE),
        ({"_sd": [hidden_digest]}, [hidden], Refusal.DISCLOSURE),
        ({"_sd": [dots_digest]}, [dots], Refusal.DISCLOSURE),
        ({"_sd": [number_digest]}, [number], Refusal.DISCLOSURE),
        ({"_sd": [short_digest]}, [short], Refusal.DISCLOSURE),
        ({"_sd": [expiry_digest]}, [expiry], Refusal.DISCLOSURE),
        ({"cnf": {"_sd": [key_digest]}}, [key], Refusal.DISCLOSURE),
        ({"_sd": "x"}, [], Refusal.DISCLOSURE),
        ({"_sd": [7]}, [], Refusal.DISCLOSURE),
        ({"...": "x"}, [], Refusal.DISCLOSURE),
        ({"deep": {"_sd_alg": "sha-256"}}, [], Refusal.DISCLOSURE),
        ({"_sd_alg": "md5"}, [], Refusal.WRONG_ALGORITHM),
        ({"_sd_alg": None}, [], Refusal.WRONG_ALGORITHM),
    ]
    for claims, disclosures, reason in cases:
        assert refused(forged(claims, disclosures), own_key()) is reason, (claims, reason)


def test_what_a_library_lets_pass_is_refused_here() -> None:
    """sd-jwt 0.10.4 accepts these three; each is why it does not check for us."""
    loose, _ = a_disclosure("salt", "name", "Eve")
    old = int(ISSUED_ON.timestamp()) - 10
    passed: list[tuple[str, Refusal]] = [
        (forged({"exp": old}, []), Refusal.EXPIRED),
        (forged({}, [loose]), Refusal.DISCLOSURE_UNREFERENCED),
        (forged({"deep": {"_sd": ["a"], "...": "b"}}, []), Refusal.DISCLOSURE),
    ]
    for text, reason in passed:
        SDJWTVerifier(text, lambda _issuer, _header: OWN).get_verified_payload()
        assert refused(text, own_key()) is reason


def test_the_proof_is_of_this_presentation_to_this_checker_now() -> None:
    text = a_credential(wallet=WALLET)
    unbound = a_credential()

    def shown(at: datetime = ISSUED_ON, by: Wallet = WALLET, of: str = text, **changes: Any) -> str:
        return by.presented(of, INSPECTOR, "n-1", at, **changes)

    assert check(shown(), asked=True).binding is Binding.PROVEN
    assert check(text).binding is Binding.NOT_ASKED
    assert check(shown()).binding is Binding.NOT_ASKED
    assert check(unbound).binding is Binding.UNBOUND
    assert refused(text, asked=True) is Refusal.BINDING_MISSING
    assert refused(unbound, asked=True) is Refusal.BINDING_MISSING
    assert refused(shown(of=unbound), asked=True) is Refusal.BINDING_WRONG
    assert refused(shown(by=STRANGER), asked=True) is Refusal.BINDING_WRONG
    assert refused(shown(by=STRANGER)) is Refusal.BINDING_WRONG
    assert refused(shown(aud="https://other.example"), asked=True) is Refusal.BINDING_OTHER_AUDIENCE
    assert refused(shown(aud=[INSPECTOR]), asked=True) is Refusal.BINDING_OTHER_AUDIENCE
    assert refused(shown(nonce="n-2"), asked=True) is Refusal.BINDING_OTHER_NONCE
    assert refused(shown(sd_hash="x"), asked=True) is Refusal.BINDING_WRONG
    assert refused(shown(ISSUED_ON - timedelta(minutes=11)), asked=True) is Refusal.BINDING_OTHER_TIME
    assert refused(shown(ISSUED_ON + timedelta(minutes=2)), asked=True) is Refusal.BINDING_OTHER_TIME
    assert refused(shown(iat="now"), asked=True) is Refusal.NOT_A_CREDENTIAL
    # Made for a presentation that showed more, or less.
    proof = shown(names=["family_name"]).rpartition("~")[2]
    assert refused(WALLET.shown(text) + proof, asked=True) is Refusal.BINDING_WRONG
    for typ in ("JWT", "openid4vci-proof+jwt"):
        other = jwt(WALLET.key, {"alg": "ES256", "typ": typ}, {"aud": INSPECTOR})
        assert refused(text + other, asked=True) is Refusal.BINDING_WRONG
    with pytest.raises(ValueError, match="together"):
        check_presentation(text, [published()], audience=INSPECTOR, nonce=None, now=ISSUED_ON)


def _chain(length: int) -> tuple[dict[str, Any], list[str]]:
    """Disclosures that each hold the digest of the next."""
    found, value = [], "end"
    for at in range(length):
        text, digest = a_disclosure("salt", f"n{at}", value)
        found.append(text)
        value = {"_sd": [digest]}
    return value, found


BOMBS: list[tuple[Callable[[], str], Refusal]] = [
    (lambda: "x" * (LARGEST + 1), Refusal.TOO_BIG),
    (lambda: "a.b.c" + "~" * 102, Refusal.TOO_BIG),
    (lambda: f"{b64(b'[' * 20_000)}.e30.{'A' * 86}~", Refusal.TOO_DEEP),
    (lambda: f"{b64(b'{' + b'"a":{' * 6_000)}.e30.{'A' * 86}~", Refusal.TOO_DEEP),
    (lambda: forged({"a": json.loads("[" * 40 + "]" * 40)}, []), Refusal.TOO_DEEP),
    (lambda: forged({}, [b64(b'["s","n",' + b"[" * 5_000)]), Refusal.TOO_DEEP),
    (lambda: forged(*_chain(60)), Refusal.TOO_DEEP),
    (lambda: forged({"iat": int("9" * 4_000)}, []), Refusal.NOT_A_CREDENTIAL),
    (lambda: "", Refusal.NOT_A_CREDENTIAL),
    (lambda: "~" * 50, Refusal.NOT_A_CREDENTIAL),
    (lambda: "e30.e30.~", Refusal.WRONG_ALGORITHM),
    (
        lambda: f"{b64(b'{"alg":"ES256","alg":"none","typ":"dc+sd-jwt"}')}.e30.{'A' * 86}~",
        Refusal.NOT_A_CREDENTIAL,
    ),
    (lambda: f"{b64(b'{"alg":NaN}')}.e30.{'A' * 86}~", Refusal.NOT_A_CREDENTIAL),
    (lambda: f"{b64(b'"ES256"')}.e30.{'A' * 86}~", Refusal.NOT_A_CREDENTIAL),
    (lambda: f"{b64(b'{"alg":"ES256","typ":"\\ud800"}')}.e30.{'A' * 86}~", Refusal.NOT_A_CREDENTIAL),
    (lambda: "\ud800.e30.x~", Refusal.NOT_A_CREDENTIAL),
]


@pytest.mark.parametrize(("bomb", "reason"), BOMBS)
def test_what_is_too_much_is_refused_before_it_is_parsed(bomb: Callable[[], str], reason: Refusal) -> None:
    assert refused(bomb(), own_key()) is reason


def test_a_profile_that_does_not_fit_is_no_certificate() -> None:
    for vct in ("https://x.example/credentials/coverage/1", "urn:eudi:pda1:1"):
        assert refused(forged({"vct": vct}, []), own_key()) is Refusal.PROFILE


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["vct", "iat", "exp", "nbf", "cnf", "status", "_sd", "_sd_alg", "...", "employer", "kind", "x"]
PARTS = ["alg", "typ", "kid", "crit", "b64", "x5c", "jwk"]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), anything, max_size=5),
    st.lists(anything, max_size=3),
    st.dictionaries(st.sampled_from(PARTS), anything, max_size=3),
    st.sampled_from(["urn:x", "urn:eudi:pda1:1", "https://x.example/credentials/coverage/1"]),
    st.text(max_size=60),
)
def test_whatever_it_is_it_is_read_or_refused_and_nothing_else(
    claims: dict[str, Any], disclosures: list[Any], header: dict[str, Any], vct: str, loose: str
) -> None:
    texts = [b64(json.dumps(each).encode()) for each in disclosures]
    signed = forged({"vct": vct} | claims, texts)
    head = b64(json.dumps({"alg": "ES256", "typ": "dc+sd-jwt", "kid": "own"} | header).encode())
    for text in (signed, f"{head}.{signed.partition('.')[2]}", loose, f"{signed}{loose}", f"{loose}~{loose}"):
        for asked in (False, True):
            with suppress(PresentationRefused):
                check(text, own_key(), asked=asked)
