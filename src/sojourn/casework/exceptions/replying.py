"""Taking a reply in: it counts once, enters the case as consent, and brings the case back to its officer."""

from datetime import date

from sojourn.casework.european.content import AnswerData
from sojourn.casework.european.producing import produce_for_answer
from sojourn.casework.exceptions.content import ProposalContent
from sojourn.casework.exceptions.models import RESULTS, Exchange, Reply
from sojourn.casework.exceptions.moves import move_exchange, subject_of_exchange, write_exchange
from sojourn.casework.exceptions.states import ExchangeState, Side
from sojourn.casework.models import Case
from sojourn.casework.moves import move, subject_of
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.actors import Actor
from sojourn.core.errors import Problem
from sojourn.journal.events import record
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.question_events import tell_applicant


def reply_problems(
    exchange: Exchange, result: str, start: date | None, end: date | None, remarks: str
) -> list[Problem]:
    """What is wrong with a reply: no result, a part without days or beyond what was proposed, a refusal unexplained."""
    if result not in RESULTS:
        return [Problem("result", "reply_result_missing")]
    if result == "refused" and not remarks:
        return [Problem("remarks", "refusal_unexplained")]
    if result != "part":
        return []
    if start is None or end is None:
        given = (("start", start, "reply_start_missing"), ("end", end, "reply_end_missing"))
        return [Problem(field, code) for field, day, code in given if day is None]
    if end < start:
        return [Problem("end", "reply_ends_before")]
    if start < exchange.start or (exchange.end is not None and end > exchange.end):
        return [Problem("end", "reply_beyond_proposed")]
    if (start, end) == (exchange.start, exchange.end):
        return [Problem("result", "reply_part_is_full")]
    return []


def take_in(reply: Reply, exchange: Exchange, case: Case, file: RequestFile, *, actor: Actor) -> None:
    """What a given reply does. After the end, or after another answer, it changes nothing and makes a task."""
    if exchange.stands is not ExchangeState.SENT:
        reply.needs_look = True
        reply.save(update_fields=["needs_look"])
        write_exchange(exchange)
        record(
            event="exception.reply_after_end",
            actor=actor,
            subject=subject_of_exchange(exchange),
            details={"result": reply.result},
        )
        return
    reply.counts = True
    reply.save(update_fields=["counts"])
    move_exchange(exchange, "answer", actor=actor, details={"result": reply.result}, ended_at=clock.now())
    _tell_as_european(reply, exchange, case, actor)
    if reply.result != "refused":
        case.consent = _consent(reply, exchange)
        case.save(update_fields=["consent"])
        record(
            event="case.consent_recorded",
            actor=actor,
            subject=subject_of(case),
            details={"until": str(case.consent["until"])},
        )
    if case.state == CaseState.LIAISON:
        move(case, "be_answered_by_liaison", actor=actor, details={"result": reply.result})
    tell_applicant(request_id=file.id, letter="liaison_answered", key=f"liaison-answered:{exchange.pk}")


def _tell_as_european(reply: Reply, exchange: Exchange, case: Case, actor: Actor) -> None:
    """The answer as a European notification, where the proposal was one and the answer was given in this service."""
    if reply.side != Side.ASKED or exchange.content is None:
        return
    answer = AnswerData.model_validate(
        {"result": reply.result, "start": reply.start, "end": reply.end, "remarks": reply.remarks}
    )
    proposal = ProposalContent.model_validate(exchange.content)
    produce_for_answer(case, proposal, answer, reference=exchange.reference, actor=actor)


def _consent(reply: Reply, exchange: Exchange) -> dict[str, object]:
    """What the authorities agreed, as the case keeps it and the law is asked with."""
    start, end = (reply.start, reply.end) if reply.result == "part" else (exchange.start, exchange.end)
    return {
        "kind": exchange.kind,
        "legislation": exchange.legislation,
        "countries": sorted({exchange.country, exchange.other_country}),
        "start": start.isoformat() if start else None,
        "until": end.isoformat() if end else None,
        "agreement": exchange.reference,
        "recorded_at": clock.now().isoformat(),
    }
