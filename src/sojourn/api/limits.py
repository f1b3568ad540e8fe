"""How much one client may ask for: sizes, times, and requests a minute.

These limits protect the processor, not a secret, so they are counted in each process, in memory: an answer costs no
query. A service with several processes allows as many times more. Tries at secrets are counted in the database.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.http import HttpRequest

from sojourn.api.problems import Refusal
from sojourn.core import clock
from sojourn.parties.client_network import client_network

A_MINUTE = {
    "determinations": 300,
    "batch": 12,
    "reading": 600,
    "verifications": 120,
    "keyed": 600,
    "wallet": 120,
    "scim": 1200,
}
"""Requests that one address may send in a minute, by kind."""
SECONDS_A_MINUTE = 20.0
"""Time that the requests of one address may take in a minute, all together."""
STRETCH = 60

MOST_BYTES = 64 * 1024
MOST_ENTRIES = {"activities": 15, "requests": 15}
"""Both cut time into pieces, and each piece is judged with all of them: the time grows nearly with the cube."""
MOST_FAULTS = 100
"""Faults of one situation that are told; who has mended those sees the others."""
BATCH_BYTES = 1024 * 1024
BATCH_LINES = 1000
BATCH_SECONDS = 10.0
REQUEST_LINES = 500
A_MINUTE_BY_KEY = {"read": 300, "request": 60, "register_read": 300, "register": 300, "directory": 600}
"""Requests that one key may send in a minute, wherever it is used from."""


@contextmanager
def counted(request: HttpRequest, kind: str) -> Iterator[None]:
    """Count one request of the client's address, and the time that it takes inside the block.

    Raises Refusal (429, Retry-After), before the block is entered, when the address has used up its minute.
    """
    moment = clock.now().timestamp()
    stretch = int(moment // STRETCH)
    client = f"{stretch}:{client_network(request)}"
    too_often = _add(f"api:{kind}:{client}", 1) > A_MINUTE[kind]
    if too_often or _add(f"api:time:{client}", 0) > SECONDS_A_MINUTE * 1000:
        wait = max(1, math.ceil((stretch + 1) * STRETCH - moment))
        raise Refusal("too_many_requests", headers={"Retry-After": str(wait)})
    began = time.monotonic()
    try:
        yield
    finally:
        _add(f"api:time:{client}", math.ceil((time.monotonic() - began) * 1000))


def counted_key(key_id: str, scope: str) -> None:
    """Count one use of a key. Raises Refusal (429, Retry-After) when it has used up its minute."""
    moment = clock.now().timestamp()
    stretch = int(moment // STRETCH)
    if _add(f"api:key:{scope}:{key_id}:{stretch}", 1) > A_MINUTE_BY_KEY[scope]:
        wait = max(1, math.ceil((stretch + 1) * STRETCH - moment))
        raise Refusal("too_many_requests", headers={"Retry-After": str(wait)})


def _add(key: str, more: int) -> int:
    """Add to a count and give the sum."""
    counts = caches["process"]
    counts.add(key, 0, timeout=2 * STRETCH)
    try:
        return counts.incr(key, more)
    except ValueError:
        # Thrown out between the two lines, because the memory was full.
        return more
