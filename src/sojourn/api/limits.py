"""How much one client may ask for: sizes, times, and requests a minute.

These limits protect the processor, not a secret, so they are counted in each process, in memory: an answer costs no
query. A service with several processes allows as many times more. Tries at secrets are counted in the database.
"""

import math

from django.core.cache import caches
from django.http import HttpRequest

from sojourn.api.problems import Refusal
from sojourn.core import clock
from sojourn.parties.client_network import client_network

A_MINUTE = {"determinations": 300, "batch": 12, "reading": 600}
"""Requests that one address may send in a minute, by kind."""
STRETCH = 60

MOST_BYTES = 64 * 1024
MOST_ACTIVITIES = 30
"""Time grows nearly with the cube of the activities of one situation; thirty take a quarter of a second."""
BATCH_BYTES = 1024 * 1024
BATCH_LINES = 1000
BATCH_SECONDS = 10.0


def count_request(request: HttpRequest, kind: str) -> None:
    """Count one request of the client's address. Raises Refusal (429, Retry-After) when it has used up its minute."""
    moment = clock.now().timestamp()
    stretch = int(moment // STRETCH)
    key = f"api:{kind}:{stretch}:{client_network(request)}"
    counted = caches["process"]
    counted.add(key, 0, timeout=2 * STRETCH)
    try:
        count = counted.incr(key)
    except ValueError:
        # Thrown out between the two lines, because the memory was full.
        return
    if count > A_MINUTE[kind]:
        wait = max(1, math.ceil((stretch + 1) * STRETCH - moment))
        raise Refusal("too_many_requests", headers={"Retry-After": str(wait)})
