"""Requests made from the description, fitting it and not: the answers keep to what it promises.

The database is shut for these tests, so that an answer that asked it anything would be a fault.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from sojourn.api.urls import KEYED, OPERATIONS

# A check of a certificate asks the database; nothing else here does.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

COUNT = sum(len(how.split()) for _, how in (OPERATIONS | KEYED).values())

# A situation has rules that a schema cannot say (ends after starts, ids that are there), so that one made by chance may
# be refused for them. The other two are for headers and methods that the description does not name.
NOT_PROMISED = [positive_data_acceptance, missing_required_header, unsupported_method]


@schemathesis.serializer("application/x-ndjson")
def _lines(_: Any, value: Any) -> bytes:
    """Bodies of a batch go out as they are made."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture
def described() -> Iterator[Any]:
    """The description as it is served. Connections left open by other tests are let be, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("number", range(COUNT))
def test_any_request_is_answered_as_described(described: Any, number: int, mode: GenerationMode) -> None:
    operation = [each.ok() for each in described.get_all_operations()][number]
    # A batch answers what is bad in its place.
    also = [negative_data_rejection] if operation.path.endswith("/batch") else []

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps_to_it(case: Any) -> None:
        # The client of these checks reads no compressed answers, and asks for none.
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"}, excluded_checks=[*NOT_PROMISED, *also]
        )

    keeps_to_it()
