"""`sojourn screen`: files in, files out, nothing left out."""

import subprocess
import sys
from pathlib import Path

import polars
import pytest
from typer.testing import CliRunner, Result

from bench.trips import trips
from sojourn.config.cli import app
from sojourn.engine import load_law
from sojourn.engine.screening import SCHEMA, Screener
from tests.engine.screening.builders import table, trip

runner = CliRunner()
TRIPS = table(trip(), trip(end="2040-01-01"), trip(work="no"))


def screen(path: Path, *options: str) -> Result:
    return runner.invoke(app, ["screen", str(path), *options])


def written(path: Path, frame: polars.DataFrame) -> Path:
    {".csv": frame.write_csv, ".xlsx": frame.write_excel, ".parquet": frame.write_parquet}[path.suffix](path)
    return path


def read(path: Path) -> polars.DataFrame:
    if path.suffix == ".csv":
        return polars.read_csv(path, infer_schema=False).with_columns(polars.col("until").str.to_date())
    return polars.read_excel(path) if path.suffix == ".xlsx" else polars.read_parquet(path)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_table_comes_back_in_its_own_format_with_the_answers(tmp_path: Path, ending: str) -> None:
    result = screen(written(tmp_path / f"trips{ending}", TRIPS))
    assert result.exit_code == 0, result.output
    out = read(tmp_path / f"trips.screened{ending}")
    assert out.columns == [*TRIPS.columns, *SCHEMA]
    assert out["cover"].to_list() == ["needed", "host", "not_needed"]
    assert out["start"].to_list() == TRIPS["start"].to_list()
    assert "3 trips in" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {f"trips{ending}", f"trips.screened{ending}"}


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_file_is_answered_in_parts_as_in_one(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sojourn.config import trip_files  # noqa: PLC0415  the command loads it late, too

    monkeypatch.setattr(trip_files, "PART", 300)
    frame = trips(1000, seed=4)
    result = screen(written(tmp_path / f"trips{ending}", frame))
    assert result.exit_code == 0, result.output
    assert "of 1,000 trips" in result.stderr
    whole = Screener(load_law(), frame.columns).screen(frame, 2)
    assert read(tmp_path / f"trips.screened{ending}").equals(whole)


def test_the_ending_of_the_output_says_its_format(tmp_path: Path) -> None:
    target = tmp_path / "answers.parquet"
    assert screen(written(tmp_path / "trips.csv", TRIPS), "-o", str(target)).exit_code == 0
    assert polars.read_parquet(target)["cover"].to_list() == ["needed", "host", "not_needed"]


def test_faulty_rows_are_kept_told_and_make_the_exit_status(tmp_path: Path) -> None:
    result = screen(written(tmp_path / "trips.csv", table(trip(), trip(start="2027-02-30"))))
    assert result.exit_code == 1
    assert "row 3, start (no_such_day)" in result.stderr
    out = read(tmp_path / "trips.screened.csv")
    assert out["cover"].to_list() == ["needed", "error"]
    assert out["start"][1] == "2027-02-30"


def test_excel_csv_keeps_its_mark_and_separator(tmp_path: Path) -> None:
    path = tmp_path / "trips.csv"
    path.write_bytes(b"\xef\xbb\xbf" + TRIPS.write_csv(separator=";").encode())
    assert screen(path).exit_code == 0
    out = (tmp_path / "trips.screened.csv").read_bytes()
    assert out.startswith(b"\xef\xbb\xbffrom_country;to_country;")


def test_cells_that_look_like_formulas_stay_texts_in_a_sheet(tmp_path: Path) -> None:
    frame = TRIPS.with_columns(note=polars.lit("=1+1"))
    assert screen(written(tmp_path / "trips.csv", frame), "-o", str(tmp_path / "out.xlsx")).exit_code == 0
    assert read(tmp_path / "out.xlsx")["note"].to_list() == ["=1+1"] * 3


def test_csv_is_guarded_where_it_is_asked(tmp_path: Path) -> None:
    path = written(tmp_path / "trips.csv", TRIPS.with_columns(note=polars.lit("=1+1")))
    assert screen(path).exit_code == 0
    assert read(tmp_path / "trips.screened.csv")["note"][0] == "=1+1"
    assert screen(path, "--guard", "--force").exit_code == 0
    assert read(tmp_path / "trips.screened.csv")["note"][0] == "'=1+1"


def test_answers_can_be_renewed(tmp_path: Path) -> None:
    assert screen(written(tmp_path / "trips.csv", TRIPS)).exit_code == 0
    answered = tmp_path / "trips.screened.csv"
    refused = screen(answered)
    assert refused.exit_code == 2
    assert "--again" in refused.stderr
    assert screen(answered, "--again").exit_code == 0
    assert read(tmp_path / "trips.screened.screened.csv").equals(read(answered))


def test_sentences_come_in_the_language_asked_for(tmp_path: Path) -> None:
    assert screen(written(tmp_path / "trips.csv", TRIPS), "--language", "de").exit_code == 0
    assert "Beantragen Sie die Bescheinigung" in read(tmp_path / "trips.screened.csv")["what_to_do"][0]


@pytest.mark.parametrize(
    ("name", "content", "options", "told"),
    [
        ("trips.ods", b"", (), "only .csv, .xlsx and .parquet"),
        ("trips.csv", b"from,to\nUS,DE\n", (), "lacks columns that are needed: start"),
        ("trips.csv", b"from,to,start\nUS,DE,2027-01-01,9,9\n", (), "cannot be read"),
        ("trips.csv", b"from,to,start\nUS,D\xff,2027-01-01\n", (), "cannot be read"),
        ("trips.csv", b"", (), "lacks columns"),
        ("trips.xlsx", b"no sheet", (), "cannot be read"),
        ("trips.parquet", b"no table", (), "cannot be read"),
        ("trips.csv", b"from,to,start\n", ("--column", "end"), "COLUMN=NAME"),
        ("trips.csv", b"from,to,start\n", ("-o", "/nowhere/out.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_screened_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, options: tuple[str, ...], told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = screen(path, *options)
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = screen(tmp_path / "trips.csv")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_other_commands_do_not_load_polars() -> None:
    code = "import sys, sojourn.config.cli, sojourn.engine; sys.exit('polars' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
