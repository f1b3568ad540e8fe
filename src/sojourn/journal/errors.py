"""What the journal refuses."""

from sojourn.core.errors import SojournError

APPEND_ONLY = "journal_append_only"
NOT_A_CODE = "journal_not_a_code"


class JournalError(SojournError):
    """The journal does not take this. `params` name the place, never the value."""

    def __str__(self) -> str:
        place = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({place})" if place else self.code
