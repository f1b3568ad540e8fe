"""What can go wrong with a file. What is wrong with one that is handed in is an `InvalidInput`."""

from typing import Final

from sojourn.core.errors import SojournError

EMPTY: Final = "file_empty"
TOO_LARGE: Final = "file_too_large"
TYPE_NOT_ALLOWED: Final = "file_type_not_allowed"
NOT_WHAT_IT_SAYS: Final = "file_not_what_it_says"
UNKNOWN: Final = "file_unknown"
DAMAGED: Final = "file_damaged"


class FileUnknown(SojournError):
    """There is no such file."""


class FileDamaged(SojournError):
    """The file is not what was taken into keeping: its bytes were changed or cut where they rest."""
