"""A proposal to another authority in the demonstration: weighed and signed by two.

Where the other institution works here, its officer has taken it up; else the letter waits to be sent.

Running it again changes nothing.
"""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from sojourn.casework.access import handle_of
from sojourn.casework.case_view import case_for
from sojourn.casework.exceptions.answering_events import take_up_exchange
from sojourn.casework.exceptions.file_view import ExchangeView, look_at_exchange
from sojourn.casework.exceptions.proposing_events import (
    Draft,
    begin_exchange,
    submit_exchange,
    write_draft,
)
from sojourn.casework.exceptions.weighing import Weighed
from sojourn.casework.officer_events import assign
from sojourn.casework.queues import QueueFilter, queue_for
from sojourn.casework.signing.events import sign
from sojourn.config.demo.institutions import DE, US, Hosted
from sojourn.core.errors import WrongState
from sojourn.parties.access import ActingAs, Person, staff_of

_KINDS: Final = ("exception", "extension")
_TEXT: Final = (
    "The work takes three months longer than planned, and the person then returns to the post at home."
)


def seed_exceptions() -> None:
    """Propose the first waiting case that needs the consent of another authority."""
    officer = _acting(US, "officer")
    for kind in _KINDS:
        for row in queue_for(officer, QueueFilter(kind=kind)).rows:
            if _proposed(officer, row.reference):
                return


def _proposed(officer: ActingAs, case_reference: str) -> bool:
    """Whether the proposal of this case is on its way now."""
    handle = handle_of(officer, case_reference)
    try:
        assign(acting=officer, case_id=handle.id)
        reference = begin_exchange(
            acting=officer,
            case_id=handle.id,
            version=case_for(officer, case_reference).version,
            key=uuid5(NAMESPACE_URL, f"sojourn-demo:exception:{case_reference}"),
        )
    except WrongState:
        return False
    view = look_at_exchange(acting=officer, reference=reference)
    write_draft(acting=officer, reference=reference, version=view.version, draft=_draft(view))
    submit_exchange(acting=officer, reference=reference, version=view.version + 1)
    waiting = look_at_exchange(acting=officer, reference=reference)
    if waiting.signature is not None:
        sign(acting=_acting(US, "lead"), proposal_id=waiting.signature)
    sent = look_at_exchange(acting=officer, reference=reference)
    if sent.delivered_here and sent.liaison_id == DE.institution_id:
        bonn = _acting(DE, "officer")
        arrived = look_at_exchange(acting=bonn, reference=reference)
        take_up_exchange(acting=bonn, reference=reference, version=arrived.version)
    return True


def _draft(view: ExchangeView) -> Draft:
    weighed = {
        each.code: Weighed("speaks_for" if each.said or each.source else "open") for each in view.weighed
    }
    return Draft(start=view.row.start, end=view.row.end, text=_TEXT, weighed=weighed)


def _acting(hosted: Hosted, role: str) -> ActingAs:
    return staff_of(Person.objects.get(email=hosted.email(role)), hosted.institution_id)
