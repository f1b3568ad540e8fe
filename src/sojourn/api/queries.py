"""Query parameters: read by pydantic, refused by code and sentence of our own."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from sojourn.api.languages import PARAMETER, preferred
from sojourn.api.problems import Fault, Refusal, fault_words
from sojourn.engine.telling.texts import LANGUAGES, in_language

Language = Literal[LANGUAGES]  # type: ignore[valid-type]  # those in which the law has sentences
_CODES = {
    "literal_error": "not_one_of",
    "enum": "not_one_of",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}


class Telling(Schema):
    """What every operation takes."""

    language: Language | None = Field(
        None,
        description="Language of the sentences. Left out: as the header Accept-Language asks, else English.",
    )


def refuse_unknown(request: HttpRequest, known: Iterable[str]) -> None:
    """Raise Refusal where the query holds a parameter that is not `known`."""
    language = preferred(request)
    unknown = sorted(set(request.GET) - set(known))
    if unknown:
        raise Refusal(
            "invalid_query", [fault(name[:40], "unknown_parameter", language) for name in unknown[:20]]
        )


def refusal_of(errors: Iterable[Mapping[str, Any]], language: str) -> Refusal:
    """The refusal for what pydantic found wrong with the query."""
    faults = []
    for each in errors:
        kind, context = each["type"], each.get("ctx", {})
        code = _CODES.get(kind, "not_a_date" if kind.startswith("date") else "wrong_form")
        faults.append(fault(str(each["loc"][-1]), code, language, expected=context.get("expected", "")))
    return Refusal("invalid_query", faults)


def fault(path: str, code: str, language: str, **values: object) -> Fault:
    """One fault of the query: the parameter, the code, the sentence."""
    text = in_language(fault_words()[code], language)
    return {"path": path, "code": code, "message": text.format(**values)}


__all__ = ["PARAMETER", "Telling", "fault", "refusal_of", "refuse_unknown"]
