"""What cannot be posted."""

from typing import Final

from sojourn.core.errors import SojournError

UNKNOWN_TEMPLATE: Final = "letter_unknown_template"
VALUE_MISSING: Final = "letter_value_missing"
VALUE_NOT_EXPECTED: Final = "letter_value_not_expected"
VALUE_WRONG: Final = "letter_value_wrong"
RECIPIENT_WRONG: Final = "letter_recipient_wrong"
KEY_WRONG: Final = "letter_key_wrong"
CATALOGUE_WRONG: Final = "letter_catalogue_wrong"


class LetterError(SojournError):
    """A letter that cannot be posted. `params` name the template and the value's name, never the value."""

    def __str__(self) -> str:
        place = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({place})" if place else self.code
