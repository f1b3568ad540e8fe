"""What is wrong with a situation, as JSON: one entry a fault, with its path, its code and its sentence."""

from collections.abc import Iterable

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.law import Law
from sojourn.engine.telling import texts


def told_fault(law: Law, problem: Problem, language: str) -> str:
    """The sentence of one fault, in `language`."""
    return texts.sentence(law, f"problem.{problem.code}", language, problem.params)


def faults_json(law: Law, problems: Iterable[Problem], language: str) -> list[dict[str, str]]:
    """Each fault: `path` into the situation ("" for all of it), stable `code`, and `message` in `language`."""
    return [
        {"path": each.field, "code": each.code, "message": told_fault(law, each, language)}
        for each in problems
    ]
