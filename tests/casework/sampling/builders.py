"""Automatic decisions of which chance has picked some."""

from typing import Any

from sojourn.casework.events import take_up
from sojourn.casework.models import Case
from sojourn.casework.sampling.chance import told
from sojourn.casework.sampling.events import judge_sample, take_sample
from sojourn.casework.sampling.models import Sample
from sojourn.parties.acting import ActingAs
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

DRAWN, PASSED = 0, 99
NUMBERS = ("808-21-4471", "812-34-7719", "536-90-4399", "574-22-1836", "601-45-2207", "449-31-8890")


def decided(*, number: int = DRAWN, acting: ActingAs | None = None, **answers: Any) -> Case:
    """A case that was decided without a person, while chance gave this number."""
    _, request = a_sent_request(acting or an_employer(), **answers)
    with told([number]):
        taken = take_up(request_id=request.pk)
    assert taken is not None
    return Case.objects.get(pk=taken.case_id)


def a_sample(nth: int = 0, **answers: Any) -> Sample:
    """A sample of the automatic decision for one worker of several."""
    answers = {"ssn": NUMBERS[nth], "family_name": f"Okafor{'abcdef'[nth]}"} | answers
    return Sample.objects.get(decision__case=decided(**answers))


def judged(sample: Sample, officer: ActingAs, verdict: str, cause: str = "", words: str = "") -> Sample:
    """The same with its verdict."""
    take_sample(acting=officer, sample_id=sample.pk)
    sample.refresh_from_db()
    judge_sample(
        acting=officer, sample_id=sample.pk, version=sample.version, verdict=verdict, cause=cause, words=words
    )
    sample.refresh_from_db()
    return sample
