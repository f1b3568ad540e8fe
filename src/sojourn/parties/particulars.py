"""What names an employer or a firm, tidied and checked. Spaces, dashes and case are forgiven."""

import csv
import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Final

from django.core.exceptions import ValidationError as FormError
from django.core.validators import validate_email
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.us import ein as us_ein

from sojourn.core import countries
from sojourn.core.errors import InvalidInput, Problem
from sojourn.parties import postal
from sojourn.parties.register_numbers import in_one_form, number_name
from sojourn.vault.blind import blind_index

NAME_LIMIT: Final = 200
NUMBER_LIMIT: Final = 40
_NUMBER_PURPOSE: Final = "employer.ein"
KINDS: Final = (
    "private",
    "government",
    "temporary_agency",
    "international_organisation",
    "diplomatic_mission",
    "household",
)
_ZIP: Final = re.compile(r"(\d{5})[\s-]?(\d{4})?")
_FORBIDDEN_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
# Joiners that names in Arabic, Persian and Indic scripts need; all other format characters hide or turn text.
_ALLOWED_FORMAT_CHARACTERS: Final = {"\u200c", "\u200d"}


@dataclass(frozen=True, slots=True, repr=False)
class EmployerParticulars:
    """What names an employer, as it is stored and printed."""

    name: str
    street: str
    city: str
    postcode: str
    state: str
    ein: str

    def as_dict(self) -> dict[str, str]:
        """The same as plain values, for the encrypted column."""
        return asdict(self)


def seats() -> frozenset[str]:
    """Every country in which an employer can be registered, and the parts of states with an own system."""
    return countries.STATES | countries.PARTS


@functools.cache
def us_states() -> frozenset[str]:
    """The codes that can stand in a U.S. address: states, territories, armed forces."""
    return frozenset(state for _, _, state in _zip_runs())


