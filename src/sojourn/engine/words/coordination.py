"""Conditions of European coordination: whom it covers, what bars a posting, telework, people who do not work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.core.periods import last_day_of, within_months
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.situations.situation import Asked
from sojourn.engine.words.vocabulary import MET, NOT_MET, PLAIN, UNKNOWN, plain, word


def _barred(name: str, bar: bool | None, fact: str) -> Finding:
    return plain(name, None if bar is None else not bar, fact)


@word("refugee_or_stateless", reads=("person.refugee_or_stateless",), says=("met", "not_met", "not_said"))
def refugee_or_stateless(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is a refugee or stateless. Who is one is expected to say so: left out counts as no."""
    said, fact = case.person.refugee_or_stateless, ("person.refugee_or_stateless",)
    if said is None:
        return Finding("refugee_or_stateless", NOT_MET, "not_said", fact)
    return Finding("refugee_or_stateless", MET if said else NOT_MET, "met" if said else "not_met", fact)


@word(
    "legally_resident",
    reads=("person.legally_resident", "person.lawful_stay"),
    says=PLAIN,
)
def legally_resident(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person lives lawfully in the country of residence, or stays and works lawfully in these countries.

    Lawful stay and work are enough (C-477/17 Balandin).
    """
    known = case.person.legally_resident
    stay = case.person.lawful_stay
    if known is None and stay is not None and case.host in stay:
        known = True
    return plain("legally_resident", known, "person.legally_resident")


@word("not_replacing", reads=("activities[].replaces_posted_person",), says=PLAIN)
def not_replacing(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is not sent to take the place of another posted person, whoever sent that one."""
    return _barred(
        "not_replacing", case.activity.replaces_posted_person, case.path + "replaces_posted_person"
    )


@word("not_lent_onward", reads=("activities[].lent_onward",), says=PLAIN)
def not_lent_onward(case: Case, _: Mapping[str, Any]) -> Finding:
    """The receiving undertaking does not place the person at the disposal of another one."""
    return _barred("not_lent_onward", case.activity.lent_onward, case.path + "lent_onward")


@word("no_local_contract", reads=("activities[].local_contract",), says=PLAIN)
def no_local_contract(case: Case, _: Mapping[str, Any]) -> Finding:
    """There is no employment contract with the undertaking in the country of work."""
    return _barred("no_local_contract", case.activity.local_contract, case.path + "local_contract")


@word("sent_by_the_employer", reads=("activities[].works_for_sender",), says=PLAIN)
def sent_by_the_employer(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work is done on the sending employer's behalf, and the direct relationship goes on."""
    return plain("sent_by_the_employer", case.activity.works_for_sender, case.path + "works_for_sender")


@word(
    "substantial_activity_at_home",
    reads=("employers[].substantial_activity", "employers[].turnover_share", "activities[].employer"),
    says=("met", "met_by_turnover", "not_met", "unknown"),
)
def substantial_activity_at_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employer ordinarily carries on substantial business at home, not only internal management.

    A quarter of the turnover at home is enough of an indicator (practical guide, Part I, question 3).
    """
    name, employer = "substantial_activity_at_home", case.employer
    if employer is None:
        return Finding(name, UNKNOWN, "unknown", (), (case.path + "employer",))
    path = case.employer_path
    if employer.substantial_activity is not None:
        met = case.home in employer.substantial_activity
        return plain(name, met, path + ".substantial_activity")
    share = dict(employer.turnover_share or ()).get(case.home or "")
    if share is not None and share >= 0.25:
        return Finding(name, MET, "met_by_turnover", (path + ".turnover_share",))
    return Finding(name, UNKNOWN, "unknown", (), (path + ".substantial_activity",))


@word(
    "self_employed_for_months",
    takes=("months",),
    reads=("activities[].home_activity_since",),
    says=("met", "too_short", "unknown"),
)
def self_employed_for_months(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The activity was carried on at home for some time before: so many months are a safe harbour."""
    name, since = "self_employed_for_months", case.activity.home_activity_since
    fact = (case.path + "home_activity_since",)
    values = {"months": parameters["months"], "since": since}
    if since is None:
        return Finding(name, UNKNOWN, "unknown", (), fact, values)
    enough = last_day_of(since, int(parameters["months"])) < case.clock()
    return Finding(name, MET if enough else NOT_MET, "met" if enough else "too_short", fact, values=values)


@word("similar_activity", reads=("activities[].similar_activity",), says=PLAIN)
def similar_activity(case: Case, _: Mapping[str, Any]) -> Finding:
    """The work abroad is similar to the work at home."""
    return plain("similar_activity", case.activity.similar_activity, case.path + "similar_activity")


@word("means_kept_at_home", reads=("activities[].home_infrastructure_kept",), says=PLAIN)
def means_kept_at_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """What is needed to take up the work at home again is kept there."""
    return plain(
        "means_kept_at_home", case.activity.home_infrastructure_kept, case.path + "home_infrastructure_kept"
    )


def telework_request(case: Case) -> tuple[int, Asked] | None:
    """The request for telework under the framework agreement that reaches this time, pending or agreed."""
    for number, asked in enumerate(case.situation.requests or ()):
        if asked.kind != "telework" or asked.state == "refused":
            continue
        start = asked.start or case.activity.start
        if start <= case.at and (not isinstance(asked.until, date) or case.at <= asked.until):
            return number, asked
    return None


@word("telework_asked", reads=("requests",), says=("met", "not_met"), gate=True)
def telework_asked(case: Case, _: Mapping[str, Any]) -> Finding:
    """Employer and worker have asked for the telework rule."""
    asked = telework_request(case)
    if asked is None:
        return Finding("telework_asked", NOT_MET, "not_met", ("requests",))
    return Finding("telework_asked", MET, "met", (f"requests[{asked[0]}]",))


@word(
    "telework_share",
    takes=("at_least", "below"),
    reads=("activities[].place", "activities[].share_of_time", "person.residence"),
    says=("met", "too_little", "too_much", "other_work", "unknown"),
)
def telework_share(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Telework in the country of residence takes this part of the working time, in percent."""
    name, together, residence = "telework_share", case.together(), case.person.residence
    values: dict[str, object] = {**parameters, "residence": residence}
    if residence is None:
        return Finding(name, UNKNOWN, "unknown", (), ("person.residence",), values)
    at_home = [part for part in together.parts if part.country == residence]
    facts = tuple(part.path + "place" for part in at_home)
    if not at_home or any(part.activity.place != "telework" for part in at_home):
        return Finding(name, NOT_MET, "other_work", facts, values=values)
    share, missing = together.share("share_of_time", residence, "employee")
    if share is None:
        return Finding(name, UNKNOWN, "unknown", facts, missing, values)
    values["share"] = round(100 * share)
    if share < float(parameters["at_least"]) / 100:
        return Finding(name, NOT_MET, "too_little", facts, values=values)
    if share >= float(parameters["below"]) / 100:
        return Finding(name, NOT_MET, "too_much", facts, values=values)
    return Finding(name, MET, "met", facts, values=values)


@word(
    "only_home_and_seat",
    reads=("activities[].country", "employers[].seat", "person.residence"),
    says=("met", "elsewhere", "several_seats", "seat_at_home", "unknown_residence", "unknown"),
)
def only_home_and_seat(case: Case, _: Mapping[str, Any]) -> Finding:
    """All employers have their seat in one other country, and work is done only there and at home."""
    name, together = "only_home_and_seat", case.together()
    seats, missing = together.seats(), together.employment().unknown
    if missing or not seats:
        return Finding(name, UNKNOWN, "unknown", (), missing or (case.path + "employer",))
    facts = tuple(part.path + "country" for part in together.parts)
    if len(seats) > 1:
        return Finding(name, NOT_MET, "several_seats", facts, values={"seats": seats})
    if together.residence is None:
        return Finding(name, UNKNOWN, "unknown_residence", facts, ("person.residence",))
    values = {"seat": seats[0], "residence": together.residence}
    if seats[0] == together.residence:
        return Finding(name, NOT_MET, "seat_at_home", facts, values=values)
    allowed = {seats[0], together.residence}
    # In order of the alphabet: a set has an order of its own in each process.
    strange = tuple(sorted({part.country for part in together.parts if not part.marginal} - allowed))
    if strange or any(part.status != "employee" for part in together.parts if not part.marginal):
        return Finding(name, NOT_MET, "elsewhere", facts, values={**values, "countries": strange})
    return Finding(name, MET, "met", facts, values=values)


@word(
    "signed_by_both",
    reads=("person.residence", "employers[].seat"),
    says=("met", "not_met", "unknown"),
    by_rule=True,
)
def signed_by_both(case: Case, _: Mapping[str, Any]) -> Finding:
    """Both the country of residence and that of the employer's seat have signed, throughout the time."""
    name, together = "signed_by_both", case.together()
    supplement = case.provision.supplement if case.provision is not None else None
    concerned = [country for country in (together.residence, *together.seats()) if country is not None]
    if supplement is None or len(concerned) < 2:
        return Finding(name, UNKNOWN, "unknown", (), ("person.residence",))
    outside = tuple(country for country in concerned if not supplement.binds(country, case.at))
    facts, values = ("person.residence", "employers"), {"countries": outside or tuple(concerned)}
    return Finding(name, NOT_MET if outside else MET, "not_met" if outside else "met", facts, values=values)


@word(
    "telework_in_time",
    takes=("months", "back_months"),
    reads=("requests",),
    says=("met", "over", "too_late"),
)
def telework_in_time(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The telework lies within so many months, and began at most so many months before it was asked for."""
    name, asked = "telework_in_time", telework_request(case)
    start = (asked[1].start if asked is not None else None) or case.activity.start
    values = {"months": parameters["months"], "back": parameters["back_months"]}
    if case.at > last_day_of(start, int(parameters["months"])):
        return Finding(name, NOT_MET, "over", ("requests",), values=values)
    asked_on = asked[1].asked_on if asked is not None else None
    if asked_on is not None and not within_months(start, asked_on, int(parameters["back_months"])):
        return Finding(name, NOT_MET, "too_late", ("requests",), values=values)
    return Finding(name, MET, "met", ("requests",), values=values)


@word("not_working", reads=("activities[].work",), says=("met", "not_met"), gate=True)
def not_working(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person does not work."""
    met = not case.activity.work
    return Finding("not_working", MET if met else NOT_MET, "met" if met else "not_met", (case.path + "work",))


@word(
    "draws_benefit",
    takes=("kind",),
    reads=("person.receives",),
    says=("met", "not_met", "not_said"),
    gate=True,
)
def draws_benefit(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """A cash benefit of this kind is in payment from a party. Who draws one is expected to say so."""
    received = case.person.receives
    parties = case.together().parties
    for number, benefit in enumerate(received or ()):
        if benefit.kind == parameters["kind"] and benefit.country in parties:
            values = {"country": benefit.country}
            return Finding("draws_benefit", MET, "met", (f"person.receives[{number}]",), values=values)
    variant = "not_said" if received is None else "not_met"
    return Finding("draws_benefit", NOT_MET, variant, ("person.receives",))


@word("draws_no_cash_benefit", reads=("person.receives",), says=("met", "not_met"), gate=True)
def draws_no_cash_benefit(case: Case, _: Mapping[str, Any]) -> Finding:
    """No benefit is in payment that counts as going on with the work."""
    drawn = any(each.kind == "short_term_cash" for each in case.person.receives or ())
    return Finding(
        "draws_no_cash_benefit",
        NOT_MET if drawn else MET,
        "not_met" if drawn else "met",
        ("person.receives",),
    )
