"""The first sentence of an answer: whose law applies, or why that cannot be said."""

from typing import TYPE_CHECKING, Any

from sojourn.engine.lawbook.law import Law
from sojourn.engine.telling import texts

if TYPE_CHECKING:
    from sojourn.engine.telling.determination import PeriodAnswer


def verdict_code(period: "PeriodAnswer") -> str:
    """Which verdict sentence tells this period."""
    if period.outcome != "decided":
        return period.outcome
    if period.instrument is None:
        return "decided_alone"
    side = "home" if period.legislation == period.home and period.home != period.host else "host"
    return f"decided_{side}" if period.end is not None else f"decided_{side}_open"


def verdict_values(law: Law, period: "PeriodAnswer", language: str) -> dict[str, Any]:
    """The values of the verdict sentence."""
    title = texts.title(law, period.instrument, language) if period.instrument is not None else ""
    return {
        **period.values,
        "title": title,
        "count": len(period.missing),
        "countries": period.countries,
    }
