"""Conditions of postings: who is sent, by whom, from where, for how long."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.core.countries import any_among, state_of
from sojourn.core.periods import day_before, gap_of_months, last_day_of, next_day
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.situations.situation import UNSTATED, Asked
from sojourn.engine.words.vocabulary import MET, NOT_MET, REFER, UNKNOWN, word


@word(
    "sent_from_home",
    reads=("activities[].sent_from", "activities[].hired_locally", "activities[].recruited_in", "history"),
    says=(
        "met",
        "met_by_way_of",
        "hired_locally",
        "recruited_there",
        "sent_from_elsewhere",
        "broken",
        "unknown",
    ),
)
def sent_from_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person was sent from the home country, and was not found in the country of work."""
    activity, path = case.activity, case.path
    if activity.hired_locally:
        return Finding("sent_from_home", NOT_MET, "hired_locally", (path + "hired_locally",))
    if activity.sent_from is None:
        return Finding("sent_from_home", UNKNOWN, "unknown", (), (path + "sent_from",))
    facts: tuple[str, ...] = (path + "sent_from",)
    if activity.sent_from != case.home:
        values = {"from": activity.sent_from}
        return Finding("sent_from_home", NOT_MET, "sent_from_elsewhere", facts, values=values)
    if activity.hired_locally is None and activity.recruited_in == case.host:
        return Finding("sent_from_home", NOT_MET, "recruited_there", (*facts, path + "recruited_in"))
    detour = _detour(case) if case.situation.history else None
    if detour is not None:
        number, country, legislation = detour
        facts = (*facts, f"history[{number}]")
        values = {"by": country, "legislation": legislation or case.home or country}
        if legislation is not None and legislation != case.home:
            return Finding("sent_from_home", NOT_MET, "broken", facts, values=values)
        return Finding("sent_from_home", MET, "met_by_way_of", facts, values=values)
    return Finding("sent_from_home", MET, "met", facts)


def _detour(case: Case) -> tuple[int, str, str | None] | None:
    """The stay in a third country that runs up to the start of this one: its place in history, country, law."""
    start = case.clock()
    for number, stay in reversed(list(enumerate(case.situation.history or ()))):
        if (
            stay.kind == "posting"
            and stay.country not in (case.home, case.host)
            and stay.start < start
            and next_day(stay.end) >= start
        ):
            return number, stay.country, stay.legislation
    return None


