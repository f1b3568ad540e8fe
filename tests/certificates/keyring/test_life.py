"""A key's life: made, certified, put to use, followed, retired, compromised."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.test import override_settings

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import (
    Purpose,
    published_keys,
    sealer_in_use,
    signer_for,
    signer_when_issuing,
)
from sojourn.certificates.keyring.access import KeyView, keys_of
from sojourn.certificates.keyring.errors import KeyRefused
from sojourn.certificates.keyring.events import (
    activate_key,
    certify_key,
    make_key,
    retire_key,
    tell_compromised,
)
from sojourn.certificates.keyring.models import Key
from sojourn.certificates.keyring.states import ARROWS, State, arrow
from sojourn.certificates.verification import verify_document
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import NotAllowed
from sojourn.journal.access import lines_about
from sojourn.vault.keyring import new_master_key, new_ring, read_master_key
from tests.certificates.builders import OFFICER, a_certificate, content, paper

pytestmark = pytest.mark.django_db
ISSUER = content().issuer


def ready(purpose: Purpose = Purpose.SEAL) -> KeyView:
    return make_key(holder=ISSUER, purpose=purpose, actor=SYSTEM)


_MASTER_KEY = new_master_key()
_RING = new_ring().wrapped(read_master_key(_MASTER_KEY))


def production() -> override_settings:
    return override_settings(SOJOURN_MODE="production", SOJOURN_KEYRING=_RING, SOJOURN_MASTER_KEY=_MASTER_KEY)


def refused(code: str, **params: str) -> pytest.RaisesExc[KeyRefused]:
    return pytest.raises(
        KeyRefused, check=lambda told: told.code == code and params.items() <= told.params.items()
    )


def an_authority(*, ended: bool = False) -> tuple[x509.Name, ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, moment = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "State authority")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - timedelta(days=400))
        .not_valid_after(moment + timedelta(days=-1 if ended else 400))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return name, key, certificate


def certified(request: str, *, ended: bool = False, by: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    """What an authority outside sends back for a request."""
    asked = x509.load_pem_x509_csr(request.encode())
    assert asked.is_signature_valid
    name, key, root = an_authority(ended=ended)
    moment = datetime.now(UTC)
    own = (
        x509.CertificateBuilder()
        .subject_name(asked.subject)
        .issuer_name(name)
        .public_key(asked.public_key())
        .serial_number(2)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=300))
        .sign(by or key, hashes.SHA256())
    )
    return own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def test_a_new_key_takes_over_without_a_pause_and_what_the_old_one_sealed_still_counts() -> None:
    before = a_certificate()
    new = ready()
    assert new.state is State.READY
    assert {key.kid for key in published_keys(Purpose.SEAL)} == {before.kid, new.kid}
    assert a_certificate().kid == before.kid
    assert activate_key(kid=new.kid, actor=SYSTEM).state is State.ACTIVE
    after = a_certificate()
    assert after.kid == new.kid
    states = {key.kid: key.state for key in keys_of(ISSUER.id) if key.purpose is Purpose.SEAL}
    assert states == {before.kid: State.RETIRED, new.kid: State.ACTIVE}
    for certificate in (before, after):
        checks = {check.code: check.result for check in verify_document(paper(certificate)).checks}
        assert checks["key_ours"] == checks["bytes_unchanged"] == "passed"


def test_a_private_part_rests_encrypted_and_is_destroyed_when_its_key_signs_no_more() -> None:
    new = ready(Purpose.CREDENTIAL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keyring_key")
        assert b"PRIVATE" not in repr(cursor.fetchall()).encode()
    assert "PRIVATE" in Key.objects.get(kid=new.kid).private
    retire_key(kid=new.kid, actor=SYSTEM)
    assert Key.objects.get(kid=new.kid).private is None


def test_production_waits_for_a_certificate_from_outside_and_takes_only_one_that_fits() -> None:
    with production():
        waiting = ready()
        assert (waiting.state, waiting.kid, published_keys()) == (State.REQUESTED, "", [])
        other = ready(Purpose.CREDENTIAL)
        right = certified(waiting.request)
        stranger = ec.generate_private_key(ec.SECP256R1())
        for what, chain in {
            "unreadable": b"-----BEGIN nothing",
            "other_key": certified(other.request),
            "broken": certified(waiting.request, by=stranger),
            "not_valid_now": certified(waiting.request, ended=True),
        }.items():
            with refused("chain_wrong", what=what):
                certify_key(key=waiting.id, chain=chain, actor=SYSTEM)
        taken = certify_key(key=waiting.id, chain=right, actor=SYSTEM)
        assert (taken.state, taken.request) == (State.READY, "")
        with pytest.raises(SealUnavailable):
            sealer_in_use(ISSUER)
        activate_key(kid=taken.kid, actor=SYSTEM)
        assert signer_for(ISSUER, Purpose.SEAL).kid == taken.kid
        with override_settings(SOJOURN_WITHOUT_CREDENTIAL_KEY="issue"):
            assert a_certificate().kid == taken.kid
        with clock.fixed(datetime.now(UTC) + timedelta(days=301)), pytest.raises(SealUnavailable) as ended:
            sealer_in_use(ISSUER)
        assert ended.value.code == "key_not_valid_now"


def test_only_a_key_for_credentials_may_certify_itself() -> None:
    with production():
        own = make_key(holder=ISSUER, purpose=Purpose.CREDENTIAL, actor=SYSTEM, sign_itself=True)
        activate_key(kid=own.kid, actor=SYSTEM)
        assert len(signer_for(ISSUER, Purpose.CREDENTIAL).chain) == 1
        with refused("key_state_forbids"):
            make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM, sign_itself=True)


def test_production_issues_without_tokens_only_where_that_was_chosen() -> None:
    with production():
        with pytest.raises(SealUnavailable) as missing:
            signer_when_issuing(ISSUER)
        assert missing.value.code == "no_credential_key"
        with override_settings(SOJOURN_WITHOUT_CREDENTIAL_KEY="issue"):
            assert signer_when_issuing(ISSUER) is None
            own = make_key(holder=ISSUER, purpose=Purpose.CREDENTIAL, actor=SYSTEM, sign_itself=True)
            activate_key(kid=own.kid, actor=SYSTEM)
            tell_compromised(kid=own.kid, since=clock.now(), actor=SYSTEM)
            # A compromised key is no choice to issue without: somebody has to look.
            with pytest.raises(SealUnavailable):
                signer_when_issuing(ISSUER)


def test_a_compromised_key_signs_no_more_wherever_it_rests_and_only_an_earlier_moment_replaces_the_first() -> (
    None
):
    kid, moment = a_certificate().kid, clock.now()
    tell_compromised(kid=kid, since=moment, actor=SYSTEM)
    with pytest.raises(SealUnavailable) as stopped:
        sealer_in_use(ISSUER)
    assert stopped.value.code == "key_compromised"
    (published,) = published_keys(Purpose.SEAL)
    assert published.compromised_since == moment
    tell_compromised(kid=kid, since=moment - timedelta(days=3), actor=SYSTEM)
    with refused("key_state_forbids"):
        tell_compromised(kid=kid, since=moment, actor=SYSTEM)
    with refused("moment_in_the_future"):
        tell_compromised(kid=kid, since=clock.now() + timedelta(hours=1), actor=SYSTEM)
    assert published_keys(Purpose.SEAL)[0].compromised_since == moment - timedelta(days=3)
    activate_key(kid=ready().kid, actor=SYSTEM)
    assert a_certificate().kid != kid


def test_every_step_is_written_down_and_none_but_the_operator_takes_one() -> None:
    new = ready()
    activate_key(kid=new.kid, actor=SYSTEM)
    tell_compromised(kid=new.kid, since=clock.now(), actor=SYSTEM)
    events = [line.event for line in lines_about(Subject("key", str(new.id)))]
    assert events == ["key.made", "key.certified", "key.activated", "key.compromised"]
    for step in (activate_key, retire_key):
        with pytest.raises(NotAllowed):
            step(kid=new.kid, actor=OFFICER)
    with refused("key_unknown"):
        retire_key(kid="0" * 16, actor=SYSTEM)


def test_the_arrows_lead_nowhere_from_a_compromised_key() -> None:
    assert not [each for each in ARROWS if each.source is State.COMPROMISED]
    assert arrow(State.REQUESTED, State.ACTIVE) is None
