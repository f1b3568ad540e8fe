"""A full table: very many requests of many employers, as years of use would leave them.

Some thousands are made one by one, each sealed for its own row; all others are copied from them inside the database,
with dates, employers and indexes of their own. What is sealed in a copy opens nowhere, and no list opens any of it.
"""

import itertools
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from sojourn.config.demo.cases import example_files
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.access import ActingAs
from sojourn.parties.events import create_employer, open_account
from sojourn.parties.session import switch_acting
from sojourn.requests.answers import Answers
from sojourn.requests.events import hand_in, save_answers, start_request
from sojourn.requests.from_file import RequestFromFile
from sojourn.requests.models import Request
from sojourn.requests.situation import situation_of
from sojourn.requests.worker_index import person_index, ssn_index

AT_ONCE: Final = 500
SEALED: Final = 4_000
COPIED_AT_ONCE: Final = 100_000
HOSTS: Final = ("DE", "FR", "GB", "JP", "CA", "CH", "NL", "ES", "IT", "KR", "BR", "IN")
_LETTERS: Final = "ACDEFGHJKLMNPQRTUVWXY34679"
_SEED: Final = random.Random(20261122)  # noqa: S311  the same table each time


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody of one employer, signed in: the session's key, a sent request and a draft to look at."""

    session: str
    sent: str
    draft: str


def fill(rows: int, clerks: int) -> list[Clerk]:
    """Make employers with a clerk each, and `rows` requests among them; the first ones through the front door."""
    people = [sit_down(number) for number in range(clerks)]
    template = Request.objects.filter(handed_in_at__isnull=False).order_by("handed_in_at").first()
    if template is None:
        raise SystemExit("No request was sent to copy from.")
    employers = [acting.employer_id for acting, _ in people if acting.employer_id]
    for batch in itertools.batched(_rows(template, employers, min(rows, SEALED)), AT_ONCE, strict=False):
        Request.objects.bulk_create(batch)
    for begun in range(SEALED, rows, COPIED_AT_ONCE):
        _copy(begun, min(begun + COPIED_AT_ONCE, rows), employers)
        print(f"\r{begun:,} of {rows:,} requests", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return [clerk for _, clerk in people]


_PLAN: Final = """
CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH seeds AS (
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS of
  FROM requests_request WHERE hand_in_key LIKE 'SJ-%%'
)
SELECT n, seeds.id AS seed, floor(random() * 1400)::int AS days, (%s::uuid[])[n * 31 %% %s + 1] AS employer
FROM generate_series(%s, %s) AS n JOIN seeds ON seeds.at = n %% seeds.of
"""
_EARLIER: Final = "o.{} - c.days * interval '1 day'"
_OTHER: Final = {
    "id": "gen_random_uuid()",
    "creation_key": "gen_random_uuid()",
    "employer_id": "c.employer",
    "reference": "'Q' || c.n",
    "hand_in_key": "'Q' || c.n",
    # What lists never read is left out of the copies: the table is quicker to fill, and its lists no quicker to read.
    "determination": "'{}'::jsonb",
    "ssn_index": "md5('number' || c.n)",
    "person_index": "md5('person' || c.n)",
    "period_start": "o.period_start - c.days",
    "period_end": "o.period_end - c.days",
} | {name: _EARLIER.format(name) for name in ("created_at", "changed_at", "handed_in_at", "withdrawn_at")}


def _copy(begun: int, end: int, employers: list[UUID]) -> None:
    """Copies of the sealed rows, numbered from `begun` up to `end`."""
    columns = [field.column for field in Request._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_OTHER.get(name, f'o."{name}"') for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAN, [employers, len(employers), begun, end - 1])
        cursor.execute(
            # No value from outside: names of columns and the sentences above.
            f"INSERT INTO requests_request ({names}) SELECT {values} "  # noqa: S608
            "FROM plan c JOIN requests_request o ON o.id = c.seed"
        )


def sit_down(number: int) -> tuple[ActingAs, Clerk]:
    """An employer of its own with a clerk who is signed in, has sent one request and begun another."""
    person = open_account(actor=SYSTEM, email=f"clerk{number}@load.example", name=f"Clerk {number}")
    acting = create_employer(
        person=person,
        seat="US",
        kind="private",
        particulars={
            "name": f"Lakeside Robotics {number} Inc.",
            "street": "200 West Adams Street",
            "postcode": "60606",
            "city": "Chicago",
            "state": "",
            "ein": "",
        },
        key=uuid4(),
    )
    sent, draft = _draft(acting, f"sent {number}"), _draft(acting, f"draft {number}")
    request = hand_in(acting=acting, request_id=sent.pk, key=f"load-{number}", declared=True)
    return acting, Clerk(_signed_in(person, acting), request.reference or "", str(draft.pk))


def _draft(acting: ActingAs, key: str) -> Request:
    example = json.loads(example_files()[0].read_text(encoding="utf-8"))
    file = RequestFromFile.read(example["request"] | {"acknowledge": {}})
    draft = start_request(acting=acting, applicant_kind="employer", key=UUID(int=abs(hash(key))))
    return save_answers(acting=acting, request_id=draft.pk, answers=file.answers).request


def _signed_in(person: Any, acting: ActingAs) -> str:
    """A session as signing in leaves it."""
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    switch_acting(person, session, acting.token)
    session.save()
    return str(session.session_key)


def _rows(template: Request, employers: list[UUID], rows: int) -> Iterator[Request]:
    facts, kept = load_facts(), template.answers
    references = _references()
    for number in range(rows):
        start = date(2024, 1, 1) + timedelta(days=_SEED.randrange(1400))
        moment = datetime.combine(start - timedelta(days=30), datetime.min.time(), tzinfo=clock.now().tzinfo)
        answers = kept.with_typed(
            facts,
            {
                "activities[0].country": _SEED.choice(HOSTS),
                "activities[0].start": start.isoformat(),
                "activities[0].end": (start + timedelta(days=_SEED.randrange(5, 900))).isoformat(),
                "worker.ssn": f"8{number % 90 + 10}-{number // 90 % 90 + 10}-{number // 8100 % 9000 + 1000}",
                "worker.family_name": "Okafor" + _word(number),
            },
        )
        yield _row(template, answers, employers[number % len(employers)], next(references), moment)


def _row(template: Request, answers: Answers, employer: UUID, reference: str, moment: datetime) -> Request:
    request = Request(
        applicant_kind=Applicant.EMPLOYER.value,
        employer_id=employer,
        created_by_id=template.created_by_id,
        created_at=moment,
        changed_at=moment,
        state=_SEED.choices(("submitted", "refused", "withdrawn"), (80, 15, 5))[0],
        reference=reference,
        hand_in_key=reference,
        handed_in_by_id=template.created_by_id,
        handed_in_at=moment,
        withdrawn_at=moment,
        institution_id=template.institution_id,
        determination=template.determination,
        law_version=template.law_version,
        questions_version=template.questions_version,
        questions_asked=template.questions_asked,
    )
    request.hold(answers)
    request.situation = situation_of(answers, load_facts())
    request.ssn_index, request.person_index = ssn_index(answers), person_index(answers)
    return request


def _references() -> Iterator[str]:
    for letters in itertools.product(_LETTERS, repeat=8):
        yield f"SJ-{''.join(letters[:4])}-{''.join(letters[4:])}"


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
