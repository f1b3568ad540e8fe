"""A sent request read with some answers anew: for what an officer asked and took as established.

What was sent stays as it was sent; this only says how the request reads with the later answers.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Facts, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed, Value
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.models import Request
from sojourn.requests.situation import situation_of
from sojourn.requests.worker_index import person_index, ssn_index


def amended_file(file: RequestFile, changes: Mapping[str, Typed]) -> RequestFile:
    """The file as it reads with these questions answered anew. Raises InvalidInput for questions nobody has."""
    if not changes:
        return file
    facts = load_facts()
    answers = amended_answers(file, changes, facts)
    texts = {key: value for key, value in answers.particulars(facts).items() if isinstance(value, str)}
    return replace(
        file,
        situation=situation_of(answers, facts),
        particulars=texts,
        ssn_index=ssn_index(answers),
        person_index=person_index(answers),
        unknown=tuple(sorted(answers.unknown)),
    )


def amended_answers(file: RequestFile, changes: Mapping[str, Typed], facts: Facts) -> Answers:
    """The answers that were sent, with the changes."""
    return Request.objects.get(pk=file.id).answers.with_typed(facts, changes)


def problems_of(file: RequestFile, fact_id: str, typed: Typed) -> tuple[Problem, ...]:
    """What is wrong with an answer to this question; nothing where it can be read or is empty."""
    facts = load_facts()
    found = amended_answers(file, {fact_id: typed}, facts).unreadable(facts)
    return tuple(problem for problem in found if problem.field.startswith(fact_id))


def value_of(file: RequestFile, fact_id: str, typed: Typed) -> tuple[Value | None, Value | None]:
    """What was declared, and what this answer says instead; None where it is not known."""
    facts = load_facts()
    declared = Request.objects.get(pk=file.id).answers
    return declared.values.get(fact_id), declared.with_typed(facts, {fact_id: typed}).values.get(fact_id)


def read_answers[Key](request_id: UUID, typed: Mapping[Key, tuple[str, Typed]]) -> dict[Key, Value | None]:
    """What answers to questions of the vocabulary say, in the form in which values are kept; in one query.

    `typed`: by any key, the question and what was put into its boxes.
    """
    if not typed:
        return {}
    facts = load_facts()
    declared = Request.objects.get(pk=request_id).answers
    return {
        key: declared.with_typed(facts, {fact_id: said}).values.get(fact_id)
        for key, (fact_id, said) in typed.items()
    }
