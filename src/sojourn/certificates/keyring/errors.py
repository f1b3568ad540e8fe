"""What the operator is told when a step in a key's life cannot be."""

from typing import Final

from sojourn.core.errors import SojournError

KEY_UNKNOWN: Final = "key_unknown"
KEY_STATE_FORBIDS: Final = "key_state_forbids"
KEY_NAMED_IN_SETTINGS: Final = "key_named_in_settings"
KEY_EXPIRED: Final = "key_expired"
CHAIN_WRONG: Final = "chain_wrong"
NOT_A_MOMENT: Final = "moment_in_the_future"


class KeyRefused(SojournError):
    """A step in a key's life that cannot be: the code says why."""
