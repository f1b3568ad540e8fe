"""The number of a certificate and the secret that goes with it.

US-2027-7K3M-92QX-4T: issuing country, year, nine random characters (45 bits) and one check character. The check
is a sum in the field of 32 elements in which every position has its own weight, so one wrong character, or any
two exchanged, is always noticed. The secret has 22 characters of an alphabet without look-alikes: 128 bits.
"""

import secrets
import unicodedata
from datetime import date
from typing import Final

from sojourn.core.errors import InvalidInput, Problem
from sojourn.vault.blind import blind_index

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CODE_LENGTH: Final = 22
_RANDOM_LENGTH: Final = 9
_COMPACT_LENGTH: Final = 16

_AS_LETTER: Final = str.maketrans("0158", "OISB")
_AS_DIGIT: Final = str.maketrans("OQDILSB", "0001158")
_AS_SYMBOL: Final = str.maketrans("OIL", "011")
_AS_SECRET: Final = str.maketrans("0OIl", "oo11")


def new_number(country: str, issued_on: date) -> str:
    """A fresh number for a certificate of `country` (ISO 3166; a part of a state counts as the state)."""
    random_part = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    body = f"{country[:2]}{issued_on.year:04d}{random_part}"
    return _grouped(body + _check_character(body))


def new_secret() -> str:
    """A fresh secret: 128 bits, readable aloud and typable."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def normal_number(typed: str) -> str:
    """The number as issued, from what somebody typed or scanned: any case, spaces and dashes, O for 0, I or L for 1.

    Raises InvalidInput (number_wrong_form, number_mistyped) where it cannot be a number of ours.
    """
    text = unicodedata.normalize("NFKC", typed[:200]).upper()
    compact = "".join(character for character in text if character.isalnum())
    if len(compact) != _COMPACT_LENGTH:
        raise InvalidInput([Problem("number", "number_wrong_form")])
    compact = (
        compact[:2].translate(_AS_LETTER)
        + compact[2:6].translate(_AS_DIGIT)
        + compact[6:].translate(_AS_SYMBOL)
    )
    country, year, rest = compact[:2], compact[2:6], compact[6:]
    well_formed = (
        country.isascii()
        and country.isalpha()
        and year.isascii()
        and year.isdigit()
        and set(rest) <= set(ALPHABET)
    )
    if not well_formed:
        raise InvalidInput([Problem("number", "number_wrong_form")])
    if _check_character(compact[:-1]) != compact[-1]:
        raise InvalidInput([Problem("number", "number_mistyped")])
    return _grouped(compact)


def normal_secret(typed: str) -> str:
    """The secret as issued, from what somebody typed: without spaces and dashes, look-alikes mended. Never raises."""
    kept = (character for character in typed[:200].translate(_AS_SECRET) if character in CODE_ALPHABET)
    return "".join(kept)


def spaced_secret(secret: str) -> str:
    """The secret in groups, as printed for people who type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def check_index(number: str, secret: str) -> str:
    """The name under which number and secret (in their normal forms) together find the certificate."""
    return blind_index("certificate.check", f"{number}/{secret}")


def _grouped(compact: str) -> str:
    return "-".join((compact[:2], compact[2:6], compact[6:10], compact[10:14], compact[14:]))


def _value(character: str, position: int) -> int:
    return ord(character) - ord("A") if position < len("US") else ALPHABET.index(character)


def _check_character(body: str) -> str:
    total = 0
    for position, character in enumerate(body):
        total ^= _times(_POWERS[position + 1], _value(character, position))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiply in GF(32), modulus x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= 0b100101
        right >>= 1
    return product


def _powers_of_two() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < len(ALPHABET):
        powers.append(_times(powers[-1], 2))
    return tuple(powers)


_POWERS: Final = _powers_of_two()
