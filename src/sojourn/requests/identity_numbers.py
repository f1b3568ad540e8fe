"""The number by which a country's social security knows a person: which number that is, and what it looks like.

Only countries whose institutions use the number named here; for the others any number is taken as it is typed.
python-stdnum knows their form; two it does not know are read here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Final

from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

from sojourn.core.countries import state_of


class Fit(StrEnum):
    """Whether a number can be one of that country.

    `doubtful`: the form is right, a check digit or a date in it is not. Such numbers were given out now and then.
    """

    FITS = "fits"
    DOUBTFUL = "doubtful"
    WRONG_FORM = "wrong_form"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A country's number: what it is called at home, and an example that belongs to nobody."""

    name: str
    example: str
    module: str = ""


NUMBERS: Final[Mapping[str, IdentityNumber]] = {
    "AT": IdentityNumber("Versicherungsnummer", "1237 010180", "at.vnr"),
    "BE": IdentityNumber("rijksregisternummer, numéro de registre national", "85.07.30-033.28", "be.ssn"),
    "BG": IdentityNumber("ЕГН", "7523169263", "bg.egn"),
    "CA": IdentityNumber("Social Insurance Number", "123-456-782", "ca.sin"),
    "CH": IdentityNumber("AHV-Nummer, numéro AVS", "756.9217.0769.85", "ch.ssn"),
    "CL": IdentityNumber("RUT", "12.531.909-2", "cl.rut"),
    "CZ": IdentityNumber("rodné číslo", "710319/2745", "cz.rc"),
    "DE": IdentityNumber("Versicherungsnummer", "65 170839 J 003"),
    "DK": IdentityNumber("CPR-nummer", "211062-5629", "dk.cpr"),
    "EE": IdentityNumber("isikukood", "36805280109", "ee.ik"),
    "FI": IdentityNumber("henkilötunnus", "131052-308T", "fi.hetu"),
    "FR": IdentityNumber("numéro de sécurité sociale (NIR)", "2 95 10 99 126 111 93", "fr.nir"),
    "GB": IdentityNumber("National Insurance number", "QQ 12 34 56 C"),
    "GR": IdentityNumber("ΑΜΚΑ", "01013099997", "gr.amka"),
    "IE": IdentityNumber("PPS number", "6433435F", "ie.pps"),
    "IS": IdentityNumber("kennitala", "450401-3150", "is_.kennitala"),
    "IT": IdentityNumber("codice fiscale", "RCCMNL83S18D969H", "it.codicefiscale"),
    "KR": IdentityNumber("주민등록번호", "971013-9019902", "kr.rrn"),
    "LT": IdentityNumber("asmens kodas", "33309240064", "lt.asmens"),
    "NL": IdentityNumber("burgerservicenummer (BSN)", "1112.22.333", "nl.bsn"),
    "NO": IdentityNumber("fødselsnummer", "151086 95088", "no.fodselsnummer"),
    "PL": IdentityNumber("PESEL", "44051401359", "pl.pesel"),
    "RO": IdentityNumber("CNP", "1630615123457", "ro.cnp"),
    "SE": IdentityNumber("personnummer", "880320-0016", "se.personnummer"),
    "SK": IdentityNumber("rodné číslo", "710319/2745", "sk.rc"),
    "TR": IdentityNumber("T.C. kimlik numarası", "17291716060", "tr.tckimlik"),
    "US": IdentityNumber("Social Security number", "123-45-6789", "us.ssn"),
}

# Two letters, six digits, a letter from A to D. HMRC, National Insurance Manual NIM39110.
_NINO: Final = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", re.ASCII)
# Area, day of birth (its day may be raised), first letter of the birth name, serial number, check digit: section 2
# of the Versicherungsnummern-, Kontoführungs- und Versicherungsverlaufsverordnung (VKVV).
_GERMAN: Final = re.compile(r"(\d{8})([A-Z])(\d{2})(\d)", re.ASCII)
_GERMAN_FACTORS: Final = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def number_of(country: str) -> IdentityNumber | None:
    """The number of the country, or of the state to which a part of it belongs; None where we know of none."""
    return NUMBERS.get(country) or NUMBERS.get(state_of(country))


def fit_of(country: str, typed: str) -> Fit:
    """Whether what was typed can be that country's number; anything fits where the number is not known."""
    known = number_of(country)
    if known is None:
        return Fit.FITS
    if known.module:
        return _fit_by(_validator(known.module), typed)
    bare = re.sub(r"[\s./-]", "", typed).upper()
    return _fit_of_nino(bare) if known is NUMBERS["GB"] else _fit_of_german(bare)


def _fit_by(validate: Callable[[str], str], typed: str) -> Fit:
    try:
        validate(typed)
    except (InvalidChecksum, InvalidComponent):
        return Fit.DOUBTFUL
    except ValidationError:
        return Fit.WRONG_FORM
    return Fit.FITS


def _fit_of_nino(bare: str) -> Fit:
    return Fit.FITS if _NINO.fullmatch(bare) else Fit.WRONG_FORM


def _fit_of_german(bare: str) -> Fit:
    parts = _GERMAN.fullmatch(bare)
    if parts is None:
        return Fit.WRONG_FORM
    digits = f"{parts[1]}{ord(parts[2]) - ord('A') + 1:02d}{parts[3]}"
    products = (int(digit) * factor for digit, factor in zip(digits, _GERMAN_FACTORS, strict=True))
    total = sum(sum(divmod(product, 10)) for product in products)
    return Fit.FITS if total % 10 == int(parts[4]) else Fit.DOUBTFUL


@cache
def _validator(module: str) -> Callable[[str], str]:
    found: Any = import_module(f"stdnum.{module}")
    validate: Callable[[str], str] = found.validate
    return validate
