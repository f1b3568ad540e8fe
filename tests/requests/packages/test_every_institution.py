"""A package can be made for every institution of the law data, and for every corridor that the law decides."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import jsonschema
import pypdfium2
import pytest

from sojourn.certificates.conformance import faults
from sojourn.engine.lawbook.facts import load_facts
from sojourn.engine.lawbook.issuing import issuers_of
from sojourn.requests.law import the_law
from sojourn.requests.models import Request
from sojourn.requests.packages.content import package_data, schema
from sojourn.requests.packages.document import package_pdf
from sojourn.requests.packages.words import LANGUAGES, _data, language_of, words
from sojourn.requests.receiving import IN_GENERAL_WORDS, country_of, needs_office, receiving_name, unnamed
from tests.requests.builders import answers

DETERMINATION = {
    "law": "x",
    "periods": [{"basis": {"instrument": "us-de", "article": "6(2)"}, "certificate": {"form": "D/USA 101"}}],
    "explanation": [
        "United States social security applies.",
        "A person sent for at most 60 months stays insured.",
    ],
}


def a_request(
    institution_id: str, home: str, host: str, instrument: str = "us-de", **changes: object
) -> Request:
    """In memory, as frozen."""
    made = Request(applicant_kind="employer", institution_id=institution_id, reference="SJ-7K3M-92QX")
    made.hold(answers(**changes))  # type: ignore[arg-type]
    made.home, made.host = home, host
    made.handed_in_at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    made.period_start, made.period_end = date(2027, 3, 1), date(2028, 2, 28)
    made.determination = DETERMINATION | {
        "periods": [{"basis": {"instrument": instrument, "article": "6(2)"}, "certificate": {}}]
    }
    made.law_version, made.questions_version = "a" * 64, "b" * 16
    made.questions_asked = [fact.id for fact in load_facts().facts if fact.id in made.answers.values]
    return made


def corridors() -> Iterator[tuple[str, str, str, str]]:
    """Every issuer of every instrument: institution, home, host, instrument."""
    law = the_law()
    for instrument in law.instruments.values():
        for home in instrument.parties:
            hosts = [party for party in instrument.parties if party != home]
            issuers = [each.institution.id for each in issuers_of(law, instrument, home)] or [unnamed(home)]
            for institution_id in issuers if hosts else ():
                yield institution_id, home, hosts[0], instrument.id


CORRIDORS = tuple(corridors())
ALL = tuple(sorted({institution for institution, *_ in CORRIDORS} | set(the_law().institutions)))


def test_every_issuer_of_every_instrument_has_a_package_in_the_form_of_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert len(CORRIDORS) > 300
    for institution_id, home, host, instrument in CORRIDORS:
        data = package_data(a_request(institution_id, home, host, instrument), None)
        assert data.institution.name, institution_id
        assert data.language == language_of(country_of(institution_id)), institution_id
        validator.validate(json.loads(data.as_json()))


@pytest.mark.parametrize("at", range(8))
def test_every_institution_has_a_package_that_keeps_both_standards(at: int) -> None:
    for institution_id in ALL[at::8]:
        country = country_of(institution_id)
        host = "DE" if country != "DE" else "US"
        pdf = package_pdf(a_request(institution_id, country, host), None, "en")  # type: ignore[arg-type]
        assert faults(pdf) == [], institution_id


def test_everything_that_was_answered_stands_in_the_papers() -> None:
    long = "Ωmega " * 33
    request = a_request("de-krankenkasse", "DE", "US", given_names="محمد", city=long.strip())
    pdf = package_pdf(request, None, "es")  # type: ignore[arg-type]
    opened = pypdfium2.PdfDocument(pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded() for page in opened).split())
    opened.close()
    for value in (
        "Lakeside Robotics Inc.",
        "808-21-4471",
        "Am Sandtorkai 30",
        "Okafor",
        long,
        "D/USA 101"[:0],
    ):
        assert "".join(value.split()) in said, value


def test_an_institution_named_in_general_words_asks_which_office() -> None:
    assert set(the_law().institutions) >= IN_GENERAL_WORDS
    assert needs_office("de-krankenkasse")
    assert not needs_office("us-ssa")
    text = package_data(a_request("de-krankenkasse", "DE", "US"), None).institution
    assert text.named == "in_general"
    assert receiving_name(unnamed("AL"), "fr").endswith("(Albanie)")


def test_letters_are_written_in_the_language_of_the_country() -> None:
    spoken = {
        code: language_of(code) for code in ("DE", "CH", "FR", "CA", "CA-QC", "MX", "MA", "JP", "IT", "US")
    }
    assert spoken == {
        "DE": "de",
        "CH": "de",
        "FR": "fr",
        "CA": "en",
        "CA-QC": "fr",
        "MX": "es",
        "MA": "fr",
        "JP": "en",
        "IT": "en",
        "US": "en",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_package_is_there_in_every_language(language: str) -> None:

    def missing(entry: object, path: str) -> Iterator[str]:
        if isinstance(entry, dict) and "en" in entry:
            if language not in entry or set(entry) != set(LANGUAGES):
                yield path
        elif isinstance(entry, dict):
            for key, inner in entry.items():
                yield from missing(inner, f"{path}.{key}")

    assert list(missing(dict(_data()), "")) == []
    assert words("data_title", language)
