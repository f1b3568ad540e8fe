"""The name of a form as it stands on the certificate, from what the law data say of a corridor's forms.

The data tell them as their sources do: with the form for an extension or the form that asks for them in brackets, or
several at once. On a certificate stands the one that it is, or none.
"""

import re
from dataclasses import dataclass
from typing import Final

_ONE_OF_SEVERAL: Final = re.compile(r",(?![^(]*\))|\s/\s")
_WITH_NOTE: Final = re.compile(
    r"^(?P<name>.+?)\s*\((?P<kind>extension|option|request|application)\b:?\s*(?P<rest>[^)]*)\)$"
)


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    of: str = "first"


def form_on_paper(told: str | None, *, extension: bool) -> str | None:
    """The form of this certificate; None where the data name none for it, or more than one.

    `extension`: whether the certificate extends another one. An extension with no form of its own has the first one's.
    """
    forms = [
        form for part in _ONE_OF_SEVERAL.split(told or "") if part.strip() for form in _read(part.strip())
    ]
    first = [form.name for form in forms if form.of == "first"]
    own = [form.name for form in forms if form.of == "extension"]
    fitting = own if extension and own else first
    return fitting[0] if len(fitting) == 1 else None


def _read(part: str) -> list[_Form]:
    found = _WITH_NOTE.match(part)
    if found is None:
        return [_Form(part)]
    name, kind, rest = found["name"], found["kind"], found["rest"]
    if kind in ("request", "application"):
        return [_Form(name)]
    # "B/ALG 1 (extension B/ALG 2)" names two forms, "ES/TUN 102 (extension)" one that is for nothing else.
    return [_Form(name), _Form(rest, kind)] if rest else [_Form(name, kind)]
