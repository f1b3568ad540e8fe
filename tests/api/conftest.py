"""A client of the API that looks like another program: no cookies, no forms."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client


@pytest.fixture(autouse=True)
def counts_begin_anew() -> Iterator[None]:
    """Requests are counted in the memory of the process, which the tests share."""
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def program() -> Client:
    """A strict client: a form that needed a CSRF token would be refused; a fault of ours is an answer."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)
