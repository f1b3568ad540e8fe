"""Screening on Arrow batches, alone and on a Spark with two workers."""

import os
from pathlib import Path

import polars
import pyarrow
import pytest

from bench.local_spark import local_spark
from bench.trips import trips
from sojourn.engine import load_law
from sojourn.engine.screening import ADDED, SCHEMA, Screener, TableError, screen_batches, screening

TRIPS = trips(2000, seed=8)


def test_batches_give_what_the_table_gives() -> None:
    batches = TRIPS.to_arrow(compat_level=polars.CompatLevel.oldest()).to_batches(max_chunksize=300)
    out = pyarrow.Table.from_batches(list(screen_batches(batches, first_row=2)))
    whole = Screener(load_law(), TRIPS.columns).screen(TRIPS, 2)
    assert polars.DataFrame(polars.from_arrow(out)).equals(whole)


def test_no_batches_give_no_batches() -> None:
    assert list(screen_batches([])) == []


def test_batches_that_lack_a_column_are_refused() -> None:
    with pytest.raises(TableError):
        list(screen_batches(TRIPS.drop("start").to_arrow().to_batches()))


def test_the_types_that_spark_is_told_are_those_that_come_out() -> None:
    told = dict(each.split(" ") for each in ADDED.split(", "))
    assert list(told) == list(SCHEMA)
    (batch,) = screen_batches(TRIPS.head(5).to_arrow(compat_level=polars.CompatLevel.oldest()).to_batches())
    types = {"string": {pyarrow.string(), pyarrow.large_string()}, "date": {pyarrow.date32()}}
    assert all(batch.schema.field(name).type in types[kind] for name, kind in told.items())


@pytest.mark.filterwarnings("ignore")  # Spark warns of versions of pandas, which is not used here
def test_two_spark_workers_give_what_the_table_gives(tmp_path: Path) -> None:
    few = TRIPS.head(400)
    few.with_row_index("number").write_parquet(tmp_path / "trips.parquet")
    # Few rows: what is tested is that two workers agree with one process. How fast they are is measured in bench/.
    with local_spark(tmp_path, brief=True) as spark:
        given = spark.read.parquet(str(tmp_path / "trips.parquet")).repartition(4)
        schema = ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in given.schema)
        answered = given.mapInArrow(screening(), f"{schema}, {ADDED}")
        rows = polars.DataFrame([row.asDict() for row in answered.collect()], infer_schema_length=None)
        by = given.rdd.getNumPartitions()
        workers = spark.sparkContext.parallelize(range(8), 8).map(lambda _: os.getppid()).distinct().count()
    assert (by, workers) == (4, 2)
    whole = Screener(load_law(), few.columns).screen(few)
    assert rows.sort("number").drop("number").to_dicts() == whole.to_dicts()
