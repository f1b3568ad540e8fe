"""A client of the API that looks like another program: no cookies, no forms."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from sojourn.api import limits


@pytest.fixture(autouse=True)
def room_for_many_requests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Requests are counted in the memory of the process, which the tests share, and all come from one address."""
    monkeypatch.setattr(limits, "A_MINUTE", dict.fromkeys(limits.A_MINUTE, 1_000_000))
    monkeypatch.setattr(limits, "SECONDS_A_MINUTE", 1_000_000.0)
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def program() -> Client:
    """A strict client: a form that needed a CSRF token would be refused; a fault of ours is an answer."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)
