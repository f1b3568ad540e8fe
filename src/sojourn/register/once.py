"""The same call is the same thing: keys for what programs make, from the name that the caller gave to the call.

The first ten bytes of a key are made from the employer and the name, the last six from the
content. So the same call finds what it made, and the same name with another content is known without
keeping what was sent.
"""

import hashlib
from typing import Final
from uuid import UUID

from sojourn.core.errors import WrongState
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat

_OF_NAME: Final = 10


def key_for(seat: Seat, kind: type[Traveller] | type[Assignment], name: str, content: str) -> UUID:
    """The creation key of a call. Raises WrongState "key_used_otherwise" where another content had the same name."""
    named = hashlib.sha256(f"{kind.__name__}\x1f{seat.employer_id}\x1f{name}".encode()).digest()[:_OF_NAME]
    told = hashlib.sha256(content.encode()).digest()[: 16 - _OF_NAME]
    key = UUID(bytes=named + told)
    lowest, highest = UUID(bytes=named + bytes(6)), UUID(bytes=named + b"\xff" * 6)
    same_name = kind._default_manager.filter(creation_key__range=(lowest, highest))
    if same_name.exclude(creation_key=key).exists():
        raise WrongState("key_used_otherwise")
    return key
