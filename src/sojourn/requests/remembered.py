"""What the service knows already of the employer for whom one acts.

It is changed on the employer's own page, not in a request, so that nobody sends under another name. A draft
shows it as it is today; handing in freezes it.
"""

from typing import Final

from sojourn.core.actors import Capacity
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.access import ActingAs, employer_of
from sojourn.requests.answers import FIRST, Answers
from sojourn.requests.entry import Typed
from sojourn.requests.models import Request

SENT_FROM: Final = "activities[0].sent_from"
_SENDER: Final = ("name", "street", "postcode", "city", "state", "ein")


def remembered(acting: ActingAs, applicant: Applicant, kind: str = FIRST) -> dict[str, Typed]:
    """Answers that the employer's record gives; none for somebody who asks for themselves.

    None either for a request that follows another: it keeps what was certified, and says itself what differs.
    """
    if applicant.is_person or kind != FIRST:
        return {}
    employer = employer_of(acting)
    known: dict[str, Typed] = {"employers[0].seat": employer.seat, "employers[0].kind": employer.kind}
    return known | {f"sender.{part}": employer.particulars.get(part, "") for part in _SENDER}


def of_today(acting: ActingAs, request: Request) -> Answers:
    """The draft's answers with the employer's record as it is now; those of a sent request as they were sent."""
    reads_only = acting.actor.capacity in {Capacity.STAFF, Capacity.PAST_REPRESENTATIVE}
    if not request.stands.may_be_changed or reads_only:
        return request.answers
    return request.answers.with_typed(load_facts(), remembered(acting, request.applicant, request.kind))
