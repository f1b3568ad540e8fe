"""Each check: what passes, what is found; the two differ in one fact."""

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.casework.checks.applicant_may_ask import applicant_may_ask
from sojourn.casework.checks.certificate_is_ours import certificate_is_ours
from sojourn.casework.checks.certificate_items import certificate_items
from sojourn.casework.checks.certificate_overlap import certificate_overlap
from sojourn.casework.checks.certificate_printable import certificate_printable
from sojourn.casework.checks.duplicate_request import duplicate_request
from sojourn.casework.checks.employer_of_home import employer_of_home
from sojourn.casework.checks.explained_by_applicant import explained_by_applicant
from sojourn.casework.checks.facts import CaseFacts, OtherCertificate, OtherRequest
from sojourn.casework.checks.findings import Finding
from sojourn.casework.checks.identity_number_form import identity_number_form
from sojourn.casework.checks.law_confidence import law_confidence
from sojourn.casework.checks.law_decides import law_decides
from sojourn.casework.checks.period_within_certificate import period_within_certificate
from sojourn.casework.checks.start_date_usual import start_date_usual
from sojourn.casework.checks.worker_age import worker_age
from sojourn.core.errors import Problem
from tests.casework.plain import DETERMINATION, facts

Check = Callable[[CaseFacts], list[Finding]]


def certificate(start: str, end: str | None) -> tuple[OtherCertificate, ...]:
    return (
        OtherCertificate("US-2026-AAAA", "FR", date.fromisoformat(start), end and date.fromisoformat(end)),
    )


def request(start: str, end: str, host: str = "DE") -> tuple[OtherRequest, ...]:
    return (OtherRequest("SJ-1", host, date.fromisoformat(start), date.fromisoformat(end)),)


TWO_PERIODS = DETERMINATION | {"periods": DETERMINATION["periods"] * 2}

