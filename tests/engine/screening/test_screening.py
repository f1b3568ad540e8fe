"""Tables of trips: what comes out, and that it is what the engine says of each trip alone."""

from datetime import date, timedelta
from typing import Any

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.trips import trips
from sojourn.engine import load_law
from sojourn.engine.screening import COLUMNS, SCHEMA, Screener, TableError, columns_of, screen_one
from sojourn.engine.screening.cells import Fault, read_cell
from sojourn.engine.screening.trips import BY_NAME
from tests.engine.screening.builders import TRIP, answers, screened, table, trip


def alone(row: dict[str, Any]) -> dict[str, Any]:
    """What the engine says of the trip by itself."""
    values = {name: read_cell(BY_NAME[name], raw) for name, raw in row.items() if name in BY_NAME}
    assert not any(isinstance(each, Fault) for each in values.values())
    return dict(screen_one(values, load_law()))


def test_a_posting_stays_under_home_law_and_needs_a_certificate() -> None:
    (row,) = answers(trip())
    assert (row["cover"], row["legislation"], row["instrument"]) == ("needed", "US", "us-de")
    assert row["until"] == date(2027, 5, 31)
    assert "Ask for the certificate in the United States" in row["what_to_do"]
    assert row["error"] is None


def test_a_holiday_needs_no_cover() -> None:
    (row,) = answers(trip(work="no"))
    assert row["cover"] == "not_needed"


def test_a_stay_that_is_planned_for_too_long_falls_to_the_place_of_work() -> None:
    last, over = answers(trip(end="2032-02-29"), trip(end="2032-03-01"))
    assert (last["cover"], over["cover"]) == ("needed", "host")


def test_where_no_agreement_binds_cover_is_at_risk() -> None:
    (row,) = answers(
        trip(from_country="DE", to_country="SG", employer_seat="DE", nationality="DE", residence="DE")
    )
    assert row["cover"] == "at_risk"


def test_an_unknown_end_is_named_as_missing() -> None:
    (row,) = answers(trip(end=None))
    assert (row["cover"], row["missing"]) == ("unknown", "end")


def test_each_row_has_its_own_days_in_words() -> None:
    frame = table(
        *(trip(from_country="IT", to_country="US", start=f"2027-0{month}-01") for month in range(1, 6))
    )
    rows = Screener(load_law(), frame.columns).screen(frame).to_dicts()
    for row, given_row in zip(rows, frame.to_dicts(), strict=True):
        assert {name: row[name] for name in SCHEMA} == alone(given_row)


def test_rows_keep_their_order_and_other_columns_are_left_as_they_are() -> None:
    rows = screened(
        *({**trip(end=f"2027-{3 + n % 9:02d}-28"), "note": f"=SUM({n})", "cost": n * 1.5} for n in range(50))
    )
    assert [row["note"] for row in rows] == [f"=SUM({n})" for n in range(50)]
    assert [row["cost"] for row in rows] == [n * 1.5 for n in range(50)]


def test_answers_never_begin_like_a_formula() -> None:
    frame = trips(2000, seed=3)
    out = Screener(load_law(), frame.columns).screen(frame, 2)
    for name in SCHEMA:
        if out.schema[name] == polars.String:
            assert not out[name].str.contains(r"^[=+\-@\t\r]").any(), name


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"start": "2027-02-30"}, "no_such_day"),
        ({"start": "01.03.2027"}, "not_a_date"),
        ({"start": ""}, "missing"),
        ({"start": "1066-01-01"}, "date_out_of_range"),
        ({"end": "2027-02-28"}, "ends_before_start"),
        ({"to_country": "Germany"}, "unknown_country"),
        ({"nationality": "US;US"}, "repeated"),
        ({"work": "maybe"}, "wrong_type"),
        ({"status": "=HYPERLINK(1)"}, "not_one_of"),
    ],
)
def test_a_faulty_row_stays_and_says_where_and_what(cell: dict[str, str], code: str) -> None:
    before, row, after = screened({**trip(), "status": None, "work": None}, trip(**cell), trip())
    assert (before["cover"], row["cover"], after["cover"]) == ("needed", "error", "needed")
    assert row["error"].startswith(f"row 3, {next(iter(cell))} ({code}): ")
    assert row["legislation"] is None
    assert row["until"] is None


def test_every_fault_of_a_row_is_named() -> None:
    (row,) = screened(trip(start="x", to_country="??"))
    assert "start (not_a_date)" in row["error"]
    assert "to_country (unknown_country)" in row["error"]


def test_columns_go_by_many_names() -> None:
    renamed = {"Home country": "US", "Host": "DE", "Start date": "2027-03-01", "END": "2027-05-31"}
    (row,) = screened(renamed)
    assert row["instrument"] == "us-de"


def test_a_column_can_be_named() -> None:
    given_row = {
        "Reisebeginn": "2027-03-01",
        **{name: cell for name, cell in TRIP.items() if name != "start"},
    }
    (row,) = screened(given_row, named={"start": "Reisebeginn"})
    assert row["cover"] == "needed"


