"""The worker's rounds: one part that fails stops no other, and one round says what it did."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sojourn.config.extra_hands import ENOUGH, ExtraHands, lend_a_hand
from sojourn.config.management.commands import worker


def failing() -> int:
    raise OSError("worker.family_name Okafor 808-21-4471")


@pytest.mark.django_db
def test_a_part_that_fails_stops_no_other_and_is_told_without_particulars(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = (("first", lambda: 3), ("second", failing), ("third", lambda: None))
    monkeypatch.setattr(worker, "PARTS", parts)
    told = StringIO()
    with pytest.raises(CommandError, match="Not everything"):
        call_command("worker", once=True, stdout=told)
    assert told.getvalue().splitlines() == ["first: 3", "second: failed, see the log", "third: 0"]
    assert "Okafor" not in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_one_round_does_every_part() -> None:
    told = StringIO()
    call_command("worker", once=True, stdout=told)
    assert [line.rpartition(": ")[2] for line in told.getvalue().splitlines()] == ["0"] * len(worker.PARTS)


def test_as_many_hands_are_called_as_there_is_work_for_and_a_dead_one_is_replaced() -> None:
    hands = ExtraHands(2, [sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert hands.suit(ENOUGH - 1) == 0
        assert hands.suit(ENOUGH) == 1
        assert hands.suit(ENOUGH * 9) == 2
        dead = hands._running[0]
        dead.kill()
        dead.wait(timeout=20)
        assert hands.suit(ENOUGH * 9) == 2
        assert dead not in hands._running
    finally:
        hands.stop()
    assert all(each.poll() is not None for each in hands._running)


def test_a_hand_goes_when_there_is_nothing_more_to_do() -> None:
    left = [3, 2, 1, 0]
    lend_a_hand(lambda: left.pop(0) if left else 0, idle_seconds=0.5)
    assert left == []
