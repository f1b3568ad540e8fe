"""Where the key ring rests, and who makes it.

In production the operator keeps it (SOJOURN_KEYRING, SOJOURN_MASTER_KEY: the content or a path) and the
service refuses to start without. In demo and test it is made once, at first use, in SOJOURN_HOME/keys.
"""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.vault.keyring import (
    KeyRing,
    KeyRingUnusable,
    new_master_key,
    new_ring,
    read_master_key,
    text_or_file,
    unwrap,
)
from sojourn.vault.sealed_files import only_one, write_whole

RING_FILE: Final = "ring.json"
MASTER_FILE: Final = "master_key"


def ring() -> KeyRing:
    """The key ring in use.

    Raises ImproperlyConfigured when production has none, or when ring and master key do not fit.
    """
    return _opened(
        settings.SOJOURN_MODE, settings.SOJOURN_HOME, settings.SOJOURN_KEYRING, settings.SOJOURN_MASTER_KEY
    )


def reread() -> KeyRing:
    """The key ring as it is kept now: another process may have turned over a key."""
    _opened.cache_clear()
    return ring()


def rotate() -> KeyRing:
    """Give the kept ring a new primary data key, and use it from now on.

    Other running processes learn of it when they first meet a value sealed by the new key.
    Raises ImproperlyConfigured when the ring is not kept in a file that can be written.
    """
    ring()  # A fresh home gets its ring first.
    path = _ring_path()
    with only_one(path.parent):
        turned = reread().rotated()
        write_whole(path, turned.wrapped(_master_key(settings.SOJOURN_HOME, settings.SOJOURN_MASTER_KEY)))
    return reread()


def make(folder: Path) -> None:
    """Make a master key and a key ring in `folder`, readable by their owner alone: to set up a production.

    Raises ImproperlyConfigured when there is a ring already: writing over it would lose every particular.
    """
    with only_one(folder):
        if (folder / RING_FILE).exists() or (folder / MASTER_FILE).exists():
            raise ImproperlyConfigured("There are keys in this folder already.")
        master_key = new_master_key()
        write_whole(folder / MASTER_FILE, master_key)
        write_whole(folder / RING_FILE, new_ring().wrapped(read_master_key(master_key)))


def _ring_path() -> Path:
    configured = settings.SOJOURN_KEYRING
    path = Path(configured) if configured else settings.SOJOURN_HOME / "keys" / RING_FILE
    if configured.lstrip().startswith("{") or not path.is_file():
        raise ImproperlyConfigured("The key ring is not kept in a file here: rotate it where it is kept.")
    return path


@cache
def _opened(mode: str, home: Path, keyring: str, master_key: str) -> KeyRing:
    try:
        if mode == "production" and not (keyring and master_key):
            raise KeyRingUnusable(
                "No keys for particulars: set SOJOURN_KEYRING and SOJOURN_MASTER_KEY (content or path)."
            )
        if not keyring:
            _make_once(home, master_key)
        text = text_or_file(keyring) if keyring else (home / "keys" / RING_FILE).read_text()
        return unwrap(text, _master_key(home, master_key))
    except KeyRingUnusable as unusable:
        raise ImproperlyConfigured(str(unusable)) from None


def _master_key(home: Path, configured: str) -> bytes:
    if configured:
        return read_master_key(text_or_file(configured))
    path = home / "keys" / MASTER_FILE
    if not path.is_file():
        raise KeyRingUnusable("The master key that belongs to the key ring is not there any more.")
    return read_master_key(path.read_text())


def _make_once(home: Path, master_key: str) -> None:
    """Make what is missing. Two processes that start at once make one ring: the second waits, and finds
    it.
    """
    keys = home / "keys"
    if (keys / RING_FILE).exists():
        return
    with only_one(keys):
        if (keys / RING_FILE).exists():
            return
        if not master_key and not (keys / MASTER_FILE).exists():
            write_whole(keys / MASTER_FILE, new_master_key())
        write_whole(keys / RING_FILE, new_ring().wrapped(_master_key(home, master_key)))
