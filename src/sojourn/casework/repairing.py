"""Which change of a certificate follows from facts that officers established after it was issued.

Only proposed: people correct, end or withdraw a certificate, with a signature or two. What an earlier correction
printed anew is not asked for once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sojourn.casework.asking.difference import certificate_in_force, law_outcome
from sojourn.casework.asking.established import established_in
from sojourn.casework.certificate_acts import CORRECT, SHORTEN, WITHDRAW
from sojourn.casework.certificate_events import CORRECTABLE, item_of
from sojourn.casework.content import printed_parts
from sojourn.casework.gathering import stated_facts
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.permissions import cases_in_sight, require_officer
from sojourn.certificates import access as certificates
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import amended_file
from sojourn.requests.for_casework import RequestFile, request_file

FACTS_WRONG: Final = "facts_were_wrong"


@dataclass(frozen=True, slots=True)
class Repair:
    """What would put the certificate right: `items` to print anew by path, or its new last day, or the day from which
    it proves nothing. `act` says which. `facts`: the questions whose established answers lead to it."""

    act: str
    facts: tuple[str, ...]
    items: Mapping[str, str] = field(default_factory=dict, repr=False)
    last_day: date | None = None
    effective_on: date | None = None
    reason: str = ""


def repair_of(acting: ActingAs, reference: str) -> Repair | None:
    """What the established facts ask for; None where the certificate says what they say, or where there is none.

    The answer names a person where `items` are drawn: the caller writes the look down. Raises NotAllowed.
    """
    case = (
        cases_in_sight(require_officer(acting)).select_related("decision").filter(reference=reference).first()
    )
    if case is None:
        raise NotAllowed("not_allowed")
    number = certificate_in_force(case)
    held = established_in(case.pk) if number else {}
    if not held or case.decision is None:
        return None
    file = request_file(case.request_id)
    return _repair(case, file, held, number)


def _repair(case: Case, file: RequestFile, held: Mapping[str, Any], number: str) -> Repair | None:
    amended = amended_file(file, held)
    facts = tuple(held)
    then, now = law_outcome(file, case), law_outcome(amended, case)
    first, last = (
        (case.decision.certified_from, case.decision.certified_until) if case.decision else (None, None)
    )
    # Another legislation or article: nothing that is printed can be put right by itself.
    if [each[:3] for each in then] != [each[:3] for each in now]:
        return Repair(WITHDRAW, facts, effective_on=first, reason=FACTS_WRONG)
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    stated, found = stated_facts(file, setting), stated_facts(amended, setting)
    ends = found.asked_end
    if first and ends and ends != stated.asked_end and ends >= first and (last is None or ends < last):
        return Repair(SHORTEN, facts, last_day=ends)
    printed = certificates.content(number)
    before, after = printed_parts(stated), printed_parts(found)
    items = {
        path: _at(after, path)
        for path in CORRECTABLE
        if _at(after, path) != _at(before, path) and _at(after, path) != item_of(printed, path)
    }
    return Repair(CORRECT, facts, items=items) if items else None


def _at(parts: Mapping[str, Any], path: str) -> str:
    place: Any = parts
    for step in path.split("."):
        if isinstance(place, list):
            place = place[int(step)] if int(step) < len(place) else None
        else:
            place = place.get(step) if isinstance(place, Mapping) else None
    return place.isoformat() if isinstance(place, date) else str(place or "")
