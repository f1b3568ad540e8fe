"""How Python looks for what nobody can reach any more, in processes that go on for long."""

import gc
from typing import Final

_YOUNG: Final = 20_000
"""So many new objects call for a look at them; nearly all of a request's are gone by themselves before."""


def keep_what_is_loaded() -> None:
    """Never again look through what is loaded by now: code, law and words stay as long as the process.

    Looking through all of it takes a tenth of a second each time, in the middle of somebody's request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
