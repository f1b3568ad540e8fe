"""`sojourn law check|schema|show|map|diff`: looking into the law data on the command line."""

import csv
import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sojourn.config.cli import app
from sojourn.config.law_reports import table
from sojourn.config.law_show import institution_text, instrument_text
from sojourn.engine import load_law
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawkeeping.publishing import FORMS_BY_KIND

runner = CliRunner()
PARTS = ("instruments", "domestic", "institutions", "reference")


def law(*arguments: str) -> Result:
    return runner.invoke(app, ["law", *arguments])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the law that a test may change."""
    for part in PARTS:
        shutil.copytree(law_directory() / part, tmp_path / "law" / part)
    return tmp_path / "law"


def edit(directory: Path, name: str, old: str, new: str) -> None:
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- check


def test_the_check_says_how_well_each_family_is_known_in_one_screen() -> None:
    result = law("check")
    assert result.exit_code == 0, result.stderr
    for part in ("family", "us", "pairs of countries", "not read again", "known and not carried", "sound"):
        assert part in result.stdout
    assert len(result.stdout.splitlines()) < 60
    assert max(len(line) for line in result.stdout.splitlines()) < 200


def test_the_check_names_every_instrument_on_request() -> None:
    short, whole = law("check").stdout, law("check", "--all").stdout
    for name in load_law().instruments:
        assert f"\n{name} " in whole
    assert len(whole) > len(short)


def test_the_check_speaks_json() -> None:
    report = json.loads(law("check", "--json", "--on", "2020-12-31").stdout)
    assert report["faults"] == []
    assert report["on"] == "2020-12-31"
    assert {each["id"] for each in report["standings"]} == set(load_law().instruments)
    assert sum(report["confidence"].values()) == len(report["standings"])
    assert sum(report["institutions"].values()) == len(load_law().institutions)


def test_the_check_names_faults_and_fails(copy: Path) -> None:
    edit(copy, "instruments/us/us-de.yaml", "in_force: 1979-12-01", "in_force: 1975-12-01")
    result = law("check", str(copy))
    assert result.exit_code == 1
    assert "FAULT us-de: signed, in force and ended are not in order" in result.stderr
    assert "1 faults" in result.stdout


def test_the_check_refuses_what_does_not_load(copy: Path) -> None:
    edit(copy, "instruments/us/us-de.yaml", "kind: bilateral", "kind: friendly")
    result = law("check", str(copy))
    assert result.exit_code == 1
    assert "us-de.yaml: kind" in result.stderr


def test_columns_are_as_wide_as_they_have_to_be() -> None:
    assert table(("name", "n"), [("a", 1), ("longer", 20)]) == ["name     n", "a        1", "longer  20"]
    assert table(("name", "n"), []) == ["name  n"]


# --- schema


def test_the_form_of_each_kind_of_file_can_be_had() -> None:
    assert law("schema").stdout.split() == list(FORMS_BY_KIND)
    schema = json.loads(law("schema", "instrument").stdout)
    assert "expected_within" in schema["$defs"]["Condition"]["properties"]["is"]["enum"]


def test_all_forms_can_be_written(tmp_path: Path) -> None:
    assert law("schema", "--write", str(tmp_path / "forms")).exit_code == 0
    assert len(list((tmp_path / "forms").glob("*.schema.json"))) == len(FORMS_BY_KIND)


def test_an_unknown_kind_of_file_is_refused_with_those_there_are() -> None:
    result = law("schema", "letter")
    assert result.exit_code == 2
    assert "letter: no such kind of law file; there are instrument" in result.stderr


# --- show


def test_an_agreement_is_shown_with_articles_conditions_limits_sources_and_what_is_open() -> None:
    shown = law("show", "us-de").stdout
    for part in (
        "us-de-posted-employee: posted employee, Article 6(2)",
        "at most 60 months; a longer plan is no posting",
        "- The employment with the sender existed before the work abroad began",
        "[only from US to DE]",
        "extension: possible, Article 6(5)",
        "as of 2022-09-15, https://secure.ssa.gov/poms.nsf/lnx/0302001115",
        "still due: unemployment insurance",
        "open: ",
    ):
        assert part in shown, part


def test_with_a_day_only_the_rules_of_that_day_are_shown() -> None:
    assert "us-de-posted-employee:" in law("show", "us-de", "--on", "1996-05-01").stdout
    assert "us-de-posted-employee:" not in law("show", "us-de", "--on", "1996-04-30").stdout


def test_an_agreement_of_many_says_whom_it_binds_since_when() -> None:
    shown = law("show", "eu-883-2004").stdout
    assert "Croatia: bound from 2013-07-01" in shown
    assert "goes on for work that began before and continues" in shown
    assert "third-country-nationals" in shown
    assert shown.count("branches, all parties:") == 1


def test_every_agreement_can_be_shown() -> None:
    held = load_law()
    for name, instrument in held.instruments.items():
        shown = instrument_text(held, instrument, None)
        assert shown.startswith(f"{name}: ")
        assert all(f"\n{rule.id}: " in shown for rule in instrument.provisions)


def test_one_rule_is_shown_alone() -> None:
    shown = law("show", "us-de-posted-employee").stdout
    assert shown.startswith("us-de-posted-employee: ")
    assert "us-de-employee" not in shown


def test_an_institution_is_shown_with_what_it_does_and_where_that_was_read() -> None:
    shown = law("show", "be-inasti").stdout
    assert "agrees exceptions: eu-883-2004" in shown
    assert "about 7 working days" in shown
    assert "NISSE/RSVZ" in shown


def test_every_institution_can_be_shown() -> None:
    for name, institution in load_law().institutions.items():
        assert institution_text(institution).startswith(f"{name}: ")


def test_two_countries_are_shown_with_one_direction_of_the_conditions() -> None:
    there, back = law("show", "us", "de").stdout, law("show", "DE", "US").stdout
    assert there.startswith("From United States to Germany, on ")
    cover = "The home country's own law reaches the work abroad"
    assert cover in there
    assert cover not in back
    assert "own law of Germany, for work there:" in there


def test_the_british_relation_to_the_union_turns_with_the_year() -> None:
    assert "eu-883-2004" in law("show", "GB", "FR", "--on", "2020-12-31").stdout.splitlines()[1]
    assert "eu-uk-tca" in law("show", "GB", "FR", "--on", "2021-01-01").stdout.splitlines()[1]


def test_countries_without_an_agreement_show_their_own_law() -> None:
    shown = law("show", "DE", "SG").stdout
    assert "the law data know of no agreement" in shown
    assert "own law of Singapore, for work there:" in shown


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("us-dee",), "did you mean us-de"),
        (("zzzzzzzz",), "for two countries: FROM TO"),
        (("DE", "XX"), "XX: this is no country code"),
    ],
)
def test_what_is_not_there_is_refused_with_a_hint(arguments: tuple[str, ...], reason: str) -> None:
    result = law("show", *arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


# --- map


def test_the_map_of_a_country_names_instrument_limit_and_confidence() -> None:
    lines = law("map", "US", "--on", "2026-01-01").stdout.splitlines()
    germany = next(line for line in lines if line.startswith("DE "))
    assert germany.split() == [
        *("DE", "Germany", "agreement", "us-de", "60", "months", "60", "months", germany.split()[-1])
    ]
    assert germany.split()[-1] in ("high", "medium", "low")
    assert lines[-1].endswith("countries")


def test_the_map_can_be_had_as_csv() -> None:
    rows = list(csv.DictReader(StringIO(law("map", "no", "--csv", "--on", "2026-01-01").stdout)))
    by_country = {row["country"]: row for row in rows}
    assert by_country["SE"]["employees posted"] == "24 months"
    assert by_country["CH"]["instruments"] == "efta-vaduz"
    assert by_country["GB"]["instruments"] == "eea-efta-uk"


def test_the_map_is_that_of_a_day() -> None:
    rows = csv.DictReader(StringIO(law("map", "HR", "--csv", "--on", "2013-06-30").stdout))
    assert all(row["standing"] != "agreement" or "eu-883-2004" not in row["instruments"] for row in rows)


# --- diff


def test_the_same_law_has_no_difference(copy: Path) -> None:
    assert law("diff", str(copy)).stdout == "no difference\n"


def test_what_changed_in_a_rule_is_said_in_words(copy: Path) -> None:
    file = "instruments/us/us-de.yaml"
    edit(copy, file, "limit: {months: 60, beyond: none}", "limit: {months: 48, beyond: none}")
    edit(copy, file, "{is: expected_within, months: 60}", "{is: expected_within, months: 48}")
    told = law("diff", str(law_directory()), str(copy)).stdout
    assert "changed: provision us-de-posted-employee" in told
    assert "limit: at most 60 months -> at most 48 months" in told
    assert "no longer: At the start the whole stay is expected to last no longer than the limit" in told
    assert "(60 months)" in told
    assert told.splitlines()[-1] == "provision: 1 changed"


def test_what_came_and_what_went_is_said(copy: Path) -> None:
    (copy / "instruments" / "us" / "us-lu.yaml").unlink()
    edit(copy, "instruments/us/us-is.yaml", "- id: us-is-exception", "- id: us-is-other-exception")
    told = law("diff", str(law_directory()), str(copy)).stdout
    assert "vanished: instrument us-lu (" in told
    assert "vanished: provision us-lu-employee (" in told
    assert "vanished: provision us-is-exception (" in told
    assert "appeared: provision us-is-other-exception (" in told
    back = law("diff", str(copy)).stdout
    assert "appeared: instrument us-lu (" in back


def test_claims_institutions_and_reference_data_are_compared_too(copy: Path) -> None:
    edit(copy, "domestic/sg.yaml", "applies: ", "months: 7\n    applies: ")
    edit(copy, "institutions/jp.yaml", "confidence: high", "confidence: low")
    edit(copy, "reference/penalties.yaml", "max: 20000", "max: 20001")
    told = law("diff", str(law_directory()), str(copy)).stdout
    assert "changed: claim sg-" in told
    assert "months: nothing -> 7" in told
    assert "changed: institution jp-jps" in told
    assert "confidence: high -> low" in told
    assert "changed: reference data reference/penalties.yaml" in told


def test_a_compiled_file_can_be_compared(copy: Path, tmp_path: Path) -> None:
    contents = {
        "instruments/us/us-lu.yaml": {"id": "us-lu", "title": "T", "in_force": "1993-11-01", "provisions": []}
    }
    file = tmp_path / "law.json"
    file.write_text(json.dumps({"version": "1", "contents": contents}), encoding="utf-8")
    told = law("diff", str(file)).stdout
    assert "appeared: provision us-lu-employee" in told
    assert "penalties" not in told


def test_a_revision_can_be_compared(tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> None:
        told = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path), *told, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "law")
    git("commit", "-qm", "first")
    edit(copy, "instruments/us/us-de.yaml", "confidence: high", "confidence: low")
    monkeypatch.setattr("sojourn.config.law_revisions.law_directory", lambda: copy)
    told = law("diff", "HEAD", str(copy)).stdout
    assert "confidence: high -> low" in told


@pytest.mark.parametrize("place", ["/nowhere/at/all", "--output=x", "no-such-revision"])
def test_a_place_without_law_is_refused(place: str) -> None:
    result = law("diff", "--", place)
    assert result.exit_code == 2
    assert "there is no such directory" in result.stderr


def test_a_file_that_is_no_compiled_law_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "law.json"
    file.write_text("[]", encoding="utf-8")
    assert "no compiled law file" in law("diff", str(file)).stderr
