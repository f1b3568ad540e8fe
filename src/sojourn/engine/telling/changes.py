"""What would change an answer: the last day that still fits, a condition that failed, a fact that is not known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sojourn.engine.finding import Finding, Result
from sojourn.engine.lawbook.law import POSTING, Law
from sojourn.engine.telling import texts

if TYPE_CHECKING:
    from sojourn.engine.telling.determination import PeriodAnswer

# What would upset an answer that rests on a condition: the condition that is met, and the sentence that says so.
UPSET = {
    "employed_by_sender": "change.other_employer",
    "sent_by_the_employer": "change.other_employer",
    "private_health_cover": "change.health_cover_ends",
    "substantial_part_at_residence": "change.share_falls",
    "no_substantial_part_at_residence": "change.share_rises",
}
# Where one of these answers, nobody is sent anywhere, and what a posting would want is beside the point.
NOT_SENT = frozenset({"multi_state", "telework", "seafarer", "aircrew", "transport", "not_working"})


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the answer, and the facts that it is about."""

    text: str
    facts: tuple[str, ...]


def changes(law: Law, period: "PeriodAnswer", language: str) -> tuple[Change, ...]:
    """What would turn the answer of `period`, each sentence once."""
    found = [*_of_decided(law, period, language), *_of_failed(law, period, language)]
    if period.outcome == "undetermined":
        found += _of_unknown(law, period, language)
    return tuple({change.text: change for change in found}.values())


def _of_decided(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Change]:
    """For an answer that stands: what would upset it."""
    trial = next((each for each in period.trials if each.provision is period.provision), None)
    if period.outcome != "decided" or trial is None:
        return
    values = {**period.values, **trial.sides}
    for finding in trial.findings:
        if finding.condition == "expected_within" and finding.variant == "met":
            code = "change.later_first_months" if trial.provision.first_months else "change.later"
            text = texts.sentence(law, code, language, {**values, **finding.values})
            yield Change(text, finding.facts)
    for finding in trial.findings:
        if finding.condition in UPSET and finding.variant.startswith("met"):
            text = texts.sentence(law, UPSET[finding.condition], language, {**values, **finding.values})
            yield Change(text, finding.facts)
    if trial.provision.legislation == "residence":
        yield Change(texts.sentence(law, "change.residence", language, values), ("person.residence",))


def _of_failed(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Change]:
    """For a posting that failed: what would make it fit."""
    posting = next((trial for trial in period.trials if trial.provision.rank == POSTING), None)
    if posting is None or posting.provision is period.provision or posting.home is None:
        return
    if period.provision is not None and period.provision.category in NOT_SENT:
        return
    failed = [finding for finding in posting.findings if finding.result is Result.NOT_MET]
    open_ = any(finding.result not in (Result.MET, Result.NOT_MET) for finding in posting.findings)
    values = {**period.values, **posting.sides}
    if len(failed) == 1:
        yield _if_met(law, failed[0], values, language, "_open" if open_ else "")
    elif failed:
        facts = tuple(dict.fromkeys(fact for finding in failed for fact in finding.facts))
        said = " ".join(texts.tell(law, finding, language, values) for finding in failed)
        yield Change(texts.sentence(law, "change.several", language, {**values, "failed": said}), facts)


def _if_met(law: Law, finding: Finding, values: Mapping[str, Any], language: str, suffix: str) -> Change:
    """The one condition that failed: what would make it fit, else the condition itself.

    `suffix`: _open where it is not known whether the other conditions are met.
    """
    name, variant = f"change.{finding.condition}", finding.variant
    limit = finding.values.get("limit")
    if isinstance(limit, date) and limit < values["start"]:
        variant = "limit_reached"
    codes = (f"{name}_{variant}{suffix}", f"{name}{suffix}", f"change.other{suffix}")
    code = next(each for each in codes if each in law.sentences)
    said = texts.tell(law, finding, language, values)
    text = texts.sentence(law, code, language, {**values, **finding.values, "failed": said})
    return Change(text, finding.facts)


def _of_unknown(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Change]:
    """For an answer that is open: whose law applies if what is not known turns out to fit."""
    for trial in period.trials:
        unknown = [finding for finding in trial.findings if finding.result is Result.UNKNOWN]
        settled = all(finding.result in (Result.MET, Result.UNKNOWN) for finding in trial.findings)
        if not unknown or not settled or trial.legislation not in law.labels["countries"]:
            continue
        code = "change.open" if len(unknown) == 1 else "change.open_several"
        text = texts.sentence(law, code, language, {"law": trial.legislation})
        yield Change(text, tuple(dict.fromkeys(path for finding in unknown for path in finding.missing)))
