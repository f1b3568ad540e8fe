"""What is looked at before a request is sent: one check a file, coded findings, no queries."""

from collections.abc import Callable

from sojourn.requests.checks.affiliate_agreement import affiliate_agreement
from sojourn.requests.checks.afterwards import (
    asked_about_already,
    asked_after_the_end,
    both_want_it,
    longer_than_certified,
    reason_for_exception,
    shorter_than_certified,
    something_corrected,
)
from sojourn.requests.checks.asked_before import asked_before
from sojourn.requests.checks.birth_date import birth_date
from sojourn.requests.checks.countries_of_work import countries_of_work
from sojourn.requests.checks.dates_in_order import dates_in_order
from sojourn.requests.checks.employed_there_too import employed_there_too
from sojourn.requests.checks.gathered import Finding, Gathered
from sojourn.requests.checks.home_is_not_host import home_is_not_host
from sojourn.requests.checks.identity_number_form import identity_number_form
from sojourn.requests.checks.names import names
from sojourn.requests.checks.number_looks_made_up import number_looks_made_up
from sojourn.requests.checks.one_day_stay import one_day_stay
from sojourn.requests.checks.postal_codes import postal_codes
from sojourn.requests.checks.start_far_ahead import start_far_ahead
from sojourn.requests.checks.start_passed import start_passed
from sojourn.requests.checks.us_zip import us_zip
from sojourn.requests.checks.worker_may_ask import worker_may_ask

type Check = Callable[[Gathered], list[Finding]]

# Read aloud: the countries differ, the dates follow one another, ...
FIRST_REQUEST: tuple[Check, ...] = (
    home_is_not_host,
    worker_may_ask,
    dates_in_order,
    countries_of_work,
    affiliate_agreement,
    birth_date,
    names,
    us_zip,
    postal_codes,
    identity_number_form,
    start_passed,
    start_far_ahead,
    one_day_stay,
    number_looks_made_up,
    employed_there_too,
    asked_before,
)


# The worker and the work were looked at when the first request was sent: only what is new is looked at again.
AFTERWARDS: dict[str, tuple[Check, ...]] = {
    "extension": (
        dates_in_order,
        longer_than_certified,
        both_want_it,
        asked_after_the_end,
        asked_about_already,
    ),
    "correction": (
        home_is_not_host,
        dates_in_order,
        affiliate_agreement,
        birth_date,
        names,
        us_zip,
        postal_codes,
        identity_number_form,
        number_looks_made_up,
        something_corrected,
        asked_about_already,
    ),
    "early_end": (dates_in_order, shorter_than_certified, asked_about_already),
    "exception": (
        home_is_not_host,
        dates_in_order,
        reason_for_exception,
        both_want_it,
        start_far_ahead,
        asked_about_already,
    ),
    "replacement": (),
}


def run_checks(gathered: Gathered) -> tuple[Finding, ...]:
    """All that the checks of this kind of request find, hindrances before warnings."""
    checks = AFTERWARDS.get(gathered.answers.kind, FIRST_REQUEST)
    found = [finding for check in checks for finding in check(gathered)]
    return tuple(sorted(found, key=lambda finding: not finding.hinders))
