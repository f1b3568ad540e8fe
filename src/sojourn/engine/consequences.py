"""What follows from an answer: certificate, branches, other ways, duties and warnings."""

from collections.abc import Iterable, Mapping
from datetime import date

from sojourn.core.periods import last_day_of
from sojourn.engine.case import Case
from sojourn.engine.domestic import claim_of
from sojourn.engine.finding import Result, joint
from sojourn.engine.lawbook.institutions import issuers
from sojourn.engine.lawbook.law import POSTING, Branch, Instrument, Provision
from sojourn.engine.lawbook.law import Certificate as Form
from sojourn.engine.lawbook.schema_institutions import Persons
from sojourn.engine.telling.determination import Alternative, Branches, Certificate, Note
from sojourn.engine.weigh import Weighed
from sojourn.engine.words.coordination import telework_request
from sojourn.engine.words.posting import agreed_extension
from sojourn.engine.words.special import agreed_exception

GENERAL = ("local_employee",)


def certificate(case: Case, instrument: Instrument, weighed: Weighed) -> Certificate | None:
    """The certificate of the country whose legislation applies; None where there is nothing to be freed from.

    Under the general rule the country of work certifies only where the home country's own law would charge as well.
    """
    law, provision = weighed.legislation, weighed.provision
    if law is None or provision is None or weighed.outcome != "decided" or not case.activity.work:
        return None
    form = instrument.certificate.get(instrument.party_of.get(law, law))
    if form is None:
        return None
    if (
        form.kind != "a1"
        and provision.category in GENERAL
        and (case.home is None or claim_of(case, case.home, "outbound").applies != "yes")
    ):
        return None
    status = case.activity.status or "employee"
    months = provision.limit_months
    limit, until = _limits(case, provision)
    extension = provision.extension
    return Certificate(
        kind=form.kind,
        country=law,
        issuer=_issuer(case, instrument, form, provision, law),
        form=form.form,
        until=until,
        max_months=months,
        limit=limit,
        apply=_who_applies(form, provision, status),
        provisional=form.kind == "a1" and provision.category == "multi_state",
        extension={
            "possible": extension.possible,
            "months_in_all": extension.months_in_all,
            "step_months": extension.step_months,
            "article": extension.article,
            "by": extension.by,
        }
        if extension is not None and months is not None
        else None,
    )


# What the institutions' roles call the people of a kind of rule or status.
PERSONS: Mapping[str, Persons] = {
    "multi_state": "multi_state",
    "telework": "multi_state",
    "seafarer": "seafarers",
    "aircrew": "aircrew",
    "civil_servant": "civil_servants",
    "self_employed": "self_employed",
}


def _who_applies(form: Form, provision: Provision, status: str) -> str:
    """The employer or the self-employed person; work in several countries the worker (987/2009 art. 16(1))."""
    if form.kind == "a1" and provision.category == "multi_state":
        return "self_employed_person" if status == "self_employed" else "worker"
    if status in form.apply:
        return form.apply[status]
    return "self_employed_person" if status == "self_employed" else "employer"


def _issuer(case: Case, instrument: Instrument, form: Form, provision: Provision, country: str) -> str | None:
    """Who certifies: by the kind of rule, else by status, else the one for all; else whom the institutions name."""
    status = case.activity.status or "employee"
    for key in (provision.category, status, ""):
        if key in form.issuers:
            return form.issuers[key]
    persons = PERSONS.get(provision.category) or PERSONS.get(status, "employees")
    return _named_issuer(case, instrument, country, persons)


def _named_issuer(case: Case, instrument: Instrument, country: str, persons: Persons) -> str | None:
    key = ("issuer", instrument.id, country, persons)
    memory = case.law.memory
    if key not in memory:
        found = issuers(case.law.institutions, country, instrument.id, persons)
        memory[key] = found[0].id if found else None
    known: str | None = memory[key]
    return known


def _limits(case: Case, provision: Provision) -> tuple[date | None, date | None]:
    """The latest day that the provision allows, and the last day that a certificate can show."""
    end = case.activity.last
    if provision.legislation == "by_agreement":
        agreed = agreed_exception(case)
        until = agreed[1].until if agreed is not None else None
        limit = until if isinstance(until, date) else None
    elif provision.limit is not None:
        limit = provision.limit.last_day(_counted_from(case, provision))
        extended = agreed_extension(case, limit)
        if extended is not None:
            limit = extended[1]
    else:
        limit = None
    if limit is None:
        return None, end
    return limit, limit if end is None else min(end, limit)


