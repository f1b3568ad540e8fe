"""What the vault refuses."""

from sojourn.core.errors import SojournError

CANNOT_OPEN = "vault_cannot_open"
NEEDS_ROW_ID = "vault_needs_row_id"
NEEDS_ROW = "vault_needs_row"
WRONG_TYPE = "vault_wrong_type"
NO_EXPORT = "vault_no_export"
NEEDS_CONTEXT = "vault_needs_context"


class VaultError(SojournError):
    """The vault cannot seal or open something. `params` name the place (table, column), never the value."""

    def __str__(self) -> str:
        place = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({place})" if place else self.code
