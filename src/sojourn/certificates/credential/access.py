"""Reading offers, and who may have credentials.

This room knows no case and no request: whose a certificate is, is for the room that asked for it to say. What it does
say is in which capacity one may have which kind of credential.
"""

import hashlib
from typing import Final

from sojourn.certificates.credential.models import Offer
from sojourn.certificates.credential.states import State
from sojourn.certificates.keyring import PublishedKey, Purpose, published_keys
from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import NotAllowed

NOT_HOLDER: Final = "not_holder"
_HOLDERS: Final = frozenset({Capacity.WORKER, Capacity.SELF})
_KEEPERS: Final = _HOLDERS | {Capacity.EMPLOYER, Capacity.REPRESENTATIVE}


def may_have(actor: Actor, *, bound: bool) -> None:
    """Ask whether the actor may have a credential: bound to a key it is the worker's own, as a file bound to none it is
    a paper that the employer keeps, too. Raises NotAllowed.
    """
    if actor.capacity not in (_HOLDERS if bound else _KEEPERS):
        raise NotAllowed(NOT_HOLDER)


def is_holder(actor: Actor) -> bool:
    """Whether the actor is somebody whose own certificate it can be, and so may have it bound to a key."""
    return actor.capacity in _HOLDERS


def open_offer(link: str) -> Offer | None:
    """The offer at this address; None where there is none, or it was taken, closed or is over."""
    digest = hashlib.sha256(link.encode()).hexdigest()
    return Offer.objects.filter(
        link_digest=digest, state=State.OPEN.value, expires_at__gt=clock.now()
    ).first()


def credential_keys() -> list[PublishedKey]:
    """The published keys with which credentials are signed."""
    return published_keys(Purpose.CREDENTIAL)


def keys_of_issuer(institution_id: str) -> list[PublishedKey]:
    """Those of one institution that count: a compromised one is not published to wallets any more."""
    return [
        key
        for key in credential_keys()
        if key.institution_id == institution_id and key.compromised_since is None
    ]
