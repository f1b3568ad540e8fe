"""Questions, answers and messages as the desk's templates draw them."""

from typing import Any

from sojourn.casework.asking.access import Conversation, InquiryView, QuestionView
from sojourn.casework.asking.texts import question_words
from sojourn.desk.facts import fact_row
from sojourn.engine.lawbook.facts import Applicant, load_facts


def conversation_shown(said: Conversation, applicant_kind: str) -> dict[str, Any]:
    """The inquiries, newest first, with their questions in words; how many messages there are and are new."""
    applicant = Applicant(applicant_kind)
    return {
        "inquiries": [_inquiry(each, applicant) for each in said.inquiries],
        "open": said.open_inquiry,
        "messages": said.messages,
        "unread": said.unread,
        "may_write": said.may_write,
    }


def _inquiry(inquiry: InquiryView, applicant: Applicant) -> dict[str, Any]:
    of_worker = inquiry.of_worker
    return {
        "view": inquiry,
        "questions": [_question(each, applicant, of_worker=of_worker) for each in inquiry.questions],
    }


def _question(question: QuestionView, applicant: Applicant, *, of_worker: bool) -> dict[str, Any]:
    row = None
    if question.fact and question.value is not None:
        row = fact_row(load_facts()[question.fact], question.value, applicant)
    return {"view": question, "words": question_words(question, to_worker=of_worker), "row": row}
