"""Can everything be printed that the certificate must show?"""

import unicodedata

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import Finding, hindrance

PRINTED = (
    "worker.given_names",
    "worker.family_name",
    "worker.birth_place",
    "sender.name",
    "sender.street",
    "sender.city",
    "receiver.name",
    "receiver.street",
    "receiver.city",
)
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def text_printable(facts: CaseFacts) -> list[Finding]:
    """Names and addresses must be in scripts for which the document carries fonts."""
    return [
        hindrance("text_not_printable", field) for field in PRINTED if not _is_printable(facts.text(field))
    ]


def _is_printable(text: str) -> bool:
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category.startswith("L"):
            if not unicodedata.name(character, "").startswith(SCRIPTS):
                return False
        elif category[0] not in "NPSZM" or category in ("Zl", "Zp", "So"):
            return False
    return True
