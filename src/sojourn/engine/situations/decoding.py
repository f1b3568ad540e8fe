"""Text to JSON, stricter than the standard library is: what stands there twice or is no number is a fault, not a guess.

The command line and the API read by it, so that both refuse the same texts for the same reasons.
"""

import json
from typing import Any, NoReturn

from sojourn.core.errors import Problem
from sojourn.engine.situations.reading import SituationError


def decoded(content: bytes) -> Any:
    """The JSON in `content` (UTF-8, with or without a byte order mark).

    Raises SituationError, as any other fault in a situation does: not UTF-8, not JSON (with line and column), nested
    too deeply, a key that stands twice in one object, NaN or infinite, a number with more digits than can be read.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _fault("not_utf8", position=error.start) from error
    except json.JSONDecodeError as error:
        raise _fault("not_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise _fault("too_deep") from error
    except ValueError as error:
        # Numbers with more digits than Python reads.
        raise _fault("not_a_number", value="") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _fault("key_twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise _fault("not_a_number", value=name)


def _fault(code: str, **params: object) -> SituationError:
    return SituationError([Problem("", code, params)])
