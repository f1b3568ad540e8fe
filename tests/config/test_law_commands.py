"""`sojourn determine` and `sojourn law`: the contract on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sojourn.config.cli import app
from tests.engine.builders import posting

runner = CliRunner()


def determine(content: str | bytes, *options: str) -> Result:
    return runner.invoke(app, ["determine", "-", *options], input=content)


def test_one_situation_gives_one_determination() -> None:
    result = determine(json.dumps(posting()))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["periods"][0]["legislation"] == "US"


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "situation.json"
    path.write_text("\ufeff" + json.dumps(posting()), encoding="utf-8")
    result = runner.invoke(app, ["determine", str(path)])
    assert json.loads(result.stdout)["periods"][0]["legislation"] == "US"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{bad", "not JSON (line 1, column 2)"),
        ("", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        ('{"period": {"start": "2027-01-01"}, "period": {"start": "2028-01-01"}}', "given twice"),
        ('{"period": NaN}', "cannot be read: NaN"),
        ("[" * 100_000, "nested too deeply"),
        ('{"period": ' + "9" * 5000 + "}", "number"),
        (json.dumps(posting(country="XX")), "activities[0].country: “XX” is no country code"),
        (json.dumps(posting(start="2027-02-30")), "activities[0].start: The day 2027-02-30 does not exist."),
        (json.dumps(posting(id="x" * 10_000_000)), "activities[0].id: This is too long: 10000000 characters"),
        (json.dumps(posting(salary=1)), "activities[0].salary: There is no such fact."),
        (json.dumps(posting(id="a\u0000")), "activities[0].id: This holds control characters"),
    ],
    ids=range(12),
)
def test_bad_input_is_refused_with_path_and_reason(content: str | bytes, reason: str) -> None:
    result = determine(content)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_named() -> None:
    result = runner.invoke(app, ["determine", "/nowhere/situation.json"])
    assert result.exit_code == 2
    assert "/nowhere/situation.json" in result.stderr


def test_lines_are_answered_in_their_order_with_errors_in_their_place() -> None:
    lines = [
        json.dumps(posting()),
        "{bad",
        json.dumps(posting(country="XX")),
        "",
        json.dumps(posting("DE", "US")),
    ]
    result = determine("\n".join(lines) + "\n", "--lines")
    answers: list[Any] = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer.get("periods", [{}])[0].get("legislation") for answer in answers] == [
        "US",
        None,
        None,
        "DE",
    ]
    assert answers[1]["error"]["errors"][0]["code"] == "not_json"
    assert answers[2]["error"]["errors"][0]["path"] == "activities[0].country"
    assert answers[2]["error"]["line"] == 3


def test_good_lines_end_well() -> None:
    result = determine((json.dumps(posting()) + "\n") * 3, "--lines")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3
