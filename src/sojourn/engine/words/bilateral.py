"""Conditions of bilateral agreements around the world: nationals of a party, branches, crews, hiring for a posting."""

from collections.abc import Mapping
from typing import Any

from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.words.special import self_employed_in
from sojourn.engine.words.vocabulary import MET, NOT_MET, PLAIN, REFER, UNKNOWN, plain, turned, word

RESIDENCE = "person.residence"
NATIONALITIES = "person.nationalities"


def _is_party(case: Case, country: str) -> bool:
    return case.instrument is not None and country in case.instrument.party_of


@word(
    "national_of_a_party",
    takes=("others",),
    reads=(NATIONALITIES,),
    says=("met", "not_met", "others", "unknown"),
)
def national_of_a_party(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person is a national of one of the two countries.

    `others`: refer = nationals of other countries may be covered as well; whether they are, an officer has to judge.
    """
    name, held, fact = "national_of_a_party", case.person.nationalities, (NATIONALITIES,)
    if held is None:
        return Finding(name, UNKNOWN, "unknown", (), fact)
    if any(_is_party(case, country) for country in held):
        return Finding(name, MET, "met", fact)
    if parameters.get("others") == "refer":
        return Finding(name, REFER, "others", fact)
    return Finding(name, NOT_MET, "not_met", fact)


@word(
    "resident_if_hired_for_posting",
    reads=("activities[].employed_since", RESIDENCE),
    says=("employed_before", "met", "not_met", "unknown"),
)
def resident_if_hired_for_posting(case: Case, _: Mapping[str, Any]) -> Finding:
    """Whoever was hired only for the posting has to live in the home country."""
    name, since, path = "resident_if_hired_for_posting", case.activity.employed_since, "employed_since"
    if since is not None and since < case.clock():
        return Finding(name, MET, "employed_before", (case.path + path,))
    residence = case.person.residence
    if residence == case.home:
        return Finding(name, MET, "met", (RESIDENCE,))
    if since is None or residence is None:
        missing = (case.path + path,) if since is None else (RESIDENCE,)
        return Finding(name, UNKNOWN, "unknown", (), missing)
    return Finding(name, NOT_MET, "not_met", (case.path + path, RESIDENCE))


@word(
    "self_employed_only_there",
    reads=("activities[].status", "activities[].country"),
    says=("met", "not_met"),
)
def self_employed_only_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """During the stay the person is self-employed in the country of work alone."""
    met = self_employed_in(case, case.home) is None
    return plain("self_employed_only_there", met, "activities")


@word(
    "not_employed_by_branch",
    reads=(
        "activities[].sent_from",
        "activities[].local_contract",
        "employers[].seat",
        "employers[].place_of_business",
    ),
    says=("met", "branch", "unknown"),
)
def not_employed_by_branch(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person does not belong to a branch of the carrier in the country of work; if so, an officer has to look."""
    name, activity, employer = "not_employed_by_branch", case.activity, case.employer
    if employer is not None and employer.seat == case.host:
        return Finding(name, MET, "met", (case.employer_path + ".seat",))
    if activity.local_contract is False or activity.sent_from == case.home:
        return Finding(name, MET, "met", (case.path + "local_contract",))
    places = employer.place_of_business if employer is not None else None
    if places is not None and case.host not in places:
        return Finding(name, MET, "met", (case.employer_path + ".place_of_business",))
    if activity.local_contract:
        return Finding(name, REFER, "branch", (case.path + "local_contract",))
    return Finding(name, UNKNOWN, "unknown", (), (case.path + "local_contract",))


CREW = ("activities[].flag", "activities[].employer", "employers[].seat")


@word("employer_of_other_party", reads=CREW, says=PLAIN)
def employer_of_other_party(case: Case, _: Mapping[str, Any]) -> Finding:
    """The ship flies the flag of one of the two countries, and the employer has its seat in the other one."""
    name, flag, employer = "employer_of_other_party", case.activity.flag, case.employer
    if flag is None:
        return plain(name, None, case.path + "flag")
    if employer is None:
        return plain(name, None, case.path + "employer")
    met = employer.seat != flag and _is_party(case, employer.seat)
    return plain(name, met, case.employer_path + ".seat", seat=employer.seat)


@word("employer_not_of_other_party", reads=CREW, says=PLAIN)
def employer_not_of_other_party(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The employer does not have its seat in that one of the two countries whose flag the ship does not fly."""
    return turned("employer_not_of_other_party", employer_of_other_party(case, parameters))


@word("resident_under_flag", reads=("activities[].flag", RESIDENCE), says=PLAIN)
def resident_under_flag(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in the country whose flag the ship flies."""
    flag, residence = case.activity.flag, case.person.residence
    if flag is None or residence is None:
        return plain("resident_under_flag", None, RESIDENCE if residence is None else case.path + "flag")
    return plain("resident_under_flag", residence == flag, RESIDENCE)


@word("not_resident_under_flag", reads=("activities[].flag", RESIDENCE), says=PLAIN)
def not_resident_under_flag(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person does not live in the country whose flag the ship flies."""
    return turned("not_resident_under_flag", resident_under_flag(case, parameters))
