"""The register of a very large employer, on PostgreSQL: its pages, a table brought in, all open trips judged anew.

`python -m bench.register [travellers] [trips]`; starts its own database and fills it with the employer that
`sojourn simulate register` makes up. Then: the 95th percentile of each page; a table of a tenth of the trips as new
ones of another employer, with its progress, and the same table again, which must change nothing; and, after the
limit in one agreement was changed, all open trips judged anew.
"""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.own_service import fresh_postgres

GOAL_PAGE_MS = 300
GOAL_IMPORT_SECONDS = 120
GOAL_JUDGED_SECONDS = 300
TIMES = 20
MOST_IMPORTED = 100_000


def main(travellers: int = 100_000, trips: int = 1_000_000) -> int:
    """Exit status 1 when anything is slower than its goal."""
    with fresh_postgres("register") as home:
        return _measured(travellers, trips, home)


def _measured(travellers: int, trips: int, home: Path) -> int:
    from sojourn.config.simulate.an_employer import simulated_seat  # noqa: PLC0415
    from sojourn.config.simulate.register import fill_register  # noqa: PLC0415

    seat = simulated_seat(1)
    begun, cpu = time.perf_counter(), time.process_time()
    for done in fill_register(seat=seat, travellers=travellers, trips=trips, seed=1, home="US"):
        print(f"{done:,} of {trips:,} trips made", file=sys.stderr, flush=True)
    print(
        f"{travellers:,} travellers with {trips:,} trips made in {time.perf_counter() - begun:.0f} s "
        f"({time.process_time() - cpu:.0f} s of this process)\n"
    )
    _analyzed()
    slow = _pages(seat)
    missed = [_imported(min(trips // 10, MOST_IMPORTED)), _judged(seat, home)]
    print(f"\n{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes running or waiting.")
    return int(slow or any(missed))


def _analyzed() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _pages(seat) -> bool:
    print("| page | 95th percentile | median | processor, least |\n|---|---:|---:|---:|")
    slow = False
    for name, look in _looks(seat).items():
        worst, usual, least = _timed(look)
        slow = slow or worst > GOAL_PAGE_MS
        print(f"| {name} | {worst:.0f} ms | {usual:.0f} ms | {least:.0f} ms |", flush=True)
    return slow


def _looks(seat) -> dict[str, Callable[[], object]]:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from sojourn.register.access import Assignment  # noqa: PLC0415

    client = Client()
    person = get_user_model().objects.get(pk=seat.person_id)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    trip = Assignment.objects.filter(employer_id=seat.employer_id).order_by("start", "id")[0]

    def page(address: str) -> Callable[[], object]:
        def look() -> object:
            answer = client.get(address)
            if answer.status_code != 200 or b'id="main"' not in answer.content:
                raise SystemExit(f"{address} did not open: {answer.status_code}")
            return answer

        return look

    return {
        "today": page("/register"),
        "trips": page("/register/trips"),
        "trips at risk in one country": page("/register/trips?cover=at_risk&host=DE&when=now"),
        "trips, far on": page(
            "/register/trips?when=past&after=2026-06-01~00000000-0000-0000-0000-000000000000"
        ),
        "travellers": page("/register/travellers"),
        "a traveller found by number": page("/register/travellers?search=S000007"),
        "one traveller": page(f"/register/travellers/{trip.traveller_id}"),
        "one trip": page(f"/register/trips/{trip.pk}"),
        "to do": page("/register/to-do"),
        "map": page("/register/map"),
        "what ends": page("/register/outlook"),
        "days in a country": page("/register/days?host=DE"),
        "changes of the law": page("/register/law-changes"),
    }


def _timed(look: Callable[[], object]) -> tuple[float, float, float]:
    """The 95th percentile and the median in milliseconds, and the least time of a processor in this process."""
    look()
    taken, used = [], []
    for _ in range(TIMES):
        begun, cpu = time.perf_counter(), time.process_time()
        look()
        taken.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    return statistics.quantiles(taken, n=20)[-1], statistics.median(taken), min(used)


def _imported(count: int) -> bool:
    """A table of so many trips as a personnel office would bring it, twice; whether a goal was missed."""
    from sojourn.config.simulate.an_employer import simulated_seat  # noqa: PLC0415
    from sojourn.config.simulate.register import table_of  # noqa: PLC0415
    from sojourn.register.access import Assignment  # noqa: PLC0415
    from sojourn.register.importing.events import begin_taking_in, bring, go_on, look_at  # noqa: PLC0415

    seat, missed = simulated_seat(2), False
    data, mapping = table_of(travellers=max(count // 3, 1), trips=count, seed=2, home="US")
    for name in ("new", "again"):
        begun, cpu = time.perf_counter(), time.process_time()
        row = bring(seat=seat, data=data, name="trips.csv", key=_key(name))
        looked = look_at(seat=seat, import_id=row.pk, mapping=mapping)
        seen = time.perf_counter() - begun
        begin_taking_in(seat=seat, import_id=row.pk)
        while go_on(row.pk) is False:
            row.refresh_from_db()
            print(f"{row.work_done:,} of {row.rows_in_file:,} rows", file=sys.stderr, flush=True)
        took = time.perf_counter() - begun
        missed = missed or took > GOAL_IMPORT_SECONDS
        print(
            f"\n{count:,} trips brought in ({name}): looked at after {seen:.0f} s, in after {took:.0f} s "
            f"({time.process_time() - cpu:.0f} s of this process); {looked.counts}"
        )
    there = Assignment.objects.filter(employer_id=seat.employer_id).count()
    if there != count:
        print(f"{there:,} trips are there, not {count:,}")
    return missed or there != count


def _key(name: str):
    from uuid import NAMESPACE_URL, uuid5  # noqa: PLC0415

    return uuid5(NAMESPACE_URL, f"bench:{name}")


def _judged(seat, home: Path) -> bool:
    """All open trips of the first employer after a change of the law; whether the goal was missed."""
    from sojourn.engine.lawbook import load  # noqa: PLC0415
    from sojourn.engine.lawbook.law_files import law_directory  # noqa: PLC0415
    from sojourn.register.law_changes import events  # noqa: PLC0415

    changed = home / "law"
    shutil.copytree(law_directory(), changed, ignore=shutil.ignore_patterns(".*"))
    agreement = changed / "instruments" / "us" / "us-de.yaml"
    agreement.write_text(
        agreement.read_text(encoding="utf-8").replace("months: 60", "months: 6"), encoding="utf-8"
    )
    load.law_directory = lambda: changed
    load.load_law()
    begun, cpu = time.perf_counter(), time.process_time()
    # What holds for all trips was said when the employer was made up: that run is open still, and judges all of them.
    run = events.begin(seat.employer_id) or events.runs_for(seat)[0]
    while events.go_on(run.pk, time.monotonic() + 20):
        run.refresh_from_db()
        print(f"{run.travellers:,} travellers judged", file=sys.stderr, flush=True)
    took = time.perf_counter() - begun
    run = events.runs_for(seat)[0]
    print(
        f"\n{run.trips:,} open trips of {run.travellers:,} travellers judged anew in {took:.0f} s "
        f"({time.process_time() - cpu:.0f} s of this process); {run.changed:,} have another answer: {run.changed_law}"
    )
    return took > GOAL_JUDGED_SECONDS or not run.changed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
