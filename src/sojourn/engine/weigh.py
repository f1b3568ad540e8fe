"""Trying an instrument's provisions on a case: which apply, which fail, which hang on facts not known."""

from copy import replace
from datetime import date

from sojourn.engine.case import Case
from sojourn.engine.finding import Finding, Result
from sojourn.engine.lawbook.law import POSTING, Instrument, Provision, Ranked, Scope, Scoped
from sojourn.engine.laws_together import TOGETHER
from sojourn.engine.record import Record
from sojourn.engine.telling.determination import ReferReason, Trial

MET, NOT_MET, UNKNOWN, REFER = Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.REFER
SPECIAL_PLACES = {
    "ship": "seafarer",
    "aircraft": "aircrew",
    "continental_shelf": "continental_shelf",
    "inland_waterway": "seafarer",
}
EMPLOYEE_RULES = "employee_rules"
PUBLIC = {"civil_servant": "civil_servant", "diplomat": "diplomat", "consular_staff": "diplomat"}


class Weighed(Record, frozen=True):
    """What an instrument says to a case."""

    outcome: str
    legislation: str | None = None
    provision: Provision | None = None
    trials: tuple[Trial, ...] = ()
    missing: tuple[str, ...] = ()
    reasons: tuple[ReferReason, ...] = ()


def weigh(case: Case, instrument: Instrument) -> Weighed:
    """The answer of `instrument`; where its sources read differently, only what all readings agree on."""
    activity = case.activity
    if activity.status is not None or activity.employer is not None or not activity.work:
        return _weigh_status(case, instrument)
    # Neither status nor employer is known: only what holds for employees and self-employed people alike.
    as_employee = _weigh_status(case, instrument)
    case.look_as("self_employed")
    as_self_employed = _weigh_status(case, instrument)
    case.look_as("employee")
    said = (as_employee.outcome, as_employee.legislation)
    if said == (as_self_employed.outcome, as_self_employed.legislation) and said[0] != "undetermined":
        return as_employee
    missing = (case.path + "status", *as_employee.missing, *as_self_employed.missing)
    trials = (*as_employee.trials, *as_self_employed.trials)
    return Weighed("undetermined", trials=trials, missing=tuple(dict.fromkeys(missing)))


def _weigh_status(case: Case, instrument: Instrument) -> Weighed:
    scope = _scope(case, instrument)
    first = _weigh_reading(case, instrument, scope, 0)
    for reading in range(1, len(scope.readings)):
        other = _weigh_reading(case, instrument, scope, reading)
        if (other.outcome, other.legislation) == (first.outcome, first.legislation):
            continue
        for answer in (first, other):
            if answer.outcome == "undetermined":
                return answer
        trials = (*first.trials, *other.trials)
        return Weighed("refer", trials=trials, reasons=(ReferReason("sources_disagree"),))
    return first


def _scope(case: Case, instrument: Instrument) -> Scope:
    return instrument.scope(case.status, case.home, case.host)


def _weigh_reading(case: Case, instrument: Instrument, scope: Scope, reading: int) -> Weighed:
    weighed = _weigh_provisions(case, scope, scope.readings[reading])
    if weighed.provision is None or weighed.provision.legislation != EMPLOYEE_RULES:
        return weighed
    # Work that the two countries class differently, sent to the rules for employees.
    rule, before = weighed.trials[-1], case.status
    case.look_as("employee")
    scope = _scope(case, instrument)
    ranked = scope.readings[min(reading, len(scope.readings) - 1)]
    category = rule.provision.category
    others = (tuple(each for each in group if each.provision.category != category) for group in ranked)
    weighed = _weigh_provisions(case, scope, tuple(others))
    case.look_as(before)
    return replace(weighed, trials=(rule, *weighed.trials))


def _weigh_provisions(case: Case, scope: Scope, ranked: Ranked) -> Weighed:
    met: list[Trial] = []
    open_: list[Trial] = []
    failed: list[Trial] = []
    for group in ranked:
        for scoped in group:
            trial = tried(case, scoped) if _valid(scoped.provision, case) else None
            if trial is None:
                continue
            kind = met if trial.result is Result.MET else failed if trial.result is Result.NOT_MET else open_
            kind.append(trial)
        if met:
            displaced = {name for trial in met for name in trial.provision.displaces}
            if displaced:
                met = [trial for trial in met if trial.provision.id not in displaced]
                open_ = [trial for trial in open_ if trial.provision.id not in displaced]
            break
    return _without_rule(case, met, open_, scope) or _settle(case, met, open_, failed)


def _valid(provision: Provision, case: Case) -> bool:
    if provision.valid_from is None and provision.valid_until is None:
        return True
    day = _law_day(provision, case)
    return (provision.valid_from is None or provision.valid_from <= day) and (
        provision.valid_until is None or day <= provision.valid_until
    )


