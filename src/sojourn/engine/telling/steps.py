"""What to do next, and by which day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sojourn.engine.lawbook.law import Law
from sojourn.engine.telling import texts

if TYPE_CHECKING:
    from sojourn.engine.telling.determination import Determination, PeriodAnswer
    from sojourn.engine.telling.explain import Told


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: its code, its sentence, who does it, and by which day."""

    id: str
    text: str
    who: str | None = None
    by: date | None = None


def steps(
    law: Law, determination: "Determination", duties: Iterable["Told"], language: str
) -> tuple[Step, ...]:
    """What to do next: duties and what the periods ask for, each once; those with a day first, in its order."""
    found = [Step(duty.id, duty.text, duty.who, duty.by) for duty in duties]
    for period in determination.periods:
        found += _steps_of(law, period, language)
    once = {step.text: step for step in found}.values()
    return tuple(sorted(once, key=lambda step: step.by or date.max))


def _steps_of(law: Law, period: "PeriodAnswer", language: str) -> Iterator[Step]:
    values = period.values
    if period.outcome == "undetermined":
        yield Step("state_facts", texts.sentence(law, "step.state_facts", language, values))
    elif period.outcome == "refer":
        ask = texts.institution(law, _institution_at_home(period), language)
        code = "step.ask_officer" if ask and period.home else "step.ask_officer_unnamed"
        yield Step("ask_officer", texts.sentence(law, code, language, {**values, "ask": ask}))
    elif period.outcome == "uncoordinated":
        yield Step("both_countries", texts.sentence(law, "step.both_countries", language, values))
    elif period.outcome == "uncovered":
        yield Step("insure_otherwise", texts.sentence(law, "step.insure_otherwise", language, values))
    paper = period.certificate
    if paper is not None and paper.limit is not None and paper.country == period.home:
        longer = bool(paper.extension and paper.extension.get("possible"))
        code = "extend" if longer else "agree_exception"
        if longer or _exception_clause(period):
            text = texts.sentence(law, f"step.{code}", language, {**values, "limit": paper.limit})
            yield Step(code, text)


def _exception_clause(period: "PeriodAnswer") -> bool:
    instrument = period.instrument
    return instrument is not None and any(each.category == "exception" for each in instrument.provisions)


def _institution_at_home(period: "PeriodAnswer") -> str | None:
    """Who certifies in the home country, whatever the kind of work."""
    if period.instrument is None or period.home is None:
        return None
    form = period.instrument.certificate.get(period.instrument.party_of.get(period.home, period.home))
    if form is None:
        return None
    return form.issuers.get("employee") or form.issuers.get("") or next(iter(form.issuers.values()), None)
