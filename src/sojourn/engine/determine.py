"""The front of the engine: a situation and the law in, the answer with its trace out. Pure; no clock."""

from collections.abc import Iterable
from copy import replace

from sojourn.core.periods import Period
from sojourn.engine.case import Case
from sojourn.engine.consequences import alternatives, certificate, duties, exempt, warnings
from sojourn.engine.domestic import claim_of
from sojourn.engine.finding import Result
from sojourn.engine.lawbook.law import Instrument, Law
from sojourn.engine.links import idle_links
from sojourn.engine.merge import append, merged
from sojourn.engine.reach import Reaching, apart, reaching, reaching_outside
from sojourn.engine.situations.situation import Situation
from sojourn.engine.situations.systems import in_systems
from sojourn.engine.telling.determination import Determination, Note, PeriodAnswer, ReferReason
from sojourn.engine.together import Together
from sojourn.engine.weigh import SPECIAL_PLACES, Weighed, weigh
from sojourn.engine.work import Work, at_rest, pieces, works_of

CONFIDENCE = ("low", "medium", "high")


def determine(situation: Situation, law: Law) -> Determination:
    """Whose social security legislation applies to `situation` under `law`, period by period, with the trace."""
    situation = at_rest(in_systems(situation, law))
    works = works_of(situation, law)
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
    if len(works) == 1 and works[0].activity.work:
        return [_answer(works[0], period)]
    now = [work for work in works if work.period.meets(period)]
    if len(now) > 1:
        # The order in which jobs are listed must not show in the answer.
        now.sort(key=_by_content if len({work.activity.country for work in now}) < len(now) else _by_country)
    found: list[PeriodAnswer] = []
    answered: set[int] = set()
    for work in now:
        if not work.activity.work or id(work.activity) in answered:
            continue
        answer = _answer(work, period)
        if answer.together is not None:
            # A rule about all work of the person has answered for the other jobs, too.
            counted = {id(part.activity) for part in answer.together.counted}
            answered |= counted
            others = [each.activity.country for each in now if id(each.activity) in counted]
            answer = replace(answer, countries=tuple(dict.fromkeys((*answer.countries, *others))))
        found.append(answer)
    if not found:
        found = [_idle(work, period) for work in now] or [_plain(period, (), "no_work")]
    if len(found) == 1:
        return found
    found.sort(key=_weight)
    return merged(found)


def _by_country(work: Work) -> str:
    """What a job is first of all, and enough where no two are in one country."""
    return work.activity.country


def _by_content(work: Work) -> tuple[str, ...]:
    """What a job is, apart from its place in the list and the names of things."""
    activity = work.activity
    seat = next((e.seat for e in work.situation.employers or () if e.id == activity.employer), None)
    said = (activity.country, activity.start, activity.status, activity.place, seat, activity.last)
    rest = (
        activity.pattern,
        activity.sent_from,
        activity.share_of_time,
        activity.share_of_pay,
        activity.flag,
    )
    return tuple(str(each) for each in (*said, *rest, activity.home_base, activity.fixed_premises))


def _plain(period: Period, countries: tuple[str, ...], outcome: str, **more: object) -> PeriodAnswer:
    """An answer without an instrument."""
    return PeriodAnswer(start=period.start, end=period.end, countries=countries, outcome=outcome, **more)  # type: ignore[arg-type]


def _weight(answer: PeriodAnswer) -> tuple[int, str, str]:
    """The special before the general; single-country answers last. Equals by country, not by order of the facts."""
    countries = (answer.host or "", answer.home or "")
    if answer.instrument is None:
        return 90 if answer.outcome == "decided" else 50, *countries
    return answer.provision.rank if answer.provision is not None else 0, *countries


def _idle(work: Work, period: Period) -> PeriodAnswer:
    """Somebody who does not work: no coordination, unless an instrument has a rule for such people."""
    host, person = work.activity.country, work.situation.person
    at_home = person.residence in (None, host)
    links = tuple(dict.fromkeys((*work.links, *idle_links(work)))) if at_home else work.links
    for reached in reaching(work, links, period):
        if reached.instrument.many and not at_home:
            continue
        weighed = weigh(reached.case, reached.instrument)
        if weighed.outcome in ("decided", "undetermined") and weighed.trials:
            return _coordinated([reached], period)
    return _plain(period, (host,), "no_work", host=host)


def _answer(work: Work, period: Period) -> PeriodAnswer:
    """The answer for one activity on one piece of time."""
    activity, host = work.activity, work.host
    if host is None:
        fact = {"ship": "flag", "aircraft": "home_base"}.get(activity.place or "", "place")
        path = f"activities[{work.index}].{fact}"
        return _plain(period, (activity.country,), "undetermined", host=activity.country, missing=(path,))
    links = work.links_in(period)
    if activity.status_of_forces:
        home = links[0] if links else None
        reasons = (ReferReason("status_of_forces"),)
        return _plain(period, (host,), "refer", host=host, home=home, refer_reasons=reasons)
    if not links:
        return _plain(period, (host,), "decided", legislation=host, host=host, home=host)
    reached = reaching(work, links, period)
    sent = activity.sent_from is not None and activity.sent_from != host
    unread = _unread(work, links, period, reached)
    if unread and not (reached and sent):
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
    if reached:
        return _coordinated(reached, period)
    for outside in reaching_outside(work, links, period):
        if weigh(outside.case, outside.instrument).trials:
            return _coordinated([outside], period)
    return _uncoordinated(work, links, host, period)


