"""The documents name every column and code that can come out."""

from sojourn.engine.screening import COLUMNS, SCHEMA
from sojourn.engine.screening.answers import COVER
from sojourn.engine.screening.meanings import ANSWERS_MEAN, COVERS, FORMS


def test_every_column_and_code_has_its_meaning() -> None:
    assert list(ANSWERS_MEAN) == list(SCHEMA)
    assert set(COVERS) == {*COVER.values(), "needed", "host", "error"}
    assert {column.kind for column in COLUMNS} == {*FORMS, "choice"}
