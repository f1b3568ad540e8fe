"""Determinations a second, with the full trace, against OpenFisca and GoRules ZEN on the same small decision."""

import statistics
import subprocess
import sys

from bench.clock import median_seconds
from bench.peers import openfisca_decision, zen_decision
from bench.report import Figure
from sojourn.engine import determine, load_law, read_situation

BATCH = 1000
ROW = {
    "works_for_sender": True,
    "hired_locally": False,
    "employed_before": True,
    "months": 36,
    "citizen_or_resident": True,
    "american_employer": True,
}
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
    """How long the law takes to load from its compiled form, each time in a process of its own."""
    command = [sys.executable, "-c", LOADING]
    times = [
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs)
    ]
    return statistics.median(times)


def measure() -> list[Figure]:
    """One situation at a time for all three; a table of a thousand for OpenFisca, which is made for tables."""
    law = load_law()
    situation = read_situation(SITUATION)
    zen, openfisca = zen_decision(), openfisca_decision()
    answers = (determine(situation, law).periods[0].legislation, zen(ROW), openfisca([ROW])[0])
    if answers != ("US", "home", "home"):
        raise SystemExit(f"The three do not agree: {answers}")
    several = read_situation(SEVERAL)
    if (determine(several, law).periods[0].legislation, len(law.instruments) > 600) != ("PL", True):
        raise SystemExit("The law that is measured is not the law of the world.")
    ours = median_seconds(lambda: determine(situation, law), runs=2000)
    joined = median_seconds(lambda: determine(several, law), runs=1000)
    whole = median_seconds(lambda: determine(read_situation(SITUATION), law).to_json(), runs=2000)
    theirs_zen = median_seconds(lambda: zen(ROW), runs=2000)
    theirs_openfisca = median_seconds(lambda: openfisca([ROW]), runs=200)
    table = median_seconds(lambda: openfisca([ROW] * BATCH), runs=20) / BATCH
    return [
        Figure("one determination, full trace, reasons and consequences", ours, goal=100e-6),
        Figure("work in four countries under European coordination (article 13)", joined, goal=300e-6),
        Figure("… one posting from JSON to JSON, told in words", whole),
        Figure(f"loading the law, {len(law.instruments)} instruments, compiled", loading_seconds(), goal=0.1),
        Figure("GoRules ZEN, the posting table alone, with trace", theirs_zen, than=ours),
        Figure("OpenFisca, the posting formula alone, with trace, one person", theirs_openfisca, than=ours),
        Figure("OpenFisca, the same, per person in a table of 1,000", table, than=ours),
    ]
