"""Law files checked against their form."""

from typing import Any

from pydantic import BaseModel, ValidationError

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.law_files import LawText


def read_form[Form: BaseModel](name: str, content: Any, form: type[Form]) -> Form:
    """One entry of the file `name`, checked against its form. Raises LawError with file and place."""
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise LawError(f"{name}: {_first(error)}") from error


def read_forms[Form: BaseModel](
    text: LawText, part: str, form: type[Form], *, listed: bool = False
) -> list[Form]:
    """The entries of one part of the law data as written, checked against their form.

    `listed`: each file holds a list of entries. Raises LawError with file and place.
    """
    return [
        read_form(name, entry, form)
        for name, content in text.of(part).items()
        for entry in (content if listed else [content])
    ]


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"]) or "top"
    return f"{place}: {fault['msg']}"
