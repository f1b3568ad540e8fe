"""The checks of a certificate from abroad. Read this list aloud."""

from collections.abc import Callable
from typing import Final

from sojourn.casework.checks.findings import Finding
from sojourn.casework.foreign.checks.article_fits import article_fits
from sojourn.casework.foreign.checks.days_plausible import days_plausible
from sojourn.casework.foreign.checks.facts import ForeignFacts
from sojourn.casework.foreign.checks.host_is_ours import host_is_ours
from sojourn.casework.foreign.checks.instrument_in_force import instrument_in_force
from sojourn.casework.foreign.checks.names_our_state import names_our_state
from sojourn.casework.foreign.checks.overlap_with_others import overlap_with_others
from sojourn.casework.foreign.checks.period_within_limit import period_within_limit

FOREIGN_CHECKS: Final[tuple[Callable[[ForeignFacts], list[Finding]], ...]] = (
    names_our_state,
    host_is_ours,
    instrument_in_force,
    article_fits,
    period_within_limit,
    overlap_with_others,
    days_plausible,
)


def run_foreign_checks(facts: ForeignFacts) -> list[Finding]:
    """All findings, hindrances first, otherwise in the order of the list."""
    findings = [finding for check in FOREIGN_CHECKS for finding in check(facts)]
    return sorted(findings, key=lambda finding: not finding.hinders)
