"""Files that come with a message or an answer: how many, how large, of which type, and how they are kept."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from sojourn.casework.asking.models import Attachment, Message, Question
from sojourn.casework.models import Case
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem
from sojourn.files.events import keep
from sojourn.files.media import LARGEST_BYTES, media_type_of

MOST_AT_ONCE: Final = 5
MOST_IN_A_CASE: Final = 60
LONGEST_NAME: Final = 100
# What people send; the service's own data files are not among them.
TAKEN: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
ACCEPT: Final = ".pdf,.jpg,.jpeg,.png"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name as the sender's machine has it, its true size in bytes, its bytes.

    A file over the limit may arrive cut; `size` is what it was.
    """

    name: str = field(repr=False)
    size: int
    data: bytes = field(repr=False)


def check_uploads(case: Case, uploads: Sequence[Upload], *, at: str = "files") -> None:
    """Raises InvalidInput for too many files, and for each that is empty, too large or of no type we take."""
    if len(uploads) > MOST_AT_ONCE:
        raise InvalidInput([Problem(at, "files_too_many", {"limit": MOST_AT_ONCE})])
    if uploads and Attachment.objects.filter(case=case).count() + len(uploads) > MOST_IN_A_CASE:
        raise InvalidInput([Problem(at, "files_full", {"limit": MOST_IN_A_CASE})])
    problems = [
        Problem(at, code, {"limit": LARGEST_BYTES // 1024 // 1024}) for code in map(_fault, uploads) if code
    ]
    if problems:
        raise InvalidInput(problems)


def keep_uploads(
    case: Case,
    uploads: Sequence[Upload],
    *,
    message: Message | None = None,
    question: Question | None = None,
) -> None:
    """Keep the files, encrypted, each with its name. They have passed `check_uploads`."""
    for upload in uploads:
        media_type = media_type_of(upload.data, TAKEN) or ""
        Attachment.objects.create(
            case=case,
            message=message,
            question=question,
            file_id=keep(data=upload.data, media_type=media_type, kind="attachment"),
            name=tidy_name(upload.name, media_type),
            media_type=media_type,
            size=upload.size,
            added_at=clock.now(),
        )


def tidy_name(name: str, media_type: str) -> str:
    """The name without folders, control characters and a false ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem = PurePosixPath(kept).stem.strip(" .")[:LONGEST_NAME] or "file"
    return stem + TAKEN[media_type]


def _fault(upload: Upload) -> str:
    """What is wrong with a file, as a code; '' where nothing is."""
    if not upload.size:
        return "file_empty"
    if upload.size > LARGEST_BYTES:
        return "file_too_large"
    media_type = media_type_of(upload.data, TAKEN)
    if media_type not in TAKEN:
        return "file_type_not_allowed"
    # The entry stands in the trailer, which no compression hides.
    locked = media_type == "application/pdf" and b"/Encrypt" in upload.data
    return "file_locked" if locked else ""