def _counted_from(case: Case, provision: Provision) -> date:
    """The day from which the limit runs: telework counts from the day for which it is asked."""
    asked = telework_request(case) if provision.category == "telework" else None
    return (asked[1].start if asked is not None else None) or case.clock()


def exempt(
    case: Case, instrument: Instrument, legislation: str
) -> tuple[Branches, Branches, tuple[Note, ...]]:
    """By country: the branches not due there, those that stay due, and warnings where that hangs on a fact."""
    free: list[tuple[str, tuple[str, ...]]] = []
    due: list[tuple[str, tuple[str, ...]]] = []
    notes: list[Note] = []
    for party in _touched(case, instrument):
        if party == legislation:
            continue
        freed, stays, open_ = _branches(case, instrument, party)
        if freed:
            free.append((party, freed))
        if party == case.host or (instrument.many and party in case.together().states()):
            stays = (*stays, *instrument.still_due.get(instrument.party_of[party], ()))
            if not instrument.many:
                stays = (*stays, *_uncoordinated(case, party, (*freed, *open_)))
            if stays:
                due.append((party, tuple(dict.fromkeys(stays))))
            if open_:
                notes.append(Note("branch_depends", {"host": party, "branches": open_}))
    return tuple(free), tuple(due), tuple(notes)


def _uncoordinated(case: Case, host: str, coordinated: tuple[str, ...]) -> tuple[str, ...]:
    """The branches that the host country's own law charges for this work, and that the agreement says nothing of."""
    claim = claim_of(case, host, "inbound")
    if claim.applies != "yes" or claim.claim is None:
        return ()
    return tuple(branch for branch in claim.claim.branches if branch not in coordinated)


def _touched(case: Case, instrument: Instrument) -> tuple[str, ...]:
    """The countries whose contributions are in question: both sides, or every party in which there is work."""
    if not instrument.many:
        return case.sides()
    return tuple(
        dict.fromkeys(
            land for land in (*case.sides(), *case.together().states()) if land in instrument.party_of
        )
    )


