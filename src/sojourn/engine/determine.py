"""The front of the engine: a situation and the law in, the answer with its trace out. Pure; no clock."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sojourn.core.periods import Period, last_day_of, next_day
from sojourn.engine.case import Case
from sojourn.engine.consequences import alternatives, certificate, duties, exempt, warnings
from sojourn.engine.determination import Determination, Note, PeriodAnswer, ReferReason
from sojourn.engine.domestic import claim_of
from sojourn.engine.law import Instrument, Law
from sojourn.engine.links import binding, linked_countries, place_of_work
from sojourn.engine.situation import Activity, Situation
from sojourn.engine.weigh import Weighed, weigh

CONFIDENCE = ("low", "medium", "high")


def determine(situation: Situation, law: Law) -> Determination:
    """Whose social security legislation applies to `situation` under `law`, period by period, with the trace."""
    answers: list[PeriodAnswer] = []
    for period in _pieces(situation, law):
        for answer in _answers(situation, law, period):
            _append(answers, answer)
    missing = tuple(dict.fromkeys(path for answer in answers for path in answer.missing))
    return Determination(
        tuple(answers),
        missing,
        _distinct(note for answer in answers for note in answer.warnings),
        _distinct(note for answer in answers for note in answer.duties),
        law,
    )


def _distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    found: dict[tuple[object, ...], Note] = {}
    for note in notes:
        key = (note.id, note.by, tuple(sorted((name, str(value)) for name, value in note.values.items())))
        found.setdefault(key, note)
    return tuple(found.values())


def _append(answers: list[PeriodAnswer], answer: PeriodAnswer) -> None:
    """Add an answer; where it goes on from an earlier one that says the same, that one grows."""
    for place in range(len(answers) - 1, -1, -1):
        before = answers[place]
        if before.end is not None and next_day(before.end) == answer.start and before.same_answer(answer):
            answers[place] = replace(before, end=answer.end)
            return
    answers.append(answer)


def _span(situation: Situation) -> Period:
    """From the first day of any activity (or of the time asked about) to the last; open where one is open."""
    starts = [activity.start for activity in situation.activities]
    ends = [activity.last for activity in situation.activities]
    if not starts and situation.period is not None:
        end = situation.period.end
        return Period(situation.period.start, end if isinstance(end, date) else None)
    closed = [end for end in ends if end is not None]
    return Period(min(starts), max(closed) if len(closed) == len(ends) else None)


def _pieces(situation: Situation, law: Law) -> tuple[Period, ...]:
    """The time asked about, cut on each day on which something may change."""
    span = _span(situation)
    cuts: set[date] = set()
    for activity in situation.activities:
        if activity.start != span.start:
            cuts.add(activity.start)
        if activity.last is not None and activity.last != span.end:
            cuts.add(next_day(activity.last))
    for asked in situation.requests or ():
        if asked.state == "agreed":
            if asked.start is not None:
                cuts.add(asked.start)
            if isinstance(asked.until, date):
                cuts.add(next_day(asked.until))
    for number, activity in enumerate(situation.activities):
        cuts.update(_cuts(situation, law, number, activity, span))
    return span.split(cuts)


def _cuts(situation: Situation, law: Law, number: int, activity: Activity, span: Period) -> set[date]:
    host = place_of_work(activity)
    if host is None or not activity.work:
        return set()
    found: set[date] = set()
    others = _others(situation, activity, activity.start, activity.last)
    for other in linked_countries(law, situation, activity, host, others):
        for instrument in law.between(host, other):
            if situation.as_of is None:
                found.update(day for day in instrument.cuts if span.holds(day))
            case = _case(
                situation, law, number, other, host, instrument, Period(activity.start, activity.last)
            )
            for months in {each.limit_months for each in instrument.provisions if each.limit_months}:
                day = next_day(last_day_of(case.clock(), months))
                if span.holds(day):
                    found.add(day)
        if not binding(law, host, other, activity.start):
            for country, direction in ((host, "inbound"), (other, "outbound")):
                case = _case(situation, law, number, other, host, None, Period(activity.start, activity.last))
                until = claim_of(case, country, direction).until
                if until is not None and span.holds(next_day(until)):
                    found.add(next_day(until))
    return found


def _others(situation: Situation, activity: Activity, start: date, end: date | None) -> tuple[Activity, ...]:
    period = Period(start, end)
    return tuple(
        each
        for each in situation.activities
        if each is not activity and each.work and period.meets(Period(each.start, each.last))
    )


def _case(
    situation: Situation,
    law: Law,
    number: int,
    home: str | None,
    host: str,
    instrument: Instrument | None,
    period: Period,
) -> Case:
    activity = situation.activities[number]
    return Case(
        law=law,
        situation=situation,
        index=number,
        home=home,
        host=host,
        instrument=instrument,
        at=period.start,
        until=period.end,
        others=_others(situation, activity, period.start, period.end),
    )


def _answers(situation: Situation, law: Law, period: Period) -> list[PeriodAnswer]:
    """The answers for one piece of time: one for each set of countries that the law treats alike."""
    found: list[PeriodAnswer] = []
    idle: list[int] = []
    for number, activity in enumerate(situation.activities):
        if Period(activity.start, activity.last).meets(period):
            if activity.work:
                found.append(_answer(situation, law, number, period))
            else:
                idle.append(number)
    if not found:
        found = [_idle(situation, law, number, period) for number in idle] or [
            PeriodAnswer(start=period.start, end=period.end, countries=(), outcome="no_work")
        ]
    found.sort(key=_weight)
    return _merged(found)


def _weight(answer: PeriodAnswer) -> int:
    """The special before the general; single-country answers last."""
    if answer.instrument is None:
        return 90 if answer.outcome == "decided" else 50
    return answer.provision.rank if answer.provision is not None else 0


def _merged(answers: list[PeriodAnswer]) -> list[PeriodAnswer]:
    """Answers with the same outcome and legislation become one for all their countries; no country has two."""
    kept: list[PeriodAnswer] = []
    for answer in answers:
        for place, before in enumerate(kept):
            if _alike(before, answer):
                kept[place] = replace(before, countries=_joined(before.countries, answer.countries))
                break
            if set(before.countries) & set(answer.countries):
                kept[place] = _both(before, answer)
                break
        else:
            kept.append(answer)
    if len(kept) < len(answers) and len(kept) > 1:
        return _merged(kept)
    return kept


def _alike(before: PeriodAnswer, answer: PeriodAnswer) -> bool:
    return (
        before.outcome == answer.outcome == "decided"
        and before.legislation == answer.legislation
        and answer.instrument in (None, before.instrument)
    )


def _joined[Item](one: tuple[Item, ...], other: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _both(before: PeriodAnswer, answer: PeriodAnswer) -> PeriodAnswer:
    """Two jobs in one country at one time that the law treats differently, as one answer."""
    outcomes = {before.outcome, answer.outcome}
    joint = replace(
        before,
        countries=_joined(before.countries, answer.countries),
        legislation=None,
        certificate=None,
        exempt=(),
        still_due=(),
        trials=(*before.trials, *answer.trials),
        missing=_joined(before.missing, answer.missing),
        refer_reasons=(*before.refer_reasons, *answer.refer_reasons),
        claims=(*before.claims, *(each for each in answer.claims if each.country not in _claimed(before))),
        warnings=(*before.warnings, *answer.warnings),
        duties=(*before.duties, *answer.duties),
    )
    if outcomes == {"uncoordinated"}:
        return joint
    joint = replace(joint, provision=None, claims=())
    if "undetermined" in outcomes:
        return replace(joint, outcome="undetermined", refer_reasons=())
    reasons = joint.refer_reasons or (ReferReason("two_jobs_differ"),)
    return replace(joint, outcome="refer", missing=(), refer_reasons=reasons)


def _claimed(answer: PeriodAnswer) -> set[str]:
    return {claim.country for claim in answer.claims}


def _idle(situation: Situation, law: Law, number: int, period: Period) -> PeriodAnswer:
    """Somebody who does not work: no coordination, unless an instrument has a rule for those who come along."""
    activity = situation.activities[number]
    host = activity.country
    for home in linked_countries(law, situation, activity, host, ()):
        for instrument in binding(law, host, home, situation.as_of or period.start):
            if any("none" in provision.statuses for provision in instrument.provisions):
                case = _case(situation, law, number, home, host, instrument, period)
                weighed = weigh(case, instrument)
                if weighed.outcome in ("decided", "undetermined"):
                    return _from_instrument(case, instrument, weighed, period)
    return PeriodAnswer(start=period.start, end=period.end, countries=(host,), outcome="no_work", host=host)


def _answer(situation: Situation, law: Law, number: int, period: Period) -> PeriodAnswer:
    """The answer for one activity on one piece of time."""
    activity = situation.activities[number]
    host = place_of_work(activity)
    if host is None:
        fact = (
            "flag" if activity.place == "ship" else "home_base" if activity.place == "aircraft" else "place"
        )
        return PeriodAnswer(
            start=period.start,
            end=period.end,
            countries=(activity.country,),
            outcome="undetermined",
            host=activity.country,
            missing=(f"activities[{number}].{fact}",),
        )
    others = _others(situation, activity, period.start, period.end)
    links = linked_countries(law, situation, activity, host, others)
    if activity.status_of_forces:
        return PeriodAnswer(
            start=period.start,
            end=period.end,
            countries=(host,),
            outcome="refer",
            host=host,
            home=links[0] if links else None,
            refer_reasons=(ReferReason("status_of_forces"),),
        )
    if not links:
        return PeriodAnswer(
            start=period.start,
            end=period.end,
            countries=(host,),
            outcome="decided",
            legislation=host,
            host=host,
            home=host,
        )
    day = situation.as_of or period.start
    bound = [(home, each) for home in links for each in binding(law, host, home, day)]
    sent = activity.sent_from is not None and activity.sent_from != host
    if not bound or (not sent and _unread(law, host, links)):
        return _uncoordinated(situation, law, number, links, host, period)
    return _coordinated(situation, law, number, host, bound, period)


def _coordinated(
    situation: Situation,
    law: Law,
    number: int,
    host: str,
    bound: list[tuple[str, Instrument]],
    period: Period,
) -> PeriodAnswer:
    weighings: list[tuple[Case, Instrument, Weighed]] = []
    for home, instrument in bound:
        case = _case(situation, law, number, home, host, instrument, period)
        weighings.append((case, instrument, weigh(case, instrument)))
    first = weighings[0]
    decided = {weighed.legislation for _, _, weighed in weighings if weighed.outcome == "decided"}
    if len(decided) > 1 and first[2].outcome == "decided":
        # Where the person was sent from, or is said to be insured, stands first; weaker links that only find the
        # place of work do not contradict it.
        away = decided - {host}
        if len(away) > 1:
            reason = ReferReason("instruments_differ")
            return _from_instrument(first[0], first[1], Weighed("refer", reasons=(reason,)), period)
        first = next(each for each in weighings if each[2].legislation in away)
    return _from_instrument(*first, period)


def _from_instrument(case: Case, instrument: Instrument, weighed: Weighed, period: Period) -> PeriodAnswer:
    paper = certificate(case, instrument, weighed)
    free, due, notes = (
        exempt(case, instrument, weighed.legislation)
        if weighed.outcome == "decided" and weighed.legislation is not None
        else ((), (), ())
    )
    provision = weighed.provision
    return PeriodAnswer(
        start=period.start,
        end=period.end,
        countries=(case.activity.country,),
        outcome=weighed.outcome,
        legislation=weighed.legislation if weighed.outcome == "decided" else None,
        home=case.home,
        host=case.host,
        instrument=instrument,
        provision=provision,
        certificate=paper,
        alternatives=alternatives(case, instrument, weighed),
        exempt=free,
        still_due=due,
        trials=weighed.trials,
        missing=weighed.missing,
        refer_reasons=weighed.reasons,
        confidence=_weakest(instrument, weighed),
        warnings=(*warnings(case, weighed), *notes),
        duties=duties(case, instrument, weighed, paper),
    )


def _weakest(instrument: Instrument, weighed: Weighed) -> str:
    if not weighed.trials:
        return instrument.confidence
    return min((trial.provision.confidence for trial in weighed.trials), key=CONFIDENCE.index)


def _unread(law: Law, host: str, links: tuple[str, ...]) -> tuple[str, ...]:
    """The instruments known to bind that the data do not hold: they must not be passed over in silence."""
    return tuple(dict.fromkeys(name for home in links for name in law.not_carried.get((host, home), ())))


def _uncoordinated(
    situation: Situation, law: Law, number: int, links: tuple[str, ...], host: str, period: Period
) -> PeriodAnswer:
    """No instrument binds: what each country's own law says."""
    unread = _unread(law, host, links)
    if unread:
        return PeriodAnswer(
            start=period.start,
            end=period.end,
            countries=(situation.activities[number].country,),
            outcome="refer",
            home=links[0],
            host=host,
            refer_reasons=(ReferReason("instrument_not_carried", {"instruments": ", ".join(unread)}),),
            confidence="low",
        )
    cases = [_case(situation, law, number, home, host, None, period) for home in links]
    claims = [claim_of(cases[0], host, "inbound")]
    claims.extend(claim_of(case, case.home, "outbound") for case in cases if case.home is not None)
    weighed = Weighed("uncoordinated")
    notes = list(warnings(cases[0], weighed))
    waiting = next(
        (each for home in links for each in law.between(host, home) if each.in_force is None), None
    )
    if waiting is not None:
        notes.append(Note("not_in_force", {"home": links[0], "host": host}))
    charging = [claim for claim in claims if claim.applies in ("yes", "may")]
    notes.append(
        Note("dual_liability" if len(charging) > 1 else "gap_possible", {"home": links[0], "host": host})
    )
    confidences = [claim.claim.confidence for claim in claims if claim.claim is not None]
    activity = situation.activities[number]
    return PeriodAnswer(
        start=period.start,
        end=period.end,
        countries=tuple(dict.fromkeys((activity.country, *links))),
        outcome="uncoordinated",
        home=links[0],
        host=host,
        claims=tuple(claims),
        missing=tuple(dict.fromkeys(path for claim in claims for path in claim.missing)),
        confidence=min(confidences, key=CONFIDENCE.index) if confidences else "low",
        warnings=tuple(notes),
    )
