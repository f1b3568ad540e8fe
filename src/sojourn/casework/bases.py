"""On what each fact of a case rests: declared, verified by a certificate issued here, established by an officer."""

from collections.abc import Mapping
from typing import Final

from sojourn.casework.asking.established import Standing
from sojourn.casework.checks.facts import CaseFacts, as_date
from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.afterwards.for_casework import Followed

VERIFIED, ESTABLISHED = "verified", "established"
# The days of a stay are asked anew with each request that changes them.
_DAYS: Final = frozenset({"activities[0].start", "activities[0].end"})


def bases_of(
    facts: CaseFacts, standings: Mapping[str, Standing], followed: Followed | None
) -> dict[str, str]:
    """Of the facts that rest on more than a declaration, on what.

    Verified: an officer found it to be as declared; or the request follows a certificate in force here and takes the
    fact over unchanged; or all earlier stays that are stated stand in certificates issued here. What an officer said
    of a fact comes first.
    """
    bases: dict[str, str] = {}
    if followed is not None and facts.followed is not None and facts.followed.status == "valid":
        asked = load_facts().afterwards[followed.kind]
        anew = {*followed.corrected, *asked.fresh, *_DAYS}
        bases |= {path: VERIFIED for path in _weighed(facts) if path not in anew}
    elif facts.situation.get("history") and _all_issued(facts):
        bases["history"] = VERIFIED
    said = {path: found.state for path, found in standings.items() if found.state in (VERIFIED, ESTABLISHED)}
    return bases | said


def disputed_of(standings: Mapping[str, Standing]) -> frozenset[str]:
    """The facts that are in doubt."""
    return frozenset(path for path, found in standings.items() if found.state == "disputed")


def _weighed(facts: CaseFacts) -> set[str]:
    return {str(fact) for condition in facts.conditions for fact in condition.get("facts", ())}


def _all_issued(facts: CaseFacts) -> bool:
    """Whether each stay that was stated has exactly the days of a certificate issued here."""
    issued = {(other.host, other.start, other.end) for other in facts.other_certificates}
    stated = {
        (stay.get("country"), as_date(stay.get("start")), as_date(stay.get("end")))
        for stay in facts.situation["history"]
    }
    return stated <= issued