@word(
    "route",
    takes=("nationals",),
    reads=("history", "person.nationalities"),
    says=("direct", "national", "not_national", "unknown", "not_read"),
    silent=("direct",),
)
def route(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Reaching the host country by way of a third one: only for nationals named, or not said in what was read."""
    detour = _detour(case)
    if detour is None:
        return Finding("route", MET, "direct", (case.path + "sent_from",))
    fact = f"history[{detour[0]}].country"
    nationals = parameters.get("nationals")
    values = {"by": detour[1], "countries": nationals or ()}
    if nationals is None:
        return Finding("route", REFER, "not_read", (fact,), values=values)
    held = case.person.nationalities
    facts = (fact, "person.nationalities")
    if held is None:
        return Finding("route", UNKNOWN, "unknown", (fact,), ("person.nationalities",), values)
    if any_among(held, nationals):
        return Finding("route", MET, "national", facts, values=values)
    return Finding("route", NOT_MET, "not_national", facts, values=values)


def last_allowed(case: Case, parameters: Mapping[str, Any], start: date) -> date:
    """The last day that the provision allows for work that began on `start`."""
    limit = case.provision.limit if case.provision is not None else None
    return limit.last_day(start) if limit is not None else last_day_of(start, int(parameters["months"]))


@word(
    "expected_within",
    takes=("months", "weeks"),
    reads=("activities[].start", "activities[].end", "activities[].planned_end", "history", "requests"),
    says=("met", "met_extended", "no_end", "over_limit", "over_limit_together", "limit_reached", "unknown"),
    by_rule=True,
)
def expected_within(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """At the start the whole stay is expected to last no longer than the limit, earlier unbroken time counted."""
    activity = case.activity
    end_fact = case.path + ("end" if activity.planned_end is UNSTATED else "planned_end")
    facts = (case.path + "start", end_fact)
    clock = case.clock()
    limit = last_allowed(case, parameters, clock)
    values: dict[str, object] = {**parameters, "limit": limit, "clock": clock}
    end = activity.expected_end
    if end is UNSTATED:
        return Finding("expected_within", UNKNOWN, "unknown", facts[:1], (case.path + "end",), values)
    if end is None:
        return Finding("expected_within", NOT_MET, "no_end", facts, values=values)
    assert isinstance(end, date)  # noqa: S101  the other kinds of end are dealt with
    values["end"] = end
    if end <= limit and case.at <= limit:
        return Finding("expected_within", MET, "met", facts, values=values)
    extended = agreed_extension(case, limit)
    first_months = case.provision is not None and case.provision.first_months
    if end > limit and extended is None and not first_months:
        together = clock < activity.start
        variant = "over_limit_together" if together else "over_limit"
        return Finding("expected_within", NOT_MET, variant, facts, values=values)
    if case.at > limit:
        if extended is None or case.at > extended[1]:
            values["limit"] = limit if extended is None else extended[1]
            return Finding("expected_within", NOT_MET, "limit_reached", facts, values=values)
        values["limit"] = extended[1]
        return Finding("expected_within", MET, "met_extended", (*facts, extended[0]), values=values)
    return Finding("expected_within", MET, "met", facts, values=values)


def agreed_extension(case: Case, limit: date) -> tuple[str, date] | None:
    """The agreed extension of this posting beyond `limit`: its path and its last day."""
    requests = case.situation.requests
    if not requests:
        return None
    for number, asked in enumerate(requests):
        if (
            asked.kind == "extension"
            and asked.state == "agreed"
            and asked.legislation == case.home
            and _concerns(asked, case)
        ):
            until = asked.until if isinstance(asked.until, date) else case.activity.last
            if until is not None and until > limit:
                return f"requests[{number}]", until
    return None


def _concerns(asked: Asked, case: Case) -> bool:
    return asked.countries is None or case.host in asked.countries


@word(
    "series",
    takes=("months", "weeks"),
    reads=("history",),
    says=("met_first", "met_window", "met_gap", "not_met", "not_read"),
    silent=("met_first",),
    by_rule=True,
)
def series(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Earlier postings to the same country: how the instrument counts them together with this one."""
    rule = case.instrument.series if case.instrument is not None else None
    before = case.earlier_postings()
    if before:
        before = [stay for stay in before if next_day(stay.end) < case.clock()]
    if rule is not None and rule.same_host_employer:
        there = case.activity.receiving_employer
        before = [stay for stay in before if there is None or stay.receiving_employer in (None, there)]
    if not before:
        return Finding("series", MET, "met_first", ("history",))
    first, last = before[0], before[-1]
    gap = rule.gap_months if rule is not None and rule.gap_months is not None else 12
    values: dict[str, object] = {**parameters, "gap": gap, "last_end": last.end, "first": first.start}
    facts = ("history", case.path + "start", case.path + "end")
    if gap_of_months(last.end, case.clock(), gap):
        return Finding("series", MET, "met_gap", facts, values=values)
    end = case.activity.expected_end
    window = last_allowed(case, parameters, first.start)
    values["window"] = window
    if isinstance(end, date) and end <= window and (rule is None or rule.window or rule.rule == "not_read"):
        return Finding("series", MET, "met_window", facts, values=values)
    if rule is None or rule.rule == "not_read":
        return Finding("series", REFER, "not_read", facts, values=values)
    return Finding("series", NOT_MET, "not_met", facts, values=values)


@word(
    "employed_by_sender",
    takes=("affiliates",),
    reads=(
        "activities[].works_for_sender",
        "activities[].local_contract",
        "employers[].seat",
        "employers[].affiliate_of",
        "employers[].us_3121l_agreement",
        "employers[].owned_share",
    ),
    says=(
        "met",
        "met_3121l",
        "met_group",
        "not_met",
        "no_3121l",
        "no_group",
        "unknown_3121l",
        "unknown_group",
        "other_seat",
        "unknown",
    ),
)
def employed_by_sender(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """The sender stays the employer; or an affiliate becomes it, where the instrument and home law allow that."""
    name, activity, path = "employed_by_sender", case.activity, case.path
    fact = (path + "works_for_sender",)
    employer = case.employer
    if activity.works_for_sender:
        if employer is not None and not _has_place_at(employer.seat, employer.place_of_business, case.home):
            values = {"seat": employer.seat}
            if employer.affiliate_of is None:
                return Finding(name, NOT_MET, "other_seat", (case.employer_path + ".seat",), values=values)
        else:
            return Finding(name, MET, "met", fact)
    if activity.works_for_sender is None:
        if activity.local_contract is False and employer is not None and employer.seat == case.home:
            return Finding(name, MET, "met", (path + "local_contract", case.employer_path + ".seat"))
        if employer is None or employer.affiliate_of is None:
            return Finding(name, UNKNOWN, "unknown", (), fact)
    return _by_affiliate(case, parameters.get("affiliates", {}).get(case.home), fact)


def _has_place_at(seat: str, places: tuple[str, ...] | None, home: str | None) -> bool:
    """Whether a seat or place of business lies at home; a part of a state is where the state is."""
    return home is not None and (state_of(seat) == state_of(home) or home in (places or ()))


def _by_affiliate(case: Case, test: str | None, fact: tuple[str, ...]) -> Finding:
    """The contract lies with another undertaking of the group: the affiliate test of the instrument."""
    name, employer, sender = "employed_by_sender", case.employer, case.sender()
    if test is None or employer is None or sender is None or sender is employer or sender.seat != case.home:
        return Finding(name, NOT_MET, "not_met", fact)
    if test == "section_3121l":
        path = case.employer_path + ".us_3121l_agreement"
        known, variants = employer.us_3121l_agreement, ("met_3121l", "no_3121l", "unknown_3121l")
    else:
        path = case.employer_path + ".owned_share"
        share = employer.owned_share
        known, variants = None if share is None else share > 0.5, ("met_group", "no_group", "unknown_group")
    if known is None:
        return Finding(name, UNKNOWN, variants[2], fact, (path,))
    return Finding(name, MET if known else NOT_MET, variants[0 if known else 1], (*fact, path))


@word(
    "employed_before_sending",
    reads=("activities[].employed_since", "activities[].sent_from"),
    says=("met", "met_by_sending", "not_met"),
)
def employed_before_sending(case: Case, _: Mapping[str, Any]) -> Finding:
    """The employment with the sender existed before the work abroad began."""
    since = case.activity.employed_since
    if since is None:
        return Finding("employed_before_sending", MET, "met_by_sending", (case.path + "sent_from",))
    start = case.clock()
    facts = (case.path + "employed_since", case.path + "start")
    values = {"since": since, "start": start}
    result, variant = (MET, "met") if since < start else (NOT_MET, "not_met")
    return Finding("employed_before_sending", result, variant, facts, values=values)


@word(
    "insured_at_home_before",
    takes=("months", "shorter"),
    reads=("person.insured", "activities[].sent_from", "activities[].employed_since"),
    says=("met", "met_by_sending", "met_by_employment", "elsewhere", "too_short", "short", "unknown"),
)
def insured_at_home_before(case: Case, parameters: Mapping[str, Any]) -> Finding:
    """Home law covered the person right before the posting; where the instrument asks, for so many months.

    `shorter`: refer = a shorter time is for an officer to judge.
    """
    name, months = "insured_at_home_before", int(parameters.get("months", 0))
    insured = case.person.insured
    start = case.clock()
    values: dict[str, object] = {"months": months, "start": start}
    if insured is None:
        if not months:
            return Finding(name, MET, "met_by_sending", (case.path + "sent_from",), values=values)
        since = case.activity.employed_since
        if since is not None and case.activity.sent_from == case.home and last_day_of(since, months) < start:
            return Finding(name, MET, "met_by_employment", (case.path + "employed_since",), values=values)
        return Finding(name, UNKNOWN, "unknown", (), ("person.insured",), values)
    began = covered_since(case, start)
    if began is None:
        return Finding(name, NOT_MET, "elsewhere", ("person.insured",), values=values)
    if months and last_day_of(began, months) >= start:
        if parameters.get("shorter") == "refer":
            return Finding(name, REFER, "short", ("person.insured",), values=values)
        return Finding(name, NOT_MET, "too_short", ("person.insured",), values=values)
    return Finding(name, MET, "met", ("person.insured",), values=values)


def covered_since(case: Case, start: date) -> date | None:
    """Since when home law has covered the person without a break up to `start`; None if it did not."""
    covered = _covered_at_home(case)
    began = None
    edge = day_before(start)
    while reaching := [first for first, last in covered if first <= edge and (last is None or last >= edge)]:
        began = min(reaching)
        edge = day_before(began)
    return began


def _covered_at_home(case: Case) -> list[tuple[date, date | None]]:
    """The times under home law: insured there, or posted from there to any country."""
    found: list[tuple[date, date | None]] = [
        (cover.start, cover.last) for cover in case.person.insured or () if cover.country == case.home
    ]
    found.extend(
        (stay.start, stay.end)
        for stay in case.situation.history or ()
        if stay.kind == "posting" and stay.legislation == case.home
    )
    found.extend(
        (other.start, other.last)
        for other in case.situation.activities
        if other is not case.activity
        and other.work
        and other.sent_from == case.home
        and other.last is not None
    )
    return found


@word(
    "self_employed_at_home",
    reads=("activities[].home_activity_since", "activities[].sent_from", "activities[].similar_activity"),
    says=("met", "met_by_sending", "sent_from_elsewhere", "too_late", "not_similar", "unknown"),
)
def self_employed_at_home(case: Case, _: Mapping[str, Any]) -> Finding:
    """The person is normally self-employed in the home country and takes that activity abroad."""
    name, activity, path = "self_employed_at_home", case.activity, case.path
    if activity.similar_activity is False:
        return Finding(name, NOT_MET, "not_similar", (path + "similar_activity",))
    if activity.sent_from is None:
        return Finding(name, UNKNOWN, "unknown", (), (path + "sent_from",))
    facts: tuple[str, ...] = (path + "sent_from",)
    if activity.sent_from != case.home:
        return Finding(name, NOT_MET, "sent_from_elsewhere", facts, values={"from": activity.sent_from})
    since = activity.home_activity_since
    if since is None:
        return Finding(name, MET, "met_by_sending", facts)
    facts = (*facts, path + "home_activity_since")
    if since >= case.clock():
        return Finding(name, NOT_MET, "too_late", facts, values={"since": since, "start": case.clock()})
    return Finding(name, MET, "met", facts, values={"since": since})


@word(
    "temporary",
    reads=("activities[].pattern",),
    says=("met", "met_not_regular", "not_met"),
)
def temporary(case: Case, _: Mapping[str, Any]) -> Finding:
    """The stay is a limited one, away from the usual place of work."""
    fact = (case.path + "pattern",)
    if case.activity.pattern == "regular":
        return Finding("temporary", NOT_MET, "not_met", fact)
    if case.activity.pattern is None:
        return Finding("temporary", MET, "met_not_regular", (case.path + "end",))
    return Finding("temporary", MET, "met", fact)


@word(
    "no_second_job_there",
    reads=("activities[].employer", "activities[].country"),
    says=("met", "not_met"),
)
def no_second_job_there(case: Case, _: Mapping[str, Any]) -> Finding:
    """No second job is held in the host country at the same time."""
    for other in case.others:
        if other.country == case.host and other.employer != case.activity.employer:
            return Finding("no_second_job_there", NOT_MET, "not_met", ("activities",))
    return Finding("no_second_job_there", MET, "met", ("activities",))
