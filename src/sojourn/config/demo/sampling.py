"""Samples of automatic decisions in the demonstration: some drawn, one looked at, one waiver that stands.

Running it again changes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from sojourn.casework.grounds.events import make_standing_waiver
from sojourn.casework.sampling.access import sample_for, samples_of
from sojourn.casework.sampling.chance import told
from sojourn.casework.sampling.events import judge_sample, take_next_sample
from sojourn.config.demo.seed import INSTITUTION, OFFICER
from sojourn.core import clock
from sojourn.parties.access import Person, staff_of

# Of the demonstration's few decisions every third is drawn: the setting's five percent would mostly draw none.
_CHANCE: Final = (0, 99, 99)
_WHY: Final = "Children of employees who come along and work are looked at by hand anyway."


@contextmanager
def drawn() -> Iterator[None]:
    """Within it chance is that of the demonstration."""
    with told(cycle(_CHANCE)):
        yield


def seed_samples() -> None:
    """Look at one sample, leave the others waiting; set one hindrance aside for three months."""
    officer = staff_of(Person.objects.get(email=OFFICER), INSTITUTION)
    if not samples_of(officer).judged:
        sample_id = take_next_sample(acting=officer)
        if sample_id is not None:
            version = sample_for(officer, sample_id).version
            judge_sample(acting=officer, sample_id=sample_id, version=version, verdict="right")
    make_standing_waiver(
        acting=officer,
        key=uuid5(NAMESPACE_URL, "sojourn:demo:waiver"),
        code="worker_too_young",
        reason=_WHY,
        until=clock.today() + timedelta(days=90),
    )
