"""Making a backup, looking at one, and putting one back."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from sojourn.config.backup import archive, database
from sojourn.config.backup.errors import BackupFault
from sojourn.config.backup.picture import Picture, differences, picture_of, take
from sojourn.core import clock
from sojourn.journal import chain, guard, texts

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: of which moment (ISO, UTC), what it holds, and each thing that is not as it should be."""

    made_at: str
    picture: Picture
    faults: list[str]


def back_up(target: Path, say: Say) -> Picture:
    """Write one encrypted file with the database as it stands now; `target` a file, or a folder to name one in.

    The plain copy lies beside it for a moment, readable by its owner alone; particulars in it are sealed as ever.
    Raises BackupFault.
    """
    recipients = archive.read_recipients(settings.SOJOURN_BACKUP_RECIPIENTS)
    moment = clock.now().astimezone(UTC)
    if target.is_dir():
        target /= f"sojourn-{moment:%Y%m%dT%H%M%SZ}.age"
    engine = connection.vendor
    with tempfile.TemporaryDirectory(dir=_folder_of(target), prefix=".sojourn-backup-") as folder:
        copy = Path(folder, database.COPIES[engine])
        with database.one_moment() as copy_to:
            picture = take()
            say(f"{picture.rows:,} rows in {len(picture.tables)} tables: copying")
            copy_to(copy)
        size = copy.stat().st_size
        say(f"{size / 1e6:,.1f} MB: encrypting")
        manifest = archive.Manifest(
            moment.isoformat(), engine, copy.name, size, archive.digest_of(copy), picture.as_data()
        )
        archive.write(target, manifest, copy, recipients)
    say(f"written: {target}")
    return picture


def look_at(source: Path, identity: Path, say: Say) -> Picture:
    """Open a backup with the private key in `identity`, and read it whole without putting it anywhere.

    Raises BackupFault when it does not open, is damaged or not what it says.
    """
    with tempfile.TemporaryDirectory(prefix="sojourn-backup-") as folder:
        manifest, copy = archive.unpack(source, archive.read_identities(identity), Path(folder))
        database.looks_whole(copy, manifest.engine)
    picture = picture_of(manifest.picture)
    say(f"made {manifest.made_at}, {manifest.size / 1e6:,.1f} MB of {manifest.engine}: opens and is whole")
    return picture


def restore(source: Path, identity: Path, say: Say, seen: tuple[int, str] | None = None) -> Restored:
    """Put a backup back into the database of the settings, which must be empty, and compare what is there then.

    Everybody is signed out: a session that was ended after the backup must not come back to life. `seen`: number and
    hash of a journal line noted elsewhere. Raises BackupFault when nothing was put back.
    """
    database.refuse_unless_empty()
    identities = archive.read_identities(identity)
    with tempfile.TemporaryDirectory(prefix="sojourn-backup-") as folder:
        say("opening")
        manifest, copy = archive.unpack(source, identities, Path(folder))
        say(f"made {manifest.made_at}, {manifest.size / 1e6:,.1f} MB of {manifest.engine}: putting it back")
        database.put_back(copy, manifest.engine)
    say("comparing")
    noted = picture_of(manifest.picture)
    faults = differences(noted, take())
    report = chain.verify(seen=seen)
    if report.fault:
        faults.append(texts.FAULTS[report.fault].format(number=report.first_bad))
    if not guard.is_up(connection):
        faults.append(texts.GUARD_DOWN)
    Session.objects.all().delete()
    return Restored(manifest.made_at, noted, faults)


def _folder_of(target: Path) -> Path:
    if not target.parent.is_dir():
        raise BackupFault(f"There is no folder {target.parent}.")
    return target.parent
