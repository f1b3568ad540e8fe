"""What an institution asks, as a form: for the applicant's page and for the worker's."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from sojourn.casework.asking.access import InquiryView, QuestionView
from sojourn.casework.asking.events import Given
from sojourn.casework.asking.texts import question_words, why_words
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.question_fields import Form, field_of, typed_answer
from sojourn.requests.typed_dates import day_in_parts
from sojourn.web.following_pages.files import file_field, uploads_of

PARTS = ("day", "month", "year")


def given_in(request: HttpRequest, inquiry: InquiryView) -> dict[UUID, Given]:
    """What was put into the boxes of each question."""
    facts = load_facts()
    return {
        question.id: Given(
            text=request.POST.get(f"text-{question.id}", ""),
            typed=typed_answer(facts[question.fact], request.POST) if question.fact else None,
            uploads=uploads_of(request, f"files-{question.id}"),
        )
        for question in inquiry.questions
    }


def day_in(post: QueryDict) -> date:
    """The day wished for. Raises InvalidInput."""
    found = day_in_parts({part: post.get(f"until-{part}", "") for part in PARTS})
    if not isinstance(found, date):
        raise InvalidInput([Problem("until", "day_not_readable")])
    return found


def id_in(text: str) -> UUID:
    """An id that a button carried; one that nothing has for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def group_of(
    question: QuestionView, form: Form, posted: QueryDict | None, *, to_worker: bool = False
) -> dict[str, Any]:
    """One question with its boxes: the fact that is wanted, words, papers."""
    text, files = f"text-{question.id}", f"files-{question.id}"
    fact = load_facts()[question.fact] if question.fact else None
    words = {
        "name": text,
        "id": text,
        "kind": "textarea",
        "rows": 3,
        "label": gettext("In your own words") if fact or question.wants_file else gettext("Your answer"),
        "optional": bool(fact or question.wants_file),
        "value": question.text if posted is None else posted.get(text, ""),
        "error": form.errors.get(text, ""),
    }
    fields = [words]
    if question.wants_file:
        fields.insert(0, file_field(files, form.errors.get(files, "")))
    return {
        "words": question_words(question, to_worker=to_worker),
        "why": why_words(question),
        "fact_fields": [field_of(fact, form, optional=False)] if fact else [],
        "fields": fields,
        "files": question.files,
    }


def more_time_fields(posted: QueryDict, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """A later day, and why."""
    return [
        {
            "name": "until",
            "kind": "date",
            "label": gettext("Until which day?"),
            "value": {part: posted.get(f"until-{part}", "") for part in PARTS},
            "error": said.get("until", ""),
        },
        {
            "name": "reason",
            "kind": "textarea",
            "rows": 2,
            "label": gettext("Why do you need more time?"),
            "value": posted.get("reason", ""),
            "error": said.get("reason", ""),
        },
    ]
