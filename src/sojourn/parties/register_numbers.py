"""The numbers by which registers and tax offices know an employer, country by country.

python-stdnum knows their form. Of many numbers that a company has only one stands here, so a number that does not fit
is taken as it is typed, unless it says of itself that it is this one: then it is mistyped.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from stdnum.exceptions import ValidationError

from sojourn.core.countries import state_of

# The country, the module of python-stdnum, and what the number is called at home.
REGISTER_NUMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "AT": ("at.uid", "UID"),
    "AU": ("au.abn", "ABN"),
    "BE": ("be.vat", "ondernemingsnummer, numéro d’entreprise"),
    "BR": ("br.cnpj", "CNPJ"),
    "CA": ("ca.bn", "Business Number"),
    "CH": ("ch.uid", "UID"),
    "CL": ("cl.rut", "RUT"),
    "CZ": ("cz.dic", "DIČ"),
    "DE": ("de.vat", "USt-IdNr."),
    "DK": ("dk.cvr", "CVR"),
    "ES": ("es.nif", "NIF"),
    "FI": ("fi.alv", "ALV-numero"),
    "FR": ("fr.siren", "SIREN"),
    "GB": ("gb.vat", "VAT registration number"),
    "GR": ("gr.vat", "ΑΦΜ"),
    "HU": ("hu.anum", "adószám"),
    "IE": ("ie.vat", "VAT number"),
    "IN": ("in_.gstin", "GSTIN"),
    "IT": ("it.iva", "partita IVA"),
    "JP": ("jp.cn", "法人番号"),
    "KR": ("kr.brn", "사업자 등록 번호"),
    "LU": ("lu.tva", "TVA"),
    "MX": ("mx.rfc", "RFC"),
    "NL": ("nl.btw", "btw-identificatienummer"),
    "NO": ("no.orgnr", "organisasjonsnummer"),
    "PL": ("pl.nip", "NIP"),
    "PT": ("pt.nif", "NIF"),
    "SE": ("se.orgnr", "organisationsnummer"),
    "SK": ("sk.dph", "IČ DPH"),
    "TR": ("tr.vkn", "vergi kimlik numarası"),
    "UY": ("uy.rut", "RUT"),
}
_SEPARATORS: Final = re.compile(r"[\s./–—-]")
# A VAT number as other countries write it: the country's letters, then mostly digits.
_VAT_PREFIXES: Final = {"GR": "EL"}


def number_name(seat: str) -> str:
    """What the number is called in that country; '' where none is known here."""
    return REGISTER_NUMBERS.get(state_of(seat), ("", ""))[1]


def in_one_form(seat: str, number: str) -> str | None:
    """The number without separators where it is the country's known one, else as it was typed.

    None where it begins with the country's letters, as this number does, and cannot be one.
    """
    country = state_of(seat)
    if country not in REGISTER_NUMBERS:
        return number
    validate = _validator(REGISTER_NUMBERS[country][0])
    try:
        return validate(number)
    except ValidationError:
        bare = _SEPARATORS.sub("", number).upper()
        prefix = _VAT_PREFIXES.get(country, country)
        claims = re.fullmatch(rf"{prefix}[A-Z]{{0,2}}\d[0-9A-Z]{{6,13}}", bare)
        return None if claims else number


@cache
def _validator(module: str) -> Any:
    return import_module(f"stdnum.{module}").validate
