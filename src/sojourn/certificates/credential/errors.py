"""What can go wrong when a certificate is put into a wallet."""

from typing import Final

from sojourn.core.errors import SojournError

NOT_IN_FORCE: Final = "credential_certificate_not_in_force"
NOT_FITTING: Final = "credential_not_fitting"
NOT_OFFERED: Final = "credential_not_offered"
KEY_NEEDED: Final = "credential_key_needed"
PROOF_WRONG: Final = "credential_proof_wrong"
NONCE_WRONG: Final = "credential_nonce_wrong"
CODE_WRONG: Final = "credential_code_wrong"
CODE_LACKING: Final = "credential_code_lacking"
TOKEN_WRONG: Final = "credential_token_wrong"  # noqa: S105  the name of an error


class CredentialRefused(SojournError):
    """No credential is given out: the code says why."""
