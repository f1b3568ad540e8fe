"""Conditions of instruments that put all work of a person under one legislation: work in several countries."""

from collections.abc import Mapping
from copy import replace
from typing import Any

from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.together import Part
from sojourn.engine.words.vocabulary import MET, NOT_MET, REFER, UNKNOWN, turned, word

SHARES = {
    "employee": ("share_of_time", "share_of_pay"),
    "self_employed": ("share_of_time", "share_of_turnover", "share_of_pay"),
}


@word(
    "work_inside",
    reads=("activities[].country",),
    says=("met", "not_met"),
    gate=True,
    silent=("met",),
)
def work_inside(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done in the territory of a party."""
    inside = case.instrument is not None and case.host in case.instrument.party_of
    return Finding(
        "work_inside", MET if inside else NOT_MET, "met" if inside else "not_met", (case.path + "country",)
    )


@word("work_outside", reads=("activities[].country",), says=("met", "not_met"), gate=True)
def work_outside(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done outside the territory of all parties."""
    inside = case.instrument is not None and case.host in case.instrument.party_of
    return Finding(
        "work_outside", NOT_MET if inside else MET, "not_met" if inside else "met", (case.path + "country",)
    )


@word(
    "in_one_country",
    reads=("activities[].country", "activities[].pattern"),
    says=("met", "met_marginal", "not_met"),
    gate=True,
    silent=("met",),
)
def in_one_country(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work that counts is done in one party only; small jobs elsewhere do not count."""
    together = case.together()
    if together.is_sent(case.activity):
        return Finding("in_one_country", MET, "met", (case.path + "country",))
    if len(together.states()) > 1:
        return Finding("in_one_country", NOT_MET, "not_met", ("activities",))
    small = tuple(part.country for part in together.inside if part.marginal)
    if small and len({part.country for part in together.inside}) > 1:
        values = {"small": small, "countries": together.states()}
        return Finding("in_one_country", MET, "met_marginal", ("activities",), values=values)
    return Finding("in_one_country", MET, "met", (case.path + "country",))


@word(
    "in_several_countries",
    takes=("kind",),
    reads=("activities[].country", "activities[].status", "activities[].pattern"),
    says=("employed", "self_employed", "mixed", "public", "not_met"),
    gate=True,
)
def in_several_countries(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Work of this kind is done in two or more parties, at the same time or by turns."""
    together = case.together()
    kind = together.kind
    if kind != parameters["kind"] or together.is_sent(case.activity):
        return Finding("in_several_countries", NOT_MET, "not_met", ("activities",))
    values = {"countries": together.states()}
    return Finding("in_several_countries", MET, kind, ("activities",), values=values)


@word(
    "substantial_part_at_residence",
    takes=("percent", "of"),
    reads=(
        "person.residence",
        "activities[].share_of_time",
        "activities[].share_of_pay",
        "activities[].share_of_turnover",
    ),
    says=("met", "not_met", "none_there", "outside", "unknown_residence", "unknown"),
)
def substantial_part_at_residence(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """At least so many percent of working time or of pay fall to the country of residence.

    Employed work: time and pay alone (987/2009 art. 14(8); C-203/24); work in third countries counts in the total
    (C-743/23). Pay of one employer of which nothing is said is taken to follow the time.
    """
    name, status = "substantial_part_at_residence", str(parameters["of"])
    together, residence = case.together(), case.person.residence
    threshold = float(parameters["percent"]) / 100
    values: dict[str, object] = {"percent": parameters["percent"], "residence": residence}
    if residence is None:
        return Finding(name, UNKNOWN, "unknown_residence", (), ("person.residence",), values)
    if residence not in together.parties:
        return Finding(name, NOT_MET, "outside", ("person.residence",), values=values)
    found: list[float] = []
    missing: list[str] = []
    for measure in SHARES[status]:
        share, ask = together.share(measure, residence, status)
        missing.extend(ask)
        if share is not None:
            found.append(share)
    values["share"] = round(100 * max(found)) if found else None
    facts = ("person.residence", *(f"{part.path}share_of_time" for part in together.of(status)))
    if any(share >= threshold for share in found):
        return Finding(name, MET, "met", facts, values=values)
    if found and max(found) == 0.0 and not missing:
        return Finding(name, NOT_MET, "none_there", facts, values=values)
    enough = len(found) == len(SHARES[status]) or (
        bool(found) and (status != "employee" or together.pay_follows_time())
    )
    if enough:
        return Finding(name, NOT_MET, "not_met", facts, values=values)
    return Finding(name, UNKNOWN, "unknown", facts, tuple(missing), values)


@word(
    "no_substantial_part_at_residence",
    takes=("percent", "of"),
    reads=("person.residence", "activities[].share_of_time", "activities[].share_of_pay"),
    says=("met", "not_met", "none_there", "outside", "unknown_residence", "unknown"),
)
def no_substantial_part_at_residence(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Less than so many percent of working time and of pay fall to the country of residence."""
    found = substantial_part_at_residence(case, parameters)
    opposite = turned("no_substantial_part_at_residence", found)
    if found.variant in ("met", "not_met"):
        return opposite
    # Why there is none is told in the same words.
    return replace(opposite, variant=found.variant)


@word(
    "employers_seated",
    takes=("in",),
    reads=("activities[].employer", "employers[].seat", "person.residence"),
    says=("met", "not_met", "unknown"),
)
def employers_seated(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """How many employers there are, and where they have their seats.

    `in`: one_employer, one_country, residence_and_one_other, two_others, outside, inside_and_outside.
    """
    name, employment, pattern = "employers_seated", case.together().employment(), parameters["in"]
    values = {"seats": tuple(sorted(employment.seats)), "pattern": pattern}
    facts = employment.paths
    if employment.unknown:
        return Finding(name, UNKNOWN, "unknown", facts, employment.unknown, values)
    found = pattern in employment.patterns
    return Finding(name, MET if found else NOT_MET, "met" if found else "not_met", facts, values=values)


@word(
    "one_centre_of_interest",
    reads=("activities[].fixed_premises",),
    says=("met", "several", "unknown"),
)
def one_centre_of_interest(case: Case, _: Mapping[str, Any]) -> Finding:
    """The fixed and permanent premises from which the business is run lie in one country.

    The other criteria of 987/2009 art. 14(9) (duration, number of services, intention) are an officer's to weigh.
    """
    name = "one_centre_of_interest"
    parts = case.together().of("self_employed")
    facts = tuple(part.path + "fixed_premises" for part in parts)
    kept = {part.country for part in parts if part.activity.fixed_premises}
    if len(kept) == 1:
        return Finding(name, MET, "met", facts, values={"country": next(iter(kept))})
    if not kept and any(part.activity.fixed_premises is None for part in parts):
        return Finding(name, UNKNOWN, "unknown", (), facts)
    return Finding(name, REFER, "several", facts)


@word("in_public_service", reads=("activities[].status",), says=("met", "not_met"), gate=True)
def in_public_service(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is a civil servant, or treated as one."""
    met = case.activity.status in ("civil_servant", "diplomat", "consular_staff")
    return Finding(
        "in_public_service", MET if met else NOT_MET, "met" if met else "not_met", (case.path + "status",)
    )


@word(
    "administration_known",
    reads=("activities[].employer", "employers[].seat"),
    says=("met", "third_country", "unknown"),
)
def administration_known(case: Case, _: Mapping[str, Any]) -> Finding:
    """The administration that employs the person belongs to a party."""
    name, part = "administration_known", _public(case)
    if part is None or part.employer is None:
        path = part.path if part is not None else case.path
        return Finding(name, UNKNOWN, "unknown", (), (path + "employer",))
    values = {"seat": part.employer.seat}
    inside = part.employer.seat in case.together().parties
    facts = (part.path + "employer",)
    return Finding(
        name, MET if inside else NOT_MET, "met" if inside else "third_country", facts, values=values
    )


def _public(case: Case) -> Part | None:
    together = case.together()
    own = together.part_of(case.activity)
    if own is not None and case.activity.status in ("civil_servant", "diplomat", "consular_staff"):
        return own
    return together.public()


@word("contract_staff", reads=("activities[].status",), says=("met", "not_met"), gate=True)
def contract_staff(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is contract staff of the European Union."""
    met = case.activity.status == "contract_staff_of_the_union"
    return Finding(
        "contract_staff", MET if met else NOT_MET, "met" if met else "not_met", (case.path + "status",)
    )


@word(
    "chosen_among",
    takes=("laws",),
    reads=("person.chosen_legislation", "person.nationalities", "person.insured", "activities[].country"),
    says=("met", "not_met", "unknown"),
)
def chosen_among(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The person has chosen one of the legislations that the rule leaves open.

    `laws`: state_of_work, last_insured, nationality.
    """
    name, person = "chosen_among", case.person
    insured = person.insured[-1].country if person.insured else None
    open_ = {
        "state_of_work": (case.host,),
        "last_insured": (insured,) if insured else (),
        "nationality": person.nationalities or (),
    }
    options = tuple(dict.fromkeys(country for law in parameters["laws"] for country in open_[law]))
    chosen, fact = person.chosen_legislation, ("person.chosen_legislation",)
    values: dict[str, object] = {"options": options}
    if chosen is None:
        return Finding(name, UNKNOWN, "unknown", (), fact, values)
    values["chosen"] = chosen
    if chosen not in options:
        return Finding(name, NOT_MET, "not_met", fact, values=values)
    return Finding(name, MET, "met", fact, values=values)


@word(
    "paid_from_residence",
    reads=("activities[].paid_from", "person.residence", "activities[].flag"),
    says=("met", "not_met", "unknown"),
)
def paid_from_residence(case: Case, _: Mapping[str, Any]) -> Finding:
    """The payer has its seat where the person lives, and the ship flies another party's flag."""
    name, activity = "paid_from_residence", case.activity
    residence, paid = case.person.residence, activity.paid_from
    facts = (case.path + "paid_from", "person.residence", case.path + "flag")
    values = {"residence": residence, "paid_from": paid, "flag": activity.flag}
    if residence is not None and (residence == activity.flag or residence not in case.together().parties):
        return Finding(name, NOT_MET, "not_met", facts, values=values)
    if residence is None or paid is None:
        missing = [path for path, known in ((facts[1], residence), (facts[0], paid)) if known is None]
        return Finding(name, UNKNOWN, "unknown", (), tuple(missing), values)
    met = paid == residence
    return Finding(name, MET if met else NOT_MET, "met" if met else "not_met", facts, values=values)


@word(
    "not_paid_from_residence",
    reads=("activities[].paid_from", "person.residence", "activities[].flag"),
    says=("met", "not_met", "unknown"),
)
def not_paid_from_residence(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The ship flies the flag of the country of residence, or the payer has its seat elsewhere."""
    return turned("not_paid_from_residence", paid_from_residence(case, parameters))


@word("flag_outside", reads=("activities[].flag",), says=("met", "not_met"), gate=True)
def flag_outside(case: Case, _: Mapping[str, Any]) -> Finding:
    """The ship flies the flag of a country that is no party."""
    flag = case.activity.flag
    met = case.activity.place == "ship" and flag is not None and flag not in case.together().parties
    return Finding(
        "flag_outside", MET if met else NOT_MET, "met" if met else "not_met", (case.path + "flag",)
    )
