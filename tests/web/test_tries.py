"""Guessing at certificates is limited, for all processes together, and costs an honest checker nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from sojourn.core import clock
from sojourn.web import tries
from sojourn.web.models import WrongTries

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def guess(right: bool = False, address: str = "192.0.2.7", **headers: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    with tries.counted_try(request) as attempt:
        attempt.right = right


def use_up(address: str = "192.0.2.7") -> None:
    for _ in range(tries.LIMIT):
        guess(address=address)


def test_ten_wrong_tries_are_allowed_and_the_eleventh_is_not():
    use_up()
    with pytest.raises(tries.TooManyTries):
        guess()


def test_a_right_try_uses_nothing_up():
    for _ in range(3 * tries.LIMIT):
        guess(right=True)
    use_up()


def test_a_right_try_is_refused_too_when_all_are_used_up():
    use_up()
    with pytest.raises(tries.TooManyTries):
        guess(right=True)


def test_a_failure_in_the_middle_of_a_check_counts_as_wrong():
    for _ in range(tries.LIMIT):
        with pytest.raises(RuntimeError), tries.counted_try(RequestFactory().get("/")):
            raise RuntimeError
    with pytest.raises(tries.TooManyTries):
        guess(address="127.0.0.1")


def test_after_ten_minutes_one_may_try_again():
    with clock.fixed(NOON):
        use_up()
    with clock.fixed(NOON + timedelta(minutes=9, seconds=59)), pytest.raises(tries.TooManyTries) as refused:
        guess()
    assert refused.value.minutes == 1
    with clock.fixed(NOON + timedelta(minutes=10)):
        guess()


def test_another_address_is_not_hindered():
    use_up()
    guess(address="192.0.2.8")


def test_an_invented_forwarding_header_does_not_help():
    for number in range(tries.LIMIT):
        guess(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    with pytest.raises(tries.TooManyTries):
        guess(HTTP_X_FORWARDED_FOR="198.51.100.99")


def test_behind_a_trusted_proxy_the_address_that_it_saw_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(tries.LIMIT):
        guess(HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 198.51.100.1")
    with pytest.raises(tries.TooManyTries):
        guess(HTTP_X_FORWARDED_FOR="198.51.100.1")
    guess(HTTP_X_FORWARDED_FOR="198.51.100.2")


def test_all_addresses_of_one_ipv6_network_count_together():
    for number in range(tries.LIMIT):
        guess(address=f"2001:db8:0:1::{number:x}")
    with pytest.raises(tries.TooManyTries):
        guess(address="2001:db8:0:1:ffff::1")
    guess(address="2001:db8:0:2::1")


def test_the_address_itself_is_not_kept_and_old_counts_are_forgotten():
    with clock.fixed(NOON):
        guess()
    assert "192.0.2.7" not in WrongTries.objects.get().client
    with clock.fixed(NOON + timedelta(minutes=11)):
        guess(address="192.0.2.8")
    assert WrongTries.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_cannot_slip_past_the_limit():
    def attempt(_: int) -> bool:
        try:
            guess()
        except tries.TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(attempt, range(3 * tries.LIMIT)))
    assert answered.count(True) == tries.LIMIT
