"""Institutions: who issues what for whom, under which name, and what is said of where that was read."""

from datetime import date

import pytest

from sojourn.engine import load_law
from sojourn.engine.lawbook.institutions import AGREEMENTS, issuers
from sojourn.engine.lawbook.reference import groups


def test_every_country_that_applies_the_regulation_has_an_issuer_for_everybody() -> None:
    law = load_law()
    for country in groups().members("a1-area", date(2026, 1, 1)):
        assert issuers(law.institutions, country, "eu-883-2004", "employees"), country
        assert issuers(law.institutions, country, "eu-883-2004", "self_employed"), country


@pytest.mark.parametrize(
    ("country", "persons", "first"),
    [
        ("DE", "employees", "de-krankenkasse"),
        ("DE", "multi_state", "de-dvka"),
        ("DE", "professional_schemes", "de-abv"),
        ("AT", "self_employed", "at-svs"),
        ("AT", "civil_servants", "at-bvaeb"),
        ("ES", "seafarers", "es-ism"),
        ("FR", "agriculture", "fr-msa"),
        ("NO", "employees", "no-nav"),
    ],
)
def test_the_issuer_depends_on_who_asks(country: str, persons: str, first: str) -> None:
    found = issuers(load_law().institutions, country, "eu-883-2004", persons)  # type: ignore[arg-type]
    assert found[0].id == first


def test_nobody_issues_under_an_instrument_of_other_countries() -> None:
    assert issuers(load_law().institutions, "US", "eu-883-2004", "employees") == ()


def test_every_institution_says_where_it_was_read_and_how_well() -> None:
    for institution in load_law().institutions.values():
        assert institution.sources
        if all(source.basis == "memory" for source in institution.sources.values()):
            assert institution.confidence != "high" or not institution.address, institution.id


def test_an_institution_known_by_its_id_alone_says_so() -> None:
    held = load_law().institutions["mx-imss"]
    assert held.confidence == "low"
    assert held.address is None
    assert held.open_questions


def test_the_instruments_that_name_an_institution_are_listed_with_it() -> None:
    law = load_law()
    held = law.institutions["de-krankenkasse"].instruments
    assert "us-de" in held
    assert "eu-883-2004" in held
    assert AGREEMENTS not in held


def test_processing_times_keep_their_source() -> None:
    held = load_law().institutions["ca-qc-retraite-quebec"]
    assert [(time.days, time.source) for time in held.processing_times] == [
        (40, held.processing_times[0].source)
    ]
    assert set(held.processing_times[0].source) <= set(held.sources)
