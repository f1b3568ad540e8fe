"""A working day at the demonstration's institutions, so that their officers find something to do."""

from pathlib import Path
from typing import Final

from sojourn.config.simulate.day import Day

CASES: Final = 16
_SEED: Final = 7


def seed_day(home: Path) -> None:
    """Hand in the requests of one day, the first time this demonstration is started and never again."""
    done = home / "demo_day_done"
    if not done.exists():
        Day(_SEED).run(CASES)
        done.touch()
