"""Telephone numbers of any country: stored in one form, shown as people there write them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from sojourn.core.countries import state_of
from sojourn.core.errors import InvalidInput, Problem


def read_phone(typed: str, seat: str = "") -> str:
    """The number in E.164, "" for none. Spaces, dashes and brackets are forgiven.

    Without a + in front it is read as one of `seat`, the country of one's employer. Raises InvalidInput.
    """
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, state_of(seat) if seat else None)
    except NumberParseException as refused:
        lacks_country = refused.error_type == NumberParseException.INVALID_COUNTRY_CODE
        code = "phone_without_country" if lacks_country else "phone_wrong_form"
        raise InvalidInput([Problem("phone", code)]) from None
    if not phonenumbers.is_possible_number(number):
        raise InvalidInput([Problem("phone", "phone_wrong_form")])
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def shown_phone(stored: str, reader_in: str = "") -> str:
    """The number in groups: as at home for a reader in the number's own country, else with the country's code."""
    if not stored:
        return ""
    number = phonenumbers.parse(stored)
    at_home = bool(reader_in) and phonenumbers.region_code_for_number(number) == state_of(reader_in)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))
