"""Pure functions over the law data: load, determine, explain. No Django, no clock, no network."""

from sojourn.engine.determination import Determination
from sojourn.engine.determine import determine
from sojourn.engine.facts import load_facts
from sojourn.engine.load import load_law
from sojourn.engine.reading import SituationError, read_situation

__all__ = ["Determination", "SituationError", "determine", "load_facts", "load_law", "read_situation"]
