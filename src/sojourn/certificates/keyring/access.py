"""Which key signs now, and the public part of every key there is."""

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import KEY_COMPROMISED, NO_CREDENTIAL_KEY, NO_SEAL_KEY, SealUnavailable
from sojourn.certificates.keyring import outside
from sojourn.certificates.keyring.kinds import PublishedKey, Purpose, TokenSigner
from sojourn.certificates.keyring.models import Key, Store
from sojourn.certificates.keyring.opening import opened
from sojourn.certificates.keyring.recording import brought_in
from sojourn.certificates.keyring.states import State
from sojourn.certificates.keys import Sealer, SealHolder, key_id

_MISSING = {Purpose.SEAL: NO_SEAL_KEY, Purpose.CREDENTIAL: NO_CREDENTIAL_KEY}


def sealer_in_use(holder: SealHolder, purpose: Purpose = Purpose.SEAL) -> Sealer:
    """The key with which the holder signs now: the one in the settings, else the active one of the key store, else,
    in a demonstration, one that is made at first use.

    Its public part is kept and published from its first use on. Raises SealUnavailable where there is none or it is
    compromised, ImproperlyConfigured where a configured one cannot be read.
    """
    if purpose not in _MISSING:
        raise ValueError(f"no institution has a key for {purpose}")
    rows = list(Key.objects.filter(holder_id=holder.id, purpose=purpose.value).exclude(kid=None))
    named = outside.named_in_settings(holder, purpose)
    if named is not None:
        return _brought(named, Store.CONFIGURED, holder, purpose, rows)
    active = next((row for row in rows if row.state == State.ACTIVE), None)
    if active is not None and active.store in {Store.SOFTWARE, Store.PKCS11}:
        return opened(active)
    made = outside.of_demonstration(holder, purpose)
    if made is None:
        raise SealUnavailable(_MISSING[purpose], institution=holder.id)
    return _brought(made, Store.DEMONSTRATION, holder, purpose, rows)


def signer_for(holder: SealHolder, purpose: Purpose) -> TokenSigner:
    """Signs tokens for the holder with its key of today. Raises what `sealer_in_use` raises, and ImproperlyConfigured
    where the key is not of the curve P-256.
    """
    sealer = sealer_in_use(holder, purpose)
    own = sealer.chain[0].public_key()
    if not isinstance(own, ec.EllipticCurvePublicKey) or not isinstance(own.curve, ec.SECP256R1):
        raise ImproperlyConfigured(f"The {purpose} key of {holder.id} must be of the curve P-256.")
    return TokenSigner(key_id(sealer.chain[0]), tuple(sealer.chain), own, sealer.sign)


def published_keys(purpose: Purpose | None = None) -> list[PublishedKey]:
    """The public part of every key here that signs, will sign or has signed, oldest first."""
    rows = Key.objects.exclude(kid=None)
    return [_published(row) for row in (rows.filter(purpose=purpose.value) if purpose else rows)]


def _brought(sealer: Sealer, store: Store, holder: SealHolder, purpose: Purpose, rows: list[Key]) -> Sealer:
    """Keep its public part, once. A compromised key does not sign, wherever it comes from."""
    kid = key_id(sealer.chain[0])
    row = next((each for each in rows if each.kid == kid), None)
    if row is not None and row.state == State.COMPROMISED:
        raise SealUnavailable(KEY_COMPROMISED, institution=holder.id, kid=kid)
    if row is None or row.state != State.ACTIVE:
        brought_in(sealer, store, holder, purpose)
    return sealer


def _published(row: Key) -> PublishedKey:
    chain = _chain(row.chain)
    return PublishedKey(
        kid=row.kid or "",
        institution_id=row.holder_id,
        institution_name=row.holder_name,
        purpose=Purpose(row.purpose),
        chain=chain,
        valid_from=chain[0].not_valid_before_utc,
        valid_until=chain[0].not_valid_after_utc,
        compromised_since=row.compromised_since,
    )


@lru_cache(maxsize=1024)
def _chain(pem: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(pem.encode()))
