"""Which institution of a state gets notifications, as far as the law data name one."""

from functools import cache
from typing import Final

from sojourn.engine import load_law
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.requests.receiving import unnamed

REGULATION: Final = "eu-883-2004"
# What an institution does, in the order in which it is the one to tell.
DOES: Final = ("receives", "liaison", "agrees_exceptions", "issues")


def receiver_of(country: str) -> str:
    """The institution to tell; where the data name none, the id that says so."""
    return _receiver(country, load_law().version)


@cache
def _receiver(country: str, _law_version: str) -> str:
    of_country = [each for each in load_law().institutions.values() if each.country == country]
    for does in DOES:
        found = [each for each in of_country if _does(each, does)]
        if found:
            return found[0].id
    return unnamed(country)


def _does(institution: Institution, does: str) -> bool:
    return any(role.does == does and REGULATION in role.under for role in institution.roles)
