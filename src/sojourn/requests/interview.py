"""The interview of one request: its matters in order, the questions on each page, what is still missing.

A page asks what is always asked, what the corridor asks, and what the engine names for the present situation as
soon as everything up to this page has been answered. What the engine names later stands on the page of the law.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sojourn.core import clock
from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Applicant, Facts, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.asking import Asked, Because, asked_now, matter_of
from sojourn.requests.checks import run_checks
from sojourn.requests.checks.gathered import Earlier, Finding, Gathered
from sojourn.requests.entry import Typed, Value
from sojourn.requests.law import Determination, determination_of
from sojourn.requests.models import Request
from sojourn.requests.situation import Derived, derived
from sojourn.requests.states import State
from sojourn.requests.texts import fact_id_of
from sojourn.requests.worker_questions import WorkersTurn, given_away

LAW, CHECK, EMPLOYER = "law", "check", "employer"


@dataclass(frozen=True, slots=True)
class Question:
    """One question on a page, with the answer that stands, or what was typed and could not be read."""

    asked: Asked
    value: Value | None = field(default=None, repr=False)
    unknown: bool = False
    entered: Typed = field(default=None, repr=False)
    among: tuple[str, ...] = ()
    """For a country: the only ones to choose from; empty for all."""


@dataclass(frozen=True, slots=True)
class Page:
    """One matter: its questions, and all that is wrong or unusual about their answers.

    `number` of `count` is what the counter shows; 0 for a page outside the count. `derived` follows from
    answers on this page. `acknowledged` are warnings gone on from, with the reasons given.
    """

    matter: str
    number: int
    count: int
    previous: str | None
    following: str | None
    questions: tuple[Question, ...]
    derived: tuple[Derived, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Finding, ...]
    acknowledged: tuple[tuple[Finding, str], ...] = field(default=(), repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether the applicant can go on from here."""
        return not self.problems and not self.warnings


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft looked at once: its answers, the questions asked on them, what the law misses, what checks find."""

    answers: Answers
    facts: Facts
    asked: tuple[Asked, ...]
    missing_paths: tuple[str, ...]
    findings: tuple[Finding, ...]
    before: Answers | None = field(default=None, repr=False)
    """The answers of the request that this one follows."""
    given_away: frozenset[str] = frozenset()
    """Questions that the worker was asked and the applicant does not answer."""
    worker_at_work: bool = False
    """Whether the worker was asked and has not finished."""

    @property
    def applicant(self) -> Applicant:
        """Who asks."""
        return self.answers.applicant

    def lacks(self, asked: Asked) -> bool:
        """Whether the question needs an answer of the applicant and has none (a wrong one is another matter)."""
        return asked.required and asked.fact.id not in self.given_away and not self._is_touched(asked)

    def pending(self) -> tuple[Asked, ...]:
        """Questions that the engine names, that the applicant answers and nobody has answered."""
        return tuple(
            a
            for a in self.asked
            if a.because is Because.LAW and a.fact.id not in self.given_away and not self._is_touched(a)
        )

    @property
    def lacking_from_worker(self) -> tuple[Asked, ...]:
        """Questions that wait for the worker's answer."""
        return tuple(
            a for a in self.asked if a.required and a.fact.id in self.given_away and not self._is_touched(a)
        )

    @property
    def waits_for_worker(self) -> bool:
        """Whether nothing can be sent before the worker has done something."""
        return self.worker_at_work or bool(self.lacking_from_worker)

    def _is_touched(self, asked: Asked) -> bool:
        return self.answers.is_given(asked.fact.id) or asked.fact.id in self.answers.entered


def matters_of(applicant: Applicant, facts: Facts | None = None) -> tuple[str, ...]:
    """The pages of the interview of a first request in order."""
    return (facts or load_facts()).interviews[applicant]


def matters_in(answers: Answers, facts: Facts | None = None) -> tuple[str, ...]:
    """The pages of the interview in order, for the kind of request that these answers belong to."""
    facts = facts or load_facts()
    afterwards = facts.afterwards.get(answers.kind)
    return matters_of(answers.applicant, facts) if afterwards is None else afterwards.matters


