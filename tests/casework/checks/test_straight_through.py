"""The list of checks as a whole."""

from dataclasses import replace

from sojourn.casework.checks import straight_through
from sojourn.casework.checks.findings import Severity
from sojourn.casework.checks.straight_through import (
    ALL_CHECKS,
    STRAIGHT_THROUGH_CHECKS,
    checks_version,
    run_checks,
)
from sojourn.casework.texts import CHECKS, FINDINGS, FINDINGS_SHORT
from tests.casework.plain import facts

EMPTY = replace(facts(), situation={}, particulars={}, determination={})


def test_a_plain_posting_passes_every_check() -> None:
    assert run_checks(facts()) == []


def test_hindrances_come_before_warnings() -> None:
    found = run_checks(
        facts(activity={"start": "2026-10-01"}, particulars={"worker.ssn": "", "sender.ein": "00-0"})
    )
    assert [finding.severity for finding in found] == [
        Severity.HINDRANCE,
        Severity.WARNING,
        Severity.WARNING,
    ]


def test_each_check_stands_in_a_file_of_its_own_name() -> None:
    for check in STRAIGHT_THROUGH_CHECKS:
        assert check.__module__ == f"sojourn.casework.checks.{check.__name__}"
        assert check.__doc__


def test_an_empty_case_hinders_instead_of_failing() -> None:
    found = run_checks(EMPTY)
    assert {"no_determination", "start_missing", "number_missing"} <= {finding.code for finding in found}


def test_the_version_of_the_checks_changes_with_their_text(tmp_path, monkeypatch) -> None:
    before = checks_version()
    source = tmp_path / "straight_through.py"
    source.write_text("a different list")
    monkeypatch.setattr(straight_through, "__file__", str(source))
    assert straight_through.checks_version.__wrapped__() != before


def test_no_finding_carries_particulars() -> None:
    secret = {"worker.ssn": "000-12-3456", "worker.birth_date": "2020-02-03", "worker.family_name": "田中"}
    stored = repr(run_checks(facts(particulars=secret)))
    assert not any(value in stored for value in secret.values())


def test_every_finding_has_its_sentence() -> None:
    variants = [
        facts(),
        EMPTY,
        facts(period={"outcome": "refer", "refer_reasons": [{"code": "discretion"}], "confidence": "low"}),
        *(facts(period={"outcome": outcome}) for outcome in ("undetermined", "uncoordinated", "uncovered")),
    ]
    for variant in variants:
        assert {finding.code for finding in run_checks(variant)} <= set(FINDINGS)


def test_the_list_of_checks_can_be_read_aloud() -> None:
    assert list(CHECKS)[: len(STRAIGHT_THROUGH_CHECKS)] == [
        check.__name__ for check in STRAIGHT_THROUGH_CHECKS
    ]
    assert set(CHECKS) == {check.__name__ for check in ALL_CHECKS}


def test_every_finding_has_a_short_name_for_the_queue() -> None:
    assert set(FINDINGS_SHORT) == set(FINDINGS)