def _branches(
    case: Case, instrument: Instrument, party: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    plain = instrument.plain_branches.get(instrument.party_of[party])
    if plain is not None:
        return plain, (), ()
    freed, stays, open_ = [], [], []
    for branch in instrument.branches.get(instrument.party_of[party], ()):
        if not _in_force(branch, case.situation.as_of or case.at):
            stays.append(branch.name)
            continue
        if not branch.when:
            freed.append(branch.name)
            continue
        result = joint(
            case.finding(use)
            for use in branch.when
            if use.home is None or (use.home == case.home and use.host == case.host)
        )
        if result is Result.NOT_MET:
            stays.append(branch.name)
        elif result is Result.MET:
            freed.append(branch.name)
        else:
            open_.append(branch.name)
    return tuple(freed), tuple(stays), tuple(open_)


def _in_force(branch: Branch, day: date) -> bool:
    start, end = branch.valid_from, branch.valid_until
    return (start is None or start <= day) and (end is None or day <= end)


def alternatives(case: Case, instrument: Instrument, weighed: Weighed) -> tuple[Alternative, ...]:
    """The other ways that are open: a longer posting by its clause, an exception by agreement, a choice."""
    found: list[Alternative] = []
    posting = next((trial.provision for trial in weighed.trials if trial.provision.rank == POSTING), None)
    at_home = weighed.legislation == case.home
    if posting is not None and not at_home and _can_extend(case, posting):
        clause = posting.extension
        assert clause is not None  # noqa: S101  _can_extend asked
        found.append(
            Alternative(
                "extension",
                instrument.id,
                clause.article,
                case.home,
                clause.months_in_all,
                _ask(instrument, case),
                posting.limit.last_day(case.clock()) if posting.limit is not None else None,
            )
        )
    clause_of_exception = instrument.exception
    if clause_of_exception is not None and not at_home:
        ask = clause_of_exception.ask.get(case.home or "")
        usual = clause_of_exception.extension
        months = usual.months_in_all if usual is not None else None
        article = clause_of_exception.article
        found.append(Alternative("exception", instrument.id, article, case.home, months, ask))
    return (*found, *_telework(case, instrument, weighed), *_choices(instrument, weighed))


def _telework(case: Case, instrument: Instrument, weighed: Weighed) -> Iterable[Alternative]:
    """Telework that could be asked for: everything holds but the request."""
    if weighed.provision is None or weighed.provision.category != "multi_state":
        return
    for rule in instrument.provisions:
        if rule.category != "telework" or rule.supplement is None or telework_request(case) is not None:
            continue
        case.provision = rule
        others = [use for use in rule.conditions if not use.gate]
        if all(case.finding(use).result is Result.MET for use in others):
            seats = case.together().seats()
            yield Alternative("telework", rule.supplement.id, rule.article, seats[0], rule.limit_months)


def _choices(instrument: Instrument, weighed: Weighed) -> Iterable[Alternative]:
    for trial in weighed.trials:
        if trial.provision.legislation == "choice":
            for finding in trial.findings:
                deadline = finding.values.get("deadline")
                if finding.result is not Result.MET and isinstance(deadline, date):
                    yield Alternative("choice", instrument.id, trial.provision.article, None, by=deadline)


def _can_extend(case: Case, posting: Provision) -> bool:
    clause = posting.extension
    if clause is None or not clause.possible or clause.months_in_all is None or posting.limit is None:
        return False
    end = case.activity.last
    return end is not None and posting.limit.last_day(case.clock()) < end <= last_day_of(
        case.clock(), clause.months_in_all
    )


def _ask(instrument: Instrument, case: Case) -> str | None:
    form = instrument.certificate.get(instrument.party_of.get(case.home or "", ""))
    status = case.activity.status or "employee"
    return form.issuers.get(status, form.issuers.get("")) if form is not None else None


def duties(
    case: Case, instrument: Instrument, weighed: Weighed, paper: Certificate | None
) -> tuple[Note, ...]:
    """What has to be done, by whom and by when."""
    who = "self_employed_person" if case.activity.status == "self_employed" else "employer"
    found: list[Note] = []
    values = {"home": case.home, "host": case.host}
    residence = case.person.residence
    if paper is not None and paper.provisional and residence is not None:
        # 987/2009 art. 16(1): the person tells the institution of the place of residence, whichever law applies.
        asked = {**values, "legislation": paper.country, "residence": residence}
        found.append(Note("apply_at_residence", asked, "worker", case.activity.start))
    elif paper is not None:
        found.append(Note("apply", {**values, "legislation": paper.country}, who, case.activity.start))
    if paper is not None:
        found.append(Note("keep_papers", values, who))
        found.append(Note("report_changes", values, who))
    if weighed.outcome == "decided" and weighed.legislation == case.host and case.host != case.home:
        found.append(Note("register_there", values, who, case.activity.start))
    for choice in _choices(instrument, weighed):
        found.append(Note("choose", {**values, "deadline": choice.by}, "worker", choice.by))
    return tuple(found)


def warnings(case: Case, weighed: Weighed) -> tuple[Note, ...]:
    """What the person should know beside the answer."""
    found: list[Note] = []
    values = {"home": case.home, "host": case.host, "start": case.activity.start}
    if weighed.outcome in ("decided", "uncoordinated") and case.home is not None and case.activity.work:
        gap = case.law.labels["health_gap"].get(case.home)
        if gap is not None and weighed.legislation in (case.home, None) and not _care_goes_along(case):
            found.append(Note(gap["warning"], values, source=gap["source"]))
    as_of = case.situation.as_of
    if as_of is not None and weighed.outcome == "decided" and weighed.legislation == case.home:
        found.append(Note("apply_before_start" if as_of <= case.activity.start else "start_in_past", values))
    return tuple(found)


def _care_goes_along(case: Case) -> bool:
    """Whether care abroad is given at the cost of home: so under all instruments that certify with the A1.

    Regulation (EC) No 883/2004, Articles 17 and 19; the protocols and conventions that follow it say the same.
    """
    instrument = case.instrument
    if instrument is None or case.home is None:
        return False
    form = instrument.certificate.get(instrument.party_of.get(case.home, case.home))
    return form is not None and form.kind == "a1"
