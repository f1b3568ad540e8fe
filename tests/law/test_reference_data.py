"""The reference data load, name their sources, and say what they say as of a day."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sojourn.engine import LawError
from sojourn.engine.lawbook.law_files import LAZY, law_directory, read_law_text
from sojourn.engine.lawbook.reference import (
    FORMS,
    contribution_rates,
    groups,
    load_reference,
    penalties,
    posted_worker_notifications,
)
from sojourn.engine.lawbook.schema_reference import CountryRates


@pytest.mark.parametrize("name", FORMS)
def test_each_file_fits_its_form_and_uses_every_source_it_lists(name: str) -> None:
    held = load_reference(name)
    text = (law_directory() / "reference" / f"{name}.yaml").read_text(encoding="utf-8")
    body = text[: text.index("\nsources:")]
    assert [key for key in held.sources if key not in body] == []


def test_they_are_part_of_the_version_but_not_of_what_every_start_reads(tmp_path: Path) -> None:
    for part in ("instruments", "domestic", "institutions", "reference"):
        shutil.copytree(law_directory() / part, tmp_path / part)
    before = read_law_text(tmp_path)
    assert {f"reference/{name}.yaml" for name in FORMS} == LAZY
    assert LAZY.isdisjoint(before.contents)
    with (tmp_path / "reference" / "penalties.yaml").open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    assert read_law_text(tmp_path).version != before.version


def spoiled(directory: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(law_directory() / "reference", directory / "reference")
    path = directory / "reference" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return directory


def test_a_source_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"groups\.yaml.*nowhere"):
        groups(spoiled(tmp_path, "groups", "source: [croatia]", "source: [nowhere]"))


def test_a_rate_over_a_hundred_percent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"contribution_rates\.yaml: countries\.0\.rates\.0\.employer"):
        contribution_rates(spoiled(tmp_path, "contribution_rates", "employer: 9.3", "employer: 930"))


def counted(country: CountryRates) -> tuple[Decimal, Decimal]:
    """What the totals should be: the sum of the rates that are known, due from everybody and no further band."""
    due = [rate for rate in country.rates if not rate.optional and not rate.banded]
    return sum((r.employer or Decimal(0) for r in due), Decimal(0)), sum(
        (r.employee or Decimal(0) for r in due), Decimal(0)
    )


def test_the_totals_of_contributions_are_the_sums_of_their_rates() -> None:
    for country in contribution_rates().countries:
        employer, employee = counted(country)
        assert abs(employer - country.employer_total) <= Decimal("0.05"), country.country
        assert abs(employee - country.employee_total) <= Decimal("0.05"), country.country


def test_membership_has_days() -> None:
    held = groups()
    assert "GB" in held.members("eu", date(2020, 1, 31))
    assert "GB" not in held.members("eu", date(2020, 2, 1))
    assert "GB" in held.members("a1-area", date(2020, 12, 31))
    assert "GB" not in held.members("a1-area", date(2021, 1, 1))
    assert "HR" not in held.members("a1-area", date(2013, 6, 30))
    assert "CH" in held.members("a1-area", date(2012, 4, 1))
    assert "EE" not in held.members("telework", date(2026, 1, 31))
    assert len(held.members("telework", date(2026, 2, 1))) == 23


def test_a_group_takes_in_the_groups_that_it_includes() -> None:
    held, day = groups(), date(2026, 1, 1)
    assert held.members("eea", day) == held.members("eu", day) | {"IS", "LI", "NO"}


def test_norway_stands_among_the_notifications() -> None:
    norway = next(each for each in posted_worker_notifications().countries if each.country == "NO")
    assert norway.deadline_days == -14
    assert norway.exemptions[0].kind == "assignments under NOK 20,000"


def test_a_penalty_that_was_replaced_has_an_end() -> None:
    austria = [each for each in penalties().penalties if each.country == "AT"]
    before, now = (
        next(
            each
            for each in austria
            if each.kind == "missing_certificate" and (each.valid.until is None) is open_
        )
        for open_ in (False, True)
    )
    assert before.valid.until is not None
    assert now.valid.from_ is not None
    assert before.valid.until < now.valid.from_