@functools.cache
def _zip_runs() -> tuple[tuple[str, str, str], ...]:
    text = resources.files("sojourn.parties").joinpath("us_zip_states.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple((row["first"], row["last"], row["state"]) for row in csv.DictReader(lines))


def state_of_zip(postcode: str) -> str | None:
    """The U.S. state in which a ZIP code lies, or None where the list does not say."""
    zip_code = postcode[:5]
    runs = _zip_runs()
    at = bisect_right(runs, (zip_code, "99999", "ZZ")) - 1
    if at < 0:
        return None
    first, last, state = runs[at]
    return state if first <= zip_code <= last else None


def tidy(value: object) -> str:
    """Text in one form: composed characters, single spaces, no spaces at the ends. Not text: empty."""
    if not isinstance(value, str):
        return ""
    return " ".join(unicodedata.normalize("NFC", value).split())


def text_problem(field: str, value: str, *, limit: int = NAME_LIMIT, required: bool = True) -> Problem | None:
    """What is wrong with a tidied text: missing, too long, or with characters that cannot be printed."""
    if not value:
        return Problem(field, f"{field}_missing") if required else None
    if len(value) > limit:
        return Problem(field, f"{field}_too_long", {"limit": limit, "length": len(value)})
    if any(
        unicodedata.category(character) in _FORBIDDEN_CATEGORIES
        and character not in _ALLOWED_FORMAT_CHARACTERS
        for character in value
    ):
        return Problem(field, f"{field}_unprintable")
    return None


def read_employer(seat: str, kind: str, data: Mapping[str, object]) -> EmployerParticulars:
    """Tidy and check what was typed. Raises InvalidInput with every Problem, in the order of the fields."""
    values = {key: tidy(data.get(key)) for key in ("name", "street", "postcode", "city", "state", "ein")}
    problems: list[Problem | None] = []
    if seat not in seats():
        problems.append(Problem("seat", "seat_missing" if not seat else "seat_unknown"))
    if kind not in KINDS:
        problems.append(Problem("kind", "kind_missing" if not kind else "kind_unknown"))
    problems += [text_problem(field, values[field]) for field in ("name", "street")]
    if seat == "US":
        problems += _read_us_place(values)
    else:
        problems += _foreign_place_problems(seat, values)
    wants_city = seat not in seats() or postal.wants_city(seat)
    problems.append(text_problem("city", values["city"], required=wants_city))
    try:
        values["ein"] = read_number(seat, values["ein"])
    except InvalidInput as refused:
        problems += refused.problems
    found = [problem for problem in problems if problem]
    if found:
        raise InvalidInput(found)
    return EmployerParticulars(**values)


def _foreign_place_problems(seat: str, values: Mapping[str, str]) -> list[Problem | None]:
    """Postcode and region as the country's post has them: what it does not use is not asked for."""
    code = values["postcode"]
    wanted = postal.wants_code(seat) if seat in seats() else False
    problem = text_problem("postcode", code, limit=NUMBER_LIMIT, required=wanted)
    if problem is None and code and seat in seats() and not postal.code_fits(seat, code):
        problem = Problem("postcode", "postcode_wrong_form", {"example": postal.code_example(seat)})
    return [problem, text_problem("state", values["state"], required=False)]


def _read_us_place(values: dict[str, str]) -> list[Problem | None]:
    """Bring ZIP code and state into form; the state follows from the ZIP code where it can."""
    values["state"] = values["state"].upper()
    if not values["postcode"]:
        return [Problem("postcode", "zip_missing")]
    match = _ZIP.fullmatch(values["postcode"])
    if not match:
        return [Problem("postcode", "zip_wrong_form")]
    values["postcode"] = "-".join(part for part in match.groups() if part)
    derived = state_of_zip(values["postcode"])
    if not values["state"]:
        values["state"] = derived or ""
        return [] if derived else [Problem("state", "state_missing")]
    if values["state"] not in us_states():
        return [Problem("state", "state_unknown")]
    if derived and derived != values["state"]:
        params = {"derived": derived, "state": values["state"]}
        return [
            Problem("postcode", "zip_and_state_differ", params),
            Problem("state", "zip_and_state_differ", params),
        ]
    return []


def read_number(seat: str, number: str) -> str:
    """An EIN in its official grouping, or the register or VAT number of an employer elsewhere; "" for none.

    Raises InvalidInput when an EIN or a VAT number cannot be right, or the number cannot be printed.
    """
    number = tidy(number)
    if not number:
        return ""
    if seat != "US":
        problem = text_problem("ein", number, limit=NUMBER_LIMIT)
        if problem:
            raise InvalidInput([problem])
        known = in_one_form(seat, number)
        if known is None:
            raise InvalidInput([Problem("ein", "number_mistyped_there", {"name": number_name(seat)})])
        return known
    digits = re.sub(r"[\s.\-–—]", "", number)
    try:
        return str(us_ein.format(us_ein.validate(digits)))
    except InvalidComponent:
        raise InvalidInput([Problem("ein", "ein_prefix_unknown")]) from None
    except ValidationError:
        count = sum(character.isdigit() for character in digits)
        raise InvalidInput([Problem("ein", "ein_wrong_form", {"digits": count})]) from None


def ein_index(number: str) -> str:
    """The blind index of an employer's number: letters and digits alone count; "" for none."""
    plain = "".join(character for character in number.upper() if character.isalnum())
    return blind_index(_NUMBER_PURPOSE, plain) if plain else ""


def checked_email(email: str) -> str:
    """An address in the one form that is stored: trimmed, lower case. Raises InvalidInput."""
    address = email.strip().lower()
    if not address:
        raise InvalidInput([Problem("email", "email_missing")])
    try:
        validate_email(address)
    except FormError:
        raise InvalidInput([Problem("email", "email_wrong_form")]) from None
    return address


def normal_firm_code(code: str) -> str:
    """A firm's code as stored: capitals, one dash in the middle, whatever was typed between."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
