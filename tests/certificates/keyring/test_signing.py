"""Which key signs, what it signs, and what of it is published."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.test import override_settings

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import Purpose, published_keys, signer_for
from sojourn.certificates.keyring.models import Key
from sojourn.certificates.keys import key_id
from tests.certificates.builders import content

pytestmark = pytest.mark.django_db
ISSUER = content().issuer


def test_a_token_key_signs_as_jose_and_cose_write_it_and_is_published_from_its_first_use() -> None:
    assert published_keys() == []
    signer = signer_for(ISSUER, Purpose.CREDENTIAL)
    signature = signer.sign_raw(b"data")
    assert len(signature) == 64
    der = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    signer.public_key.verify(der, b"data", ec.ECDSA(hashes.SHA256()))
    assert signer.kid == key_id(signer.chain[0])
    (key,) = published_keys(Purpose.CREDENTIAL)
    assert (key.kid, key.institution_id, key.chain) == (signer.kid, ISSUER.id, signer.chain)
    assert key.public_key.public_numbers() == signer.public_key.public_numbers()
    assert published_keys(Purpose.SEAL) == []


def test_seal_and_tokens_have_keys_of_their_own_and_each_is_written_down_once() -> None:
    seal, token = signer_for(ISSUER, Purpose.SEAL), signer_for(ISSUER, Purpose.CREDENTIAL)
    assert seal.kid != token.kid
    assert signer_for(ISSUER, Purpose.SEAL) == seal
    assert Key.objects.count() == 2


def test_production_signs_nothing_with_a_made_up_key(tmp_path: Path) -> None:
    with override_settings(SOJOURN_MODE="production", SOJOURN_HOME=tmp_path):
        with pytest.raises(SealUnavailable) as refused:
            signer_for(ISSUER, Purpose.CREDENTIAL)
        assert refused.value.code == "no_credential_key"
    assert not Key.objects.exists()
