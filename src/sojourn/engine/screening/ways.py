"""The ways through the engine that have been seen for one kind of facts, as a tree of questions."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy
from numpy.typing import NDArray

from sojourn.engine.screening.rows import Rows, number_of
from sojourn.engine.screening.watched import Question, Watch


class Fork:
    """A question, and what comes next by its outcome: another question, or the number of an answer."""

    __slots__ = ("next", "question")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.next: dict[int, Fork | int] = {}


class Ways:
    """All ways that were found for trips that agree in everything that is not watched."""

    __slots__ = ("start",)

    def __init__(self) -> None:
        self.start: dict[int, Fork | int] = {}

    def walk(self, rows: Rows, find: Callable[[int], tuple[Watch, int]]) -> Iterator[tuple[Rows, int]]:
        """Each answer with its rows. `find` runs the engine on one row where no way is known yet."""
        waiting: list[tuple[dict[int, Fork | int], int, Rows]] = [(self.start, 0, rows)]
        while waiting:
            place, outcome, here = waiting.pop()
            step = place.get(outcome)
            if step is None:
                watch, answer = find(int(here.numbers[0]))
                self._enter(watch, answer, Rows(here.columns, here.numbers[:1]))
                step = place[outcome]
            # Straight on while all rows agree: what was worked out for them stays known.
            while isinstance(step, Fork):
                found = here.outcomes(step.question)
                first = found[0]
                alike = found == first
                if not alike.all():
                    others = here.where(~alike)
                    waiting.append((step.next, int(first), here.where(alike)))
                    waiting.extend(_by_outcome(step, others, found[~alike]))
                    break
                further = step.next.get(int(first))
                if further is None:
                    waiting.append((step.next, int(first), here))
                    break
                step = further
            else:
                yield here, step

    def _enter(self, watch: Watch, answer: int, row: Rows) -> None:
        """Add a way: along the questions that are there already, then on by its own."""
        numbers = row.columns.numbers
        left = {question: _number(outcome, numbers) for question, outcome in watch.outcomes.items()}
        place, outcome = self.start, 0
        step = place.get(outcome)
        while isinstance(step, Fork):
            known = left.pop(step.question, None)
            place = step.next
            outcome = known if known is not None else int(row.outcomes(step.question)[0])
            step = place.get(outcome)
        for question, found in left.items():
            fork = Fork(question)
            place[outcome] = fork
            place, outcome = fork.next, found
        place[outcome] = answer


def _by_outcome(
    step: Fork, rows: Rows, found: NDArray[Any]
) -> Iterator[tuple[dict[int, Fork | int], int, Rows]]:
    if found.dtype == numpy.bool_:
        yield step.next, int(found[0]), rows
        return
    order = numpy.argsort(found, kind="stable")
    ordered = found[order]
    edges = numpy.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    for part in numpy.split(order, edges):
        yield step.next, int(found[part[0]]), rows.where(part)


def _number(outcome: Any, numbers: dict[str, int]) -> int:
    return number_of(outcome, numbers) if isinstance(outcome, str) else int(outcome)
