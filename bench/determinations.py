"""Determinations a second, with the full trace, against OpenFisca and GoRules ZEN on the same small decision.

The peers are given one rule of nine conditions: ten facts, made ready for it, in; "home" or "host" out. A determination
answers far more (which instrument binds, all its rules, what follows from the answer), so two figures of ours stand
beside theirs: the whole determination, and the same one rule with its nine conditions, tried on a situation that was
read, with its trace. The goal is held against the like: the rule alone.
"""

import subprocess
import sys
from collections.abc import Callable

from bench.clock import least_processor_seconds
from bench.peers import FACTS, MONTHS, openfisca_decision, zen_decision
from bench.report import Figure
from sojourn.engine import Law, Situation, determine, load_law, read_situation
from sojourn.engine.telling.determination import Trial
from sojourn.engine.weigh import tried
from sojourn.engine.work import works_of

BATCH = 1000
GOAL_RATIO = 20
CONDITIONS = 9
ROW = {fact: 36 if fact == MONTHS else True for fact in FACTS}
SITUATION = {
    "person": {"nationalities": ["US"], "residence": "US"},
    "employers": [{"id": "e1", "seat": "US", "kind": "private"}],
    "activities": [
        {
            "id": "a1",
            "country": "DE",
            "status": "employee",
            "employer": "e1",
            "start": "2027-03-01",
            "end": "2030-02-28",
            "pattern": "temporary",
            "sent_from": "US",
            "works_for_sender": True,
            "local_contract": False,
            "hired_locally": False,
            "employed_since": "2020-01-01",
        }
    ],
    "history": [],
}

# A driver for a Dutch firm: a quarter of the work at home in Poland, the rest in three other countries.
SEVERAL = {
    "person": {"nationalities": ["PL"], "residence": "PL"},
    "employers": [{"id": "e1", "seat": "NL", "kind": "private"}],
    "activities": [
        {
            "id": f"a{number}",
            "country": country,
            "status": "employee",
            "employer": "e1",
            "start": "2027-03-01",
            "end": None,
            "pattern": "regular",
            "share_of_time": share,
        }
        for number, (country, share) in enumerate([("PL", 0.25), ("NL", 0.25), ("DE", 0.3), ("FR", 0.2)], 1)
    ],
}
LOADING = """
import time
from sojourn.engine import load_law
start = time.perf_counter()
law = load_law()
print(time.perf_counter() - start)
"""


def loading_seconds(runs: int = 7) -> float:
    """How long the law takes to load from its compiled form: the least of some runs, each a process of its own."""
    command = [sys.executable, "-c", LOADING]
    return min(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs)
    )


def posting_rule(situation: Situation, law: Law) -> Callable[[], Trial | None]:
    """The rule on postings alone, tried on the situation with its nine conditions, each time from scratch."""
    work, instrument = works_of(situation, law)[0], law.instruments["us-de"]
    groups = instrument.scope("employee", "US", "DE").readings[0]
    rule = next(each for group in groups for each in group if each.provision.category == "posted_employee")
    return lambda: tried(work.case("US", instrument, work.period), rule)


def measure() -> list[Figure]:
    """One situation at a time for all three; a table of a thousand for OpenFisca, which is made for tables."""
    law = load_law()
    situation = read_situation(SITUATION)
    zen, openfisca = zen_decision(), openfisca_decision(1, BATCH)
    rule = posting_rule(situation, law)
    check_that_they_agree(situation, law, zen, openfisca)
    several = read_situation(SEVERAL)
    if (determine(several, law).periods[0].legislation, len(law.instruments) > 600) != ("PL", True):
        raise SystemExit("The law that is measured is not the law of the world.")
    ours = least_processor_seconds(lambda: determine(situation, law), runs=30)
    joined = least_processor_seconds(lambda: determine(several, law), runs=10)
    told = least_processor_seconds(lambda: determine(read_situation(SITUATION), law).to_json(), runs=5)
    alone = least_processor_seconds(rule, runs=200)
    by_zen = least_processor_seconds(lambda: zen(ROW), runs=30)
    by_openfisca = least_processor_seconds(lambda: openfisca([ROW]), runs=15)
    many = [ROW] * BATCH
    table = least_processor_seconds(lambda: openfisca(many), runs=2) / BATCH
    return [
        Figure("one determination, full trace, reasons and consequences", ours, goal=100e-6),
        Figure("work in four countries under European coordination (article 13)", joined, goal=300e-6),
        Figure("… one posting from JSON to JSON, told in words", told),
        Figure(f"loading the law, {len(law.instruments)} instruments, compiled", loading_seconds(), goal=0.1),
        Figure("the posting rule alone, its nine conditions with trace", alone),
        *against("GoRules ZEN, the posting table alone, with trace", by_zen, ours, alone),
        *against("OpenFisca, the posting formula alone, with trace, one person", by_openfisca, ours, alone),
        Figure("OpenFisca, the same, per person in a table of 1,000", table, than=alone),
    ]


def check_that_they_agree(
    situation: Situation,
    law: Law,
    zen: Callable[[dict[str, object]], str],
    openfisca: Callable[[list[dict[str, object]]], list[str]],
) -> None:
    """Raise SystemExit unless all answer alike, and each peer says no as soon as one condition fails."""
    trial = posting_rule(situation, law)()
    answers = (determine(situation, law).periods[0].legislation, zen(ROW), *openfisca([ROW]))
    if trial is None or (trial.result, trial.legislation) != ("met", "US"):
        raise SystemExit("The rule on postings does not send home what it should.")
    if len(trial.provision.conditions) != CONDITIONS:
        raise SystemExit("The rule on postings has changed: give the peers its conditions.")
    failing = [ROW | {fact: 61 if fact == MONTHS else False} for fact in FACTS]
    refused = {*(zen(row) for row in failing), *(openfisca([row])[0] for row in failing)}
    if answers != ("US", "home", "home") or refused != {"host"}:
        raise SystemExit(f"They do not agree: {answers}, {refused}")


def against(peer: str, seconds: float, whole: float, alone: float) -> list[Figure]:
    """A peer's time for one rule, beside ours for a whole determination and for the same rule."""
    return [
        Figure(f"{peer}; beside a whole determination", seconds, than=whole),
        Figure(f"{peer}; beside the rule alone", seconds, than=alone, goal_ratio=GOAL_RATIO),
    ]
