"""Pure functions over the law data: load, determine, explain. No Django, no clock, no network."""

from sojourn.engine.determine import determine
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.facts import load_facts
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.load import load_law
from sojourn.engine.situations.reading import SituationError, read_situation
from sojourn.engine.situations.situation import Situation
from sojourn.engine.telling.determination import Determination
from sojourn.engine.telling.explain import Explanation, explain

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
