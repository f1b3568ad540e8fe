"""What can go wrong in this room."""

from typing import Final

from sojourn.core.errors import SojournError

NO_SEAL_KEY: Final = "no_seal_key"
NO_CREDENTIAL_KEY: Final = "no_credential_key"
KEY_COMPROMISED: Final = "key_compromised"
KEY_OUT_OF_REACH: Final = "key_out_of_reach"
KEY_NOT_VALID_NOW: Final = "key_not_valid_now"
NO_TIMESTAMP: Final = "no_timestamp"
NOT_PRINTABLE: Final = "not_printable"
FACES_DIFFER: Final = "faces_differ"
LAYOUT_FAILED: Final = "layout_failed"
KEY_REUSED: Final = "issue_key_reused"
NUMBERS_USED_UP: Final = "no_free_number"
CERTIFICATE_UNKNOWN: Final = "certificate_unknown"
NO_ARROW: Final = "certificate_state_forbids"


class SealUnavailable(SojournError):
    """No key with which the institution could seal: nothing is issued, and nothing is lost."""


class NotIssued(SojournError):
    """The document did not come out as decided, so it was not released."""


class CertificateUnknown(SojournError):
    """There is no certificate with this number."""
