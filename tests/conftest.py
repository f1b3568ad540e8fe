"""Settings of the test run: must come before Django reads its own."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker, Settings

os.environ.setdefault("SOJOURN_MODE", "test")
os.environ.setdefault("SOJOURN_HOME", tempfile.mkdtemp(prefix="sojourn-test-"))

pytest_plugins = [
    "tests.fixtures.run",
    "tests.fixtures.browser",
    "tests.fixtures.mail",
    "tests.fixtures.law",
    "tests.fixtures.static",
]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker", django_db_keepdb: bool
) -> None:
    """Take down the journal's guard in the test database, once it is seen to stand.

    Tests with real transactions empty every table at their end, which the guard rightly forbids. The tests of
    the guard put it up again inside their own transaction. Nothing but a test database ever runs this.
    """
    from django.db import connection  # noqa: PLC0415  settings first

    from sojourn.journal import guard  # noqa: PLC0415

    with django_db_blocker.unblock():
        # A database kept from an earlier run has had its guard taken down already.
        assert django_db_keepdb or guard.is_up(connection)
        guard.take_down(connection)
        if connection.vendor == "postgresql":
            connection.ops.sql_flush = _delete_all  # type: ignore[method-assign]


def _delete_all(
    style: object, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """How a test with real transactions empties the tables: TRUNCATE makes new files for each, DELETE does not.

    Foreign keys are checked at the end of the transaction in which this runs, so the order does not matter.
    """
    from django.db import connection  # noqa: PLC0415  settings first

    assert not reset_sequences
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608  names of our tables


@pytest.fixture(autouse=True)
def limits_begin_anew(request: pytest.FixtureRequest, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """After each test forget what its process holds of checks; after one with real transactions also the limits
    that it used up: they are counted in a table that is no model's, so nothing else empties it.
    """
    yield
    if limits := sys.modules.get("sojourn.parties.guessing.limits"):
        limits.forget_refusals()
    if verification := sys.modules.get("sojourn.certificates.verification"):
        verification.forget_proofs()
    if counts := sys.modules.get("sojourn.certificates.checking.counts"):
        counts.forget_gathered()
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        from django.core.cache import cache  # noqa: PLC0415  settings first

        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: "Settings") -> None:
    """Passwords are hashed at no cost: what is slow on purpose would only make the tests slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
