"""The same small decision in two well-known rule engines.

A person is sent from the United States to Germany: home law goes on under the nine conditions of the rule on postings,
the last of which, that U.S. law covers the work, hangs on two facts. The peers get each condition's fact ready made,
the length in months and whether there were earlier postings among them: a head start. Each is asked in the quickest way
that was found for one call with its trace: ZEN a decision table rather than expressions, OpenFisca a simulation that
stands ready rather than a new one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MONTHS = "months"
AT_MOST = 60
FACTS = (
    "on_land",
    "sent_from_home",
    MONTHS,
    "no_earlier_postings",
    "works_for_sender",
    "employed_before",
    "temporary",
    "insured_before",
    "citizen_or_resident",
    "american_employer",
)


def zen_decision() -> Callable[[dict[str, Any]], str]:
    """The decision as a GoRules decision table, evaluated with its trace; answers 'home' or 'host'."""
    columns = [
        {"id": f"i{n}", "name": fact, "type": "expression", "field": fact} for n, fact in enumerate(FACTS)
    ]
    home = {f"i{n}": f"<= {AT_MOST}" if fact == MONTHS else "true" for n, fact in enumerate(FACTS)}
    table = {
        "hitPolicy": "first",
        "inputs": columns,
        "outputs": [{"id": "o", "name": "legislation", "type": "expression", "field": "legislation"}],
        "rules": [
            {"_id": "posting", **home, "o": '"home"'},
            {"_id": "general", **dict.fromkeys(home, ""), "o": '"host"'},
        ],
    }
    graph = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "facts", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "table",
                "name": "posting",
                "type": "decisionTableNode",
                "content": table,
                "position": {"x": 1, "y": 0},
            },
            {"id": "out", "name": "answer", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def decide(facts: dict[str, Any]) -> str:
        answer: str = decision.evaluate(facts, {"trace": True})["result"]["legislation"]
        return answer

    return decide


def openfisca_decision(*counts: int) -> Callable[[Sequence[Mapping[str, Any]]], list[str]]:
    """The decision as OpenFisca variables, with tracing, for a table of persons at once, of one of these lengths."""
    person = build_entity(key="person", plural="persons", label="Person", is_person=True)
    system = TaxBenefitSystem([person])
    for fact in FACTS:
        kind = int if fact == MONTHS else bool
        system.add_variable(
            type(
                fact, (Variable,), {"value_type": kind, "entity": person, "definition_period": DateUnit.MONTH}
            )
        )

    def formula(persons: Any, period: Any) -> Any:
        home = persons(MONTHS, period) <= AT_MOST
        for fact in FACTS:
            if fact != MONTHS:
                home = home * persons(fact, period)
        return home

    system.add_variable(
        type(
            "home_legislation",
            (Variable,),
            {
                "value_type": bool,
                "entity": person,
                "definition_period": DateUnit.MONTH,
                "formula": formula,
            },
        )
    )

    month = period("2027-03")
    ready = {count: SimulationBuilder().build_default_simulation(system, count=count) for count in counts}

    def decide(rows: Sequence[Mapping[str, Any]]) -> list[str]:
        simulation = ready[len(rows)]
        simulation.trace = True
        simulation.delete_arrays("home_legislation", month)
        for fact in FACTS:
            simulation.set_input(fact, month, numpy.array([row[fact] for row in rows]))
        return ["home" if home else "host" for home in simulation.calculate("home_legislation", month)]

    return decide