def standing(request: Request) -> Standing:
    """The draft as it stands now, with the law and the clock of now."""
    before = request.follows.answers if request.follows else None
    same_certificate = about_same_certificate(request)
    now = standing_of(
        request.answers, earlier_requests(request), before=before, same_certificate=same_certificate
    )
    away = given_away(request, now.facts)
    return replace(now, given_away=away, worker_at_work=request.worker_part == WorkersTurn.ASKED)


def standing_of(
    answers: Answers,
    earlier: tuple[Earlier, ...] = (),
    facts: Facts | None = None,
    *,
    before: Answers | None = None,
    same_certificate: tuple[Earlier, ...] = (),
) -> Standing:
    """The same for answers alone. `before`: those of the request that is followed."""
    facts = facts or load_facts()
    determination = determination_of(answers, facts)
    missing = determination.missing if determination else ()
    afterwards = _issued_afterwards(determination, facts)
    gathered = Gathered(
        answers,
        clock.today(),
        earlier,
        before,
        same_certificate,
        issued_afterwards=afterwards,
        who_asks=_who_asks(determination),
    )
    findings = run_checks(gathered)
    return Standing(
        answers, facts, asked_now(answers, facts, missing), tuple(missing), findings, before=before
    )


def _who_asks(determination: Determination | None) -> frozenset[str]:
    """Who may ask for the certificates that the law gives, in its words; nothing while it gives none."""
    papers = [period.certificate for period in determination.periods] if determination else []
    return frozenset(paper.apply for paper in papers if paper is not None)


def _issued_afterwards(determination: Determination | None, facts: Facts) -> bool:
    """Whether a source says of the instrument that its certificates can be issued after the work has begun."""
    instrument = determination.periods[0].instrument if determination else None
    return instrument is not None and instrument.id in facts.asking_late


def page(request: Request, matter: str, now: Standing | None = None) -> Page:
    """The page of one matter. Raises KeyError for a matter that the interview does not have."""
    now = now or standing(request)
    matters = matters_in(now.answers, now.facts)
    if matter not in matters and not (matter == EMPLOYER and now.applicant is Applicant.EMPLOYER):
        raise KeyError(matter)
    at = matters.index(matter) if matter in matters else -1
    asked = asked_on(now, matter)
    concerned = [f for f in now.findings if matter == CHECK or _matter_of_finding(now, f) == matter]
    reasons = request.acknowledged
    return Page(
        matter=matter,
        number=at + 1,
        count=len(matters),
        previous=matters[at - 1] if at > 0 else None,
        following=matters[at + 1] if 0 <= at < len(matters) - 1 else None,
        questions=tuple(_question(now, each) for each in asked),
        derived=tuple(d for d in derived(now.answers) if any(a.fact.id == d.from_fact for a in asked)),
        problems=_problems(now, matter, asked, concerned),
        warnings=tuple(f for f in concerned if not f.hinders and f.fingerprint not in reasons),
        acknowledged=tuple(
            (f, reasons[f.fingerprint]["reason"]) for f in concerned if f.fingerprint in reasons
        ),
    )


def asked_on(now: Standing, matter: str) -> tuple[Asked, ...]:
    """The questions that stand on the page of `matter`."""
    if matter == LAW:
        # Also those answered in a way that cannot be read: they would vanish from under the person's hands.
        named = (a for a in now.asked if a.because is Because.LAW and a.fact.id not in now.given_away)
        return tuple(a for a in named if not now.answers.is_given(a.fact.id))
    own = [asked for asked in now.asked if matter_of(asked, now.answers, now.facts) == matter]
    if _all_given(now, matter):
        return tuple(own)
    pending = now.pending()
    return tuple(asked for asked in own if asked not in pending)


def next_matter(request: Request, matter: str) -> str:
    """Where Continue leads from `matter`: here again while something is wrong or newly asked, else onwards."""
    now = page(request, matter)
    if not now.is_complete or now.following is None:
        return matter if matter != EMPLOYER or not now.is_complete else CHECK
    return now.following


def first_open_matter(request: Request) -> str:
    """The first page on which something is left to do; the check page when nothing is."""
    now = standing(request)
    for matter in matters_in(now.answers, now.facts):
        if not page(request, matter, now).is_complete:
            return matter
    return CHECK


