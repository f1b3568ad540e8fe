"""States and arrows of a request."""

import ast
from pathlib import Path

import pytest

from sojourn.core.errors import WrongState
from sojourn.requests.states import ARROWS, State, target_of

ROOM = Path(__file__).parents[2] / "src" / "sojourn" / "requests"


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(ARROWS))
def test_an_arrow_leads_only_from_where_the_table_lets_it_start(name: str, state: State) -> None:
    if state in ARROWS[name].sources:
        assert target_of(name, state) is ARROWS[name].target
    else:
        with pytest.raises(WrongState, match="request_step_not_open"):
            target_of(name, state)


def test_only_a_later_decision_leads_out_of_a_decision_and_nothing_out_of_the_other_ends() -> None:
    ends = {State.FORWARDED, State.WITHDRAWN}
    assert not any(arrow.sources & ends for arrow in ARROWS.values())
    decided = {State.APPROVED, State.REFUSED, State.DISCONTINUED}
    assert {name for name, arrow in ARROWS.items() if arrow.sources & decided} == {
        "approve_again",
        "refuse_again",
    }


def test_a_draft_is_the_only_state_that_can_be_changed() -> None:
    assert [state for state in State if state.may_be_changed] == [State.DRAFT]


def _writers(path: Path) -> list[str]:
    """Functions of a module that assign to `.state` of anything."""
    found = []
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                targets = node.targets if isinstance(node, ast.Assign) else []
                flat = [t for target in targets for t in getattr(target, "elts", [target])]
                if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat):
                    found.append(f"{path.stem}.{function.name}")
    return found


def test_only_events_move_a_request() -> None:
    writers = [writer for path in ROOM.glob("*.py") for writer in _writers(path)]
    assert sorted(writers) == [
        "events.hand_in",
        "events.record_outcome",
        "events.withdraw",
        "many._freeze",
        "question_events.move_with_question",
    ]
