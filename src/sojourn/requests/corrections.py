"""What a correction changes: which answers, and whether that is more than a slip of the pen. Pure."""

import unicodedata
from difflib import SequenceMatcher
from typing import Final

from sojourn.engine.lawbook.facts import Facts
from sojourn.requests.answers import Answers

# A slip leaves the word recognisable; what shares fewer letters is another name or place, and an officer looks.
RECOGNISABLE: Final = 0.7


def corrected(before: Answers, after: Answers, facts: Facts) -> tuple[str, ...]:
    """The questions that a first request asks and that are answered differently now, in the order of the vocabulary."""
    own = set(facts.afterwards[after.kind].fresh) if after.kind in facts.afterwards else set()
    return tuple(fact.id for fact in facts.facts if fact.id not in own and _differs(before, after, fact.id))


def is_spelling(before: Answers, after: Answers, facts: Facts) -> bool:
    """Whether only the spelling of names and addresses differs, each still to be recognised.

    Then the law is not asked again: no fact on which it decides has changed.
    """
    interview = facts.afterwards.get(after.kind)
    changed = corrected(before, after, facts)
    return (
        bool(changed)
        and interview is not None
        and all(
            name in interview.spelling and _recognisable(before.text(name), after.text(name))
            for name in changed
        )
    )


def _differs(before: Answers, after: Answers, fact_id: str) -> bool:
    return before.values.get(fact_id) != after.values.get(fact_id) or (fact_id in before.unknown) != (
        fact_id in after.unknown
    )


def _recognisable(old: str, new: str) -> bool:
    one, other = _folded(old), _folded(new)
    return bool(one and other) and SequenceMatcher(None, one, other, autojunk=False).ratio() >= RECOGNISABLE


def _folded(text: str) -> str:
    """Without case, accents, spaces and marks: differences in these are always slips."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())
