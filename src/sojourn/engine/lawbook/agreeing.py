"""Who agrees exceptions for a country: the authority that a clause names, or the institution whose role it is."""

from typing import Final

from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.schema_institutions import Institution

_EXCEPTION: Final = "exception"
_ROLES: Final = ("agrees_exceptions", "liaison")
_IN_GENERAL: Final = "agreements"


def who_agrees(law: Law, instrument: str, country: str) -> str | None:
    """The institution of `country` that agrees exceptions under the instrument; None where the law data name none."""
    for provision in law.instruments[instrument].provisions:
        if provision.category == _EXCEPTION and country in provision.ask:
            return provision.ask[country]
    of_country = [each for each in law.institutions.values() if each.country == country]
    for does in _ROLES:
        for under in (instrument, _IN_GENERAL):
            found = [each for each in of_country if _does(each, does, under)]
            if found:
                return found[0].id
    return None


def _does(institution: Institution, does: str, under: str) -> bool:
    return any(role.does == does and under in role.under for role in institution.roles)
