"""Conditions of domestic law: each is told from the country whose claim is looked at ("here")."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.core.periods import within_months
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.situations.situation import UNSTATED
from sojourn.engine.words.vocabulary import PLAIN, plain, word


def _plain(case: Case, name: str, known: bool | None, fact: str, **values: object) -> Finding:
    """Met, not met or unknown, by one fact, told of the country whose claim is looked at."""
    return plain(name, known, fact, here=case.here, **values)


@word("home_employment_goes_on", reads=("activities[].works_for_sender",), says=PLAIN)
def home_employment_goes_on(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done in pursuance of an employment that goes on in the country it comes from."""
    known = case.activity.works_for_sender
    if known is None:
        known = case.activity.arises_from_home_employment
    return _plain(case, "home_employment_goes_on", known, case.path + "works_for_sender")


def _place_here(case: Case) -> bool | None:
    """Whether the employer has a place of business here; None while that is unknown."""
    employer = case.employer
    if employer is None:
        return None
    places = (employer.place_of_business, employer.substantial_activity)
    if employer.seat == case.here or any(listed is not None and case.here in listed for listed in places):
        return True
    return None if places == (None, None) else False


def _place_fact(case: Case) -> str:
    return case.path + "employer" if case.employer is None else case.employer_path + ".place_of_business"


@word(
    "employer_has_place_here",
    reads=("employers[].seat", "employers[].place_of_business", "employers[].substantial_activity"),
    says=PLAIN,
)
def employer_has_place_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer has its seat or a place of business in this country."""
    return _plain(case, "employer_has_place_here", _place_here(case), _place_fact(case))


@word(
    "employer_has_no_place_here",
    reads=("employers[].seat", "employers[].place_of_business", "employers[].substantial_activity"),
    says=PLAIN,
)
def employer_has_no_place_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer has neither its seat nor a place of business in this country."""
    known = _place_here(case)
    return _plain(case, "employer_has_no_place_here", None if known is None else not known, _place_fact(case))


@word("employer_or_group_here", reads=("employers[].seat", "employers[].affiliate_of"), says=PLAIN)
def employer_or_group_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer, or the undertaking that controls it, has its seat in this country."""
    employer = case.employer
    known = None
    if employer is not None:
        parent = case.employer_named(employer.affiliate_of)
        known = case.here in (employer.seat, parent.seat if parent is not None else None)
    return _plain(
        case,
        "employer_or_group_here",
        known,
        case.path + "employer" if employer is None else case.employer_path + ".seat",
    )


@word("employer_elsewhere", reads=("employers[].seat",), says=PLAIN)
def employer_elsewhere(case: Case, _: Mapping[str, Any]) -> Finding:
    """An employer with its seat in another country takes part."""
    employers = case.situation.employers
    known = None if employers is None else any(employer.seat != case.here for employer in employers)
    return _plain(case, "employer_elsewhere", known, "employers")


@word("resident_here", reads=("person.residence",), says=PLAIN)
def resident_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in this country."""
    residence = case.person.residence
    return _plain(
        case, "resident_here", None if residence is None else residence == case.here, "person.residence"
    )


@word("not_resident_here", reads=("person.residence",), says=PLAIN)
def not_resident_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person does not live in this country."""
    residence = case.person.residence
    known = None if residence is None else residence != case.here
    return _plain(case, "not_resident_here", known, "person.residence")


@word("national_here", reads=("person.nationalities",), says=PLAIN)
def national_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is a national of this country."""
    held = case.person.nationalities
    return _plain(case, "national_here", None if held is None else case.here in held, "person.nationalities")


@word("foreign_national_here", reads=("person.nationalities",), says=PLAIN)
def foreign_national_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is not a national of this country."""
    held = case.person.nationalities
    known = None if held is None else case.here not in held
    return _plain(case, "foreign_national_here", known, "person.nationalities")


@word("sent_from_here", reads=("activities[].sent_from",), says=PLAIN)
def sent_from_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person was sent from this country."""
    sent = case.activity.sent_from
    return _plain(
        case, "sent_from_here", None if sent is None else sent == case.here, case.path + "sent_from"
    )


@word("paid_from_here", reads=("activities[].paid_from",), says=PLAIN)
def paid_from_here(case: Case, _: Mapping[str, Any]) -> Finding:
    """The pay comes from this country."""
    paid = case.activity.paid_from
    return _plain(
        case, "paid_from_here", None if paid is None else paid == case.here, case.path + "paid_from"
    )


@word("limited_in_advance", reads=("activities[].end", "activities[].planned_end"), says=PLAIN)
def limited_in_advance(case: Case, _: Mapping[str, Any]) -> Finding:
    """The stay was limited in advance."""
    end = case.activity.expected_end
    known = None if end is UNSTATED else end is not None
    return _plain(case, "limited_in_advance", known, case.path + "end")


@word(
    "at_most_months",
    takes=("months",),
    reads=("activities[].start", "activities[].end", "activities[].planned_end"),
    says=PLAIN,
)
def at_most_months(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The stay is expected to last no longer than so many months."""
    months, end = int(parameters["months"]), case.activity.expected_end
    known = None
    if end is not UNSTATED:
        known = isinstance(end, date) and within_months(case.activity.start, end, months)
    return _plain(case, "at_most_months", known, case.path + "end", months=months)
