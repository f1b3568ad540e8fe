"""Made-up work: the same each time, of every kind, real in every step."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from sojourn.casework.models import Case, Flag
from sojourn.casework.waiting import how_much_waits
from sojourn.config.simulate.day import Day, kinds_of_day
from sojourn.config.simulate.people import HOMES, People
from sojourn.config.simulate.recipes import DAY
from sojourn.config.simulate.rush import shares_of
from sojourn.core import clock
from sojourn.requests.identity_numbers import Fit, fit_of
from sojourn.requests.models import Request
from tests.casework.builders import a_hosted_institution

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@given(st.integers(1, 300))
def test_a_day_has_as_many_as_wanted_in_the_proportions_of_forty(cases: int) -> None:
    counts = Counter(kinds_of_day(cases))
    assert sum(counts.values()) == cases
    assert all(abs(counts[kind] - share * cases / 40) < 1 for kind, share in DAY.items())


@given(st.integers(1, 400), st.integers(1, 60))
def test_every_employer_of_a_rush_sends_something_and_the_last_one_thing(
    requests: int, employers: int
) -> None:
    if employers > requests:
        with pytest.raises(ValueError, match="a request of each"):
            shares_of(requests, employers)
        return
    shares = shares_of(requests, employers)
    assert (sum(shares), len(shares), min(shares) >= 1) == (requests, employers, True)
    assert shares[0] == max(shares)
    assert employers == 1 or shares[-1] == 1


def test_people_are_the_same_each_time_nobody_twice_and_their_numbers_have_the_right_form() -> None:
    import random  # noqa: PLC0415  only here

    first, second = (People(random.Random(7)) for _ in range(2))
    drawn = [first.worker(home) for home in HOMES for _ in range(400)]
    assert drawn == [second.worker(home) for home in HOMES for _ in range(400)]
    assert len({worker.number for worker in drawn}) == len(drawn)
    assert all(fit_of(worker.home, worker.number) is Fit.FITS for worker in drawn)
    # Social Security numbers from a range that was never given out.
    assert all(worker.number.startswith("8") for worker in drawn if worker.home == "US")


@pytest.mark.django_db
def test_a_day_is_handed_in_once_and_brings_every_kind_of_case() -> None:
    a_hosted_institution()
    with clock.fixed(MONDAY):
        done = Day(7).run(14)
        again = Day(7).run(14)
    assert again == done
    assert Case.objects.count() == len(done)
    by_kind = {kind: [each for each in done if each.kind == kind] for kind in DAY}
    assert all(by_kind[kind] for kind in DAY if kind != "early_end")
    assert all(each.certificate for each in by_kind["clear"])
    assert not any(each.certificate for each in by_kind["number_missing"])
    duplicates = Flag.objects.filter(case__reference__in=[each.reference for each in by_kind["duplicate"]])
    assert "certificate_overlap" in duplicates.values_list("code", flat=True)
    kinds = Counter(Case.objects.values_list("kind", flat=True))
    assert kinds["exception"] == len(by_kind["over_limit"])
    assert (kinds["extension"], kinds["correction"]) == (
        len(by_kind["extension"]),
        len(by_kind["correction"]),
    )
    assert len({request.employer_id for request in Request.objects.all()}) > 2


@pytest.mark.django_db
def test_a_rush_is_sent_and_left_to_the_worker(capsys: pytest.CaptureFixture[str]) -> None:
    a_hosted_institution()
    for _ in range(2):
        call_command("simulate", "rush", requests=6, employers=3, seed=1)
    sent = Counter(Request.objects.values_list("employer_id", flat=True))
    assert sorted(sent.values()) == [1, 1, 4]
    assert set(Request.objects.values_list("state", flat=True)) == {"submitted"}
    assert how_much_waits(100) == 6


@pytest.mark.django_db
def test_it_keeps_away_from_real_requests(settings: Settings) -> None:
    with pytest.raises(CommandError, match="No institution"):
        call_command("simulate", "day")
    settings.SOJOURN_MODE = "production"
    with pytest.raises(CommandError, match="production"):
        call_command("simulate", "day")
