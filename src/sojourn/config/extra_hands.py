"""Processes that decide beside the worker while very much waits, and go when it is done."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

ENOUGH: Final = 50
"""So many waiting requests keep one more process busy for long enough to be worth its start."""
IDLE_SECONDS: Final = 60.0
POLITE: Final = 10
"""How much the pages go before (see nice(2))."""


class ExtraHands:
    """Up to `most` processes of `command`. One that dies is replaced while there is something to do."""

    def __init__(self, most: int, command: list[str] | None = None) -> None:
        self._most = most
        self._command = command or [sys.executable, "-m", "sojourn.config.cli", "worker", "--deciding"]
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def most_worth_counting(self) -> int:
        """How many waiting requests it makes sense to count before asking `suit`."""
        return self._most * ENOUGH

    def suit(self, waiting: int) -> int:
        """Start what is lacking for so many waiting requests; how many are at work now."""
        self._running = [each for each in self._running if each.poll() is None]
        while len(self._running) < min(self._most, waiting // ENOUGH):
            self._running.append(subprocess.Popen(self._command))  # noqa: S603  our own command
        return len(self._running)

    def stop(self) -> None:
        """Let them go. What one of them was at is undone by the database and found by the next."""
        for each in self._running:
            each.terminate()
        for each in self._running:
            each.wait(timeout=30)


def lend_a_hand(work: Callable[[], int], *, idle_seconds: float = IDLE_SECONDS) -> None:
    """Repeat `work` until it has found nothing to do for a while, or whoever called for help is gone."""
    called_by = os.getppid()
    idle_since = time.monotonic()
    while os.getppid() == called_by and time.monotonic() - idle_since < idle_seconds:
        if work():
            idle_since = time.monotonic()
        else:
            time.sleep(1.0)
