"""All addresses of the service, each with made-up values, so that tests can walk them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

_SAMPLES: dict[str, Any] = {
    "UUIDConverter": uuid.UUID(int=7),
    "IntConverter": 7,
    "OtherLanguageConverter": "de",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: the name it is reversed by, and an address made with values that stand for nothing."""

    name: str
    address: str
    takes_values: bool


def _values(pattern: URLPattern) -> dict[str, Any]:
    if isinstance(pattern.pattern, RegexPattern):
        return dict.fromkeys(pattern.pattern.regex.groupindex, "a1")
    converters = pattern.pattern.converters
    return {name: _SAMPLES.get(type(converter).__name__, "a1") for name, converter in converters.items()}


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[Route]:
    """Every address of the service.

    Raises AssertionError for one without a name: it could not be walked.
    """
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
            continue
        assert pattern.name, f"{pattern.pattern} has no name"
        values = _values(pattern)
        yield Route(
            f"{namespace}{pattern.name}", reverse(f"{namespace}{pattern.name}", kwargs=values), bool(values)
        )
