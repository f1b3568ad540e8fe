"""The switch of automation, as those see it who decide and those who turn it.

A decision without a person is made between reading the switch and the end of its transaction. Whoever turns the switch
waits for decisions that are under way and is not told that it is done before; whoever decides reads it after. So from
the answer on nothing is decided any more that was to be stopped, also not what a worker had already taken up.
"""

import hashlib

from django.db import connection


def hold_switch(institution_id: str) -> None:
    """Before reading the setting to decide by it: nobody turns the switch until this transaction ends."""
    _wait("pg_advisory_xact_lock_shared", institution_id)


def grip_switch(institution_id: str) -> None:
    """Before changing the setting: wait until nobody decides by it, and let nobody begin until this one is through.

    Taken before the row of the setting is locked, by everybody.
    """
    _wait("pg_advisory_xact_lock", institution_id)


def _wait(lock: str, institution_id: str) -> None:
    # SQLite lets only one transaction write at a time, and those that write begin so: there is nothing to wait for.
    if connection.vendor == "postgresql":
        digest = hashlib.sha256(f"casework.switch:{institution_id}".encode()).digest()
        key = int.from_bytes(digest[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [key])
