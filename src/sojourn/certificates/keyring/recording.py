"""Writing down the public part of a key that comes from outside the key store."""

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from sojourn.certificates.keyring.kinds import Purpose
from sojourn.certificates.keyring.models import Key, Store
from sojourn.certificates.keyring.states import State
from sojourn.certificates.keys import Sealer, SealHolder, key_id
from sojourn.core import clock


def brought_in(sealer: Sealer, store: Store, holder: SealHolder, purpose: Purpose) -> None:
    """Note that this key signs from now on; the one before it retires."""
    own, moment = sealer.chain[0], clock.now()
    with transaction.atomic():
        before = Key.objects.filter(holder_id=holder.id, purpose=purpose.value, state=State.ACTIVE.value)
        before.exclude(kid=key_id(own)).update(state=State.RETIRED.value, retired_at=moment)
        Key.objects.update_or_create(
            kid=key_id(own),
            defaults={"state": State.ACTIVE.value, "active_from": moment, "retired_at": None},
            create_defaults={
                "state": State.ACTIVE.value,
                "active_from": moment,
                "holder_id": holder.id,
                "holder_name": holder.name,
                "purpose": purpose.value,
                "store": store.value,
                "chain": b"".join(each.public_bytes(Encoding.PEM) for each in sealer.chain).decode(),
                "valid_from": own.not_valid_before_utc,
                "valid_until": own.not_valid_after_utc,
                "made_at": moment,
            },
        )
