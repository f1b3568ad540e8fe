"""Is everything there that the certificate prints?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance

WORKER = ("worker.given_names", "worker.family_name")
SENDER = ("sender.name", "sender.city")
RECEIVER = ("receiver.name", "receiver.city")


@examines(
    "worker.given_names",
    "worker.family_name",
    "sender.name",
    "sender.city",
    "receiver.name",
    "receiver.city",
    finds={"item_missing": HINDERS},
)
def certificate_items(facts: CaseFacts) -> list[Finding]:
    """Who, sent by whom and, for employees, to whom: an empty line on a certificate is no proof."""
    needed = WORKER + SENDER + (RECEIVER if facts.is_employee else ())
    return [hindrance("item_missing", field) for field in needed if not facts.text(field)]
