"""The service can be asked whether it lives and whether it can serve."""

import pytest
from django.test import Client

from sojourn.config import health


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_database_law_and_keys_are_there(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "parts": {"database": True, "law": True, "keys": True}}


@pytest.mark.django_db
def test_not_ready_when_one_part_fails_and_the_reason_is_not_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise OSError("/secret/path")

    monkeypatch.setitem(health.PARTS, "law", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "parts": {"database": True, "law": False, "keys": True}}
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    assert client.get("/readyz").json()["parts"]["database"] is False
