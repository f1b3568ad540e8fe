"""Spreadsheets of people, made as the tests need them."""

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from sojourn.parties.access import ActingAs
from sojourn.requests.bulk import events, working
from sojourn.requests.bulk.models import Upload

HEADER = {
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
PLAIN = {
    "worker.given_names": "Adaeze",
    "worker.family_name": "Okafor",
    "worker.birth_date": "1989-07-21",
    "worker.birth_place": "Chicago",
    "worker.ssn": "808-21-4471",
    "person.nationalities": "United States",
    "person.residence": "US",
    "activities[0].country": "Germany",
    "activities[0].start": "2027-03-01",
    "activities[0].end": "2030-02-28",
    "question.for_whom": "customer",
    "receiver.name": "Windwerk Nord GmbH",
    "receiver.street": "Am Sandtorkai 30",
    "receiver.city": "Hamburg",
    "activities[0].employed_since": "2019-04-01",
    "activities[0].recruited_in": "US",
    "question.worked_there_before": "no",
}


def letters(number: int) -> str:
    """A name that no other number has."""
    name = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        name, number = chr(97 + rest) + name, number - 1
    return name.capitalize()


def person(number: int = 0, **changes: str) -> dict[str, str]:
    """One row, different from those of other numbers; changes by the last part of the question's name."""
    by_end = {name.split(".")[-1]: name for name in PLAIN}
    own = {
        "worker.given_names": f"Ada {letters(number)}",
        "worker.ssn": f"808-{10 + number // 9000}-{1000 + number % 9000}",
    }
    return PLAIN | own | {by_end.get(name, name): text for name, text in changes.items()}


def people(count: int, **changes: str) -> list[dict[str, str]]:
    """So many rows without a fault."""
    return [person(number, **changes) for number in range(count)]


def csv_of(rows: Sequence[Mapping[str, str]], **how: Any) -> bytes:
    """The rows as CSV, with a header as people write it."""
    text = io.StringIO()
    encoding = how.pop("encoding", "utf-8")
    writer = csv.writer(text, **how)
    writer.writerow(HEADER)
    writer.writerows([[row.get(name, "") for name in HEADER.values()] for row in rows])
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Sequence[Sequence[Any]], **sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows in its first sheet, and more sheets by name."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        for name, content in {"People": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(content):
                sheet.write_row(at, 0, cells)
    return made.getvalue()


def mapping_of(upload: Upload) -> list[str]:
    """What the columns of HEADER mean."""
    return [HEADER.get(name, "") for name in upload.header]


def an_upload(acting: ActingAs, rows: Sequence[Mapping[str, str]], data: bytes | None = None) -> Upload:
    """A file that was taken and whose rows have been checked."""
    upload = events.receive_file(
        acting=acting, data=data or csv_of(rows), name="people.csv", key=uuid.uuid4()
    )
    events.choose_columns(acting=acting, upload_id=upload.pk, mapping=mapping_of(upload))
    worked_off(upload)
    return Upload.objects.get(pk=upload.pk)


def worked_off(upload: Upload) -> None:
    """The worker does all there is to do."""
    while working.go_on(upload.pk) is False:
        continue
