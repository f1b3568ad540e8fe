"""Many at once: a spreadsheet of very many people, from the file to requests that are sent.

`python -m bench.bulk [rows] [sqlite|postgres]`. One process does all of it, as the worker does; what the law and the
institution do with the requests afterwards is measured by `bench.rush`.
"""

import csv
import io
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.own_service import fresh_postgres
from bench.report import Figure, table

GOAL_S: Final = 60.0
HEADER: Final = {
    "First name": "worker.given_names",
    "Surname": "worker.family_name",
    "DOB": "worker.birth_date",
    "Place of birth": "worker.birth_place",
    "SSN": "worker.ssn",
    "Nationality": "person.nationalities",
    "Country of residence": "person.residence",
    "Host country": "activities[0].country",
    "Start date": "activities[0].start",
    "End date": "activities[0].end",
    "For whom": "question.for_whom",
    "Host company": "receiver.name",
    "Street": "receiver.street",
    "City": "receiver.city",
    "Hire date": "activities[0].employed_since",
    "Hired in": "activities[0].recruited_in",
    "Worked there before": "question.worked_there_before",
}
PLACES: Final = (
    ("Germany", "Windwerk Nord GmbH", "Am Sandtorkai 30", "Hamburg"),
    ("Belgium", "Atelier Meuse SA", "Rue de la Station 5", "Namur"),
    ("Switzerland", "Alpin Turbinen AG", "Seestrasse 41", "Thun"),
    ("Austria", "Donau Antriebe GmbH", "Industriezeile 12", "Linz"),
    ("Ireland", "Liffey Wind Ltd", "4 Custom House Quay", "Dublin"),
    ("Finland", "Pohjan Voima Oy", "Kauppakatu 3", "Oulu"),
)


def main(rows: int = 10_000, database: str = "sqlite") -> int:
    """Exit status 1 when checking and sending together took longer than the goal."""
    with {"postgres": lambda: fresh_postgres("bulk"), "sqlite": _fresh_sqlite}[database]():
        figures = measure(rows)
    load = os.getloadavg()[0]
    print(
        table(
            f"{rows:,} people in one spreadsheet, {database}, {load:.1f} processes running or waiting",
            figures,
        )
    )
    return int(figures[-1].seconds > GOAL_S)


@contextmanager
def _fresh_sqlite() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sojourn-bulk-") as folder:
        os.environ.update(
            SOJOURN_MODE="demo", SOJOURN_HOME=folder, DJANGO_SETTINGS_MODULE="sojourn.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        yield Path(folder)


def measure(rows: int) -> list[Figure]:
    """Needs Django set up. Nothing that is measured waits for another process but the database."""
    from sojourn.requests.bulk import events  # noqa: PLC0415
    from sojourn.requests.bulk.models import Upload  # noqa: PLC0415

    acting = _employer()
    data = spreadsheet(rows)
    figures: list[Figure] = []

    def timed(what: str, action: Callable[[], Any]) -> Any:
        begun, used = time.perf_counter(), time.process_time()
        done = action()
        passed, busy = time.perf_counter() - begun, time.process_time() - used
        figures.append(Figure(f"{what} ({busy:.1f} s of this processor)", passed))
        return done

    upload = timed(
        "file received, its columns looked at",
        lambda: events.receive_file(acting=acting, data=data, name="people.csv", key=uuid.uuid4()),
    )
    mapping = [HEADER[name] for name in upload.header]
    events.choose_columns(acting=acting, upload_id=upload.pk, mapping=mapping)
    timed("rows checked", lambda: _worked_off(upload.pk))
    events.begin_making(acting=acting, upload_id=upload.pk, wants="send", declared=True)
    timed("rows sent", lambda: _worked_off(upload.pk))
    sent = Upload.objects.get(pk=upload.pk).rows.filter(state="sent").count()
    if sent != rows:
        raise SystemExit(f"{rows - sent} of {rows} rows were not sent.")
    figures.append(Figure("checked and sent", figures[1].seconds + figures[2].seconds, goal=GOAL_S))
    return figures


def _employer() -> Any:
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415
    from sojourn.parties.events import create_employer, open_account  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    person = open_account(actor=SYSTEM, email="clerk@bulk.example", name="Clerk")
    particulars = {
        "name": "Lakeside Robotics Inc.",
        "street": "200 West Adams Street",
        "postcode": "60606",
        "city": "Chicago",
        "state": "",
        "ein": "",
    }
    return create_employer(
        person=person, seat="US", kind="private", particulars=particulars, key=uuid.uuid4()
    )


def _worked_off(upload_id: uuid.UUID) -> None:
    from sojourn.requests.bulk.working import go_on  # noqa: PLC0415

    while go_on(upload_id) is False:
        continue


def spreadsheet(rows: int) -> bytes:
    """So many people, each with other days, among a few places: as a company that posts many has them."""
    chance = random.Random(20261122)  # noqa: S311  the same file each time
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(_person(number, chance) for number in range(rows))
    return text.getvalue().encode()


def _person(number: int, chance: random.Random) -> list[str]:
    country, company, street, city = chance.choice(PLACES)
    start_year, month, day = chance.choice((2027, 2028)), chance.randint(1, 9), chance.randint(1, 28)
    return [
        f"Ada {_letters(number)}",
        "Okafor",
        f"{chance.randint(1960, 2003)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "Chicago",
        f"808-{10 + number // 9000}-{1000 + number % 9000}",
        "United States",
        "US",
        country,
        f"{start_year}-{month:02}-{day:02}",
        f"{start_year + chance.randint(0, 2)}-{month + chance.randint(1, 3):02}-{chance.randint(1, 28):02}",
        "customer",
        company,
        street,
        city,
        f"{chance.randint(2005, 2024)}-{chance.randint(1, 12):02}-01",
        "US",
        "no",
    ]


def _letters(number: int) -> str:
    """A name that no other number has."""
    name = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        name, number = chr(97 + rest) + name, number - 1
    return name.capitalize()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:3]))
