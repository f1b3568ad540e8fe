"""Conditions of the agreements of Canada, Québec and the United Kingdom: two jobs at once, crews, public service."""

from collections.abc import Mapping
from typing import Any

from sojourn.core.periods import last_day_of
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.situations.situation import Activity
from sojourn.engine.words.vocabulary import MET, NOT_MET, PLAIN, UNKNOWN, plain, turned, word

RESIDENCE = "person.residence"
NATIONALITIES = "person.nationalities"


@word(
    "works_in_both",
    takes=("how", "same_employer"),
    reads=("activities[].country", "activities[].status", "activities[].employer"),
    says=("met", "mixed", "not_met"),
    gate=True,
)
def works_in_both(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Work is done in both countries at once.

    `how`: employed (in both), mixed (employed in one, self-employed in the other), any. `same_employer`: for one
    employer. Of mixed work the country of the employment is named, for rules that put everything there.
    """
    name = "works_in_both"
    here, there = (_jobs(case, country) for country in (case.host, case.home))
    pairs = [(one, other) for one in here for other in there if _fits(one, other, parameters)]
    if not pairs:
        return Finding(name, NOT_MET, "not_met", ("activities",))
    one, other = pairs[0]
    employed = [job.country for job in (one, other) if _status(job) == "employee"]
    if len(employed) == 1:
        return Finding(name, MET, "mixed", ("activities",), values={"chosen": employed[0]})
    return Finding(name, MET, "met", ("activities",))


def _jobs(case: Case, country: str | None) -> list[Activity]:
    return [job for job in (case.activity, *case.others) if job.work and job.country == country]


def _status(job: Activity) -> str:
    return job.status or "employee"


def _fits(one: Activity, other: Activity, parameters: Mapping[str, Any]) -> bool:
    if parameters.get("same_employer") and (one.employer is None or one.employer != other.employer):
        return False
    seen = {_status(one), _status(other)}
    wanted = {"employed": {"employee"}, "mixed": {"employee", "self_employed"}}.get(parameters["how"])
    return wanted is None or seen == wanted


@word("national_or_resident_there", reads=(NATIONALITIES, RESIDENCE), says=PLAIN)
def national_or_resident_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is a national of the country of work, or lives there."""
    held, residence = case.person.nationalities, case.person.residence
    missing = [path for path, known in ((NATIONALITIES, held), (RESIDENCE, residence)) if known is None]
    known: bool | None = (held is not None and case.host in held) or residence == case.host
    if not known and missing:
        known = None
    return plain("national_or_resident_there", known, RESIDENCE, *missing)


@word("neither_national_nor_resident_there", reads=(NATIONALITIES, RESIDENCE), says=PLAIN)
def neither_national_nor_resident_there(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person is no national of the country of work and does not live there."""
    return turned("neither_national_nor_resident_there", national_or_resident_there(case, parameters))


@word("resident_there", reads=(RESIDENCE,), says=PLAIN)
def resident_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in the country of work."""
    residence = case.person.residence
    return plain("resident_there", None if residence is None else residence == case.host, RESIDENCE)


@word("resident_at_home", reads=(RESIDENCE,), says=PLAIN)
def resident_at_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in the home country."""
    residence = case.person.residence
    return plain("resident_at_home", None if residence is None else residence == case.home, RESIDENCE)


@word("works_where_resident", reads=(RESIDENCE, "activities[].country"), says=PLAIN)
def works_where_resident(case: Case, _: Mapping[str, Any]) -> Finding:
    """A part of the work is done in the country in which the person lives, however small."""
    residence = case.person.residence
    known = None if residence is None else residence in case.together().states()
    return plain("works_where_resident", known, RESIDENCE)


@word("works_not_where_resident", reads=(RESIDENCE, "activities[].country"), says=PLAIN)
def works_not_where_resident(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """No part of the work is done in the country in which the person lives."""
    return turned("works_not_where_resident", works_where_resident(case, parameters))


@word("on_home_payroll", reads=("activities[].paid_from",), says=PLAIN)
def on_home_payroll(case: Case, _: Mapping[str, Any]) -> Finding:
    """The pay comes from the home country."""
    paid = case.activity.paid_from
    return plain("on_home_payroll", None if paid is None else paid == case.home, case.path + "paid_from")


@word(
    "home_law_elected",
    takes=("months",),
    reads=("person.chosen_legislation", "person.chosen_on", "activities[].start"),
    says=("met", "other_law", "too_late", "over", "unknown"),
)
def home_law_elected(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person has elected the law of the home country; where the instrument says so, within so many months."""
    name, person = "home_law_elected", case.person
    facts = ("person.chosen_legislation", "person.chosen_on", case.path + "start")
    months = parameters.get("months")
    deadline = last_day_of(case.activity.start, int(months)) if months else None
    values = {"deadline": deadline}
    if person.chosen_legislation is not None and person.chosen_legislation != case.home:
        return Finding(name, NOT_MET, "other_law", facts[:1], values=values)
    if person.chosen_legislation is None:
        as_of = case.situation.as_of
        if deadline is not None and as_of is not None and as_of > deadline:
            return Finding(name, NOT_MET, "over", facts[2:], values=values)
        return Finding(name, UNKNOWN, "unknown", (), facts[:1], values)
    if deadline is not None and person.chosen_on is not None and person.chosen_on > deadline:
        return Finding(name, NOT_MET, "too_late", facts, values=values)
    return Finding(name, MET, "met", facts[:1], values=values)


@word("insured_at_home_earlier", reads=("person.insured",), says=PLAIN)
def insured_at_home_earlier(case: Case, _: Mapping[str, Any]) -> Finding:
    """At some time before this work began the person was insured in the home country."""
    insured = case.person.insured
    known = None
    if insured is not None:
        known = any(each.country == case.home and each.start < case.activity.start for each in insured)
    return plain("insured_at_home_earlier", known, "person.insured")


@word("ship_flies_flag_of", takes=("countries",), reads=("activities[].flag",), says=PLAIN)
def ship_flies_flag_of(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The ship flies the flag of one of these countries."""
    flag, countries = case.activity.flag, parameters["countries"]
    known = None if flag is None else flag in countries
    return plain("ship_flies_flag_of", known, case.path + "flag", countries=countries)


@word("ship_flies_other_flag", takes=("countries",), reads=("activities[].flag",), says=PLAIN)
def ship_flies_other_flag(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The ship flies a flag of none of these countries."""
    return turned("ship_flies_other_flag", ship_flies_flag_of(case, parameters))


@word(
    "lives_where_hired",
    reads=(RESIDENCE, "activities[].recruited_in"),
    says=PLAIN,
)
def lives_where_hired(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in one of the two countries and was hired in that same country."""
    residence, hired = case.person.residence, case.activity.recruited_in
    path = case.path + "recruited_in"
    if residence is not None and residence not in case.sides():
        return plain("lives_where_hired", False, RESIDENCE)
    missing = [where for where, known in ((RESIDENCE, residence), (path, hired)) if known is None]
    return plain("lives_where_hired", None if missing else residence == hired, path, *missing)


@word("lives_not_where_hired", reads=(RESIDENCE, "activities[].recruited_in"), says=PLAIN)
def lives_not_where_hired(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person does not live in that one of the two countries in which the hiring took place."""
    return turned("lives_not_where_hired", lives_where_hired(case, parameters))


def _place_in(case: Case, name: str, country: str | None) -> Finding:
    """Whether the employer has its seat or a place of business in `country`."""
    employer = case.employer
    if employer is None:
        return plain(name, None, case.path + "employer", country=country)
    if country is None:
        return plain(name, None, RESIDENCE, country=country)
    places = (employer.place_of_business, employer.substantial_activity)
    if employer.seat == country or any(listed is not None and country in listed for listed in places):
        return plain(name, True, case.employer_path + ".seat", country=country)
    known = None if employer.place_of_business is None else False
    return plain(name, known, case.employer_path + ".place_of_business", country=country)


PLACES = ("activities[].employer", "employers[].seat", "employers[].place_of_business")


@word("employer_has_place_in", takes=("country",), reads=PLACES, says=PLAIN)
def employer_has_place_in(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The employer has its seat or a place of business in this country."""
    return _place_in(case, "employer_has_place_in", parameters["country"])


@word("employer_has_no_place_in", takes=("country",), reads=PLACES, says=PLAIN)
def employer_has_no_place_in(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The employer has neither its seat nor a place of business in this country."""
    return turned("employer_has_no_place_in", employer_has_place_in(case, parameters))


@word("employer_has_place_at_residence", reads=(*PLACES, RESIDENCE), says=PLAIN)
def employer_has_place_at_residence(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer has its seat or a place of business in the country in which the person lives."""
    return _place_in(case, "employer_has_place_at_residence", case.person.residence)


@word("employer_has_no_place_at_residence", reads=(*PLACES, RESIDENCE), says=PLAIN)
def employer_has_no_place_at_residence(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The employer has neither its seat nor a place of business in the country in which the person lives."""
    found = employer_has_place_at_residence(case, parameters)
    return turned("employer_has_no_place_at_residence", found)


@word(
    "job_to_return_to",
    reads=("activities[].returns",),
    says=("met", "not_met", "not_said"),
    silent=("not_said",),
)
def job_to_return_to(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work at home is to be taken up again afterwards: a transfer for good is no posting.

    Where nobody says that there is no return, an end that is set is enough.
    """
    name, returns, fact = "job_to_return_to", case.activity.returns, (case.path + "returns",)
    if returns is None:
        return Finding(name, MET, "not_said", fact)
    return Finding(name, MET if returns else NOT_MET, "met" if returns else "not_met", fact)


def _employed_by(case: Case, name: str, kind: str, status: str) -> Finding:
    """Whether a body of the home state of this kind is the employer; by the status, where its kind is unknown."""
    employer, fact = case.employer, (case.employer_path + ".kind",)
    if employer is None:
        if case.activity.status == status:
            return Finding(name, UNKNOWN, "unknown", (case.path + "status",), (case.path + "employer",))
        return Finding(name, NOT_MET, "not_met", (case.path + "employer",))
    met = employer.kind == kind or (employer.kind is None and case.activity.status == status)
    met = met and employer.seat == case.home
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", fact)


EMPLOYER = ("activities[].employer", "employers[].kind", "employers[].seat", "activities[].status")


@word("in_government_service", reads=EMPLOYER, says=PLAIN, gate=True)
def in_government_service(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is in the service of the government of the home country, other than at a mission of it."""
    return _employed_by(case, "in_government_service", "government", "civil_servant")


@word("employed_by_mission", reads=EMPLOYER, says=PLAIN, gate=True)
def employed_by_mission(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer is a diplomatic mission or consular post of the home country."""
    return _employed_by(case, "employed_by_mission", "diplomatic_mission", "consular_staff")


def _gate(case: Case, name: str, place: str) -> Finding:
    met = case.activity.place == place
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", (case.path + "place",))


@word("teleworks_there", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def teleworks_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done from a distance, from the country of the stay for the employer at home."""
    return _gate(case, "teleworks_there", "telework")


@word("on_inland_waterway", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def on_inland_waterway(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done on board a vessel of inland navigation."""
    return _gate(case, "on_inland_waterway", "inland_waterway")


@word("in_international_transport", reads=("activities[].place",), says=("met", "not_met"), gate=True)
def in_international_transport(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done as travelling staff of a transport undertaking, on roads or rails."""
    return _gate(case, "in_international_transport", "international_transport")
