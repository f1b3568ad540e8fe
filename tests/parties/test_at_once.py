"""Several people, or one impatient one, at the same moment:

one employer, one membership, one administrator left.
"""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sojourn.core.errors import SojournError
from sojourn.journal.chain import verify
from sojourn.parties import events, people_events
from sojourn.parties.access import ActingAs
from sojourn.parties.directory import people_of
from sojourn.parties.models import Employer, Mandate, Membership, Person
from tests.parties.builders import a_firm, a_person, an_employer, particulars
from tests.parties.test_people import invite

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the refusal it met, all begun at the same moment."""
    start = Barrier(len(acts))

    def work(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return act()
        except SojournError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        results = list(pool.map(work, acts))
    assert verify().ok
    return results


def refusals(results: Sequence[Any]) -> int:
    return sum(isinstance(result, SojournError) for result in results)


def create(person: Person, key: uuid.UUID, **changes: str) -> ActingAs:
    return events.create_employer(
        person=person, seat="US", kind="private", particulars=particulars(**changes), key=key
    )


def test_a_button_pressed_four_times_makes_one_employer() -> None:
    person, key = a_person(), uuid.uuid4()
    results = at_once(*[lambda: create(person, key)] * 4)
    assert len({acting.employer_id for acting in results}) == 1
    assert (Employer.objects.count(), Membership.objects.count()) == (1, 1)


def test_two_who_enter_the_same_number_make_one_employer() -> None:
    first, second = a_person(), a_person()
    results = at_once(
        lambda: create(first, uuid.uuid4(), ein="12-3456789"),
        lambda: create(second, uuid.uuid4(), ein="12-3456789"),
    )
    assert refusals(results) == 1
    assert Employer.objects.count() == 1


def test_two_administrators_who_leave_at_once_leave_one_behind() -> None:
    employer = an_employer()
    other_person = a_person()
    secret = invite(employer, other_person.email, "administrator")
    other = people_events.accept_invitation(person=other_person, secret=secret)
    results = at_once(
        *[
            lambda acting=acting: people_events.remove_member(acting=acting, person_id=acting.person_id)
            for acting in (employer, other)
        ]
    )
    assert refusals(results) == 1
    [left] = Membership.objects.all()
    assert left.role == "administrator"


def test_an_invitation_taken_up_twice_at_once_counts_once() -> None:
    employer, person = an_employer(), a_person()
    secret = invite(employer, person.email)
    at_once(*[lambda: people_events.accept_invitation(person=person, secret=secret)] * 3)
    assert len(people_of(employer)) == 2


def test_a_mandate_granted_twice_at_once_is_one() -> None:
    employer, firm = an_employer(), a_firm()
    results = at_once(*[lambda: events.grant_mandate(acting=employer, firm_code=firm.code)] * 3)
    assert len(set(results)) == 1
    assert Mandate.objects.count() == 1
