"""Tries an institution out: samples run through law, checks, letters and documents as requests would; nothing is kept.

What is kept is how each came out: codes, never papers.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sojourn.casework.checks.straight_through import run_checks
from sojourn.casework.content import certificate_content
from sojourn.casework.hosting.identity import standing_of
from sojourn.casework.hosting.models import Trial
from sojourn.casework.hosting.permissions import locked_setting, own_setting, subject_of
from sojourn.casework.hosting.samples import OUTCOMES, Outcome, Sample, samples_of
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.permissions import officer_id
from sojourn.certificates.errors import KEY_OUT_OF_REACH
from sojourn.certificates.specimens import draw_specimen
from sojourn.core import clock
from sojourn.core.errors import NotAllowed, SojournError
from sojourn.engine import Law, load_law
from sojourn.journal.events import record, together
from sojourn.messages.rendering import Rendered, render
from sojourn.parties.acting import ActingAs

logger = logging.getLogger(__name__)
LETTERS: Final[Mapping[Outcome, tuple[str, ...]]] = {
    "certificate": ("request_received", "request_approved"),
    "question": ("request_received", "information_requested"),
    "refusal": ("request_received", "request_refused"),
}
REFERENCE: Final = "SJ-0000-0000"


@dataclass(frozen=True, slots=True)
class Tried:
    """How one sample came out. `failed` is the code of what went wrong; `found` the codes of the checks' findings."""

    number: int
    host: str
    status: str
    outcome: str
    failed: str
    found: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same in plain values."""
        return {name: getattr(self, name) for name in ("number", "host", "status", "outcome", "failed")} | {
            "found": list(self.found)
        }


def run_trial(*, acting: ActingAs) -> bool:
    """Run the samples through with the terms as they are now, and keep how they came out. Whether all went well.

    For those who lead or administer the institution; NotAllowed for others.
    """
    setting, law = own_setting(acting), load_law()
    tried = [_tried(sample, law, setting) for sample in samples_of(law, setting)]
    results = [each.as_json() for each in tried]
    passed = len(tried) == len(OUTCOMES) and not any(each.failed for each in tried)
    with together():
        # The terms as tried: somebody may have saved others meanwhile, and the trial then speaks of the earlier ones.
        locked_setting(acting)
        Trial.objects.create(
            institution_id=setting.pk,
            version=setting.version,
            law_version=law.version,
            results=results,
            passed=passed,
            run_by_id=officer_id(acting),
            run_at=clock.now(),
        )
        record(
            event="institution.tried",
            actor=acting.actor,
            subject=subject_of(setting.pk),
            details={"version": setting.version, "passed": passed, "samples": len(tried)},
        )
    return passed


def sample_document(acting: ActingAs, number: int) -> bytes:
    """The specimen that the sample of this number would get, drawn anew. Raises NotAllowed where there is none."""
    sample, law, setting = _sample(acting, number)
    if sample.outcome != "certificate":
        raise NotAllowed("not_allowed")
    return draw_specimen(certificate_content(sample.facts, law, sample.facts.today, setting.read))


def sample_letters(acting: ActingAs, number: int) -> list[Rendered]:
    """The letters that the sample's applicant would get, in each language of the institution. Raises NotAllowed."""
    sample, law, setting = _sample(acting, number)
    return list(_letters(sample, law, setting))


def _sample(acting: ActingAs, number: int) -> tuple[Sample, Law, InstitutionSetting]:
    setting, law = own_setting(acting), load_law()
    sample = next((each for each in samples_of(law, setting) if each.number == number), None)
    if sample is None:
        raise NotAllowed("not_allowed")
    return sample, law, setting


def _tried(sample: Sample, law: Law, setting: InstitutionSetting) -> Tried:
    failed: str = ""
    found: tuple[str, ...] = ()
    try:
        content = certificate_content(sample.facts, law, sample.facts.today, setting.read)
        found = tuple(dict.fromkeys(finding.code for finding in run_checks(sample.facts)))
        if sample.outcome == "certificate":
            draw_specimen(content)
        list(_letters(sample, law, setting))
    except SojournError as error:
        failed = error.code
    except ImproperlyConfigured:
        logger.exception("the key of %s cannot be read", setting.pk)
        failed = KEY_OUT_OF_REACH
    except Exception:
        logger.exception("a sample request failed at %s", setting.pk)
        failed = "technical"
    return Tried(sample.number, sample.host, sample.status, sample.outcome, failed, found)


def _letters(sample: Sample, law: Law, setting: InstitutionSetting) -> Iterator[Rendered]:
    standing = standing_of(law, setting.pk, setting.read)
    page = f"{settings.SOJOURN_BASE_URL}/requests/{REFERENCE}"
    reference = setting.read.numbering.own_reference(REFERENCE)
    for language in standing.languages:
        for name in LETTERS[sample.outcome]:
            yield render(name, language, _values(name, page, reference), standing.letterhead)


def _values(name: str, page: str, reference: str) -> dict[str, str]:
    values = {"ref": reference, "link": page}
    return values | ({"until": clock.today().isoformat()} if name == "information_requested" else {})