def _coordinated(reached: list[Reaching], period: Period) -> PeriodAnswer:
    weighings = [(each, _weighed(each)) for each in reached]
    if len(weighings) == 1 and reached[0].result is Result.MET:
        return _from_instrument(*weighings[0], period)
    if _agree(weighings):
        weighings = [each for each in weighings if each[0].result is Result.MET]
    first, said = weighings[0]
    if any(each.result is Result.UNKNOWN for each, _ in weighings):
        open_ = next(each for each in reached if each.result is Result.UNKNOWN)
        missing = tuple(dict.fromkeys((*open_.missing, *said.missing)))
        return _from_instrument(open_, Weighed("undetermined", trials=said.trials, missing=missing), period)
    decided = {weighed.legislation for _, weighed in weighings if weighed.outcome == "decided"}
    if len(decided) > 1 and said.outcome == "decided":
        # Weaker links that only find the place of work do not contradict the one that finds another country.
        away = decided - {first.case.host}
        if len(away) > 1:
            reason = ReferReason("instruments_differ")
            return _from_instrument(first, Weighed("refer", reasons=(reason,)), period)
        first, said = next(each for each in weighings if each[1].legislation in away)
    return _from_instrument(first, said, period)


def _weighed(reached: Reaching) -> Weighed:
    """What the instrument says, unless it does not join all the countries of the work."""
    case, instrument = reached.case, reached.instrument
    gap = apart(case, instrument) if instrument.many else None
    if gap is not None:
        return Weighed("refer", reasons=(ReferReason("triangular_gap", {"countries": gap}),))
    if not instrument.provisions:
        return Weighed("refer", reasons=(ReferReason("rules_not_read"),))
    return weigh(case, instrument)


def _agree(weighings: list[tuple[Reaching, Weighed]]) -> bool:
    """Whether it does not matter which instrument covers the person: another that surely does says the same."""
    said = {(weighed.outcome, weighed.legislation) for _, weighed in weighings}
    sure = any(each.result is Result.MET for each, _ in weighings)
    return sure and len(said) == 1 and weighings[0][1].outcome == "decided"


def _from_instrument(reached: Reaching, weighed: Weighed, period: Period) -> PeriodAnswer:
    case, instrument = reached.case, reached.instrument
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
        covered=reached.findings,
        covered_by=reached.article,
        together=_joint(case, instrument, weighed),
        missing=weighed.missing,
        refer_reasons=weighed.reasons,
        confidence=_weakest(instrument, weighed),
        warnings=(*warnings(case, weighed), *notes),
        duties=duties(case, instrument, weighed, paper),
    )


def _joint(case: Case, instrument: Instrument, weighed: Weighed) -> Together | None:
    """All work of the person, where the answer is one for all of it, whichever of the jobs is looked at."""
    rule = weighed.provision
    if not instrument.many or rule is None or weighed.outcome != "decided" or not case.others:
        return None
    together = case.together()
    plain = all(part.activity.place not in SPECIAL_PLACES for part in together.counted)
    joint = (
        rule.category in ("multi_state", "telework") and together.part_of(case.activity) in together.counted
    )
    return together if plain and joint and not together.is_sent(case.activity) else None


def _weakest(instrument: Instrument, weighed: Weighed) -> str:
    if not weighed.trials:
        return instrument.confidence
    return min((trial.provision.confidence for trial in weighed.trials), key=CONFIDENCE.index)


def _unread(work: Work, links: tuple[str, ...], period: Period, reached: list[Reaching]) -> tuple[str, ...]:
    """The instruments known to bind that the data do not hold: they must not be passed over in silence.

    Law of the past (with a last day) counts only where nothing else binds; none counts where the law of the Union, or
    a protocol in its place, joins the same countries.
    """
    host, known = work.host or "", work.law.not_carried
    if not any((host, home) in known for home in links):
        return ()
    day = work.situation.as_of or period.start
    joined = {
        party
        for each in reached
        if each.instrument.precedence <= 1 and each.result is Result.MET
        for party in each.instrument.party_of
    }
    return tuple(
        dict.fromkeys(
            name
            for home in links
            for name, until in known.get((host, home), ())
            if home not in joined and (until is None or (not reached and day <= until))
        )
    )


def _uncoordinated(work: Work, links: tuple[str, ...], host: str, period: Period) -> PeriodAnswer:
    """No instrument binds: what each country's own law says."""
    law = work.law
    cases = [work.case(home, None, period) for home in links]
    claims = [claim_of(cases[0], host, "inbound")]
    claims.extend(claim_of(case, case.home, "outbound") for case in cases if case.home is not None)
    values = {"home": links[0], "host": host}
    notes = list(warnings(cases[0], Weighed("uncoordinated")))
    there = [each for home in links for each in law.between(host, home)]
    if any(each.in_force is None and not each.since_unknown for each in there):
        notes.append(Note("not_in_force", values))
    if any(each.benefits_only for each in there):
        notes.append(Note("benefits_only", values))
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
