"""The front of the engine: a situation and the law in, the answer with its trace out. Pure; no clock."""

from collections.abc import Iterable

from sojourn.core.periods import Period
from sojourn.engine.case import Case
from sojourn.engine.consequences import alternatives, certificate, duties, exempt, warnings
from sojourn.engine.domestic import claim_of
from sojourn.engine.lawbook.law import Instrument, Law
from sojourn.engine.links import binding
from sojourn.engine.merge import append, merged
from sojourn.engine.situations.situation import Situation
from sojourn.engine.situations.systems import in_systems
from sojourn.engine.telling.determination import Determination, Note, PeriodAnswer, ReferReason
from sojourn.engine.weigh import Weighed, weigh
from sojourn.engine.work import Work, pieces

CONFIDENCE = ("low", "medium", "high")


def determine(situation: Situation, law: Law) -> Determination:
    """Whose social security legislation applies to `situation` under `law`, period by period, with the trace."""
    situation = in_systems(situation, law)
    works = [Work(law, situation, index) for index in range(len(situation.activities))]
    answers: list[PeriodAnswer] = []
    for period in pieces(situation, works):
        for answer in _answers(works, period):
            append(answers, answer)
    if len(answers) == 1:
        only = answers[0]
        return Determination(tuple(answers), only.missing, only.warnings, only.duties, law)
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


def _answers(works: list[Work], period: Period) -> list[PeriodAnswer]:
    """The answers for one piece of time: one for each set of countries that the law treats alike."""
    now = [work for work in works if work.period.meets(period)]
    found = [_answer(work, period) for work in now if work.activity.work]
    if not found:
        found = [_idle(work, period) for work in now] or [_plain(period, (), "no_work")]
    if len(found) == 1:
        return found
    found.sort(key=_weight)
    return merged(found)


def _plain(period: Period, countries: tuple[str, ...], outcome: str, **more: object) -> PeriodAnswer:
    """An answer without an instrument."""
    return PeriodAnswer(start=period.start, end=period.end, countries=countries, outcome=outcome, **more)  # type: ignore[arg-type]


def _weight(answer: PeriodAnswer) -> int:
    """The special before the general; single-country answers last."""
    if answer.instrument is None:
        return 90 if answer.outcome == "decided" else 50
    return answer.provision.rank if answer.provision is not None else 0


def _idle(work: Work, period: Period) -> PeriodAnswer:
    """Somebody who does not work: no coordination, unless an instrument has a rule for those who come along."""
    host = work.activity.country
    for home in work.links:
        for instrument in binding(work.law, host, home, work.situation.as_of or period.start):
            if ("none", home, host) in instrument.scopes:
                case = work.case(home, instrument, period)
                weighed = weigh(case, instrument)
                if weighed.outcome in ("decided", "undetermined"):
                    return _from_instrument(case, instrument, weighed, period)
    return _plain(period, (host,), "no_work", host=host)


def _answer(work: Work, period: Period) -> PeriodAnswer:
    """The answer for one activity on one piece of time."""
    activity, host = work.activity, work.host
    if host is None:
        fact = {"ship": "flag", "aircraft": "home_base"}.get(activity.place or "", "place")
        path = f"activities[{work.index}].{fact}"
        return _plain(period, (activity.country,), "undetermined", host=activity.country, missing=(path,))
    links = work.links if len(work.situation.activities) == 1 else work.links_in(period)
    if activity.status_of_forces:
        home = links[0] if links else None
        reasons = (ReferReason("status_of_forces"),)
        return _plain(period, (host,), "refer", host=host, home=home, refer_reasons=reasons)
    if not links:
        return _plain(period, (host,), "decided", legislation=host, host=host, home=host)
    day = work.situation.as_of or period.start
    bound = [(home, each) for home in links for each in binding(work.law, host, home, day)]
    sent = activity.sent_from is not None and activity.sent_from != host
    unread = () if bound and sent else _unread(work.law, host, links)
    if unread:
        reasons = (ReferReason("instrument_not_carried", {"instruments": ", ".join(unread)}),)
        return _plain(
            period,
            (activity.country,),
            "refer",
            home=links[0],
            host=host,
            refer_reasons=reasons,
            confidence="low",
        )
    if not bound:
        return _uncoordinated(work, links, host, period)
    return _coordinated(work, bound, period)


def _coordinated(work: Work, bound: list[tuple[str, Instrument]], period: Period) -> PeriodAnswer:
    weighings: list[tuple[Case, Instrument, Weighed]] = []
    for home, instrument in bound:
        case = work.case(home, instrument, period)
        weighings.append((case, instrument, weigh(case, instrument)))
    first = weighings[0]
    decided = {weighed.legislation for _, _, weighed in weighings if weighed.outcome == "decided"}
    if len(decided) > 1 and first[2].outcome == "decided":
        # Weaker links that only find the place of work do not contradict the one that finds another country.
        away = decided - {work.host}
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


def _uncoordinated(work: Work, links: tuple[str, ...], host: str, period: Period) -> PeriodAnswer:
    """No instrument binds: what each country's own law says."""
    law = work.law
    cases = [work.case(home, None, period) for home in links]
    claims = [claim_of(cases[0], host, "inbound")]
    claims.extend(claim_of(case, case.home, "outbound") for case in cases if case.home is not None)
    values = {"home": links[0], "host": host}
    notes = list(warnings(cases[0], Weighed("uncoordinated")))
    if any(each.in_force is None for home in links for each in law.between(host, home)):
        notes.append(Note("not_in_force", values))
    charging = [claim for claim in claims if claim.applies in ("yes", "may")]
    notes.append(Note("dual_liability" if len(charging) > 1 else "gap_possible", values))
    confidences = [claim.claim.confidence for claim in claims if claim.claim is not None]
    return _plain(
        period,
        tuple(dict.fromkeys((work.activity.country, *links))),
        "uncoordinated",
        home=links[0],
        host=host,
        claims=tuple(claims),
        missing=tuple(dict.fromkeys(path for claim in claims for path in claim.missing)),
        confidence=min(confidences, key=CONFIDENCE.index) if confidences else "low",
        warnings=tuple(notes),
    )
