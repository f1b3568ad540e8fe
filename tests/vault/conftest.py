from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.vault.builders import Envelope, Numbered, Paper

TABLES = [Paper, Envelope, Numbered]


@pytest.fixture(scope="session")
def sealed_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables of the builders, for the whole session."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for table in TABLES:
                editor.create_model(table)
        yield
        with connection.schema_editor() as editor:
            for table in TABLES:
                editor.delete_model(table)


@pytest.fixture
def papers(sealed_tables: None, db: None) -> None:
    """The tables, inside this test's transaction."""
