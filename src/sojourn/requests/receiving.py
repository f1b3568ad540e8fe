"""To whom a request goes, where the law data name somebody, somebody in general words, or nobody.

Some laws say only "the fund that collects the contributions"; for some corridors the data know no issuer at all. A
request can go out all the same: the applicant says which office it is (see packages).
"""

from typing import Final

from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.requests.countries import country_name
from sojourn.requests.law import the_law

IN_GENERAL_WORDS: Final = frozenset({"at-oegk", "ch-ak", "de-krankenkasse", "es-tgss", "it-inps", "jp-jps"})
"""Institutions whose entry stands for one of many offices or funds: "the fund that collects the contributions"."""
_UNNAMED: Final = "unnamed:"
_SOMEBODY: Final = {
    "en": "The social security institution in charge ({country})",
    "de": "Der zuständige Träger der sozialen Sicherheit ({country})",
    "fr": "L’institution de sécurité sociale compétente ({country})",
    "es": "La institución de seguridad social competente ({country})",
}


def unnamed(country: str) -> str:
    """The id that stands for the institution in charge of a country where the data name none."""
    return f"{_UNNAMED}{country}"


def is_unnamed(institution_id: str) -> bool:
    """Whether the id stands for an institution that the data do not name."""
    return institution_id.startswith(_UNNAMED)


def country_of(institution_id: str) -> str:
    """The country of an institution, named or not; empty for one that is not known."""
    if is_unnamed(institution_id):
        return institution_id.removeprefix(_UNNAMED)
    institution = the_law().institutions.get(institution_id)
    return institution.country if institution else ""


def known_institution(institution_id: str) -> Institution | None:
    """What the law data say of it; None where they name nobody."""
    return the_law().institutions.get(institution_id)


def receiving_name(institution_id: str, language: str) -> str:
    """Its name in the reader's language, or words for one that the data do not name."""
    institution = known_institution(institution_id)
    if institution is not None:
        return institution.names.get(language) or institution.name
    if is_unnamed(institution_id):
        words = _SOMEBODY.get(language, _SOMEBODY["en"])
        return words.format(country=country_name(country_of(institution_id), language))
    return institution_id


def needs_office(institution_id: str) -> bool:
    """Whether the applicant has to say which office it is: the data name it in general words, or nobody."""
    return is_unnamed(institution_id) or institution_id in IN_GENERAL_WORDS
