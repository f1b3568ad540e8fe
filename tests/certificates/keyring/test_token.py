"""Keys in a PKCS#11 token, with SoftHSM: made there, signing there, never read from there."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.test import override_settings

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import Purpose, sealer_in_use, signer_for, token
from sojourn.certificates.keyring.events import activate_key, make_key
from sojourn.certificates.keyring.models import Key
from sojourn.certificates.seal_check import TrustedKey, independent_seal_check
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from tests.certificates.builders import content, sealed

pytestmark = pytest.mark.django_db
ISSUER = content().issuer
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[override_settings]:
    """The settings for an empty token (Debian: softhsm2)."""
    module = next((path for path in MODULES if Path(path).exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2 is not installed")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "pin").write_text("1234\n")
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    # The library reads it in this process, when it is first loaded.
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    command = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "sojourn",
        "--so-pin",
        "5678",
        "--pin",
        "1234",
    ]
    subprocess.run(command, check=True, capture_output=True)
    yield override_settings(
        SOJOURN_PKCS11_MODULE=module, SOJOURN_PKCS11_TOKEN="sojourn", SOJOURN_PKCS11_PIN=str(folder / "pin")
    )
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture(autouse=True)
def _with_token(softhsm: override_settings) -> Iterator[None]:
    with softhsm:
        yield


def test_a_key_of_the_token_seals_and_signs_tokens_and_its_private_part_is_nowhere_else() -> None:
    for purpose in (Purpose.SEAL, Purpose.CREDENTIAL):
        made = make_key(holder=ISSUER, purpose=purpose, actor=SYSTEM, in_token=True)
        activate_key(kid=made.kid, actor=SYSTEM)
        row = Key.objects.get(kid=made.kid)
        assert (row.store, row.private) == ("pkcs11", None)
        assert x509.load_pem_x509_csr(row.request.encode()).is_signature_valid
    sealer = sealer_in_use(ISSUER)
    trusted = TrustedKey(
        Key.objects.get(purpose="seal").kid or "", ISSUER.id, ISSUER.name, tuple(sealer.chain)
    )
    assert independent_seal_check(sealed(sealer=sealer), [trusted], clock.now()).intact
    signer = signer_for(ISSUER, Purpose.CREDENTIAL)
    raw = signer.sign_raw(b"data")
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    signer.public_key.verify(der, b"data", ec.ECDSA(hashes.SHA256()))


def test_the_token_refuses_to_hand_out_a_key() -> None:
    p11 = pytest.importorskip("pkcs11")
    location = uuid.uuid4()
    token.made_in_token(location, "kept")
    key = token._session(p11).get_key(object_class=p11.ObjectClass.PRIVATE_KEY, id=location.bytes)
    with pytest.raises(p11.exceptions.PKCS11Error):
        key[p11.Attribute.VALUE]
    token.removed_from_token(location.hex)
    with pytest.raises(SealUnavailable):
        token.TokenSealer((), location.hex).sign(b"data")


# The library searches anew in a session that is gone, and says so when it cleans up.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_threads_take_turns_and_a_lost_session_is_opened_anew() -> None:
    location = uuid.uuid4()
    public = token.made_in_token(location, "busy")
    sealer = token.TokenSealer((), location.hex)
    with ThreadPoolExecutor(4) as threads:
        for signature in threads.map(sealer.sign, [b"data"] * 40):
            public.verify(signature, b"data", ec.ECDSA(hashes.SHA256()))
    token._opened.session.close()
    public.verify(sealer.sign(b"again"), b"again", ec.ECDSA(hashes.SHA256()))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_process_signs_in_a_session_of_its_own() -> None:
    location = uuid.uuid4()
    public = token.made_in_token(location, "inherited")
    sealer = token.TokenSealer((), location.hex)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, sealer.sign(b"child"))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        public.verify(told.read(), b"child", ec.ECDSA(hashes.SHA256()))
    os.waitpid(child, 0)
    public.verify(sealer.sign(b"parent"), b"parent", ec.ECDSA(hashes.SHA256()))


def test_without_its_token_nothing_is_signed_and_the_reason_is_told() -> None:
    made = make_key(holder=ISSUER, purpose=Purpose.SEAL, actor=SYSTEM, in_token=True)
    activate_key(kid=made.kid, actor=SYSTEM)
    token._opened.session.close()
    token._opened.session = None
    with override_settings(SOJOURN_PKCS11_TOKEN="elsewhere"), pytest.raises(SealUnavailable) as away:
        sealer_in_use(ISSUER).sign(b"data")
    assert away.value.code == "key_out_of_reach"
    assert sealer_in_use(ISSUER).sign(b"data")
