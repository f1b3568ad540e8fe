"""How a sample is locked and moved: the state, the version and the journal line change in one place."""

from typing import Any
from uuid import UUID

from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import require_in_sight, require_no_party
from sojourn.casework.sampling.models import Sample
from sojourn.casework.sampling.states import ARROWS, SampleState, target_of
from sojourn.core.actors import Subject
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs


def locked_sample(acting: ActingAs, sample_id: UUID, version: int | None = None) -> tuple[Sample, Case]:
    """The sample and its case, locked until the transaction ends.

    Raises NotAllowed for another institution's and for a case out of sight, WrongState "own_matter" for a party to
    the request, and "sample_changed" where somebody took a step since `version`.
    """
    samples = Sample.objects.of_institution(str(acting.institution_id)).select_for_update(of=("self",))
    sample = samples.filter(pk=sample_id).select_related("decision__case").first()
    if sample is None:
        raise NotAllowed(NOT_ALLOWED)
    case = sample.decision.case
    require_in_sight(acting, case)
    require_no_party(acting, case)
    if version is not None and sample.version != version:
        raise WrongState("sample_changed")
    return sample, case


def move(
    sample: Sample,
    arrow: str,
    *,
    acting: ActingAs,
    details: dict[str, Detail] | None = None,
    **changes: Any,
) -> None:
    """Take one arrow: new state, new version, one line in the journal. Raises WrongState off the arrows."""
    sample.state = target_of(arrow, SampleState(sample.state)).value
    sample.version += 1
    for name, value in changes.items():
        setattr(sample, name, value)
    sample.save(update_fields=["state", "version", *changes])
    record(event=ARROWS[arrow].line, actor=acting.actor, subject=subject_of(sample), details=details)


def subject_of(sample: Sample) -> Subject:
    """The sample as the journal names it."""
    return Subject("sample", str(sample.pk))