@pytest.mark.parametrize(
    ("header", "named", "code"),
    [
        (["from", "to"], {}, "columns_missing"),
        (["from", "home", "to", "start"], {}, "two_columns"),
        (["from", "to", "start"], {"begin": "start"}, "no_such_column"),
        (["from", "to", "start"], {"end": "Return"}, "column_not_in_table"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(
    header: list[str], named: dict[str, str], code: str
) -> None:
    with pytest.raises(TableError) as caught:
        columns_of(header, named)
    assert caught.value.code == code


def test_a_table_that_has_answers_already_is_refused() -> None:
    with pytest.raises(TableError) as caught:
        Screener(load_law(), ["from", "to", "start", "cover"])
    assert caught.value.code == "answers_there"


def test_names_of_columns_are_not_given_twice() -> None:
    names = [each for column in COLUMNS for each in (column.name, *column.also)]
    assert len(names) == len(set(names))
    assert not set(names) & set(SCHEMA)


def test_days_truth_and_lists_may_come_as_such() -> None:
    frame = table(
        trip(start=date(2027, 3, 1), end=date(2027, 5, 31), works_for_sender=True, hired_locally=False)
    )
    frame = frame.with_columns(polars.Series("nationality", [["US", "FR"]]))
    (row,) = Screener(load_law(), frame.columns).screen(frame).to_dicts()
    assert (row["cover"], row["error"]) == ("needed", None)


def test_a_table_in_parts_gives_what_it_gives_whole() -> None:
    frame = trips(3000, seed=11)
    whole = Screener(load_law(), frame.columns).screen(frame)
    in_parts = Screener(load_law(), frame.columns)
    assert polars.concat([in_parts.screen(part) for part in frame.iter_slices(700)]).equals(whole)


def test_a_table_twice_as_long_needs_hardly_more_of_the_engine() -> None:
    frame = trips(3000, seed=12)
    screener = Screener(load_law(), frame.columns)
    screener.screen(frame)
    before = screener.determined
    screener.screen(frame.sample(fraction=1, shuffle=True, seed=1))
    assert screener.determined == before


def test_an_empty_table_stays_empty() -> None:
    frame = table(trip()).clear()
    assert Screener(load_law(), frame.columns).screen(frame).columns == [*frame.columns, *SCHEMA]


def test_made_up_trips_are_answered_as_one_by_one() -> None:
    frame = trips(1500, seed=20270101)
    out = Screener(load_law(), frame.columns).screen(frame).select(list(SCHEMA)).to_dicts()
    for row, answered in zip(frame.to_dicts(), out, strict=True):
        assert answered == alone(row), row


COUNTRIES = ["US", "DE", "FR", "GB", "IT", "CA", "CA-QC", "CH", "JP", "SG", "PR", "NO", "IN", "BR"]
YES_NO = st.sampled_from(["yes", "no", None])
FIRST = date(2019, 1, 1)


@st.composite
def any_trip(draw: st.DrawFn) -> dict[str, Any]:
    """Any trip: days close to limits and to each other, every column filled or not."""
    start = FIRST + timedelta(days=draw(st.integers(0, 4000)))
    months = draw(st.sampled_from([0, 1, 3, 6, 12, 24, 36, 48, 60, 72]))
    end = start + timedelta(days=round(months * 30.4375) + draw(st.integers(-3, 3)))
    earlier = st.sampled_from([-1, 0, 1, 27, 31, 60, 92, 183, 400, 4000]).map(
        lambda days: str(start - timedelta(days))
    )
    country = st.sampled_from(COUNTRIES)
    return {
        "from_country": draw(country),
        "to_country": draw(country),
        "start": str(start),
        "end": draw(st.sampled_from([str(max(start, end)), str(max(start, end)), "open", None])),
        "planned_end": draw(st.sampled_from([None, None, None, str(start), "open"])),
        "status": draw(st.sampled_from([None, "employee", "self_employed", "civil_servant", "diplomat"])),
        "nationality": draw(st.lists(country, max_size=2, unique=True).map(";".join)),
        "residence": draw(st.none() | country),
        "employer_seat": draw(st.none() | country),
        "employer_kind": draw(st.sampled_from([None, None, "private", "government", "temporary_agency"])),
        "insured_since": draw(st.none() | earlier),
        "employed_since": draw(st.none() | earlier),
        "home_activity_since": draw(st.none() | earlier),
        **{
            column.name: draw(st.sampled_from([None, "yes", "yes", "no"]))
            for column in COLUMNS
            if column.kind == "yes_no"
        },
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(any_trip(), min_size=1, max_size=12))
def test_any_trips_are_answered_as_one_by_one(rows: list[dict[str, Any]]) -> None:
    frame = polars.DataFrame(rows, schema=dict.fromkeys(rows[0], polars.String))
    out = Screener(load_law(), frame.columns).screen(frame).select(list(SCHEMA)).to_dicts()
    assert out == [alone(row) for row in rows]


@settings(max_examples=60, deadline=None)
@given(any_trip(), st.lists(st.integers(-40, 40), min_size=1, max_size=30))
def test_the_same_trip_on_other_days_is_answered_as_one_by_one(
    row: dict[str, Any], shifts: list[int]
) -> None:
    rows = [row]
    for shift in shifts:
        moved = dict(row)
        # Every other one moves its end alone, so that it comes to lie on each side of each limit.
        for name in ("start", "end") if shift % 2 else ("end",):
            if moved[name] not in (None, "open"):
                moved[name] = str(date.fromisoformat(moved[name]) + timedelta(days=shift))
        if moved["end"] in (None, "open") or moved["end"] >= moved["start"]:
            moved["planned_end"] = None
            rows.append(moved)
    frame = polars.DataFrame(rows, schema=dict.fromkeys(row, polars.String))
    out = Screener(load_law(), frame.columns).screen(frame).select(list(SCHEMA)).to_dicts()
    assert out == [alone(each) for each in rows]
