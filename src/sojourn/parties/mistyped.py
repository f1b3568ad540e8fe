"""Addresses that look mistyped: at a domain that is nearly, but not quite, one that is known here."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

# The mailboxes that many people have; where a slip of the finger is likelier than another provider.
_WELL_KNOWN: Final = (
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "icloud.com",
    "proton.me",
    "gmx.de",
    "web.de",
    "orange.fr",
    "laposte.net",
)
# How alike two domains have to be, from 0 to 1, to be taken for one: a letter or two in ten.
_ALIKE: Final = 0.84


def likely_address(address: str, colleagues: Collection[str] = ()) -> str:
    """The address that was probably meant, or "" where nothing looks wrong.

    `colleagues`: addresses of the party, whose domains are the first to be compared with.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    own = {other.rpartition("@")[2].lower() for other in colleagues}
    known = [*sorted(own), *_WELL_KNOWN]
    if not at or domain in known:
        return ""
    meant = get_close_matches(domain, known, n=1, cutoff=_ALIKE)
    return f"{name}@{meant[0]}" if meant else ""