def first_open_before(request: Request, last: str) -> str:
    """The first page before `last` on which something is left to do; `last` when nothing is."""
    now = standing(request)
    for matter in matters_of(now.applicant, now.facts):
        if matter == last or not page(request, matter, now).is_complete:
            return matter
    return last


def what_is_missing(request: Request) -> tuple[Problem, ...]:
    """What has to be answered or mended before the request can be sent, in the order of the vocabulary."""
    return missing_in(standing(request))


def missing_in(now: Standing) -> tuple[Problem, ...]:
    """The same for a draft already looked at: unreadable answers, absent ones, then what checks hinder."""
    absent = tuple(Problem(asked.fact.id, "missing") for asked in now.asked if now.lacks(asked))
    hindering = tuple(problem for f in now.findings if f.hinders for problem in f.problems())
    return _in_order(now, (*now.answers.unreadable(now.facts), *absent)) + hindering


def earlier_requests(request: Request) -> tuple[Earlier, ...]:
    """What the same applicant has asked for the same worker and what stands."""
    others = (
        Request.objects.of_same_applicant(request)
        .of_worker(request.ssn_index, request.person_index)
        .asked_for()
        .order_by("period_start", "reference")
    )
    columns = others.values_list("reference", "state", "host", "period_start", "period_end")
    return tuple(
        Earlier(reference or "", state, host, start, end)
        for reference, state, host, start, end in columns[:20]
    )


def about_same_certificate(request: Request) -> tuple[Earlier, ...]:
    """The other requests about the certificate that this one is about, and that the institution still has."""
    if not request.follows_number:
        return ()
    waiting = [state.value for state in State if state.is_with_institution]
    others = (
        Request.objects.of_same_applicant(request)
        .filter(follows_number=request.follows_number, state__in=waiting)
        .order_by("handed_in_at")
    )
    return tuple(
        Earlier(other.reference or "", other.state, other.host, other.period_start, other.period_end)
        for other in others[:20]
    )


def _question(now: Standing, asked: Asked) -> Question:
    answers, fact = now.answers, asked.fact
    return Question(
        asked,
        value=answers.values.get(fact.id),
        unknown=fact.id in answers.unknown,
        entered=answers.entered.get(fact.id),
        among=(answers.home, answers.host) if fact.among == "home_or_host" else (),
    )


def _all_given(now: Standing, matter: str) -> bool:
    """Whether all that is asked in any case up to and on this page has been answered."""
    matters = matters_in(now.answers, now.facts)
    reached = matters[: matters.index(matter) + 1] if matter in matters else (matter,)
    return not any(
        now.lacks(asked)
        for asked in now.asked
        if asked.because is not Because.LAW and matter_of(asked, now.answers, now.facts) in reached
    )


def _problems(
    now: Standing, matter: str, asked: Iterable[Asked], concerned: Iterable[Finding]
) -> tuple[Problem, ...]:
    if matter == CHECK:
        return missing_in(now)
    here = {each.fact.id for each in asked}
    unreadable = [p for p in now.answers.unreadable(now.facts) if fact_id_of(p.field, now.facts) in here]
    absent = [Problem(each.fact.id, "missing") for each in asked if now.lacks(each)]
    hindering = [problem for f in concerned if f.hinders for problem in f.problems()]
    return _in_order(now, (*unreadable, *absent)) + tuple(hindering)


def _in_order(now: Standing, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    problems = tuple(problems)
    if len(problems) < 2:
        return problems
    order = {fact.id: number for number, fact in enumerate(now.facts.facts)}
    return tuple(sorted(problems, key=lambda p: order.get(fact_id_of(p.field, now.facts) or "", 0)))


def _matter_of_finding(now: Standing, finding: Finding) -> str | None:
    """The last page that a finding speaks of: there the applicant knows all that it compares."""
    if now.answers.kind in now.facts.afterwards:
        return now.answers.kind
    matters = matters_of(now.applicant, now.facts)
    ids = [fact_id_of(field, now.facts) for field in finding.fields]
    concerned = [now.facts[i].matter_for(now.applicant) for i in ids if i]
    return max((m for m in concerned if m in matters), key=matters.index, default=EMPLOYER)
