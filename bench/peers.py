"""The same small decision in two well-known rule engines.

A person is sent from the United States to Germany: home law goes on if she was sent by her employer, was not
hired there, was employed before the start, the planned stay is 60 months or less, and U.S. law covers the work
(citizen or resident, American employer). The peers get the length in months ready made: a head start.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

FACTS = (
    "works_for_sender",
    "hired_locally",
    "employed_before",
    "months",
    "citizen_or_resident",
    "american_employer",
)


def zen_decision() -> Callable[[Mapping[str, Any]], str]:
    """The decision as a GoRules decision table, evaluated with its trace; answers 'home' or 'host'."""
    columns = [
        {"id": f"i{n}", "name": fact, "type": "expression", "field": fact} for n, fact in enumerate(FACTS)
    ]
    home = {"i0": "true", "i1": "false", "i2": "true", "i3": "<= 60", "i4": "true", "i5": "true"}
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

    def decide(facts: Mapping[str, Any]) -> str:
        answer: str = decision.evaluate(dict(facts), {"trace": True})["result"]["legislation"]
        return answer

    return decide


def openfisca_decision() -> Callable[[Sequence[Mapping[str, Any]]], list[str]]:
    """The decision as OpenFisca variables, computed with tracing for a whole table of persons at once."""
    person = build_entity(key="person", plural="persons", label="Person", is_person=True)
    system = TaxBenefitSystem([person])
    for fact in FACTS:
        kind = int if fact == "months" else bool
        system.add_variable(
            type(
                fact, (Variable,), {"value_type": kind, "entity": person, "definition_period": DateUnit.MONTH}
            )
        )

    def formula(persons: Any, period: Any) -> Any:
        return (
            persons("works_for_sender", period)
            * ~persons("hired_locally", period)
            * persons("employed_before", period)
            * (persons("months", period) <= 60)
            * persons("citizen_or_resident", period)
            * persons("american_employer", period)
        )

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

    def decide(rows: Sequence[Mapping[str, Any]]) -> list[str]:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
        simulation.trace = True
        for fact in FACTS:
            simulation.set_input(fact, "2027-03", numpy.array([row[fact] for row in rows]))
        return ["home" if home else "host" for home in simulation.calculate("home_legislation", "2027-03")]

    return decide
