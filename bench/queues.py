"""The desk over very many cases, on PostgreSQL: the first page, its queues, the search and the figures.

`python -m bench.queues [cases] [plans]`; starts its own database. A few requests are handed in as the pages do it and
are then copied row by row inside the database: 98 of 100 as decided ones of the last three years, two as cases that
wait. Prints
the 95th percentile of each page, the processor time that the service took, and with a second number the plan of each
statement that took longer than so many milliseconds.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

from bench.own_service import fresh_postgres, officer_cookie

GOAL_MS = 300
TIMES = 20
_SEEDS = 14
_PERSONS = 3  # cases of one person, on average
_DAYS = 1095


def main(cases: int = 100_000, plans: int = 0) -> int:
    """Exit status 1 when a page is slower than its goal."""
    with fresh_postgres("queues"):
        return _measured(cases, plans)


def _measured(cases: int, plans: int) -> int:
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.casework.figures.counting import count_days  # noqa: PLC0415
    from sojourn.config.simulate.day import Day  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    Day(1).run(_SEEDS)
    begun = time.perf_counter()
    waiting = multiply(cases)
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    count_days(_DAYS + 2)
    counted = time.perf_counter() - begun
    looks = _looks(officer_cookie())
    rows = [(name, *_timed(look)) for name, look in looks.items()]
    print(
        f"| {cases:,} cases, {waiting:,} waiting (made in {made:.0f} s, days counted in {counted:.0f} s) "
        "| 95th percentile | median | processor, the service alone |\n|---|---:|---:|---:|"
    )
    for name, slow, usual, own in rows:
        print(f"| {name} | {slow:.0f} ms | {usual:.0f} ms | {own:.0f} ms |")
    print(f"\n{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes running or waiting.")
    if plans:
        for name, look in looks.items():
            _explain(name, look, plans)
    return int(any(slow > GOAL_MS for _, slow, _, _ in rows))


def _explain(name: str, look: Callable[[], object], over_ms: int) -> None:
    """Print the plan of each statement of a page that takes longer than so many milliseconds."""
    from django.db import connection  # noqa: PLC0415

    slow: list[tuple[float, str, object]] = []

    def timed(execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = (time.perf_counter() - begun) * 1000
            if taken > over_ms and sql.lstrip().startswith("SELECT") and not many:
                slow.append((taken, sql, params))

    with connection.execute_wrapper(timed):
        look()
    for taken, sql, params in slow:
        print(f"\n{name}: {taken:.0f} ms\n{sql[:1500]}")
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            print("\n".join(row[0] for row in cursor.fetchall()))


def multiply(cases: int) -> int:
    """Copy the cases that are there, inside the database, until there are so many; how many of them wait."""
    from django.db import connection, transaction  # noqa: PLC0415

    from sojourn.casework.models import Case, Decision, Flag  # noqa: PLC0415
    from sojourn.casework.searching.models import SearchKey  # noqa: PLC0415
    from sojourn.requests.models import Request  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAN, [cases, _DAYS])
        _copy(
            cursor,
            Request,
            "c.request",
            "s.request_id",
            {
                "reference": "'Q' || lpad(upper(to_hex(c.n)), 9, '0')",
                "creation_key": "gen_random_uuid()",
                "hand_in_key": "c.request::text",
                "handed_in_at": "c.at",
                "certificate_number": "CASE WHEN o.certificate_number = '' THEN '' ELSE 'Q' || c.n END",
                "determination": "'{}'::jsonb",
            },
        )
        _copy(
            cursor,
            Decision,
            "c.decision",
            "s.decision_id",
            {
                "case_id": "c.id",
                "determination": "'{}'::jsonb",
                "certificate_number": "CASE WHEN o.certificate_number IS NULL THEN NULL ELSE 'Q' || c.n END",
                "supersedes_id": "NULL",
                "position": "1",
                "decided_at": "c.at + interval '5 days'",
            },
        )
        _copy(
            cursor,
            Case,
            "c.id",
            "s.id",
            {
                "request_id": "c.request",
                "decision_id": "c.decision",
                "reference": "'Q' || lpad(upper(to_hex(c.n)), 9, '0')",
                "opened_at": "c.at",
                "due_on": "(c.at + interval '90 days')::date",
                "number_index": f"md5('n' || (c.n / {_PERSONS}))",
                "identity_index": f"md5('i' || (c.n / {_PERSONS}))",
            },
        )
        cursor.execute(_FLAGS.format(flags=Flag._meta.db_table))
        cursor.execute(_KEYS.format(keys=SearchKey._meta.db_table, persons=_PERSONS))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Case.objects.waiting().count()


_PLAN = """
CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH seeds AS (
  SELECT id, state, row_number() OVER (PARTITION BY state ORDER BY id) - 1 AS at,
    count(*) OVER (PARTITION BY state) AS of
  FROM casework_case WHERE state IN ('new', 'decided')
), numbered AS (
  SELECT n, CASE WHEN n %% 50 = 0 THEN 'new' ELSE 'decided' END AS state FROM generate_series(1, %s) AS n
)
SELECT n, seeds.id AS seed, gen_random_uuid() AS id, gen_random_uuid() AS request,
  CASE WHEN numbered.state = 'decided' THEN gen_random_uuid() END AS decision,
  now() - (CASE WHEN numbered.state = 'new' THEN random() * 60 ELSE 90 + random() * (%s - 90) END)
    * interval '1 day' AS at
