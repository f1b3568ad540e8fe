"""Exceptions between the institution of the U.S. and the German one, step by step."""

from datetime import date
from typing import Any
from uuid import uuid4

from sojourn.casework.afterwards import begin_exception
from sojourn.casework.events import hand_in_and_take_up, set_up_institution, take_up
from sojourn.casework.exceptions.answering_events import (
    ReplyDraft,
    sign_reply,
    submit_reply,
    take_up_exchange,
    write_reply,
)
from sojourn.casework.exceptions.criteria import criteria_under
from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.exceptions.proposing_events import (
    Draft,
    begin_exchange,
    signature_waits,
    submit_exchange,
    write_draft,
)
from sojourn.casework.exceptions.recording_events import PaperReply, record_reply
from sojourn.casework.exceptions.sending_events import dispatch_exchange
from sojourn.casework.exceptions.weighing import Weighed
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import sign
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.parties.acting import ActingAs
from sojourn.requests.events import save_answers
from tests.casework.builders import an_acting_officer
from tests.requests.builders import a_sent_request, go_on

US, DE = "us-ssa", "de-dvka"
END = "activities[0].end"
WANTED = date(2034, 2, 28)
REASONS: dict[str, Any] = {
    "question.legislation_wanted": "US",
    "exception.career": "Twelve years with the company, and a post to return to.",
    "question.both_agree": "yes",
}
TEXT = "The project ends in 2034, and the person returns to the post in Chicago."


def both_hosted() -> None:
    """The two institutions, both at work in this service."""
    for institution in (US, DE):
        set_up_institution(institution_id=institution, actor=SYSTEM)


def a_wish(until: date = WANTED, **answers: Any) -> tuple[ActingAs, Case]:
    """The employer's request for an exception beyond a certificate, with the officers; and who asked."""
    acting, request = a_sent_request(**answers)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.certificate_number
    draft = begin_exception(acting=acting, request_id=request.pk, key=uuid4())
    save_answers(acting=acting, request_id=draft.pk, answers={**REASONS, END: until.isoformat()})
    draft.refresh_from_db()
    go_on(acting, draft)
    hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)
    return acting, Case.objects.get(request_id=draft.pk)


def a_draft(officer: ActingAs, case: Case) -> Exchange:
    """The file begun by the officer who has the case."""
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    reference = begin_exchange(acting=officer, case_id=case.pk, version=case.version, key=uuid4())
    return Exchange.objects.get(reference=reference)


def weighed(instrument: str = "us-de", verdict: str = "speaks_for") -> dict[str, Weighed]:
    """Each criterion, all alike."""
    return {each.code: Weighed(verdict, "Read.") for each in criteria_under(instrument)}


def written(officer: ActingAs, exchange: Exchange, **changes: Any) -> Exchange:
    """The draft filled in, changed as told."""
    draft = Draft(
        **{"start": exchange.start, "end": exchange.end, "text": TEXT, "weighed": weighed()} | changes
    )
    write_draft(acting=officer, reference=exchange.reference, version=exchange.version, draft=draft)
    exchange.refresh_from_db()
    return exchange


def proposed(officer: ActingAs, case: Case) -> Exchange:
    """A whole proposal that waits for the second signature."""
    exchange = written(officer, a_draft(officer, case))
    submit_exchange(acting=officer, reference=exchange.reference, version=exchange.version)
    exchange.refresh_from_db()
    return exchange


def signed(officer: ActingAs, second: ActingAs, case: Case) -> Exchange:
    """The same, signed; sent at once where the other side is hosted."""
    return _signed(officer, second, proposed(officer, case))


def signed_by(officer: ActingAs, second: ActingAs, exchange: Exchange) -> Exchange:
    """A draft that is whole, proposed and signed."""
    submit_exchange(acting=officer, reference=exchange.reference, version=exchange.version)
    return _signed(officer, second, exchange)


def _signed(officer: ActingAs, second: ActingAs, exchange: Exchange) -> Exchange:
    waiting = signature_waits(officer, exchange.case.reference)
    assert waiting is not None
    sign(acting=second, proposal_id=waiting)
    exchange.refresh_from_db()
    return exchange


def at_the_other_side(case: Case) -> tuple[ActingAs, Exchange]:
    """A proposal that has arrived at the German institution, and the U.S. officer who proposed it."""
    officer = an_acting_officer()
    exchange = signed(officer, an_acting_officer(), case)
    case.refresh_from_db()
    return officer, exchange


def prepared(german: ActingAs, exchange: Exchange, **reply: Any) -> Exchange:
    """Taken up by the German officer, with a reply that waits for the second signature."""
    take_up_exchange(acting=german, reference=exchange.reference, version=exchange.version)
    exchange.refresh_from_db()
    draft = ReplyDraft(**{"result": "full", "weighed": weighed()} | reply)
    write_reply(
        acting=german, reference=exchange.reference, version=exchange.version, draft=draft, key=uuid4()
    )
    exchange.refresh_from_db()
    submit_reply(acting=german, reference=exchange.reference, version=exchange.version)
    exchange.refresh_from_db()
    return exchange


def answered(exchange: Exchange, **reply: Any) -> Exchange:
    """Answered by two German officers."""
    exchange = prepared(an_acting_officer(institution_id=DE), exchange, **reply)
    second = an_acting_officer(institution_id=DE)
    sign_reply(acting=second, reference=exchange.reference, version=exchange.version)
    exchange.refresh_from_db()
    return exchange


def agreed(officer: ActingAs, case: Case, until: date) -> None:
    """Signed by two, sent on paper and agreed until that day, in a case that the officer takes in hand."""
    exchange = written(officer, a_draft(officer, case))
    exchange = _sent_on_paper(officer, exchange)
    part = exchange.end != until
    record_reply(
        acting=officer,
        reference=exchange.reference,
        version=exchange.version,
        key=uuid4(),
        paper=PaperReply(
            "part" if part else "full",
            clock.today(),
            exchange.start if part else None,
            until if part else None,
        ),
    )
    case.refresh_from_db()


def _sent_on_paper(officer: ActingAs, exchange: Exchange) -> Exchange:
    exchange = signed_by(officer, an_acting_officer(), exchange)
    dispatch_exchange(
        acting=officer,
        reference=exchange.reference,
        version=exchange.version,
        on=clock.today(),
        way="post",
    )
    exchange.refresh_from_db()
    return exchange
