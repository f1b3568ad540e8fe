"""Plain cases to change one fact at a time."""

from typing import Any

from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.access import waiting_for_signature
from sojourn.casework.signing.events import sign
from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal.access import lines_about
from sojourn.parties.access import staff_of
from sojourn.parties.acting import ActingAs
from tests.casework.plain import DETERMINATION, PARTICULARS, SITUATION, TODAY, facts
from tests.parties.builders import an_officer
from tests.requests.builders import a_sent_request

__all__ = [
    "DETERMINATION",
    "PARTICULARS",
    "SITUATION",
    "TODAY",
    "a_case_in_hand",
    "a_hosted_institution",
    "a_queued_case",
    "an_acting_officer",
    "facts",
    "said_about",
]


def a_hosted_institution(**terms: Any) -> None:
    """The institution of the U.S., deciding clear cases by itself unless told otherwise."""
    set_up_institution(institution_id="us-ssa", actor=SYSTEM, **terms)


def an_acting_officer(role: str = "officer", institution_id: str = "us-ssa") -> ActingAs:
    """Somebody at work in an institution."""
    return staff_of(an_officer(institution_id, role), institution_id)


def a_queued_case(acting: ActingAs | None = None, **answers: Any) -> Case:
    """A case that waits for an officer because the worker's number has not been issued yet."""
    number = {"worker.ssn": {"unknown": True}} if "ssn" not in answers else {}
    _, request = a_sent_request(acting, **number, **answers)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    return Case.objects.get(pk=taken.case_id)


def a_case_in_hand(officer: ActingAs, **answers: Any) -> Case:
    """The same, taken in hand by the officer."""
    case = a_queued_case(**answers)
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    return case


def said_about(subject: Case) -> list[str]:
    """The events of a case in the journal, oldest first."""
    return [line.event for line in lines_about(Subject("case", str(subject.pk)))]


def signed_by_another(case: Case, institution_id: str = "us-ssa") -> ActingAs:
    """What waits for a second signature in the case is signed by a colleague, who is given back."""
    second = an_acting_officer(institution_id=institution_id)
    (waiting,) = [row for row in waiting_for_signature(second) if row.reference == case.reference]
    sign(acting=second, proposal_id=waiting.id)
    case.refresh_from_db()
    return second
