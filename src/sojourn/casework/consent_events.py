"""What officers record of the consent of authorities: the law gives some things only with it."""

from datetime import date
from uuid import UUID

from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.handling import require_in_hand
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.moves import locked, require_version, subject_of
from sojourn.casework.permissions import officer_id, require_in_sight, require_no_party, require_officer
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.core.periods import next_day
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs
from sojourn.requests.prospects import outlook

WITH_CONSENT = frozenset({"extension", "exception"})


def record_consent(*, acting: ActingAs, case_id: UUID, version: int, until: date | None, read: bool) -> None:
    """Keep that the authorities of both countries agreed, to which day; the law is then asked with it.

    `read`: the officer has read the consent of both. Again replaces what was recorded before. Raises NotAllowed for
    another institution's case; WrongState where the case is not in the officer's hands, has changed, or wants no
    consent; InvalidInput for a day that was not asked for or that the clause of the law does not reach.
    """
    acting = require_officer(acting)
    with together():
        case, file = locked(case_id)
        require_in_sight(acting, case)
        require_in_hand(case, file, acting)
        require_version(case, version)
        require_no_party(acting, case)
        if not wants_consent(case):
            raise WrongState("no_consent_wanted")
        gathered = gather(case, file, InstitutionSetting.objects.get(pk=case.institution_id))
        problems = [] if read else [Problem("consent_read", "consent_unread")]
        problems += _problems(gathered, until)
        if problems or until is None:
            raise InvalidInput(problems)
        asked = gathered.facts.situation.get("requests") or [{}]
        case.consent = {
            "kind": asked[0].get("kind", case.kind),
            "legislation": asked[0].get("legislation", gathered.facts.country),
            "countries": asked[0].get("countries", [gathered.facts.country, gathered.facts.host]),
            "start": asked[0].get("start"),
            "until": until.isoformat(),
            "recorded_by": str(officer_id(acting)),
            "recorded_at": clock.now().isoformat(),
        }
        case.version += 1
        case.save(update_fields=["consent", "version"])
        record(
            event="case.consent_recorded",
            actor=acting.actor,
            subject=subject_of(case),
            details={"until": until.isoformat()},
        )


def wants_consent(case: Case) -> bool:
    """Whether the kind of request may rest on the consent of authorities."""
    return case.kind in WITH_CONSENT


def latest_consent(gathered: Gathered) -> tuple[date | None, str]:
    """The last day to which authorities can agree here, and the code that says why; None where nothing bounds it."""
    facts = gathered.facts
    asked = (facts.asked_end, "consent_beyond_asked")
    if case_is_exception(gathered):
        return asked
    home = str(facts.activity.get("sent_from") or facts.country)
    cap = outlook(gathered.determination, home, facts.asked_end, gathered.law).cap
    if cap is not None and (facts.asked_end is None or cap < facts.asked_end):
        return cap, "consent_beyond_cap"
    return asked


def case_is_exception(gathered: Gathered) -> bool:
    """Whether the consent is one to an exception, which no clause bounds in time."""
    return gathered.case.kind == "exception"


def _problems(gathered: Gathered, until: date | None) -> list[Problem]:
    if until is None:
        return [Problem("until", "consent_until_missing")]
    latest, why = latest_consent(gathered)
    if latest is not None and until > latest:
        return [Problem("until", why, {"limit": latest.isoformat()})]
    certified = gathered.followed.certified_until if gathered.followed else None
    extends = gathered.case.kind == "extension" and certified is not None
    earliest = next_day(certified) if extends and certified else gathered.facts.asked_start
    if earliest is not None and until < earliest:
        return [Problem("until", "consent_too_early", {"limit": earliest.isoformat()})]
    return []
