"""What pages show of an upload: how many stand where, rows of one page, what is wrong alike, what the law says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min

from sojourn.core import clock
from sojourn.requests.bulk.models import Row, RowFinding, Upload
from sojourn.requests.bulk.states import MADE, RowState

PAGE: Final = 20
FEWEST_ALIKE: Final = 2
MOST_GROUPS: Final = 12
_OPEN: Final = tuple(state for state in RowState if state not in (*MADE, RowState.LEFT_OUT))


def counts_of(upload: Upload) -> dict[str, int]:
    """How many rows stand where."""
    found = dict.fromkeys((state.value for state in RowState), 0)
    found.update(upload.rows.values_list("state").annotate(count=Count("id")))
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the worker is. `rate`: rows a second; `remaining`: how long it will take, where that can be said."""

    done: int
    total: int
    rate: float
    remaining: timedelta | None


def progress_of(upload: Upload) -> Progress:
    """As it stands now."""
    if upload.work_begun_at is None:
        return Progress(0, upload.work_total, 0, None)
    passed = ((upload.work_ended_at or clock.now()) - upload.work_begun_at).total_seconds()
    rate = upload.work_done / passed if passed > 0 else 0
    left = max(0, upload.work_total - upload.work_done)
    return Progress(
        upload.work_done, upload.work_total, rate, timedelta(seconds=round(left / rate)) if rate else None
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of rows, with their findings."""

    rows: tuple[Row, ...] = field(repr=False)
    findings: Mapping[Any, tuple[RowFinding, ...]]
    number: int
    pages: int
    count: int


def rows_page(upload: Upload, state: str, number: int) -> Rows:
    """The rows that stand in `state` ("" for all), in the order of the file."""
    rows = upload.rows.order_by("number")
    if state:
        rows = rows.filter(state=state)
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    number = min(max(1, number), pages)
    chosen = tuple(rows[(number - 1) * PAGE : number * PAGE])
    found: dict[Any, list[RowFinding]] = {}
    for finding in RowFinding.objects.filter(row__in=chosen).order_by("id"):
        found.setdefault(finding.row_id, []).append(finding)
    return Rows(chosen, {key: tuple(each) for key, each in found.items()}, number, pages, count)


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows with the same finding, and where something was typed the same text. `example`: one of them."""

    fact: str
    code: str
    typed_index: str
    hinders: bool
    count: int
    finding: RowFinding
    example: Row = field(repr=False)


def alike_groups(upload: Upload) -> list[Alike]:
    """What several rows have in common, most first."""
    findings = RowFinding.objects.filter(upload=upload, row__state__in=_OPEN)
    groups = (
        findings.values("fact", "code", "typed_index", "hinders")
        .annotate(count=Count("row", distinct=True), one=Min("id"))
        .filter(count__gte=FEWEST_ALIKE)
        .order_by("-count", "one")[:MOST_GROUPS]
    )
    chosen = list(groups)
    ones = RowFinding.objects.select_related("row").in_bulk([group["one"] for group in chosen])
    return [
        Alike(
            group["fact"],
            group["code"],
            group["typed_index"],
            group["hinders"],
            group["count"],
            ones[group["one"]],
            ones[group["one"]].row,
        )
        for group in chosen
    ]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of situation: how many rows, what the law says, and until when certificates would run."""

    law_key: str
    way: str
    institution_id: str
    law: Mapping[str, Any]
    count: int
    first_end: Any
    last_end: Any
    numbers: tuple[int, ...]


_ODD_FIRST: Final = {
    "no_certificate": 0,
    "no_institution": 0,
    "more_answers": 1,
    "officer": 2,
    "certificate": 3,
}


def kinds_of(upload: Upload) -> list[Kind]:
    """The kinds of situation among the open rows, the odd ones and the small ones first."""
    rows = upload.rows.filter(state__in=_OPEN)
    groups = rows.values("law_key", "way", "institution_id").annotate(
        count=Count("id"), first=Min("period_end"), last=Max("period_end"), one=Min("number")
    )
    chosen = list(groups)
    examples = {row.law_key: row for row in rows.filter(number__in=[group["one"] for group in chosen])}
    found = [
        Kind(
            group["law_key"],
            group["way"],
            group["institution_id"],
            examples[group["law_key"]].law,
            group["count"],
            group["first"],
            group["last"],
            tuple(
                rows.filter(law_key=group["law_key"]).order_by("number").values_list("number", flat=True)[:5]
            ),
        )
        for group in chosen
    ]
    return sorted(found, key=lambda kind: (_ODD_FIRST.get(kind.way, 0), kind.count, kind.law_key))


@dataclass(frozen=True, slots=True)
class Sendings:
    """What would be sent: by institution, and by what the law says."""

    ready: int
    by_institution: tuple[tuple[str, int], ...]
    by_way: tuple[tuple[str, int], ...]
    others: Mapping[str, int]


def sendings_of(upload: Upload) -> Sendings:
    """The rows that are ready."""
    ready = upload.rows.filter(state=RowState.READY)
    institutions = ready.values_list("institution_id").annotate(count=Count("id")).order_by("-count")
    ways = ready.values_list("way").annotate(count=Count("id")).order_by("-count")
    counts = counts_of(upload)
    return Sendings(counts[RowState.READY], tuple(institutions), tuple(ways), counts)


def results_of(upload: Upload) -> list[Row]:
    """All rows in the order of the file, for the file of results."""
    return list(upload.rows.order_by("number"))


def findings_of(upload: Upload) -> dict[Any, tuple[RowFinding, ...]]:
    """The findings of all rows, by row."""
    found: dict[Any, list[RowFinding]] = {}
    for finding in RowFinding.objects.filter(upload=upload).order_by("id"):
        found.setdefault(finding.row_id, []).append(finding)
    return {key: tuple(each) for key, each in found.items()}
