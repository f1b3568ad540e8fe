"""Whatever is offered for checking is answered without a crash, within bounded memory and time."""

import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz import READERS, offered
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.unsealed import attached_to, look_at, printed_lines
from tests.attack.bombs import PAPERS, texts
from tests.attack.limits import needs_more
from tests.certificates.builders import sealed, trusted

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def document() -> bytes:
    return sealed()


def test_the_limit_itself_is_felt() -> None:
    assert needs_more(lambda: bytearray(600 << 20)) == "MemoryError"
    assert needs_more(lambda: random.Random(1).choices("ab", k=10)) == ""


@pytest.mark.parametrize("bomb", PAPERS, ids=lambda bomb: bomb.__name__)
def test_a_paper_made_to_exhaust_is_answered(document: bytes, bomb: object) -> None:
    data = bomb(document)  # type: ignore[operator]
    keys = trusted()
    for read in (
        lambda: independent_seal_check(data, keys, NOW),
        lambda: look_at(data),
        lambda: attached_to(data, "certificate.json"),
        lambda: printed_lines(data),
    ):
        assert needs_more(read) == ""


def test_a_text_made_to_exhaust_is_answered() -> None:
    for name, text in texts().items():
        for read in READERS.values():
            assert needs_more(lambda text=text, read=read: read(text.encode())) == "", name


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400), st.integers(0, 10**9))
def test_anything_at_all_is_answered(junk: bytes, seed: int) -> None:
    """No reader raises what it does not announce. `python -m bench.fuzz` looks for longer."""
    for name, read in READERS.items():
        with suppress(RecursionError):
            read(offered(name, junk, random.Random(seed)))
            continue
        pytest.fail(f"{name} recursed without end")
