"""The draw, in the transaction that decides."""

from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.casework.sampling.chance import is_drawn
from sojourn.casework.sampling.models import Sample
from sojourn.casework.sampling.moves import subject_of
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.journal.events import record


def draw(decision: Decision, case: Case, setting: InstitutionSetting) -> None:
    """Let chance say whether an officer looks at this decision afterwards, at the rate of its corridor and kind.

    For decisions without a person alone. Chance falls with the decision: whoever knew beforehand which are looked at
    could choose what to send.
    """
    percent = setting.read.sample_percent(case.host, case.kind)
    if decision.decided_by_id is not None or not is_drawn(percent):
        return
    sample = Sample.objects.create(
        decision=decision,
        institution_id=case.institution_id,
        host=case.host,
        kind=case.kind,
        decided_at=decision.decided_at,
        percent=percent,
        drawn_at=clock.now(),
    )
    record(event="sample.drawn", actor=SYSTEM, subject=subject_of(sample), details={"percent": percent})
