"""Was this asked before?"""

from sojourn.core.periods import Period
from sojourn.requests.checks.gathered import Earlier, Finding, Gathered, warning

START, COUNTRY = "activities[0].start", "activities[0].country"


def asked_before(gathered: Gathered) -> list[Finding]:
    """A request of the same applicant for the same worker whose days meet these: the same country is a
    possible duplicate, another country an overlap."""
    answers = gathered.answers
    if answers.start is None or (answers.end and answers.end < answers.start):
        return []
    asked = Period(answers.start, answers.end)
    return [_finding(earlier, answers.host) for earlier in gathered.earlier if _meets(earlier, asked)]


def _meets(earlier: Earlier, asked: Period) -> bool:
    return earlier.start is not None and Period(earlier.start, earlier.end).meets(asked)


def _finding(earlier: Earlier, host: str) -> Finding:
    code = "asked_before" if earlier.host == host else "overlaps_other_request"
    return warning(
        code if earlier.end else f"{code}_open",
        COUNTRY,
        START,
        reference=earlier.reference,
        start=earlier.start,
        end=earlier.end,
        country=earlier.host,
        state=earlier.state,
    )
