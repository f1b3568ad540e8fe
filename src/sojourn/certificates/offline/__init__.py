"""The offline code: what the paper says, signed, in at most 400 characters of a square code.

Pure: no database, no clock, no network, so that the service, the command line and the tests read alike. `FORMAT.md` in
docs/reference says each byte of it, for those who write a reader of their own.
"""

from sojourn.certificates.offline.facts import OfflineFacts, StatusAt, facts_of
from sojourn.certificates.offline.reading import OfflineReading, Outcome, TrustedKey, read_code
from sojourn.certificates.offline.throwaway import throwaway_signer
from sojourn.certificates.offline.writing import (
    LONGEST_CODE,
    LONGEST_STATUS_ADDRESS,
    PREFIX,
    CodeSigner,
    make_code,
)

__all__ = [
    "LONGEST_CODE",
    "LONGEST_STATUS_ADDRESS",
    "PREFIX",
    "CodeSigner",
    "OfflineFacts",
    "OfflineReading",
    "Outcome",
    "StatusAt",
    "TrustedKey",
    "facts_of",
    "make_code",
    "read_code",
    "throwaway_signer",
]
