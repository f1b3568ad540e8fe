"""References of what the host side keeps: FC-7K3M-92QX for a certificate, DI- for a dispute, CO- for a concern."""

import secrets
from typing import Final

from sojourn.requests.references import ALPHABET

CERTIFICATE: Final = "FC"
DISPUTE: Final = "DI"
CONCERN: Final = "CO"


def new_reference(kind: str) -> str:
    """A reference that is very likely new; the unique column makes sure."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{kind}-{letters[:4]}-{letters[4:]}"