FROM numbered JOIN seeds ON seeds.state = numbered.state AND seeds.at = (numbered.n / 50) %% seeds.of
"""
_FLAGS = """
INSERT INTO {flags} (case_id, position, code, severity, fields, params, waiver)
SELECT c.id, o.position, o.code, o.severity, o.fields, o.params, o.waiver
FROM plan c JOIN {flags} o ON o.case_id = c.seed
"""
_KEYS = """
INSERT INTO {keys} (case_id, kind, index)
SELECT c.id, o.kind, CASE WHEN c.n < 200 THEN o.index ELSE md5(o.index || (c.n / {persons})) END
FROM plan c JOIN {keys} o ON o.case_id = c.seed
"""


def _copy(cursor, model, key: str, seed: str, other: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    values = [key if name == "id" else other.get(name, f'o."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    # No value from outside: names of columns and the sentences above.
    statement = (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)} FROM plan c "  # noqa: S608
        f"JOIN casework_case s ON s.id = c.seed JOIN {model._meta.db_table} o ON o.id = {seed} "
        f"WHERE {key} IS NOT NULL"
    )
    cursor.execute(statement)


def _looks(cookie: str) -> dict[str, Callable[[], object]]:
    from django.test import Client  # noqa: PLC0415

    from sojourn.casework.models import Case  # noqa: PLC0415

    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    waiting = Case.objects.waiting().order_by("due_on")
    # What is encrypted is bound to its row: only a case that was not copied can be opened.
    opened = waiting.filter(reference__startswith="SJ-")[0]
    case = waiting[0]
    decided = Case.objects.filter(state="decided").order_by("-opened_at")[0]

    def page(address: str, **typed: str) -> Callable[[], object]:
        def look() -> object:
            answer = client.post(address, typed) if typed else client.get(address)
            if answer.status_code != 200 or b"sj-desk" not in answer.content:
                raise SystemExit(f"{address} did not open: {answer.status_code}")
            return answer

        return look

    return {
        "first page": page("/desk/"),
        "queue of one kind and country": page(f"/desk/?kind={case.kind}&host={case.host}"),
        "queue by age, third page": page("/desk/?age=8&page=3"),
        "search by reference": page("/desk/search", q=decided.reference),
        "search by name": page("/desk/search", q="Adaeze Okafor"),
        "search by number": page("/desk/search", q="999-99-9999"),
        "figures of a year": page("/desk/figures?days=365"),
        "figures of a month": page("/desk/figures"),
        "a waiting case": page(f"/desk/cases/{opened.reference}"),
    }


def _timed(look: Callable[[], object]) -> tuple[float, float, float]:
    """The 95th percentile and the median of the time, and the least of the service's own processor time; in ms."""
    look()
    taken, own = [], []
    for _ in range(TIMES):
        begun, worked = time.perf_counter(), time.process_time()
        look()
        taken.append((time.perf_counter() - begun) * 1000)
        own.append((time.process_time() - worked) * 1000)
    return statistics.quantiles(taken, n=20)[-1], statistics.median(taken), min(own)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
