"""A million guesses against the real limits and the real store: how many get an answer, and who is kept out by them."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.checking.by_code import check_code, is_named
from sojourn.certificates.number import CODE_ALPHABET, CODE_LENGTH
from sojourn.certificates.verdict import Code
from sojourn.core import clock
from sojourn.parties.guessing.limits import BIRTH_DATES, BY_CLIENT, TooManyTries
from tests.certificates.builders import a_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
BORN = date(1988, 5, 14)


@pytest.fixture
def certificate() -> IssuedCertificate:
    return a_certificate()


def guesses(certificate: IssuedCertificate, clients: int, each: int) -> int:
    """Guess the code of one certificate from so many addresses, `each` times from each; how many got an answer."""
    answered = 0
    for client in range(clients):
        address = f"198.18.{client // 256}.{client % 256}"
        for number in range(each):
            try:
                found = check_code(certificate.number, f"{number:022d}", client=address).found
            except TooManyTries:
                continue
            assert found.code is Code.NO_MATCH
            answered += 1
    return answered


def test_a_million_guesses_at_codes_get_as_many_answers_as_the_limits_allow(
    certificate: IssuedCertificate,
) -> None:
    """400,000 from one address and 600,000 on the same number from 300 others, all within ten minutes."""
    with clock.fixed(NOON):
        from_one = guesses(certificate, 1, 400_000)
        from_many = guesses(certificate, 301, 2_000) if from_one else 0
        honest = check_code(certificate.number, certificate.secret, client="203.0.113.5").found
        other = a_certificate()
        elsewhere = check_code(other.number, other.secret, client="203.0.113.6").found
    assert from_one == BY_CLIENT.most
    # The first of the many is the one that has used up its tries.
    assert from_many == 300 * BY_CLIENT.most
    chance = (from_one + from_many) / len(CODE_ALPHABET) ** CODE_LENGTH
    assert math.log2(chance) < -115
    # Whoever holds the paper is not kept out by those who guess at it, nor is anybody from another paper.
    assert honest.code is Code.IN_FORCE
    assert elsewhere.code is Code.IN_FORCE


def test_dates_of_birth_of_one_certificate_are_not_found_out_from_however_many_addresses(
    certificate: IssuedCertificate,
) -> None:
    opened = answered = closed = 0
    with clock.fixed(NOON):
        for number in range(400):
            day = BORN + timedelta(days=number - 390)
            try:
                answer = check_code(
                    certificate.number,
                    certificate.secret,
                    client=f"198.18.{number // 256}.{number % 256}",
                    birth_date=day,
                )
            except TooManyTries:
                continue
            # The verdict itself is told each time: the holder of the paper is kept from nothing but the names.
            assert answer.found.code is Code.IN_FORCE
            opened += is_named(answer.found)
            closed += answer.names_closed
            answered += not answer.names_closed
        other = a_certificate()
        named = check_code(other.number, other.secret, client="203.0.113.6", birth_date=BORN).found
    assert (opened, answered, closed) == (0, BIRTH_DATES.most, 400 - BIRTH_DATES.most)
    assert is_named(named)
    later = NOON + BIRTH_DATES.stretch
    with clock.fixed(later):
        again = check_code(
            certificate.number, certificate.secret, client="203.0.113.7", birth_date=BORN
        ).found
    assert is_named(again)
    # Of some 20,000 likely dates so many can be tried in a year.
    assert BIRTH_DATES.most * 365 / BIRTH_DATES.stretch.days < 20_000 / 75
