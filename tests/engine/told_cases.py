"""A dozen situations whose answers are kept as they are told in each language (tests/engine/told/*.txt).

`python -m tests.engine.told_cases` writes the files anew; read what changed before keeping it.
"""

from pathlib import Path
from typing import Any

from sojourn.engine import determine, explain, load_law, read_situation
from sojourn.engine.telling.outline import plain_text
from sojourn.engine.telling.typesetting import LANGUAGES
from tests.engine.builders import Facts, posting, stay, with_facts

PLACE = Path(__file__).with_name("told")


def _self_employed(home: str, host: str) -> Facts:
    facts = posting(
        home, host, status="self_employed", home_activity_since="2019-05-01", similar_activity=True
    )
    for name in ("employer", "receiving_employer", "employed_since", "works_for_sender"):
        facts["activities"][0].pop(name)
    return facts | {"employers": []}


def _several_countries() -> Facts:
    """Lives in Germany, works for an employer in Austria in both countries."""
    common: dict[str, Any] = {"status": "employee", "employer": "e1", "start": "2027-03-01", "end": None}
    return {
        "person": {"nationalities": ["DE"], "residence": "DE"},
        "employers": [{"id": "e1", "seat": "AT", "kind": "private"}],
        "activities": [
            {"id": "a1", "country": "DE", "pattern": "regular", "share_of_time": 0.4, **common},
            {"id": "a2", "country": "AT", "pattern": "regular", "share_of_time": 0.6, **common},
        ],
        "history": [],
    }


CASES: dict[str, Facts] = {
    "posting_that_fits": posting(),
    "posting_over_the_limit": posting(end="2033-02-28"),
    "two_conditions_fail": posting(end="2033-02-28", hired_locally=True),
    "fact_is_missing": posting(host="FR"),
    "officer_has_to_look": posting(host="AT") | {"history": [stay("SG", "2025-01-01", "2027-02-28")]},
    "no_agreement": posting(host="TH"),
    "choice_of_nationals": with_facts(posting(host="IT"), person={"nationalities": ["US", "IT"]}),
    "branch_hangs_on_health_cover": posting(host="JP"),
    "no_end_is_set": posting(host="CA", end=None),
    "self_employed_abroad": _self_employed("US", "GB"),
    "posting_within_europe": with_facts(
        posting("DE", "FR", end="2028-02-29", lent_onward=False, replaces_posted_person=False),
        employers=[
            {"id": "e1", "seat": "DE", "kind": "private", "substantial_activity": ["DE"]},
            {"id": "e2", "seat": "FR"},
        ],
        person={"insured": [{"country": "DE", "start": "2020-01-01", "end": None}]},
    ),
    "work_in_several_countries": _several_countries(),
    "stay_without_work": posting(work=False),
}


def told(name: str, language: str) -> str:
    """The answer to a case in words, without sources and open questions, which change with every reading."""
    law = load_law()
    explanation = explain(determine(read_situation(CASES[name]), law), law, language)
    return plain_text(explanation, law, leave_out=("sources", "open"))


def told_in_all(name: str) -> str:
    """The answer in all languages, one after the other."""
    return "\n\n".join(f"[{language}]\n\n{told(name, language)}" for language in LANGUAGES) + "\n"


if __name__ == "__main__":
    for each in CASES:
        (PLACE / f"{each}.txt").write_text(told_in_all(each), encoding="utf-8")
