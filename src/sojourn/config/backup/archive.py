"""The file of a backup: a tar archive encrypted by age (age-encryption.org/v1), which other tools open as well.

The service knows only public keys (recipients): whoever breaks into it cannot read the backups that it made. Whoever
holds a private key (identity) can. age does not tell who wrote a file, so what a backup holds is compared with a line
of the journal that was noted elsewhere.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage

from sojourn.config.backup.errors import BackupFault

FORMAT: Final = "sojourn-backup-1"
MANIFEST: Final = "manifest.json"
_LARGEST_MANIFEST: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands at the head of a backup.

    `made_at`: moment of the copy (ISO, UTC). `engine`: sqlite or postgresql. `copy`: name of the copy in the archive,
    `size` its bytes, `sha256` their digest. `picture`: what the database held (see `picture`).
    """

    made_at: str
    engine: str
    copy: str
    size: int
    sha256: str
    picture: dict[str, Any]
    format: str = FORMAT


def read_recipients(text: str) -> list[pyrage.x25519.Recipient]:
    """The public keys in `text`, apart by commas or spaces. Raises BackupFault when there is none or one is none."""
    names = re.split(r"[\s,]+", text.strip()) if text.strip() else []
    if not names:
        raise BackupFault(
            "No key to encrypt backups with: set SOJOURN_BACKUP_RECIPIENTS. `sojourn backup-key` makes one."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError:
        raise BackupFault(
            "SOJOURN_BACKUP_RECIPIENTS holds something that is no public key of age (age1…)."
        ) from None


def read_identities(path: Path) -> list[pyrage.x25519.Identity]:
    """The private keys in a file, one a line, as age-keygen writes it. Raises BackupFault when there is none."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise BackupFault(f"{path} holds no private key of age (AGE-SECRET-KEY-…).")
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write(
    target: Path, manifest: Manifest, copy: Path, recipients: Sequence[pyrage.x25519.Recipient]
) -> None:
    """Write a backup to `target`, whole or not at all. Raises BackupFault when `target` is there already."""
    if target.exists():
        raise BackupFault(f"{target} is there already. Backups are not written over.")
    part = target.with_name(target.name + ".part")
    head = json.dumps(asdict(manifest), sort_keys=True).encode()

    def fill(out: BinaryIO) -> None:
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            about = tarfile.TarInfo(MANIFEST)
            about.size = len(head)
            tar.addfile(about, io.BytesIO(head))
            tar.add(copy, arcname=manifest.copy, filter=_without_owner)

    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as sealed:
            with _fed_by(fill) as plain:
                pyrage.encrypt_io(plain, sealed, recipients)
            sealed.flush()
            os.fsync(sealed.fileno())
        # A link fails where a rename would write over what came meanwhile.
        os.link(part, target)
    except FileExistsError:
        raise BackupFault(
            f"{target} or {part.name} is there already: another backup runs, or one was broken off. Take it away."
        ) from None
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupFault(f"The backup cannot be written: {error.strerror}.") from error
    part.unlink()


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


@contextmanager
def _fed_by(fill: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """A stream of what `fill` writes, so that nothing but the encrypted file is kept."""
    reading, writing = os.pipe()

    def run() -> None:
        with os.fdopen(writing, "wb") as out:
            fill(out)

    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(run)
        with os.fdopen(reading, "rb") as stream:
            yield stream
        done.result()


def unpack(source: Path, identities: Sequence[pyrage.x25519.Identity], folder: Path) -> tuple[Manifest, Path]:
    """Open a backup into `folder` and give its manifest and the copy.

    Raises BackupFault when it cannot be opened with these keys, is damaged, or holds anything else than it should.
    """
    plain = folder / "archive.tar"
    unopened = BackupFault(f"{source} does not open: it is damaged, or made for another key.")
    try:
        with source.open("rb") as sealed, plain.open("wb") as out:
            pyrage.decrypt_io(sealed, out, identities)
    except pyrage.DecryptError:
        raise unopened from None
    except OSError as error:
        # What was changed or cut off is told as an error of reading that no system has a number for.
        if error.errno is None:
            raise unopened from None
        raise BackupFault(f"{source} cannot be read: {error.strerror}.") from error
    try:
        with tarfile.open(plain) as tar:
            manifest = _manifest(tar)
            tar.extract(manifest.copy, folder, filter="data")
    except (tarfile.TarError, KeyError, ValueError, TypeError):
        raise BackupFault(f"{source} is no backup that this version knows.") from None
    finally:
        plain.unlink()
    copy = folder / manifest.copy
    if copy.stat().st_size != manifest.size or digest_of(copy) != manifest.sha256:
        raise BackupFault(f"{source} does not hold what it says of itself.")
    return manifest, copy


def _manifest(tar: tarfile.TarFile) -> Manifest:
    """Raises KeyError, TypeError or ValueError when it is none."""
    member = tar.getmember(MANIFEST)
    opened = tar.extractfile(member)
    if opened is None or member.size > _LARGEST_MANIFEST:
        raise ValueError(MANIFEST)
    manifest = Manifest(**json.load(opened))
    if manifest.format != FORMAT or manifest.copy not in {"database.sqlite3", "database.pgdump"}:
        raise ValueError(manifest.format)
    return manifest


def make_identity(path: Path) -> str:
    """Write a new private key to `path`, readable by its owner alone, and give its public key.

    Raises BackupFault when the file is there already.
    """
    identity = pyrage.x25519.Identity.generate()
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(f"# public key: {identity.to_public()}\n{identity}\n")
    except FileExistsError:
        raise BackupFault(f"{path} is there already. A private key is not written over.") from None
    except OSError as error:
        raise BackupFault(f"{path} cannot be written: {error.strerror}.") from error
    return str(identity.to_public())
