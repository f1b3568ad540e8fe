"""Gates and conditions of the special categories: exceptions agreed, ships, aircraft, the shelf, public service."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.situations.situation import Activity, Asked
from sojourn.engine.words.vocabulary import MET, NOT_MET, UNKNOWN, word


def agreed_exception(case: Case) -> tuple[int, Asked] | None:
    """The exception that both authorities agreed for this work and this time."""
    many = case.instrument is not None and case.instrument.many
    parties = case.together().parties if many else case.sides()
    for number, asked in enumerate(case.situation.requests or ()):
        if asked.kind != "exception" or asked.state != "agreed" or asked.legislation not in parties:
            continue
        if asked.countries is not None and case.host not in asked.countries:
            continue
        start = asked.start or case.activity.start
        if start <= case.at and (not isinstance(asked.until, date) or case.at <= asked.until):
            return number, asked
    return None


@word("exception_agreed", reads=("requests",), says=("met", "not_met"), gate=True)
def exception_agreed(case: Case, _: Mapping[str, Any]) -> Finding:
    """Both authorities have agreed in this single case."""
    agreed = agreed_exception(case)
    if agreed is None:
        return Finding("exception_agreed", NOT_MET, "not_met", ("requests",))
    values = {"legislation_agreed": agreed[1].legislation}
    return Finding("exception_agreed", MET, "met", (f"requests[{agreed[0]}]",), values=values)


def _at(case: Case, name: str, places: tuple[str, ...]) -> Finding:
    met = case.activity.place in places
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", (case.path + "place",))


@word("on_ship", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def on_ship(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done as crew of a ship."""
    return _at(case, "on_ship", ("ship",))


@word("on_aircraft", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def on_aircraft(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done as crew of an aircraft."""
    return _at(case, "on_aircraft", ("aircraft",))


@word("on_continental_shelf", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def on_continental_shelf(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done on an installation on the continental shelf."""
    return _at(case, "on_continental_shelf", ("continental_shelf",))


@word("on_land", reads=("activities[].place",), says=("met", "not_met"), gate=True, silent=("met",))
def on_land(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done neither as crew of a ship or aircraft nor on the shelf."""
    name, place = "on_land", case.activity.place
    met = place not in ("ship", "aircraft", "continental_shelf", "inland_waterway")
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", (case.path + "place",))


@word(
    "flag_of_a_party",
    reads=("activities[].flag",),
    says=("met", "third_country", "unknown"),
)
def flag_of_a_party(case: Case, _: Mapping[str, Any]) -> Finding:
    """The ship flies the flag of one of the two countries."""
    name, flag, fact = "flag_of_a_party", case.activity.flag, (case.path + "flag",)
    if flag is None:
        return Finding(name, UNKNOWN, "unknown", (), fact)
    met = case.instrument is not None and flag in case.instrument.party_of
    return Finding(
        name, MET if met else NOT_MET, "met" if met else "third_country", fact, values={"flag": flag}
    )


@word(
    "employer_in_a_party",
    reads=("activities[].employer", "employers[].seat"),
    says=("met", "third_country", "unknown"),
)
def employer_in_a_party(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer has its head office in one of the two countries."""
    name, employer = "employer_in_a_party", case.sender()
    if employer is None:
        return Finding(name, UNKNOWN, "unknown", (), (case.path + "employer",))
    met = case.instrument is not None and employer.seat in case.instrument.party_of
    fact, values = (case.employer_path + ".seat",), {"seat": employer.seat}
    return Finding(name, MET if met else NOT_MET, "met" if met else "third_country", fact, values=values)


@word(
    "employed_by_government",
    takes=("of",),
    reads=("employers[].kind", "employers[].seat", "activities[].status"),
    says=("met", "not_met", "unknown"),
    gate=True,
)
def employed_by_government(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer is the government of the home country."""
    name, employer = "employed_by_government", case.employer
    if employer is None:
        if case.activity.status in ("civil_servant", "diplomat", "consular_staff"):
            return Finding(name, UNKNOWN, "unknown", (case.path + "status",), (case.path + "employer",))
        return Finding(name, NOT_MET, "not_met", (case.path + "employer",))
    met = employer.kind in ("government", "diplomatic_mission") and employer.seat == case.home
    if employer.kind is None and case.activity.status in ("civil_servant", "diplomat", "consular_staff"):
        met = employer.seat == case.home
    facts = (case.employer_path + ".kind", case.employer_path + ".seat")
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", facts)


@word(
    "national_of_home",
    reads=("person.nationalities",),
    says=("met", "not_met", "unknown"),
)
def national_of_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is a national of the home country."""
    held, fact = case.person.nationalities, ("person.nationalities",)
    if held is None:
        return Finding("national_of_home", UNKNOWN, "unknown", (), fact)
    met = case.home in held
    return Finding("national_of_home", MET if met else NOT_MET, "met" if met else "not_met", fact)


@word(
    "hired_there",
    reads=("activities[].hired_locally", "activities[].recruited_in"),
    says=("met", "not_met", "unknown"),
)
def hired_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person was recruited in the country of work, not sent there."""
    activity, fact = case.activity, (case.path + "hired_locally",)
    if activity.hired_locally is None and activity.recruited_in is None:
        if activity.sent_from == case.home:
            return Finding("hired_there", NOT_MET, "not_met", (case.path + "sent_from",))
        return Finding("hired_there", UNKNOWN, "unknown", (), fact)
    met = activity.hired_locally if activity.hired_locally is not None else activity.recruited_in == case.host
    return Finding("hired_there", MET if met else NOT_MET, "met" if met else "not_met", fact)


def self_employed_in(case: Case, country: str | None) -> Activity | None:
    """The concurrent self-employment in `country`, this activity included."""
    for activity in (case.activity, *case.others):
        if activity.status == "self_employed" and activity.country == country and activity.work:
            return activity
    return None


@word(
    "self_employed_in_both",
    reads=("activities[].status", "activities[].country"),
    says=("met", "not_met"),
    gate=True,
)
def self_employed_in_both(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is self-employed in both countries at once."""
    met = self_employed_in(case, case.home) is not None and self_employed_in(case, case.host) is not None
    return Finding(
        "self_employed_in_both", MET if met else NOT_MET, "met" if met else "not_met", ("activities",)
    )


@word(
    "fixed_base_in_one",
    reads=("activities[].fixed_premises",),
    says=("met", "not_met", "unknown"),
)
def fixed_base_in_one(case: Case, _: Mapping[str, Any]) -> Finding:
    """A fixed base is kept in exactly one of the two countries."""
    name = "fixed_base_in_one"
    paths = tuple(
        f"activities[{number}].fixed_premises"
        for number, activity in enumerate(case.situation.activities)
        if activity.status == "self_employed" and activity.country in (case.home, case.host)
    )
    bases = [self_employed_in(case, country) for country in (case.home, case.host)]
    kept = [base.fixed_premises if base is not None else False for base in bases]
    if None in kept:
        return Finding(name, UNKNOWN, "unknown", (), paths)
    met = kept.count(True) == 1
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", paths)
