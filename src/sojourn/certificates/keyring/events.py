"""What happens to a key: made, certified, put to use, retired, compromised. The operator alone does these things."""

import uuid
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings
from django.db import transaction

from sojourn.certificates.keyring import outside, token
from sojourn.certificates.keyring.access import KeyView, view_of
from sojourn.certificates.keyring.certifying import fitting_chain, request_for, self_signed
from sojourn.certificates.keyring.errors import (
    KEY_EXPIRED,
    KEY_NAMED_IN_SETTINGS,
    KEY_STATE_FORBIDS,
    KEY_UNKNOWN,
    NOT_A_MOMENT,
    KeyRefused,
)
from sojourn.certificates.keyring.kinds import Purpose
from sojourn.certificates.keyring.models import Key, Store
from sojourn.certificates.keyring.opening import chain_of
from sojourn.certificates.keyring.states import State, arrow
from sojourn.certificates.keys import Sealer, SealHolder, SoftwareSealer, demonstration_chain, key_id
from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.core.errors import NotAllowed
from sojourn.journal.events import record

NOT_OPERATOR = "not_operator"


def make_key(
    *,
    holder: SealHolder,
    purpose: Purpose,
    actor: Actor,
    in_token: bool = False,
    sign_itself: bool = False,
) -> KeyView:
    """Make a key for a holder, in the key store or in the token. It does not sign yet.

    In demo and test the demonstration's root certifies it at once. In production it waits for its certificate, with a
    request to send to a certification authority; a key for credentials may certify itself.
    Raises NotAllowed, SealUnavailable (token), KeyRefused where a seal should certify itself.
    """
    _operator(actor)
    if purpose is Purpose.LOG or (sign_itself and (purpose is Purpose.SEAL or in_token)):
        raise KeyRefused(KEY_STATE_FORBIDS, source="", target="")
    row = Key(
        id=uuid.uuid4(),
        holder_id=holder.id,
        holder_name=holder.name,
        purpose=purpose.value,
        state=State.REQUESTED.value,
        store=(Store.PKCS11 if in_token else Store.SOFTWARE).value,
        made_at=clock.now(),
    )
    private, sealer, public = _made(row, in_token=in_token)
    row.public = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    row.request = request_for(holder, purpose, public, sealer).decode()
    with transaction.atomic():
        row.save(force_insert=True)
        record(event="key.made", actor=actor, subject=Subject("key", str(row.pk)), details=_said(row))
        if sign_itself and private is not None:
            _certify(row, self_signed(holder, purpose, private), actor)
        elif settings.SOJOURN_MODE != "production":
            folder = outside.FOLDERS[purpose]
            _certify(row, demonstration_chain(settings.SOJOURN_HOME, holder, public, folder), actor)
    return view_of(row)


def certify_key(*, key: uuid.UUID, chain: bytes, actor: Actor) -> KeyView:
    """Give a key its certificate and those above it (PEM). From now on it is published; it does not sign yet.

    Raises KeyRefused (unknown, state, `chain_wrong`), NotAllowed.
    """
    _operator(actor)
    with transaction.atomic():
        row = _locked(id=key)
        public = load_pem_public_key(row.public.encode())
        if row.state != State.REQUESTED or not isinstance(public, ec.EllipticCurvePublicKey):
            raise KeyRefused(KEY_STATE_FORBIDS, source=row.state, target=State.READY.value)
        _certify(row, fitting_chain(chain, public, clock.now()), actor)
    return view_of(row)


def activate_key(*, kid: str, actor: Actor) -> KeyView:
    """Let a ready key sign from now on. The one before it retires in the same moment; what that signed still counts.

    Raises KeyRefused (unknown, state, not valid now, another one named in the settings), NotAllowed.
    """
    _operator(actor)
    with transaction.atomic():
        row = _locked(kid=kid)
        if row.state != State.READY:
            raise KeyRefused(KEY_STATE_FORBIDS, source=row.state, target=State.ACTIVE.value)
        if any(
            not each.not_valid_before_utc <= clock.now() <= each.not_valid_after_utc
            for each in chain_of(row.chain)
        ):
            raise KeyRefused(KEY_EXPIRED, kid=kid)
        if outside.names(row.holder_id, Purpose(row.purpose)):
            raise KeyRefused(KEY_NAMED_IN_SETTINGS, kid=kid)
        before = Key.objects.select_for_update().filter(
            holder_id=row.holder_id, purpose=row.purpose, state=State.ACTIVE.value
        )
        for each in before:
            _move(each, State.RETIRED, actor, retired_at=clock.now())
        _move(row, State.ACTIVE, actor, active_from=clock.now())
    return view_of(row)


