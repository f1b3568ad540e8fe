"""The entry of the log, made again from what was issued with the standard library alone, as anybody can."""

import hashlib
import json
from typing import Any, Final, Protocol

_VERSION: Final = 1


class Told(Protocol):
    """An entry as the holder of the paper is told it."""

    @property
    def told(self) -> Any:
        """What it says."""

    @property
    def salt(self) -> str:
        """What keeps others from guessing it, in hex."""

    @property
    def digest(self) -> bytes:
        """What the log shows of it."""


def differences(entry: Told, *, number: str, institution_id: str, pdf: bytes, issued_at: str) -> list[str]:
    """Where an entry does not say that this document was issued: `entry.` and what, empty when it does.

    `issued_at`: the moment in ISO 8601.
    """
    expected = {
        "v": _VERSION,
        "event": "issued",
        "number": number,
        "institution": institution_id,
        "document": hashlib.sha256(pdf).hexdigest(),
        "at": issued_at,
    }
    wrong = [f"entry.{name}" for name, value in expected.items() if entry.told.get(name) != value]
    wrong += [f"entry.{name}" for name in sorted(entry.told.keys() - expected.keys())]
    members = (f"{json.dumps(name)}:{_plainly(entry.told[name])}" for name in sorted(entry.told))
    seen = hashlib.sha256(bytes.fromhex(entry.salt) + f"{{{','.join(members)}}}".encode()).digest()
    return wrong if seen == bytes(entry.digest) else [*wrong, "entry.digest"]


def _plainly(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
