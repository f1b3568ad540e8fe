"""Conditions about the person: nationality, residence, cover, family; and what domestic law says."""

from collections.abc import Mapping
from typing import Any

from sojourn.core.countries import any_among
from sojourn.core.periods import end_of_month
from sojourn.engine.case import Case
from sojourn.engine.domestic import claim_of
from sojourn.engine.finding import Finding
from sojourn.engine.words.posting import covered_since
from sojourn.engine.words.vocabulary import MET, NOT_MET, REFER, UNKNOWN, turned, word

NATIONALITIES = ("person.nationalities",)
RESIDENCE = ("person.residence",)


# A sentence can list so many countries; of a longer list it says that it is one of the countries concerned.
MOST_NAMED = 5


@word(
    "national_of",
    takes=("countries",),
    reads=("person.nationalities",),
    says=("met", "not_met", "unknown", "met_of_many", "not_met_of_many", "unknown_of_many"),
)
def national_of(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person holds one of these nationalities."""
    countries, held = parameters["countries"], case.person.nationalities
    values = {"countries": countries}
    of_many = "_of_many" if len(countries) > MOST_NAMED else ""
    if held is None:
        return Finding("national_of", UNKNOWN, "unknown" + of_many, (), NATIONALITIES, values)
    if any_among(held, countries):
        return Finding("national_of", MET, "met" + of_many, NATIONALITIES, values=values)
    return Finding("national_of", NOT_MET, "not_met" + of_many, NATIONALITIES, values=values)


@word(
    "not_national_of",
    takes=("countries",),
    reads=("person.nationalities",),
    says=("met", "not_met", "unknown"),
)
def not_national_of(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person holds none of these nationalities."""
    countries, held = parameters["countries"], case.person.nationalities
    values = {"countries": countries}
    if held is None:
        return Finding("not_national_of", UNKNOWN, "unknown", (), NATIONALITIES, values)
    if any_among(held, countries):
        return Finding("not_national_of", NOT_MET, "not_met", NATIONALITIES, values=values)
    return Finding("not_national_of", MET, "met", NATIONALITIES, values=values)


@word(
    "resident_in_a_party",
    reads=("person.residence",),
    says=("met", "third_country", "unknown"),
)
def resident_in_a_party(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person's home is in one of the two countries of the agreement."""
    residence = case.person.residence
    if residence is None:
        return Finding("resident_in_a_party", UNKNOWN, "unknown", (), RESIDENCE)
    values = {"residence": residence}
    within = case.instrument is None or residence in case.instrument.party_of
    result, variant = (MET, "met") if within else (NOT_MET, "third_country")
    return Finding("resident_in_a_party", result, variant, RESIDENCE, values=values)


@word(
    "resident_elsewhere",
    reads=("person.residence",),
    says=("met", "not_met", "unknown"),
)
def resident_elsewhere(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person's home is in neither of the two countries of the agreement."""
    return turned("resident_elsewhere", resident_in_a_party(case, parameters))


@word(
    "resident_of",
    takes=("countries",),
    reads=("person.residence",),
    says=("met", "not_met", "unknown"),
)
def resident_of(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person lives in one of these countries."""
    residence, values = case.person.residence, {"countries": parameters["countries"]}
    if residence is None:
        return Finding("resident_of", UNKNOWN, "unknown", (), RESIDENCE, values)
    result, variant = (MET, "met") if residence in parameters["countries"] else (NOT_MET, "not_met")
    return Finding("resident_of", result, variant, RESIDENCE, values=values)


@word(
    "not_resident_of",
    takes=("countries",),
    reads=("person.residence",),
    says=("met", "not_met", "unknown"),
)
def not_resident_of(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person lives in none of these countries."""
    residence, values = case.person.residence, {"countries": parameters["countries"]}
    if residence is None:
        return Finding("not_resident_of", UNKNOWN, "unknown", (), RESIDENCE, values)
    result, variant = (NOT_MET, "not_met") if residence in parameters["countries"] else (MET, "met")
    return Finding("not_resident_of", result, variant, RESIDENCE, values=values)


@word(
    "citizen_or_resident",
    takes=("country",),
    reads=("person.nationalities", "person.residence", "person.insured"),
    says=("citizen", "resident", "presumed", "neither", "unknown"),
)
def citizen_or_resident(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person is a citizen or a resident of the country.

    Who was insured there by work right up to the start is taken to be a resident, unless the residence is known.
    """
    name, country = "citizen_or_resident", parameters["country"]
    values = {"country": country}
    held, residence = case.person.nationalities, case.person.residence
    if held is not None and country in held:
        return Finding(name, MET, "citizen", NATIONALITIES, values=values)
    if residence == country:
        return Finding(name, MET, "resident", RESIDENCE, values=values)
    if residence is None and case.home == country and covered_since(case, case.clock()) is not None:
        return Finding(name, MET, "presumed", ("person.insured",), values=values)
    missing = (*(NATIONALITIES if held is None else ()), *(RESIDENCE if residence is None else ()))
    if missing:
        return Finding(name, UNKNOWN, "unknown", (), missing, values)
    return Finding(name, NOT_MET, "neither", (*NATIONALITIES, *RESIDENCE), values=values)


@word(
    "american_employer",
    reads=(
        "employers[].seat",
        "employers[].american_employer",
        "employers[].us_3121l_agreement",
        "activities[].employer",
    ),
    says=("met", "met_3121l", "not_met", "no_3121l", "unknown_3121l", "unknown"),
)
def american_employer(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done for an American employer, or for an affiliate under a section 3121(l) agreement."""
    name, employer, path = "american_employer", case.employer, case.employer_path
    if employer is None:
        return Finding(name, UNKNOWN, "unknown", (), (case.path + "employer",))
    values = {"seat": employer.seat}
    if employer.american_employer or (employer.american_employer is None and employer.seat == "US"):
        fact = ".seat" if employer.american_employer is None else ".american_employer"
        return Finding(name, MET, "met", (path + fact,), values=values)
    agreement = (path + ".us_3121l_agreement",)
    if employer.us_3121l_agreement:
        return Finding(name, MET, "met_3121l", agreement, values=values)
    parent = case.employer_named(employer.affiliate_of)
    american_parent = parent is not None and (parent.american_employer or parent.seat == "US")
    if american_parent and employer.us_3121l_agreement is None:
        return Finding(name, UNKNOWN, "unknown_3121l", (path + ".affiliate_of",), agreement, values)
    if american_parent:
        return Finding(name, NOT_MET, "no_3121l", agreement, values=values)
    return Finding(name, NOT_MET, "not_met", (path + ".seat",), values=values)


@word(
    "home_law_covers_work",
    reads=("activities[].covered_by",),
    says=("said", "said_not", "met", "not_met", "unknown", "presumed"),
)
def home_law_covers_work(case: Case, _: Mapping[str, Any]) -> Finding:
    """The home country's own law reaches the work abroad, so that there is cover to keep."""
    name, said = "home_law_covers_work", case.activity.covered_by
    fact = (case.path + "covered_by",)
    if said is not None:
        result, variant = (MET, "said") if case.home in said else (NOT_MET, "said_not")
        return Finding(name, result, variant, fact)
    if case.home is None:
        return Finding(name, UNKNOWN, "unknown", (), fact)
    claim = claim_of(case, case.home, "outbound")
    values = {"because": claim.because}
    if claim.applies == "yes":
        return Finding(name, MET, "met", claim.facts, values=values)
    if claim.applies == "no":
        return Finding(name, NOT_MET, "not_met", claim.facts, values=values)
    if claim.missing:
        return Finding(name, UNKNOWN, "unknown", claim.facts, claim.missing, values)
    return Finding(name, MET, "presumed", fact, values=values)


@word(
    "both_would_cover",
    reads=("activities[].covered_by",),
    says=("said", "said_not", "met", "not_met", "presumed"),
)
def both_would_cover(case: Case, _: Mapping[str, Any]) -> Finding:
    """The premise of the rule: each of the two countries would insure the work by its own law."""
    name, said = "both_would_cover", case.activity.covered_by
    fact = (case.path + "covered_by",)
    parties = case.sides()
    if said is not None:
        result, variant = (MET, "said") if all(each in said for each in parties) else (NOT_MET, "said_not")
        return Finding(name, result, variant, fact)
    known = True
    for party in parties:
        claim = claim_of(case, party, "inbound" if party == case.host else "outbound")
        values = {"country": party, "because": claim.because}
        if claim.applies == "no":
            return Finding(name, NOT_MET, "not_met", claim.facts, values=values)
        known = known and claim.applies == "yes"
    return Finding(name, MET, "met" if known else "presumed", fact)


@word(
    "private_health_cover",
    reads=("person.private_health_cover",),
    says=("met", "not_met", "unknown"),
)
def private_health_cover(case: Case, _: Mapping[str, Any]) -> Finding:
    """The worker, and any family who come along, hold private health insurance for the country of work."""
    fact, cover = ("person.private_health_cover",), case.person.private_health_cover
    if cover is None:
        return Finding("private_health_cover", UNKNOWN, "unknown", (), fact)
    result, variant = (MET, "met") if cover else (NOT_MET, "not_met")
    return Finding("private_health_cover", result, variant, fact)


@word(
    "accompanies_worker",
    reads=("person.accompanies", "activities[].work"),
    says=("met", "not_met", "unknown"),
    gate=True,
)
def accompanies_worker(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person does not work there and accompanies somebody who stays under home law."""
    name, accompanies = "accompanies_worker", case.person.accompanies
    if accompanies is None or case.activity.work:
        return Finding(name, NOT_MET, "not_met", (case.path + "work",))
    if accompanies.legislation is None:
        return Finding(name, UNKNOWN, "unknown", ("person.accompanies",), ("person.accompanies.legislation",))
    met = accompanies.legislation == case.home
    return Finding(
        name, MET if met else NOT_MET, "met" if met else "not_met", ("person.accompanies.legislation",)
    )


@word(
    "classed_differently",
    reads=("activities[].classified_as", "activities[].director"),
    says=("met", "not_met", "unknown"),
    gate=True,
)
def classed_differently(case: Case, _: Mapping[str, Any]) -> Finding:
    """One country sees self-employment, the other employment."""
    name, classes = "classed_differently", case.activity.classified_as
    fact = (case.path + "classified_as",)
    if classes is None:
        if case.activity.director:
            return Finding(name, UNKNOWN, "unknown", (case.path + "director",), fact)
        return Finding(name, NOT_MET, "not_met", (case.path + "status",))
    found = dict(classes)
    one, other = found.get(case.home or ""), found.get(case.host)
    if one is None or other is None:
        return Finding(name, UNKNOWN, "unknown", (), fact)
    return Finding(name, MET if one != other else NOT_MET, "met" if one != other else "not_met", fact)


@word(
    "resident_where_self_employed",
    reads=("activities[].classified_as", "person.residence"),
    says=("met", "not_met", "unknown"),
)
def resident_where_self_employed(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives in the country that sees the work as self-employment."""
    name, residence = "resident_where_self_employed", case.person.residence
    facts = (case.path + "classified_as", *RESIDENCE)
    if residence is None:
        return Finding(name, UNKNOWN, "unknown", facts[:1], RESIDENCE)
    met = dict(case.activity.classified_as or ()).get(residence) == "self_employed"
    return Finding(
        name, MET if met else NOT_MET, "met" if met else "not_met", facts, values={"residence": residence}
    )


@word(
    "not_resident_where_self_employed",
    reads=("activities[].classified_as", "person.residence"),
    says=("met", "not_met", "unknown"),
)
def not_resident_where_self_employed(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person does not live in the country that sees the work as self-employment."""
    return turned("not_resident_where_self_employed", resident_where_self_employed(case, parameters))


@word(
    "legislation_chosen",
    takes=("window_months",),
    reads=(
        "person.chosen_legislation",
        "person.chosen_on",
        "person.contributions_paid_to",
        "activities[].start",
    ),
    says=("met", "met_undated", "deemed", "too_late", "unknown", "elsewhere"),
)
def legislation_chosen(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person has chosen one of the two systems in time, or is deemed to have done so by paying to one."""
    name, person = "legislation_chosen", case.person
    deadline = end_of_month(case.activity.start, int(parameters["window_months"]))
    values: dict[str, object] = {"deadline": deadline}
    parties = case.sides()
    chosen, on = person.chosen_legislation, person.chosen_on
    facts = ("person.chosen_legislation", case.path + "start")
    if chosen is not None:
        values["chosen"] = chosen
        if chosen not in parties:
            return Finding(name, NOT_MET, "elsewhere", facts, values=values)
        if on is None:
            return Finding(name, MET, "met_undated", facts, values=values)
        if on <= deadline:
            return Finding(name, MET, "met", (*facts, "person.chosen_on"), values=values)
    paid = {country for country in person.contributions_paid_to or () if country in parties}
    as_of = case.situation.as_of
    if len(paid) == 1 and (as_of is None or as_of > deadline):
        values["chosen"] = next(iter(paid))
        return Finding(name, MET, "deemed", ("person.contributions_paid_to",), values=values)
    if chosen is not None:
        return Finding(name, REFER, "too_late", (*facts, "person.chosen_on"), values=values)
    return Finding(name, UNKNOWN, "unknown", (), ("person.chosen_legislation",), values)
