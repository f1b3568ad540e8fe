"""The contract of a determination as parts of the API's description: its two schemas, and worked examples."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from sojourn.api.limits import MOST_ENTRIES
from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory

COMPONENT = "#/components/schemas/"
EXAMPLES_A_FILE = 3


@cache
def schemas() -> dict[str, Any]:
    """The schemas by the names that they have in the description; they refer to each other there."""
    found: dict[str, Any] = {}
    for name in ("situation", "determination"):
        text = (law_directory() / "contract" / f"{name}.schema.json").read_text(encoding="utf-8")
        schema = json.loads(text)
        for key, part in schema.pop("$defs", {}).items():
            found[_named(key)] = part
        found[_named(name)] = {key: each for key, each in schema.items() if key not in ("$schema", "$id")}
    found = {name: _referring(schema) for name, schema in found.items()}
    for name, limit in MOST_ENTRIES.items():
        found["Situation"]["properties"][name]["maxItems"] = limit
    return found


def _named(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("_"))


def _referring(part: Any) -> Any:
    """The same, with references to where the parts stand in the description."""
    if isinstance(part, dict):
        return {
            key: COMPONENT + _named(value.removeprefix("#/$defs/")) if key == "$ref" else _referring(value)
            for key, value in part.items()
        }
    return [_referring(each) for each in part] if isinstance(part, list) else part


def official_cases() -> Iterator[dict[str, Any]]:
    """Cases that authorities have published, some of each; each with `id`, `why`, `source`, `situation`."""
    for path in sorted((law_directory() / "examples" / "official").glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line) for line in islice(lines, EXAMPLES_A_FILE))


@cache
def examples() -> tuple[dict[str, Any], dict[str, Any]]:
    """Situations and their determinations, as examples of OpenAPI: by the id of the case, with what it shows."""
    law = load_law()
    asked, answered = {}, {}
    for case in official_cases():
        told = {"summary": case["id"], "description": f"{case['why']} Published at {case['source']}"}
        asked[case["id"]] = {**told, "value": case["situation"]}
        answer = determine(read_situation(case["situation"]), law).to_json()
        answered[case["id"]] = {**told, "value": answer}
    return asked, answered
