"""Determinations a second, with the full trace, against OpenFisca and GoRules ZEN on the same small decision."""

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


def measure() -> list[Figure]:
    """One situation at a time for all three; a table of a thousand for OpenFisca, which is made for tables."""
    law = load_law()
    situation = read_situation(SITUATION)
    zen, openfisca = zen_decision(), openfisca_decision()
    answers = (determine(situation, law).periods[0].legislation, zen(ROW), openfisca([ROW])[0])
    if answers != ("US", "home", "home"):
        raise SystemExit(f"The three do not agree: {answers}")
    ours = median_seconds(lambda: determine(situation, law), runs=2000)
    whole = median_seconds(lambda: determine(read_situation(SITUATION), law).to_json(), runs=2000)
    theirs_zen = median_seconds(lambda: zen(ROW), runs=2000)
    theirs_openfisca = median_seconds(lambda: openfisca([ROW]), runs=200)
    table = median_seconds(lambda: openfisca([ROW] * BATCH), runs=20) / BATCH
    return [
        Figure("one determination, full trace, reasons and consequences", ours, goal=100e-6),
        Figure("… from JSON to JSON", whole),
        Figure("GoRules ZEN, the posting table alone, with trace", theirs_zen, than=ours),
        Figure("OpenFisca, the posting formula alone, with trace, one person", theirs_openfisca, than=ours),
        Figure("OpenFisca, the same, per person in a table of 1,000", table, than=ours),
    ]
