"""Telling other states that a certificate of which they were told was withdrawn.

Where days remain that it proves, the message that told of them is sent again with its earlier end; where none remains,
the message is invalidated (X008). Nothing is told of a certificate of which nobody was told.
"""

from datetime import date, timedelta
from functools import partial
from typing import Final

from sojourn.casework.european.content import Code, InvalidationData, NoticeContent
from sojourn.casework.european.models import Notice
from sojourn.casework.european.producing import Made, make, newest
from sojourn.casework.european.states import NoticeState
from sojourn.casework.models import Case
from sojourn.core.actors import Actor

INVALIDATION: Final[Code] = "X008"


def produce_for_withdrawal(case: Case, *, number: str, effective_on: date, actor: Actor) -> Notice | None:
    """The notification of a withdrawal with effect from a day; None where other states were told of nothing. Once."""
    before = newest(number)
    if before is None or before.message == INVALIDATION:
        return before if before is not None and before.key == _key(number) else None
    told = NoticeContent.model_validate(before.content)
    made = Made(_key(number), case, told.person, told.self_employed, told.employers, told.workplaces)
    again = partial(
        make,
        made,
        institutions=[each.id for each in told.recipients],
        actor=actor,
        previous=before,
        certificate_number=number,
    )
    if told.determination is not None and told.determination.start < effective_on:
        remains = told.determination.model_copy(update={"end": effective_on - timedelta(days=1)})
        waits = NoticeState.WAITING if remains.provisional else NoticeState.KEPT
        return again(told.message, state=waits, determination=remains)
    invalid = InvalidationData(reference=before.reference, message=told.message, issued_on=told.issued_on)
    return again(INVALIDATION, use_case=told.use_case, invalidation=invalid)


def _key(number: str) -> str:
    return f"withdrawn:{number}"
