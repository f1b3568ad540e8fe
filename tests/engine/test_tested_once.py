"""A condition that several rules ask is tested once a case, unless it looks at the rule that asks."""

import ast
from collections import Counter
from datetime import date
from pathlib import Path
from types import MappingProxyType

import sojourn.engine
from sojourn.core.periods import Period
from sojourn.engine import load_law, read_situation
from sojourn.engine.case import Case
from sojourn.engine.finding import Finding
from sojourn.engine.lawbook.law import Use
from sojourn.engine.words.vocabulary import WORDS, plain
from sojourn.engine.work import works_of
from tests.engine.builders import posting

ENGINE = Path(sojourn.engine.__file__).parent
LAW = load_law()


def looking_at_the_rule() -> set[str]:
    """The functions of the engine that look at the provision of a case, by themselves or through others."""
    functions = {
        each.name: each
        for path in (ENGINE / "words").glob("*.py")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef)
    }
    reads = {
        name: {
            each.attr if isinstance(each, ast.Attribute) else each.id
            for each in ast.walk(function)
            if isinstance(each, ast.Attribute | ast.Name)
        }
        for name, function in functions.items()
    }
    found = {name for name, names in reads.items() if "provision" in names}
    while more := {name for name, names in reads.items() if names & found} - found:
        found |= more
    return found


def test_words_that_look_at_the_rule_say_so_and_no_others() -> None:
    looking = looking_at_the_rule()
    assert "expected_within" in looking
    assert {word.name for word in WORDS.values() if word.test.__name__ in looking} == {
        word.name for word in WORDS.values() if word.by_rule
    }


def case() -> Case:
    work = works_of(read_situation(posting()), LAW)[0]
    return work.case("US", LAW.instruments["us-de"], Period(date(2027, 3, 1), date(2030, 2, 28)))


def counting(*, shared: bool) -> tuple[Use, list[str]]:
    """A condition, and the statuses as of which it has been tested."""
    tested: list[str] = []

    def test(looked_at: Case, _: object) -> Finding:
        tested.append(looked_at.status)
        return plain("counted", True, "fact")

    return Use("counted", test, MappingProxyType({}), None, None, False, frozenset(), shared), tested


def test_a_condition_that_several_rules_ask_is_tested_once_a_case() -> None:
    use, tested = counting(shared=True)
    one = case()
    assert one.finding(use) is one.finding(use)
    case().finding(use)
    assert len(tested) == 2


def test_a_condition_that_is_not_shared_is_tested_each_time() -> None:
    use, tested = counting(shared=False)
    one = case()
    one.finding(use)
    one.finding(use)
    assert len(tested) == 2


def test_a_condition_is_tested_again_for_somebody_of_another_status() -> None:
    use, tested = counting(shared=True)
    one = case()
    one.finding(use)
    one.look_as("self_employed")
    one.finding(use)
    assert tested == ["employee", "self_employed"]


def test_conditions_that_ask_the_same_are_one_and_others_are_not() -> None:
    uses = [use for rule in LAW.instruments["eu-883-2004"].provisions for use in rule.conditions]
    kinds = {(use.name, str(use.parameters)): use for use in uses if use.name == "in_several_countries"}
    assert len(kinds) > 1
    assert all(
        use is kinds[use.name, str(use.parameters)] for use in uses if use.name == "in_several_countries"
    )


def test_what_looks_at_the_rule_is_never_shared_and_what_one_rule_asks_is_not_kept() -> None:
    rules = LAW.instruments["eu-883-2004"].provisions
    asked = Counter(id(use) for rule in rules for use in rule.conditions)
    uses = {id(use): use for rule in rules for use in rule.conditions}
    assert any(use.shared for use in uses.values())
    for name, use in uses.items():
        assert use.shared is (asked[name] > 1 and not WORDS[use.name].by_rule)
