"""Can the certificate be printed with what was given?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("everything that is printed", finds={"content_refused": HINDERS})
def certificate_printable(facts: CaseFacts) -> list[Finding]:
    """What the certificate would say was tried out beforehand: each item that it cannot take is a hindrance.

    Items that are missing, too long, or in characters for which the document has no font.
    """
    return [
        hindrance("content_refused", problem.field, problem=problem.code) for problem in facts.print_problems
    ]
