"""Guessing is limited, for all processes together, and costs an honest checker nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from sojourn.core import clock
from sojourn.parties.client_network import client_network
from sojourn.parties.guessing import limits
from sojourn.parties.guessing.limits import (
    BY_CLIENT,
    TooManyTries,
    check_left,
    count_wrong,
    counted_try,
    named,
)
from sojourn.parties.guessing.models import WrongTries

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def name_of(address: str, **headers: str) -> str:
    return named(BY_CLIENT, client_network(RequestFactory().get("/", REMOTE_ADDR=address, **headers)))


def guess(right: bool = False, address: str = "192.0.2.7", **headers: str) -> None:
    with counted_try(BY_CLIENT, name_of(address, **headers)) as attempt:
        attempt.right = right


def use_up(address: str = "192.0.2.7") -> None:
    for _ in range(BY_CLIENT.most):
        guess(address=address)


def test_ten_wrong_tries_are_allowed_and_the_eleventh_is_not_even_if_right():
    use_up()
    for right in (False, True):
        with pytest.raises(TooManyTries):
            guess(right=right)
    guess(address="192.0.2.8")


def test_a_right_try_uses_nothing_up():
    for _ in range(3 * BY_CLIENT.most):
        guess(right=True)
    use_up()


def test_a_failure_in_the_middle_of_a_check_counts_as_wrong():
    for _ in range(BY_CLIENT.most):
        with pytest.raises(RuntimeError), counted_try(BY_CLIENT, name_of("192.0.2.7")):
            raise RuntimeError
    with pytest.raises(TooManyTries):
        guess()


def test_after_ten_minutes_one_may_try_again():
    with clock.fixed(NOON):
        use_up()
    with clock.fixed(NOON + timedelta(minutes=9, seconds=59)), pytest.raises(TooManyTries) as refused:
        guess()
    assert refused.value.minutes == 1
    with clock.fixed(NOON + timedelta(minutes=10)):
        guess()


def test_an_invented_forwarding_header_does_not_help():
    for number in range(BY_CLIENT.most):
        guess(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    with pytest.raises(TooManyTries):
        guess(HTTP_X_FORWARDED_FOR="198.51.100.99")


def test_behind_a_trusted_proxy_the_address_that_it_saw_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(BY_CLIENT.most):
        guess(HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 198.51.100.1")
    with pytest.raises(TooManyTries):
        guess(HTTP_X_FORWARDED_FOR="198.51.100.1")
    guess(HTTP_X_FORWARDED_FOR="198.51.100.2")


def test_all_addresses_of_one_ipv6_network_count_together():
    for number in range(BY_CLIENT.most):
        guess(address=f"2001:db8:0:1::{number:x}")
    with pytest.raises(TooManyTries):
        guess(address="2001:db8:0:1:ffff::1")
    guess(address="2001:db8:0:2::1")


def test_the_address_itself_is_not_kept_and_old_counts_are_forgotten():
    with clock.fixed(NOON):
        guess()
    assert "192.0.2.7" not in WrongTries.objects.get().name
    with clock.fixed(NOON + timedelta(minutes=11)):
        guess(address="192.0.2.8")
    assert WrongTries.objects.count() == 1


def test_a_flood_of_refused_tries_asks_the_database_only_now_and_then():
    with clock.fixed(NOON):
        use_up()
        with pytest.raises(TooManyTries):
            guess()
        with CaptureQueriesContext(connection) as asked:
            for _ in range(1_000):
                with pytest.raises(TooManyTries):
                    guess()
    assert len(asked) == 0
    with (
        clock.fixed(NOON + timedelta(seconds=6)),
        CaptureQueriesContext(connection) as asked,
        pytest.raises(TooManyTries),
    ):
        guess()
    assert len(asked) == 1


def test_what_is_believed_of_refusals_has_a_limit(monkeypatch):
    monkeypatch.setattr(limits, "_MOST_BELIEVED", 2)
    for number in range(4):
        use_up(f"192.0.2.{number}")
        with pytest.raises(TooManyTries):
            guess(address=f"192.0.2.{number}")
    assert len(limits._refused) <= 2


def before(name: str) -> None:
    with counted_try(BY_CLIENT, name):
        pass


def after(name: str) -> None:
    check_left(BY_CLIENT, name)
    count_wrong(BY_CLIENT, name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [before, after])
def test_many_at_once_get_no_more_answers_than_the_limit_has(way: Callable[[str], None]):
    def attempt(_: int) -> bool:
        try:
            way(name_of("192.0.2.7"))
        except TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(attempt, range(3 * BY_CLIENT.most)))
    assert answered.count(True) == BY_CLIENT.most