def retire_key(*, kid: str, actor: Actor) -> KeyView:
    """Let a key sign no more. Its private part is destroyed; what it signed still counts. Raises as `activate_key`."""
    _operator(actor)
    with transaction.atomic():
        row = _locked(kid=kid)
        if outside.names(row.holder_id, Purpose(row.purpose)) and row.state == State.ACTIVE:
            raise KeyRefused(KEY_NAMED_IN_SETTINGS, kid=kid)
        _move(row, State.RETIRED, actor, retired_at=clock.now())
    return view_of(row)


def tell_compromised(*, kid: str, since: datetime, actor: Actor) -> KeyView:
    """Say that others may hold a key since a moment. What it signed counts only where the log proves it earlier.

    Said again with an earlier moment, the earlier one holds. Raises KeyRefused (unknown; a moment in the future; or a
    later one than was said before), NotAllowed.
    """
    _operator(actor)
    if since > clock.now():
        raise KeyRefused(NOT_A_MOMENT)
    with transaction.atomic():
        row = _locked(kid=kid)
        if row.compromised_since is not None and since > row.compromised_since:
            raise KeyRefused(KEY_STATE_FORBIDS, source=row.state, target=State.COMPROMISED.value)
        if row.state == State.COMPROMISED:
            row.compromised_since = since
            row.save(update_fields=["compromised_since"])
            _record("key.compromised", row, actor)
        else:
            _move(row, State.COMPROMISED, actor, compromised_since=since, compromise_told_at=clock.now())
    return view_of(row)


def _made(
    row: Key, *, in_token: bool
) -> tuple[ec.EllipticCurvePrivateKey | None, Sealer, ec.EllipticCurvePublicKey]:
    if in_token:
        public = token.made_in_token(row.pk, f"{row.holder_id} {row.purpose}")
        row.location = row.pk.hex
        return None, token.TokenSealer((), row.location), public
    private = ec.generate_private_key(ec.SECP256R1())
    row.private = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return private, SoftwareSealer((), private), private.public_key()


def _certify(row: Key, chain: tuple[x509.Certificate, ...], actor: Actor) -> None:
    row.kid = key_id(chain[0])
    row.chain = b"".join(each.public_bytes(Encoding.PEM) for each in chain).decode()
    row.valid_from, row.valid_until = chain[0].not_valid_before_utc, chain[0].not_valid_after_utc
    _move(row, State.READY, actor)


def _move(row: Key, target: State, actor: Actor, **changes: datetime) -> None:
    step = arrow(State(row.state), target)
    if step is None:
        raise KeyRefused(KEY_STATE_FORBIDS, source=row.state, target=target.value)
    row.state = target.value
    for name, value in changes.items():
        setattr(row, name, value)
    if target in {State.RETIRED, State.COMPROMISED}:
        # What is not there cannot be stolen.
        row.private = None
    row.save()
    _record(step.event, row, actor)


def _record(event: str, row: Key, actor: Actor) -> None:
    record(event=event, actor=actor, subject=Subject("key", str(row.pk)), details=_said(row))


def _said(row: Key) -> dict[str, str | int | bool | None]:
    # A kid of digits alone would look like somebody's number.
    return {
        "institution": row.holder_id,
        "purpose": row.purpose,
        "store": row.store,
        "key": f"kid:{row.kid}" if row.kid else None,
        "since": f"{row.compromised_since:%Y-%m-%dT%H:%M:%SZ}" if row.compromised_since else None,
    }


def _locked(**which: str | uuid.UUID) -> Key:
    row = Key.objects.select_for_update().filter(**which).first()
    if row is None:
        raise KeyRefused(KEY_UNKNOWN)
    return row


def _operator(actor: Actor) -> None:
    if actor.capacity is not Capacity.SYSTEM:
        raise NotAllowed(NOT_OPERATOR)
