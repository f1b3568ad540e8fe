"""One request of the demonstration with an open question and a thread. Running it again changes nothing."""

from collections.abc import Iterable
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sojourn.casework.access import handle_of
from sojourn.casework.asking.access import conversation_of_officer
from sojourn.casework.asking.officer_events import ask
from sojourn.casework.asking.thread_events import write_to_applicant, write_to_institution
from sojourn.casework.case_view import case_for
from sojourn.casework.officer_events import assign, look_at_person
from sojourn.config.demo.cases import Told
from sojourn.config.demo.seed import CLERK, INSTITUTION, OFFICER
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs, Person, capacities_of, staff_of
from sojourn.requests.access import Request, request_by_reference

_QUESTIONS: Final = ("assignment_letter", "who_pays")
_DAYS: Final = 15
_FROM_CLERK: Final = "The contract is being signed this week. Is a copy without the salary enough?"
_FROM_OFFICER: Final = "Yes. The pages that name the employer, the place and the dates are enough."


def seed_following(told: Iterable[Told]) -> None:
    """Let the officer take the clerk's first case that waits, ask two questions, and answer a message."""
    officer = staff_of(Person.objects.get(email=OFFICER), INSTITUTION)
    for reference in (one.reference for one in told if one.reference and not one.certificate):
        found = _of_clerk(reference)
        if found is not None and _is_at_desk(officer, reference):
            _talk(officer, *found)
            return


def _talk(officer: ActingAs, clerk: ActingAs, request: Request) -> None:
    reference = str(request.reference)
    if conversation_of_officer(officer, reference).inquiries:
        return
    case_id = handle_of(officer, reference).id
    assign(acting=officer, case_id=case_id)
    look_at_person(acting=officer, case_id=case_id)
    ask(
        acting=officer,
        case_id=case_id,
        version=case_for(officer, reference).version,
        key=_key("question"),
        codes=_QUESTIONS,
        working_days=_DAYS,
    )
    write_to_institution(acting=clerk, request_id=request.pk, key=_key("message"), text=_FROM_CLERK)
    write_to_applicant(acting=officer, case_id=case_id, key=_key("answer"), text=_FROM_OFFICER)


def _of_clerk(reference: str) -> tuple[ActingAs, Request] | None:
    """The clerk's own request under this reference, with the capacity that has it."""
    for acting in capacities_of(Person.objects.get(email=CLERK)):
        try:
            return acting, request_by_reference(acting, reference)
        except NotAllowed:
            continue
    return None


def _is_at_desk(officer: ActingAs, reference: str) -> bool:
    """Whether the case waits for an officer, or is in this one's hands."""
    try:
        return case_for(officer, reference).state.is_open
    except NotAllowed:
        return False


def _key(name: str) -> UUID:
    """The same key at every start, so that nothing is made twice."""
    return uuid5(NAMESPACE_URL, f"sojourn-demo:following:{name}")
