"""Why a step was not possible, in words."""

from sojourn.casework.exceptions.texts import refusal_words
from sojourn.casework.texts import refusal_sentence
from sojourn.core.errors import WrongState


def why_not(refusal: WrongState) -> str:
    """The sentence of this room, else that of the case. Who is not named here: the other side has no names."""
    params = {**refusal.params, "by": ""}
    said = refusal_words(refusal.code, params) or refusal_sentence(refusal.code, params)
    return str(said)
