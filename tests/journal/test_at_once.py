"""Many people at once: one chain, no gap, nobody lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sojourn.core.actors import Subject
from sojourn.journal.chain import verify
from sojourn.journal.events import together
from tests.journal.builders import write

WRITERS = 4
EACH = 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [True, False], ids=["on a begun journal", "as the first lines of all"])
def test_writers_at_once_make_one_chain(begun: bool) -> None:
    if begun:
        write("begin")
    together_at = Barrier(WRITERS)

    def work(writer: int) -> None:
        try:
            together_at.wait(timeout=10)
            for _ in range(EACH):
                with together():
                    write("one", "two", subject=Subject("request", str(writer)))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    report = verify()
    assert (report.fault, report.length) == (None, WRITERS * EACH * 2 + begun)
