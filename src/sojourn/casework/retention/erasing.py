"""Erasing what is due: run by the worker in the night, and again; each thing in a transaction of its own."""

import logging
from typing import Final
from uuid import uuid4

from sojourn.casework.foreign.models import Concern, ForeignCertificate
from sojourn.casework.models import Case
from sojourn.casework.retention.due import Due, case_decisions, due_things, is_held
from sojourn.casework.retention.matters import Thing
from sojourn.casework.retention.models import Erasure, RetentionRule
from sojourn.certificates.erasing import erase_certificate, erase_proof
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.files.events import discard
from sojourn.journal.events import record, together
from sojourn.requests.erasing import erase_request
from sojourn.vault.erasing import erase_below

logger = logging.getLogger(__name__)

# Hours of the service's day (UTC) in which nobody waits for a page.
NIGHT: Final = range(1, 5)
ROOM: Final = "sojourn.casework"


def erase_in_the_night(limit: int = 100) -> int:
    """As `erase_due`, between one and five o'clock UTC, once through each schedule a night; else nothing is done.

    Run by the worker in each of its rounds: some at a time, so that letters and requests go on.
    """
    if clock.now().hour not in NIGHT:
        return 0
    today = clock.today()
    rules = RetentionRule.objects.exclude(last_run_on=today).order_by("institution_id", "matter")
    rule = rules.first()
    if rule is None:
        return 0
    waiting = _next(rule, limit)
    done = sum(_erased(due, rule) for due in waiting)
    if len(waiting) < limit or not done:
        RetentionRule.objects.filter(pk=rule.pk).update(last_run_on=today)
    return done


def erase_due(limit: int = 100) -> int:
    """Erase what the schedules of all institutions make due and nothing holds back; returns how many things.

    Safe to stop and to repeat: what was erased is not due any more. One thing that fails is left and told to the log;
    the others go on.
    """
    done = 0
    for rule in RetentionRule.objects.order_by("institution_id", "matter"):
        for due in list(_next(rule, limit - done)):
            done += _erased(due, rule)
    return done


def _erased(due: Due, rule: RetentionRule) -> bool:
    """Whether it was erased; what fails is told to the log and stays as it was."""
    try:
        return erase(due, rule)
    except Exception:
        logger.exception("Erasing %s %s failed", due.thing, due.reference)
        return False


def erase(due: Due, rule: RetentionRule) -> bool:
    """Erase one thing for good; whether there was something to do.

    Number, states, days and figures stay. Asked again under the lock: a hold placed a moment ago keeps it.
    """
    with together():
        known = Erasure.objects.filter(thing=due.thing.value, thing_id=due.id)
        if is_held(due.thing, due.id, clock.today()) or known.exists():
            return False
        numbers, files = _ERASERS[due.thing](due)
        Erasure.objects.create(
            id=uuid4(),
            institution_id=rule.institution_id,
            matter=due.matter.value,
            thing=due.thing.value,
            thing_id=due.id,
            reference=due.reference,
            certificate_numbers=numbers,
            counted_from=due.counted_from,
            years=rule.years,
            source=rule.source,
            files=files,
            erased_at=clock.now(),
        )
        record(
            event=f"{_LINES[due.thing]}.erased",
            actor=SYSTEM,
            subject=Subject(due.thing.value, str(due.id)),
            details={"matter": due.matter.value, "years": rule.years, "files": files},
        )
    return True


def _next(rule: RetentionRule, limit: int) -> list[Due]:
    found: list[Due] = []
    if limit > 0:
        for due in due_things(rule, clock.today()):
            if not due.held:
                found.append(due)
            if len(found) == limit:
                break
    return found


def _erase_case(due: Due) -> tuple[list[str], int]:
    """The case with all that hangs on it, its request, its proof and its certificates."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=due.id)
    numbers = [each.certificate_number for each in case_decisions(case) if each.certificate_number]
    files = erase_below(case, ROOM)
    for file_id in files:
        discard(file_id)
    gone = erase_request(request_id=case.request_id, actor=SYSTEM)
    proofs = erase_proof(request_id=case.request_id, actor=SYSTEM)
    papers = sum(erase_certificate(number=number, actor=SYSTEM) for number in numbers)
    return numbers, len(files) + gone + papers + proofs


def _erase_foreign(due: Due) -> tuple[list[str], int]:
    """A certificate from abroad, with what was said in disputes about it."""
    row = ForeignCertificate.objects.select_for_update(of=("self",)).get(pk=due.id)
    files = erase_below(row, "sojourn.casework.foreign")
    for file_id in files:
        discard(file_id)
    row.file_id, row.erased_at = None, clock.now()
    row.save(update_fields=["file_id", "erased_at"])
    return [row.own_number] if row.own_number else [], len(files)


def _erase_concern(due: Due) -> tuple[list[str], int]:
    row = Concern.objects.select_for_update(of=("self",)).get(pk=due.id)
    files = erase_below(row, "sojourn.casework.foreign")
    for file_id in files:
        discard(file_id)
    row.file_id, row.has_contact, row.erased_at = None, False, clock.now()
    row.save(update_fields=["file_id", "has_contact", "erased_at"])
    return [], len(files)


_ERASERS: Final = {Thing.CASE: _erase_case, Thing.FOREIGN: _erase_foreign, Thing.CONCERN: _erase_concern}
_LINES: Final = {Thing.CASE: "case", Thing.FOREIGN: "foreign", Thing.CONCERN: "concern"}
