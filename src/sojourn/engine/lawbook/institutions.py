"""Institutions together with the instruments that name them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sojourn.engine.lawbook.schema_institutions import Institution, Persons

AGREEMENTS = "agreements"
"""What a role is `under` where its source speaks of the agreements of its country in general."""
EVERYBODY = 99
"""How many kinds of persons a role counts for that names none."""


def with_instruments(
    forms: Iterable[Institution], named: Mapping[str, Iterable[str]]
) -> dict[str, Institution]:
    """The institutions by id; each also lists the instruments that name it as issuer or as whom one asks."""
    return {
        form.id: form.model_copy(
            update={"instruments": tuple(dict.fromkeys((*own_instruments(form), *named.get(form.id, ()))))}
        )
        for form in forms
    }


def named_by(instruments: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By institution: the ids of the instruments that name it, as they stand in the files."""
    named: dict[str, list[str]] = {}
    for content in instruments:
        for name in dict.fromkeys(named_in(content)):
            named.setdefault(name, []).append(content["id"])
    return named


def own_instruments(form: Institution) -> Iterator[str]:
    """The ids of instruments that an institution's entry names, in its roles or beside them."""
    yield from form.instruments
    for role in form.roles:
        yield from (each for each in role.under if each != AGREEMENTS)


def named_in(content: Mapping[str, Any]) -> Iterator[str]:
    """The ids of institutions that an instrument, as written, names: issuers of certificates, and whom one asks."""
    for paper in (content.get("certificate") or {}).values():
        issuer = paper.get("issuer")
        yield from issuer.values() if isinstance(issuer, dict) else [issuer] if issuer else []
        yield from paper.get("issuers") or ()
    for provision in content.get("provisions") or ():
        yield from (provision.get("ask") or {}).values()


def issuers(
    institutions: Mapping[str, Institution], country: str, instrument_id: str, persons: Persons
) -> tuple[Institution, ...]:
    """Who in `country` issues certificates under an instrument for such persons, the most particular first.

    Needed where the instrument itself names nobody, as the Union's regulations do. Empty where the data name nobody.
    """
    found: list[tuple[int, Institution]] = []
    for each in institutions.values():
        fitting = [
            len(role.persons) or EVERYBODY
            for role in each.roles
            if role.does == "issues"
            and instrument_id in role.under
            and (not role.persons or persons in role.persons)
        ]
        if each.country == country and fitting:
            found.append((min(fitting), each))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))
