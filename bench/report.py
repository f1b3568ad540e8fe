"""Figures and how they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A time in seconds; `goal`: at most that many; `than`: our own figure, of which this one is a multiple.

    `goal_ratio`: at least which multiple that should be.
    """

    what: str
    seconds: float
    goal: float | None = None
    than: float | None = None
    goal_ratio: float | None = None

    @property
    def rate(self) -> str:
        """How many a second, for what is quick."""
        return f"{1 / self.seconds:,.0f} /s" if self.seconds < 1 else ""

    @property
    def ratio(self) -> str:
        """How many times our own figure."""
        return f"{self.seconds / self.than:.1f} ×" if self.than else ""

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        if self.goal_ratio is not None and self.than is not None:
            met = "met" if self.seconds >= self.goal_ratio * self.than else "MISSED"
            return f"≥ {self.goal_ratio:.0f} ×: {met}"
        if self.goal is None:
            return ""
        met = "met" if self.seconds <= self.goal else "MISSED"
        return f"≤ {duration(self.goal)}: {met}"


def duration(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:,.1f} {unit}"
    return f"{seconds:,.2f} s"


def table(title: str, figures: list[Figure]) -> str:
    """A Markdown table."""
    lines = [f"### {title}", "", "| what | time | rate | of ours | goal |", "|---|---:|---:|---:|---|"]
    lines += [
        f"| {figure.what} | {duration(figure.seconds)} | {figure.rate} | {figure.ratio} | {figure.verdict} |"
        for figure in figures
    ]
    return "\n".join(lines) + "\n"
