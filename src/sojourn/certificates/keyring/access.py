"""Which key signs now, and the public part of every key there is."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.certificates.errors import (
    KEY_COMPROMISED,
    KEY_NOT_VALID_NOW,
    NO_CREDENTIAL_KEY,
    NO_SEAL_KEY,
    SealUnavailable,
)
from sojourn.certificates.keyring import outside
from sojourn.certificates.keyring.kinds import PublishedKey, Purpose, TokenSigner
from sojourn.certificates.keyring.models import Key, Store
from sojourn.certificates.keyring.opening import chain_of, opened
from sojourn.certificates.keyring.recording import brought_in
from sojourn.certificates.keyring.states import State
from sojourn.certificates.keys import Sealer, SealHolder, key_id
from sojourn.core import clock

_MISSING = {Purpose.SEAL: NO_SEAL_KEY, Purpose.CREDENTIAL: NO_CREDENTIAL_KEY}


@dataclass(frozen=True, slots=True)
class KeysAtHand:
    """The keys of a holder as they stood a moment ago, for all that is signed in one go."""

    _rows: tuple[Key, ...]

    def for_purpose(self, purpose: Purpose) -> list[Key]:
        """Those for one purpose."""
        return [row for row in self._rows if row.purpose == purpose]


def keys_at_hand(holder: SealHolder) -> KeysAtHand:
    """The keys that the holder has now, read once."""
    return KeysAtHand(tuple(Key.objects.filter(holder_id=holder.id).exclude(kid=None)))


def sealer_in_use(
    holder: SealHolder, purpose: Purpose = Purpose.SEAL, at_hand: KeysAtHand | None = None
) -> Sealer:
    """The key with which the holder signs now: the one in the settings, else the active one of the key store, else,
    in a demonstration, one that is made at first use.

    Its public part is kept and published from its first use on. Raises SealUnavailable where there is none, where
    it is compromised, where its certificate or one above it has ended, where its token cannot be reached; and
    ImproperlyConfigured where a configured one cannot be read.
    """
    if purpose not in _MISSING:
        raise ValueError(f"no institution has a key for {purpose}")
    sealer = _in_use(holder, purpose, at_hand or keys_at_hand(holder))
    moment = clock.now()
    if any(not each.not_valid_before_utc <= moment <= each.not_valid_after_utc for each in sealer.chain):
        raise SealUnavailable(KEY_NOT_VALID_NOW, institution=holder.id, kid=key_id(sealer.chain[0]))
    return sealer


def _in_use(holder: SealHolder, purpose: Purpose, at_hand: KeysAtHand) -> Sealer:
    rows = at_hand.for_purpose(purpose)
    named = outside.named_in_settings(holder, purpose)
    if named is not None:
        return _brought(named, Store.CONFIGURED, holder, purpose, rows)
    active = next((row for row in rows if row.state == State.ACTIVE), None)
    if active is not None and active.store in {Store.SOFTWARE, Store.PKCS11}:
        return opened(active)
    # One that gave way to another, or that others may hold, does not come back by itself.
    given_up = active is None and any(row.store == Store.DEMONSTRATION for row in rows)
    made = None if given_up else outside.of_demonstration(holder, purpose)
    if made is None:
        given_away = any(row.state == State.COMPROMISED for row in rows)
        raise SealUnavailable(KEY_COMPROMISED if given_away else _MISSING[purpose], institution=holder.id)
    return _brought(made, Store.DEMONSTRATION, holder, purpose, rows)


def signer_for(holder: SealHolder, purpose: Purpose, at_hand: KeysAtHand | None = None) -> TokenSigner:
    """Signs tokens for the holder with its key of today. Raises what `sealer_in_use` raises, and ImproperlyConfigured
    where the key is not of the curve P-256.
    """
    sealer = sealer_in_use(holder, purpose, at_hand)
    own = sealer.chain[0].public_key()
    if not isinstance(own, ec.EllipticCurvePublicKey) or not isinstance(own.curve, ec.SECP256R1):
        raise ImproperlyConfigured(f"The {purpose} key of {holder.id} must be of the curve P-256.")
    return TokenSigner(key_id(sealer.chain[0]), tuple(sealer.chain), own, sealer.sign)


def signer_when_issuing(holder: SealHolder, at_hand: KeysAtHand | None = None) -> TokenSigner | None:
    """Who signs the tokens of a certificate that is being issued; None where it is to be issued without them.

    That is so where the holder has no credential key and SOJOURN_WITHOUT_CREDENTIAL_KEY says `issue`; otherwise
    SealUnavailable is raised, and issuing waits.
    """
    try:
        return signer_for(holder, Purpose.CREDENTIAL, at_hand)
    except SealUnavailable as missing:
        if missing.code == NO_CREDENTIAL_KEY and settings.SOJOURN_WITHOUT_CREDENTIAL_KEY == "issue":
            return None
        raise


def compromised_since(kid: str) -> datetime | None:
    """Since when others may hold the key with this kid; None where nobody said so."""
    return Key.objects.filter(kid=kid).values_list("compromised_since", flat=True).first()


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as its institution's administrator and the operator see it: nothing of its private part.

    `request`: the request for its certificate (PKCS #10, PEM), while it waits for one.
    """

    id: uuid.UUID
    holder_id: str
    holder_name: str
    purpose: Purpose
    state: State
    store: Store
    kid: str
    valid_from: datetime | None
    valid_until: datetime | None
    active_from: datetime | None
    retired_at: datetime | None
    compromised_since: datetime | None
    request: str


def keys_of(holder_id: str | None = None) -> list[KeyView]:
    """Every key of a holder, or of all, oldest first."""
    rows = Key.objects.all() if holder_id is None else Key.objects.filter(holder_id=holder_id)
    return [view_of(row) for row in rows]


def view_of(row: Key) -> KeyView:
    """The row as others see it."""
    return KeyView(
        id=row.id,
        holder_id=row.holder_id,
        holder_name=row.holder_name,
        purpose=Purpose(row.purpose),
        state=State(row.state),
        store=Store(row.store),
        kid=row.kid or "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        active_from=row.active_from,
        retired_at=row.retired_at,
        compromised_since=row.compromised_since,
        request=row.request if row.state == State.REQUESTED else "",
    )


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
    chain = chain_of(row.chain)
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
