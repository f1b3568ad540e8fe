"""Who issues the certificates of a country under an instrument, and what an instrument says of one party."""

from collections.abc import Mapping
from dataclasses import dataclass

from sojourn.engine.lawbook.institutions import AGREEMENTS, issuers
from sojourn.engine.lawbook.law import Certificate, Instrument, Law
from sojourn.engine.lawbook.schema_institutions import Institution, Persons

_STATUSES: Mapping[str, Persons] = {"employee": "employees", "self_employed": "self_employed"}
ANY_PARTY = "*"
"""The key under which an instrument says something of all of its parties."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the certificate of the home country, and for whom (employee, self_employed).

    `form`: the code of the paper, where known.
    """

    statuses: tuple[str, ...]
    institution: Institution
    form: str | None


def issuers_of(law: Law, instrument: Instrument | None, home: str) -> tuple[Issuer, ...]:
    """Whom the instrument names; where it names nobody, who in the country says that it issues under it.

    An institution that issues under its country's agreements in general does so under one of two parties; `instrument`
    None: under one that the data do not hold.
    """
    form: Certificate | None = of_party(instrument.certificate, instrument, home) if instrument else None
    found: dict[str, list[str]] = {}
    for status, persons in _STATUSES.items():
        named = (form.issuers.get(status) or form.issuers.get("")) if form is not None else None
        others = () if named else _issuing(law, instrument, home, persons)
        for institution_id in [named] if named else [each.id for each in others]:
            found.setdefault(institution_id, []).append(status)
    return tuple(
        Issuer(tuple(statuses), law.institutions[name], form.form if form is not None else None)
        for name, statuses in found.items()
        if name in law.institutions
    )


def _issuing(law: Law, instrument: Instrument | None, home: str, persons: Persons) -> tuple[Institution, ...]:
    found = issuers(law.institutions, home, instrument.id, persons) if instrument else ()
    if found or (instrument is not None and instrument.many):
        return found
    return issuers(law.institutions, home, AGREEMENTS, persons)


def of_party[Value](by_party: Mapping[str, Value], instrument: Instrument, country: str) -> Value | None:
    """What an instrument says of one party, else what it says of all of them."""
    found = by_party.get(instrument.party_of.get(country, country))
    return by_party.get(ANY_PARTY) if found is None else found
