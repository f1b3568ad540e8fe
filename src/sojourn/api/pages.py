"""What people read about the API: its description as a page, and a page for each problem. No script draws them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sojourn.api.bodies import JSON, json_answer, json_text
from sojourn.api.description import document
from sojourn.api.problems import catalogue
from sojourn.engine.telling.texts import FALLBACK, in_language


def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs: OpenAPI 3.1. It is in English."""
    response = json_answer(document())
    response["Content-Language"] = FALLBACK
    return response


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The description for people, drawn from the same document."""
    made = document()
    context = {
        "about": made["info"]["description"],
        "operations": [
            _operation(path, method, each)
            for path, methods in made["paths"].items()
            for method, each in methods.items()
        ],
        "problems": [_problem(code) for code in catalogue()],
    }
    return render(request, "api/overview.html", context)


@require_safe
def problem_page(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem means and what to do about it. Raises Http404 for a code that there is not."""
    if code not in catalogue():
        raise Http404
    return render(request, "api/problem.html", {"problem": _problem(code)})


def _problem(code: str) -> dict[str, Any]:
    kind, language = catalogue()[code], get_language() or FALLBACK
    return {
        "code": kind.code,
        "status": kind.status,
        "title": in_language(kind.title, language),
        "help": _spoken(in_language(kind.help, language)),
    }


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of an operation."""
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": _spoken(operation["description"]),
        "parameters": [{**each, "form": _form(each["schema"])} for each in operation["parameters"]],
        "example": _example(operation),
        "statuses": [
            {"status": status, "text": each["description"]} for status, each in operation["responses"].items()
        ],
    }


def _spoken(text: str) -> str:
    """The text without the marks that set off code in a document."""
    return text.replace("`", "")


def _form(schema: dict[str, Any]) -> str:
    """The form of a parameter, in one line."""
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    return " ".join([schema.get("format") or schema["type"], *limits])


def _example(operation: dict[str, Any]) -> str:
    """One body that may be sent; empty where none is sent."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if content is None:
        return ""
    return json_text(next(iter(content["examples"].values()))["value"]) if content["examples"] else ""
