"""Pure functions over the law data: load, determine, explain. No Django, no clock, no network."""

from sojourn.engine.determination import Determination
from sojourn.engine.determine import determine
from sojourn.engine.errors import LawError
from sojourn.engine.explain import Explanation, explain
from sojourn.engine.facts import load_facts
from sojourn.engine.law import Law
from sojourn.engine.load import load_law
from sojourn.engine.reading import SituationError, read_situation
from sojourn.engine.situation import Situation

__all__ = [
    "Determination",
    "Explanation",
    "Law",
    "LawError",
    "Situation",
    "SituationError",
    "determine",
    "explain",
    "load_facts",
    "load_law",
    "read_situation",
]