CASES: list[tuple[Check, CaseFacts, list[str]]] = [
    (identity_number_form, facts(particulars={"worker.ssn": "536904399"}), []),
    (identity_number_form, facts(particulars={"worker.ssn": "666-12-3456"}), ["number_not_possible"]),
    (identity_number_form, facts(particulars={"worker.ssn": "078-05-1120"}), ["number_not_possible"]),
    (identity_number_form, facts(particulars={"worker.ssn": " "}), ["number_missing"]),
    (identity_number_form, facts(particulars={"worker.ssn": ""}, country="DE"), []),
    (identity_number_form, facts(particulars={"sender.ein": "07-1234567"}), ["employer_number_not_possible"]),
    (identity_number_form, facts(particulars={"sender.ein": ""}), []),
    (duplicate_request, facts(other_requests=request("2030-02-28", "2031-01-01")), ["duplicate_request"]),
    (duplicate_request, facts(other_requests=request("2030-03-01", "2031-01-01")), []),
    (duplicate_request, facts(other_requests=request("2027-03-01", "2030-02-28", host="FR")), []),
    (certificate_overlap, facts(other_certificates=certificate("2025-01-01", "2027-02-28")), []),
    (
        certificate_overlap,
        facts(other_certificates=certificate("2025-01-01", "2027-03-01")),
        ["certificate_overlap"],
    ),
    (certificate_overlap, facts(other_certificates=certificate("2025-01-01", None)), ["certificate_overlap"]),
    (
        certificate_overlap,
        facts(activity={"end": None}, other_certificates=certificate("2028-01-01", None)),
        ["certificate_overlap_open"],
    ),
    (period_within_certificate, facts(certificate={"until": "2030-02-28"}), []),
    (period_within_certificate, facts(certificate={"until": "2030-02-27"}), ["certificate_ends_early"]),
    (period_within_certificate, facts(certificate={"until": None}), []),
    (period_within_certificate, facts(activity={"end": None}), ["no_end_under_limit"]),
    (period_within_certificate, facts(activity={"end": None}, certificate={"until": None}), []),
    (start_date_usual, facts(activity={"start": "2026-11-23"}), []),
    (start_date_usual, facts(activity={"start": "2026-11-22"}), ["start_in_past"]),
    (start_date_usual, facts(activity={"start": "2025-11-23"}), ["start_in_past"]),
    (start_date_usual, facts(activity={"start": "2025-11-22"}), ["start_long_past"]),
    (start_date_usual, facts(activity={"start": "2027-11-23"}), []),
    (start_date_usual, facts(activity={"start": "2027-11-24"}), ["start_far_ahead"]),
    (start_date_usual, facts(activity={"start": "2024-02-29"}, today=date(2025, 3, 1)), ["start_in_past"]),
    (start_date_usual, facts(activity={"start": "2024-02-29"}, today=date(2025, 3, 2)), ["start_long_past"]),
    (law_decides, facts(), []),
    (law_decides, facts(period={"outcome": "undetermined"}), ["outcome_undetermined"]),
    (law_decides, facts(period={"outcome": "refer"}), ["outcome_refer"]),
    (law_decides, facts(period={"outcome": "uncoordinated"}), ["outcome_uncoordinated"]),
    (law_decides, facts(period={"refer_reasons": [{"code": "open_question"}]}), ["law_refers"]),
    (law_decides, facts(period={"missing": ["person.residence"]}), ["facts_missing"]),
    (law_decides, facts(determination=TWO_PERIODS), ["several_periods"]),
    (law_decides, facts(determination={"periods": []}), ["no_determination"]),
    (certificate_is_ours, facts(), []),
    (certificate_is_ours, facts(period={"legislation": "DE"}), ["other_legislation"]),
    (certificate_is_ours, facts(period={"certificate": None}), ["no_certificate"]),
    (certificate_is_ours, facts(certificate={"issuer": "us-other"}), ["other_issuer"]),
    (certificate_is_ours, facts(certificate={"issuer": None}), []),
    (law_confidence, facts(period={"confidence": "medium"}), []),
    (law_confidence, facts(period={"confidence": "low"}), ["law_confidence_low"]),
    (
        law_confidence,
        facts(period={"confidence": "medium"}, accepted_confidence="high"),
        ["law_confidence_low"],
    ),
    (law_confidence, facts(period={"confidence": None}), ["law_confidence_low"]),
    (employer_of_home, facts(), []),
    (employer_of_home, facts(employer={"seat": "DE"}), ["employer_of_other_country"]),
    (employer_of_home, facts(employer={"seat": "DE", "american_employer": True}), []),
    (employer_of_home, facts(employer={"seat": "DE", "us_3121l_agreement": True}), []),
    (employer_of_home, facts(employer={"seat": None}), ["employer_seat_unknown"]),
    (employer_of_home, facts(employer={"seat": None}, activity={"status": "self_employed"}), []),
    (applicant_may_ask, facts(), []),
    (applicant_may_ask, facts(applicant_kind="worker"), ["applicant_not_entitled"]),
    (
        applicant_may_ask,
        facts(applicant_kind="worker", certificate={"apply": "either"}),
        ["employer_not_heard"],
    ),
    (
        applicant_may_ask,
        facts(applicant_kind="self_employed", certificate={"apply": "self_employed_person"}),
        ["applicant_contradicts_work"],
    ),
    (
        applicant_may_ask,
        facts(
            applicant_kind="self_employed",
            activity={"status": "self_employed"},
            certificate={"apply": "self_employed_person"},
        ),
        [],
    ),
    (worker_age, facts(particulars={"worker.birth_date": "2012-03-01"}), []),
    (worker_age, facts(particulars={"worker.birth_date": "2012-03-02"}), ["worker_too_young"]),
    (worker_age, facts(particulars={"worker.birth_date": "1950-03-01"}), ["worker_of_great_age"]),
    (worker_age, facts(particulars={"worker.birth_date": ""}), ["birth_date_missing"]),
    (worker_age, facts(particulars={"worker.birth_date": "1.3.1988"}), ["birth_date_not_readable"]),
    (certificate_items, facts(), []),
    (certificate_items, facts(particulars={"worker.family_name": ""}), ["item_missing"]),
    (certificate_items, facts(particulars={"receiver.name": ""}), ["item_missing"]),
    (
        certificate_items,
        facts(particulars={"receiver.name": ""}, activity={"status": "self_employed"}),
        [],
    ),
    (explained_by_applicant, facts(explained=frozenset({"start_passed"})), ["applicant_explains"]),
    (explained_by_applicant, facts(), []),
    (certificate_printable, facts(), []),
    (
        certificate_printable,
        facts(print_problems=(Problem("holder.family_name", "not_printable"),)),
        ["content_refused"],
    ),
]


@pytest.mark.parametrize(("check", "given", "codes"), CASES)
def test_check_finds_exactly_what_is_wrong(check: Check, given: CaseFacts, codes: list[str]) -> None:
    assert [finding.code for finding in check(given)] == codes


def test_overlap_says_which_days_are_shared() -> None:
    (finding,) = certificate_overlap(facts(other_certificates=certificate("2025-01-01", "2027-04-30")))
    assert finding.params == {"number": "US-2026-AAAA", "start": "2027-03-01", "end": "2027-04-30"}


def test_only_some_explanations_need_an_officer() -> None:
    found = explained_by_applicant(facts(explained=frozenset({"start_passed", "employed_there_too"})))
    assert {finding.params["warning"]: finding.hinders for finding in found} == {
        "start_passed": False,
        "employed_there_too": True,
    }
