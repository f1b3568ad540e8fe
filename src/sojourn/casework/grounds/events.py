"""What is done about waivers that stand for a time, and about what is recorded of employers and workers."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.checks.straight_through import waivable_codes
from sojourn.casework.grounds.models import EMPLOYER, WORKER, RecordedFact, StandingWaiver
from sojourn.casework.grounds.standing import KINDS
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED, locked, subject_of
from sojourn.casework.permissions import (
    cases_in_sight,
    officer_id,
    require_in_sight,
    require_lead,
    require_no_party,
    require_officer,
)
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

LONGEST_REASON: Final = 2000
LONGEST_STANDING: Final = timedelta(days=366)


def make_standing_waiver(
    *,
    acting: ActingAs,
    key: UUID,
    code: str,
    reason: str,
    until: date | None,
    reference: str = "",
    host: str = "",
) -> UUID:
    """Set a hindrance aside for all cases of the institution until a day, or for those of one employer or country.

    `reference` names the employer by a case of it. The same `key` again makes nothing. For those who lead; NotAllowed
    for others. InvalidInput for a code that cannot be waived for a time, without a reason, and for a day that has
    passed or lies more than a year ahead.
    """
    acting = require_lead(acting)
    with together():
        made = StandingWaiver.objects.filter(creation_key=key).first()
        if made is not None:
            if made.institution_id != acting.institution_id:
                raise NotAllowed(NOT_ALLOWED)
            return made.pk
        employer_id, problems = _employer_of(acting, reference.strip())
        problems += _waiver_problems(code, until, host)
        words = _words(reason, "reason", "waiver_reason_missing", problems)
        if problems or until is None:
            raise InvalidInput(problems)
        waiver = StandingWaiver.objects.create(
            creation_key=key,
            institution_id=str(acting.institution_id),
            code=code,
            employer_id=employer_id,
            reference=reference.strip().upper() if employer_id else "",
            host=host,
            reason=words,
            until=until,
            made_by_id=officer_id(acting),
            made_at=clock.now(),
        )
        record(
            event="institution.waiver_made",
            actor=acting.actor,
            subject=Subject("institution", waiver.institution_id),
            details={
                "waiver": str(waiver.pk),
                "finding": code,
                "until": until.isoformat(),
                "host": host or None,
                "one_employer": employer_id is not None,
            },
        )
        return waiver.pk


def revoke_standing_waiver(*, acting: ActingAs, waiver_id: UUID) -> None:
    """Let the hindrance hinder again, from now on. Again changes nothing. For those who lead; else NotAllowed."""
    acting = require_lead(acting)
    with together():
        waivers = StandingWaiver.objects.of_institution(str(acting.institution_id)).select_for_update()
        waiver = waivers.filter(pk=waiver_id).first()
        if waiver is None:
            raise NotAllowed(NOT_ALLOWED)
        if waiver.revoked_at is not None:
            return
        waiver.revoked_at, waiver.revoked_by_id = clock.now(), officer_id(acting)
        waiver.save(update_fields=["revoked_at", "revoked_by"])
        record(
            event="institution.waiver_revoked",
            actor=acting.actor,
            subject=Subject("institution", waiver.institution_id),
            details={"waiver": str(waiver.pk), "finding": waiver.code},
        )


def record_fact(*, acting: ActingAs, case_id: UUID, kind: str, day: date | None, source: str) -> None:
    """Record what was learned of the case's employer or worker: it comes up in each case of theirs from now on.

    Again for the same case changes nothing. Raises NotAllowed; WrongState "own_matter" for a party; InvalidInput for an
    unknown kind, a day that is missing or ahead, without a source, or for an employer where there is none.
    """
    acting = require_officer(acting)
    with together():
        case, _ = locked(case_id)
        require_in_sight(acting, case)
        require_no_party(acting, case)
        problems = _record_problems(case, kind, day)
        words = _words(source, "source", "source_missing", problems)
        if problems or day is None:
            raise InvalidInput(problems)
        if RecordedFact.objects.standing().filter(case=case, kind=kind).exists():
            return
        about = KINDS[kind]
        RecordedFact.objects.create(
            institution_id=case.institution_id,
            about=about,
            kind=kind,
            employer_id=case.employer_id if about == EMPLOYER else None,
            number_index=case.number_index if about == WORKER else "",
            identity_index=case.identity_index if about == WORKER else "",
            content={"day": day.isoformat(), "source": words},
            case=case,
            recorded_by_id=officer_id(acting),
            recorded_at=clock.now(),
        )
        record(
            event="case.fact_recorded", actor=acting.actor, subject=subject_of(case), details={"kind": kind}
        )


def take_back_fact(*, acting: ActingAs, fact_id: UUID) -> None:
    """Take back what was recorded: it comes up no more. Again changes nothing. Raises NotAllowed, WrongState."""
    acting = require_officer(acting)
    with together():
        facts = RecordedFact.objects.of_institution(str(acting.institution_id)).select_for_update()
        fact = facts.filter(pk=fact_id).select_related("case").first()
        if fact is None:
            raise NotAllowed(NOT_ALLOWED)
        require_in_sight(acting, fact.case)
        require_no_party(acting, fact.case)
        if fact.revoked_at is not None:
            return
        fact.revoked_at, fact.revoked_by_id = clock.now(), officer_id(acting)
        fact.save(update_fields=["revoked_at", "revoked_by"])
        record(
            event="case.fact_taken_back",
            actor=acting.actor,
            subject=subject_of(fact.case),
            details={"kind": fact.kind},
        )


def _employer_of(acting: ActingAs, reference: str) -> tuple[UUID | None, list[Problem]]:
    if not reference:
        return None, []
    case = cases_in_sight(acting).filter(reference__iexact=reference, employer_id__isnull=False).first()
    return (case.employer_id, []) if case else (None, [Problem("reference", "case_of_employer_unknown")])


def _waiver_problems(code: str, until: date | None, host: str) -> list[Problem]:
    problems = []
    if code not in waivable_codes():
        problems.append(Problem("code", "finding_not_waivable"))
    if host and not is_known(host):
        problems.append(Problem("host", "country_unknown"))
    today = clock.today()
    if until is None:
        problems.append(Problem("until", "until_missing"))
    elif until < today:
        problems.append(Problem("until", "until_passed"))
    elif until > today + LONGEST_STANDING:
        problems.append(Problem("until", "until_far", {"limit": (today + LONGEST_STANDING).isoformat()}))
    return problems


def _record_problems(case: Case, kind: str, day: date | None) -> list[Problem]:
    problems = []
    about = KINDS.get(kind)
    nobody = about == WORKER and not (case.number_index or case.identity_index)
    if about is None or nobody or (about == EMPLOYER and case.employer_id is None):
        problems.append(Problem("kind", "record_kind_unknown"))
    if day is None:
        problems.append(Problem("day", "day_missing"))
    elif day > clock.today():
        problems.append(Problem("day", "day_ahead"))
    return problems


def _words(text: str, field: str, missing: str, problems: list[Problem]) -> str:
    """The text in its normal form; what is wrong with it is added to `problems`."""
    try:
        words = written(text, at=field, longest=LONGEST_REASON)
    except InvalidInput as error:
        problems.extend(error.problems)
        return ""
    if not words:
        problems.append(Problem(field, missing))
    return words
