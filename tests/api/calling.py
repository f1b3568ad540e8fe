"""Calls of the API as a test writes them."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client

from sojourn.engine.lawbook.law_files import law_directory

DETERMINATIONS = "/api/v1/determinations"
BATCH = f"{DETERMINATIONS}/batch"
LINES = "application/x-ndjson"


def post(client: Client, content: Any, address: str = DETERMINATIONS, **more: Any) -> HttpResponse:
    """POST `content`: bytes and text as they are, all else as JSON."""
    body = content if isinstance(content, str | bytes) else json.dumps(content)
    media_type = more.pop("content_type", "application/json")
    # Said twice, because the test client leaves it out where the body is empty.
    return client.post(address, data=body, content_type=media_type, CONTENT_TYPE=media_type, **more)  # type: ignore[return-value]


def batch(client: Client, lines: list[Any], **more: Any) -> HttpResponse:
    """POST `lines`, each as one line of a batch."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return post(client, text, BATCH, content_type=LINES, **more)


def json_of(response: HttpResponse) -> Any:
    """The JSON that was answered."""
    return json.loads(response.content)


def lines_of(response: HttpResponse) -> list[Any]:
    """The JSON of each line that was answered."""
    return [json.loads(line) for line in response.content.decode().splitlines()]


def assert_problem(response: HttpResponse, status: int, code: str) -> Any:
    """The answer is a problem as RFC 9457 has it, of this code; gives its content."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    content = json_of(response)
    assert content["type"] == f"/api/problems/{code}"
    assert content["code"] == code
    assert content["status"] == status
    assert content["title"]
    assert content["detail"]
    assert content["request_id"] == response["X-Request-ID"]
    assert "Traceback" not in response.content.decode()
    return content


def official_cases() -> Iterator[dict[str, Any]]:
    """The worked cases that the authorities publish."""
    for path in sorted((law_directory() / "examples" / "official").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
