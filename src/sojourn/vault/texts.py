"""What the vault tells the operator."""

from typing import Final

MADE: Final = (
    "Made a master key and a key ring in {folder}. Keep copies of both, apart from each other and from the"
    " database: without them every particular is lost.\n"
    "Set SOJOURN_KEYRING={folder}/ring.json and SOJOURN_MASTER_KEY={folder}/master_key"
    " (or the content of the master key)."
)
ROTATED: Final = (
    "New values are sealed by key {key_id}. {count} keys are on the ring; all of them still open."
)
