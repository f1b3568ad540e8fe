"""What is found about rows, and where that leaves each of them. Reads what was asked before; writes nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests import many
from sojourn.requests.answers import Answers
from sojourn.requests.bulk.cells import answers_of
from sojourn.requests.bulk.columns import Column, columns_for
from sojourn.requests.bulk.models import Row, RowFinding, Upload, told_params
from sojourn.requests.bulk.states import RowState
from sojourn.requests.checks.gathered import Earlier, Finding
from sojourn.requests.law import Determination
from sojourn.requests.sending import Way
from sojourn.requests.texts import fact_id_of
from sojourn.requests.worker_index import person_index, ssn_index
from sojourn.vault.blind import blind_index

ASKED_BEFORE: Final = frozenset({"asked_before", "asked_before_open"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one upload are read."""

    upload_id: UUID
    applying: many.Applying
    columns: Mapping[str, Column]
    date_order: str

    @classmethod
    def of(cls, upload: Upload, applying: many.Applying) -> "Reading":
        """As the columns of the upload were understood."""
        columns = columns_for(applying.known, applying.applicant)
        return cls(upload.pk, applying, columns, upload.date_order)

    def asking(self, row: Row) -> many.Asking:
        """The request that the row would be."""
        return many.Asking(row.pk, answers_of(row.typed, self.columns, self.date_order), row.reasons)


def judge_rows(reading: Reading, rows: Sequence[Row]) -> list[list[RowFinding]]:
    """Look at the rows anew, in their order: sets their state and what is told of them (unsaved), and gives the
    findings of each (unsaved)."""
    askings = [reading.asking(row) for row in rows]
    answers = [reading.applying.answers(asking.typed) for asking in askings]
    before = many.asked_before(reading.applying, answers)
    others = _other_rows(reading, rows, answers)
    found = []
    for row, asking, read in zip(rows, askings, answers, strict=True):
        while others and others[0].number < row.number:
            _note(before, others.pop(0))
        judged = many.judge(read, asking, before.of(read), reading.applying.acting)
        _set(row, judged)
        _note(before, row)
        found.append(_findings(reading, row, judged))
    return found


def _other_rows(reading: Reading, rows: Sequence[Row], answers: Iterable[Answers]) -> list[Row]:
    """Other rows of the same file for the same people: those further up count as asked before."""
    numbers, people = set(), set()
    for each in answers:
        numbers.add(ssn_index(each))
        people.add(person_index(each))
    gone = [RowState.LEFT_OUT, RowState.SENT, RowState.DRAFTED]
    others = Row.objects.filter(upload_id=reading.upload_id).exclude(state__in=gone)
    others = others.exclude(pk__in=[row.pk for row in rows])
    same = others.filter(ssn_index__in=numbers - {""}) | others.filter(person_index__in=people - {""})
    return list(same.defer("typed", "reasons").order_by("number"))


def _note(before: many.Before, row: Row) -> None:
    before.add((row.ssn_index, row.person_index), _as_earlier(row))


def _as_earlier(row: Row) -> Earlier:
    return Earlier(f"#{row.number}", "draft", row.host, row.period_start, row.period_end)


def _set(row: Row, judged: many.Judged) -> None:
    answers = judged.answers
    row.ssn_index, row.person_index = ssn_index(answers), person_index(answers)
    row.host, row.period_start, row.period_end = answers.host[:8], answers.start, answers.end
    row.way, row.institution_id = judged.way.way.value, judged.way.institution_id or ""
    row.law = _law_of(judged.way.determination)
    row.law["home"], row.law["host"] = answers.home, answers.host
    said = "\x1f".join(
        [row.way, *(str(row.law.get(name, "")) for name in sorted(row.law) if name != "until")]
    )
    row.law_key = hashlib.sha256(said.encode()).hexdigest()[:20]
    row.state = _state_of(judged).value


def _state_of(judged: many.Judged) -> RowState:
    if any(finding.code in ASKED_BEFORE for finding in judged.open_warnings):
        return RowState.ASKED
    if judged.problems or judged.way.way is Way.MORE_ANSWERS:
        return RowState.TO_MEND
    if not judged.way.possible:
        return RowState.NO_CERTIFICATE
    return RowState.TO_MEND if judged.open_warnings else RowState.READY


def _law_of(determination: Determination | None) -> dict[str, Any]:
    """What the law says, in so far as kinds of situation differ by it. Of several periods the first that is odd."""
    if determination is None:
        return {}
    periods = determination.periods
    told = next((each for each in periods if each.outcome != "decided"), periods[0])
    certificate = next((each.certificate for each in periods if each.certificate), None)
    return {
        "outcome": told.outcome,
        "legislation": told.legislation or "",
        "instrument": told.instrument.id if told.instrument else "",
        "article": (told.provision.article or "") if told.provision else "",
        "periods": len(periods),
        "until": certificate.until.isoformat() if certificate and certificate.until else "",
    }


def _findings(reading: Reading, row: Row, judged: many.Judged) -> list[RowFinding]:
    problems = [(problem, True) for problem in judged.problems]
    problems += [(problem, False) for each in judged.open_warnings for problem in _first_of(each)]
    pending = judged.way.pending if judged.way.way is Way.MORE_ANSWERS else ()
    told = {problem.field for problem, _ in problems}
    problems += [(Problem(name, "missing"), True) for name in pending if name not in told]
    return [_finding(reading, row, problem, hinders) for problem, hinders in problems]


def _first_of(finding: Finding) -> tuple[Problem, ...]:
    """A warning stands at one answer, with one field for the reason."""
    return finding.problems()[:1]


def _finding(reading: Reading, row: Row, problem: Problem, hinders: bool) -> RowFinding:
    fact = fact_id_of(problem.field, load_facts()) or ""
    typed = "\x1f".join(
        text for name, text in sorted(row.typed.items()) if reading.columns[name].fact.id == fact
    )
    return RowFinding(
        row=row,
        upload_id=reading.upload_id,
        fact=fact[:80],
        field=problem.field[:120],
        code=problem.code[:60],
        params=told_params(dict(problem.params)),
        hinders=hinders,
        typed_index=blind_index("bulk.typed", typed) if typed else "",
    )
