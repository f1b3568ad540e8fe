"""The main job of the demonstration: true-to-life requests, sent and decided as the pages would have it."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sojourn.casework.events import take_up
from sojourn.config.demo.seed import applicant_of_example
from sojourn.core.errors import InvalidInput
from sojourn.requests.events import request_from_file
from sojourn.requests.sending import NotSendable

_PACKAGE: Final = Path(__file__).resolve().parents[2]
_ISSUED: Final = "certificate issued"
_QUEUED: Final = "an officer looks"
_ELSEWHERE: Final = "sent; {institution} decides elsewhere"
_NONE: Final = "no certificate to be had"
_MEND: Final = "to mend: {problems}"
# What an example expects, and the outcomes of the table that fit it.
_FITTING: Final = {
    "certificate": (_ISSUED, _ELSEWHERE.partition("{")[0]),
    "officer": (_QUEUED,),
    "no_certificate": (_NONE,),
    "problems": (_MEND.partition("{")[0],),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one example, for the table. `certificate` is its number, where one was issued."""

    name: str
    route: str
    outcome: str
    reference: str = ""
    instrument: str = ""
    article: str = ""
    until: str = ""
    certificate: str = ""
    milliseconds: float = 0.0
    as_expected: bool = True


def example_files() -> list[Path]:
    """The examples in order: inside an installed package, else beside it in a checkout.

    Raises FileNotFoundError when there are none.
    """
    for folder in (_PACKAGE / "examples" / "requests", _PACKAGE.parents[1] / "examples" / "requests"):
        if found := sorted(folder.glob("*.json")):
            return found
    raise FileNotFoundError("examples/requests")


def run_example(path: Path) -> Told:
    """Send one example through the events that the pages use, and have it decided."""
    example = json.loads(path.read_text(encoding="utf-8"))
    begun = time.perf_counter()
    told = _sent(path.stem, example)
    taken = (time.perf_counter() - begun) * 1000
    return replace(told, milliseconds=taken, as_expected=_fits(told, example["expect"]))


def _sent(name: str, example: Mapping[str, Any]) -> Told:
    acting = applicant_of_example(name, example["employer"])
    situation = example["request"]["situation"]
    home = situation.get("activities[0].sent_from") or (example["employer"] or {}).get("seat", "?")
    route = f"{home} → {situation['activities[0].country']}"
    try:
        request = request_from_file(acting=acting, data=example["request"])
    except InvalidInput as error:
        problems = ", ".join(f"{problem.field} ({problem.code})" for problem in error.problems)
        return Told(name, route, _MEND.format(problems=problems))
    except NotSendable as error:
        determination = error.sendable.determination
        return _with_law(Told(name, route, _NONE), determination.to_json() if determination else None)
    told = Told(name, route, _QUEUED, request.reference or "")
    taken_up = take_up(request_id=request.pk)
    if taken_up is None:
        told = replace(told, outcome=_ELSEWHERE.format(institution=request.institution_id))
    elif taken_up.certificate_number:
        told = replace(told, outcome=_ISSUED, certificate=taken_up.certificate_number)
    return _with_law(told, request.determination)


def _with_law(told: Told, determination: Mapping[str, Any] | None) -> Told:
    """With instrument, article and last day, as the determination has them."""
    if determination is None:
        return told
    period = determination["periods"][0]
    basis, certificate = period["basis"] or {}, period["certificate"] or {}
    return replace(
        told,
        instrument=basis.get("instrument") or "",
        article=basis.get("article") or "",
        until=certificate.get("until") or "",
    )


def _fits(told: Told, expect: Mapping[str, Any]) -> bool:
    """Whether the example came out as it says of itself."""
    return (
        told.outcome.startswith(_FITTING[expect["outcome"]])
        and expect.get("instrument", told.instrument) == told.instrument
        and expect.get("article", told.article) == told.article
        and expect.get("until", told.until) == told.until
    )
