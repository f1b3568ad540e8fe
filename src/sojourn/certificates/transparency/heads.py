"""Signed heads: how many entries, which root, when. As C2SP checkpoints (c2sp.org/tlog-checkpoint)."""

import base64
from dataclasses import dataclass
from datetime import datetime

from sojourn.certificates.transparency.models import Head
from sojourn.certificates.transparency.signing_key import log_key, origin
from sojourn.core import clock
from sojourn.core.merkle import EMPTY


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head as published."""

    size: int
    root: bytes
    note: str
    signed_at: datetime


def sign_head(size: int, root: bytes) -> SignedHead:
    """Sign a head and keep it."""
    now = clock.now()
    body = f"{origin()}\n{size}\n{base64.b64encode(root).decode()}\n{now.isoformat(timespec='seconds')}\n"
    head = SignedHead(size, root, log_key().signed(body), now)
    Head.objects.create(size=size, root=root, note=head.note, signed_at=now)
    return head


def latest_head() -> SignedHead:
    """The newest head; of a log without entries, one that says so, signed now."""
    head = Head.objects.first()
    if head is None:
        body = f"{origin()}\n0\n{base64.b64encode(EMPTY).decode()}\n"
        return SignedHead(0, EMPTY, log_key().signed(body), clock.now())
    return SignedHead(head.size, bytes(head.root), head.note, head.signed_at)
