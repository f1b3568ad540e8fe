"""When very much waits: everybody in turn, nothing twice, nothing lost, whatever happens to who works on it."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.casework import waiting
from sojourn.casework.events import hand_in_and_take_up, take_up
from sojourn.casework.models import Case, Decision
from sojourn.casework.waiting import how_much_waits, in_turn
from sojourn.casework.working_off import Worked, one_round, work_off
from sojourn.certificates.models import Certificate
from sojourn.core import clock
from sojourn.journal.chain import verify
from sojourn.messages.models import Letter
from sojourn.parties.access import ActingAs
from sojourn.requests.models import Request
from tests.casework.builders import a_hosted_institution, a_queued_case
from tests.parties.builders import an_employer
from tests.requests.builders import a_draft, a_sent_request, go_on

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sent_by(acting: ActingAs, count: int, first: int = 0) -> list[Request]:
    """So many clear requests of one employer, each for another worker, a second apart."""
    made = []
    for number in range(first, first + count):
        with clock.fixed(clock.now() + timedelta(seconds=number)):
            worker = {"ssn": f"808-21-{1000 + number}", "family_name": f"Okafor{_LETTERS[number]}"}
            made.append(a_sent_request(acting, **worker)[1])
    return made


@pytest.mark.django_db
def test_everybodys_oldest_comes_first_then_everybodys_next() -> None:
    a_hosted_institution()
    large, small, single = (an_employer(name=name) for name in ("Large Inc.", "Small Inc.", "Single Inc."))
    many, few, (one,) = sent_by(large, 5), sent_by(small, 2, 5), sent_by(single, 1, 7)
    expected = [many[0], few[0], one, many[1], few[1], *many[2:]]
    assert in_turn(100) == [each.pk for each in expected]
    assert one_round(3).taken_up == 3
    one.refresh_from_db()
    assert one.state == "approved"
    # Who asks again is in turn again, and what waits for an officer is not in the way.
    a_queued_case(single)
    (next_one,) = sent_by(single, 1, 8)
    assert in_turn(100) == [each.pk for each in (many[1], few[1], next_one, *many[2:])]
    assert how_much_waits(100) == 6
    assert how_much_waits(4) == 4


@pytest.mark.django_db
def test_choosing_whose_turn_it_is_takes_as_many_queries_for_few_as_for_many() -> None:
    a_hosted_institution()
    acting = an_employer()
    counted = []
    for first in (0, 1):
        sent_by(acting, 1 + 3 * first, first)
        with CaptureQueriesContext(connection) as queries:
            in_turn(100)
        counted.append(len(queries))
    assert counted == [2, 2]


@pytest.mark.django_db
def test_while_very_many_wait_pages_hand_in_and_the_worker_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    monkeypatch.setattr(waiting, "MANY", 2)
    acting = an_employer()
    sent_by(acting, 2)
    _, draft = a_draft(acting, ssn="808-21-1009", family_name="Halvorsen")
    go_on(acting, draft)
    assert hand_in_and_take_up(acting=acting, request_id=draft.pk, key="rush", declared=True) is None
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert one_round(100) == Worked(closed=0, taken_up=3, proven=0)
    assert work_off() == 0
    draft.refresh_from_db()
    assert draft.state == "approved"


def _database_of_this_test() -> str:
    """The address at which another process finds the database of this test."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice() -> None:
    a_hosted_institution()
    sent = sent_by(an_employer(), 6)
    command = [sys.executable, "-m", "sojourn.config.cli", "worker", "--deciding"]
    surroundings = os.environ | {
        "DATABASE_URL": _database_of_this_test(),
        "SOJOURN_MODE": "test",
        "SOJOURN_HOME": str(settings.SOJOURN_HOME),
    }
    worker = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    give_up = time.monotonic() + 60
    while not Decision.objects.exists() and worker.poll() is None and time.monotonic() < give_up:
        time.sleep(0.01)
    # It is at the second one now.
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=20)
    decided = Decision.objects.count()
    assert 1 <= decided <= len(sent)
    assert Certificate.objects.count() == decided
    while work_off():
        pass
    states = Request.objects.filter(pk__in=[each.pk for each in sent]).values_list("state", flat=True)
    assert list(states) == ["approved"] * len(sent)
    assert Case.objects.count() == Decision.objects.count() == Certificate.objects.count() == len(sent)
    assert Letter.objects.filter(template="request_approved").count() == len(sent)
    assert Request.objects.filter(proven_at__isnull=True).count() == 0
    assert all(take_up(request_id=each.pk) is not None for each in sent)
    assert Certificate.objects.count() == len(sent)
    assert verify().ok