def _law_day(provision: Provision, case: Case) -> date:
    """Postings are judged by the law of the day on which they began, the rest by the law of each day."""
    if case.situation.as_of is not None:
        return case.situation.as_of
    return case.activity.start if provision.rank == POSTING else case.at


def tried(case: Case, scoped: Scoped) -> Trial | None:
    """The provision's conditions on the case; None where its gate is shut, so that it does not concern the case."""
    provision = case.provision = scoped.provision
    findings = []
    result = MET
    for use in scoped.uses:
        finding = case.finding(use) if use.shared else use.test(case, use.parameters)
        found = finding.result
        if found is not MET:
            if found is NOT_MET:
                if use.gate:
                    return None
                result = NOT_MET
            elif result is MET or (result is UNKNOWN and found is REFER):
                result = found
        if finding.variant not in use.silent:
            findings.append(finding)
    legislation = _legislation(case, provision, findings)
    return Trial(provision, tuple(findings), result, legislation, case.home, case.host)


def _legislation(case: Case, provision: Provision, findings: list[Finding]) -> str | None:
    """The country whose legislation the provision names; None while a fact for it is unknown."""
    named = provision.legislation
    residence = case.person.residence
    if named == "home":
        return case.home
    if named == "host":
        return case.host
    if named == "residence":
        return residence
    if named == "sees_employment":
        return next((land for land, seen in case.activity.classified_as or () if seen == "employee"), None)
    if named == "flag":
        return case.activity.flag
    if case.instrument is not None and case.instrument.many and named in TOGETHER:
        return TOGETHER[named](case)
    if named == "employer_seat":
        sender = case.sender()
        return sender.seat if sender is not None else None
    if named == "home_base":
        return case.activity.home_base
    if named == "nationality":
        held = [each for each in case.person.nationalities or () if each in case.sides()]
        return held[0] if len(held) == 1 else None
    if named == "principal_activity":
        base = [each for each in (case.activity, *case.others) if each.fixed_premises]
        return base[0].country if len(base) == 1 else None
    return _named_by_condition(findings)


def _named_by_condition(findings: list[Finding]) -> str | None:
    for finding in findings:
        for key in ("chosen", "legislation_agreed"):
            value = finding.values.get(key)
            if isinstance(value, str):
                return value
    return None


def _without_rule(case: Case, met: list[Trial], open_: list[Trial], scope: Scope) -> Weighed | None:
    """Special kinds of work for which the data hold no rule of the instrument: an officer must look."""
    special = SPECIAL_PLACES.get(case.activity.place or "")
    if special is None or any(each.provision.rank < 2 for each in (*met, *open_)):
        return None
    if special in scope.categories:
        return None
    return Weighed("refer", reasons=(ReferReason("no_rule_for_" + special),))


def _settle(case: Case, met: list[Trial], open_: list[Trial], failed: list[Trial]) -> Weighed:
    laws = {trial.legislation for trial in met}
    if len(laws) > 1:
        return Weighed("refer", trials=tuple(met), reasons=(ReferReason("two_rules_differ"),))
    answer = met[0] if met else None
    hanging = [
        trial
        for trial in open_
        if answer is None or trial.legislation is None or trial.legislation != answer.legislation
    ]
    unknown = [trial for trial in hanging if trial.result is Result.UNKNOWN]
    if unknown:
        missing = tuple(
            dict.fromkeys(path for trial in unknown for each in trial.findings for path in each.missing)
        )
        return Weighed("undetermined", trials=tuple(unknown), missing=missing)
    if hanging:
        reasons = tuple(
            ReferReason(f"open_{each.condition}", each.values)
            for trial in hanging
            for each in trial.findings
            if each.result is Result.REFER
        )
        return Weighed("refer", trials=tuple(hanging), reasons=reasons)
    if answer is None:
        public = case.activity.status in PUBLIC
        code = "no_rule_for_public_service" if public else "assigns_nothing"
        return Weighed("refer", trials=tuple(failed), reasons=(ReferReason(code),))
    if answer.provision.refer is not None:
        reason = ReferReason("discretion", {"text": answer.provision.refer})
        return Weighed("refer", trials=(*failed, answer), reasons=(reason,))
    if answer.legislation is None and answer.provision.legislation != EMPLOYEE_RULES:
        return Weighed("refer", trials=(*failed, answer), reasons=(ReferReason("assigns_nothing"),))
    outcome = "uncovered" if answer.legislation in answer.provision.uncovered_in else "decided"
    told = [trial for trial in failed if trial.provision.category != answer.provision.category]
    return Weighed(outcome, answer.legislation, answer.provision, (*told, answer))
