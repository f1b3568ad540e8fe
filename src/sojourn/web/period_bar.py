"""The geometry and the words of the period bar: where each date stands on the axis, and what is read out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from sojourn.web.day_words import day_in_words

KINDS = ("certificate", "requested", "uncovered")
_BAND = 16  # room above the bar for the word "today"
_BAR = 8
_LABEL = 22  # room below the bar for the limit's label


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the axis: percent from its beginning, and to which side its label runs."""

    at: float
    anchor: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar and the words under it."""

    kind: str
    at: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """Everything that the drawing needs; `sentence` is what a screen reader says instead of it."""

    home: str
    host: str
    parts: tuple[Part, ...]
    limit: Mark | None
    today: Mark | None
    sentence: str
    length: str

    @property
    def top(self) -> int:
        return _BAND if self.today else 4

    @property
    def middle(self) -> float:
        return self.top + _BAR / 2

    @property
    def tick_top(self) -> int:
        return self.top - 4

    @property
    def today_bottom(self) -> int:
        return self.top + _BAR + 4

    @property
    def label_line(self) -> int:
        return self.top + _BAR + 19

    @property
    def height(self) -> int:
        return self.top + _BAR + (_LABEL if self.limit else 4)

    @property
    def pattern(self) -> str:
        """A name for the hatching that no other bar on the page has, unless it is drawn alike."""
        return "hatch-" + hashlib.sha256(self.sentence.encode()).hexdigest()[:12]


def _part_words(kind: str, start: date, end: date) -> str:
    days = {"start": day_in_words(start), "end": day_in_words(end)}
    match kind:
        case "certificate":
            return gettext("Certificate: %(start)s to %(end)s") % days
        case "requested":
            return gettext("Requested, not yet covered: %(start)s to %(end)s") % days
        case _:
            return gettext("No certificate: %(start)s to %(end)s") % days


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def at(self, day: date) -> float:
        return round(100 * (day - self.first).days / max((self.last - self.first).days, 1), 2)

    def mark(self, day: date, text: str = "") -> Mark:
        at = self.at(day)
        return Mark(at=at, anchor="end" if at > 50 else "start", text=text)


def _sentence(home: str, host: str, words: Sequence[str], limit: str, today: date | None) -> str:
    sentences = [gettext("From %(home)s to %(host)s.") % {"home": home, "host": host}]
    sentences += [f"{part}." for part in words]
    if limit:
        sentences.append(f"{limit}.")
    if today:
        sentences.append(gettext("Today is %(day)s.") % {"day": day_in_words(today)})
    return " ".join(sentences)


def draw_period_bar(
    *,
    home: str,
    host: str,
    parts: Sequence[Mapping[str, object]],
    limit: date | None = None,
    limit_text: str = "",
    today: date | None = None,
    length: str = "",
) -> PeriodBar:
    """Work out the drawing of one or more stretches of time.

    `parts`: mappings with `kind` (certificate, requested, uncovered), `start` and `end` (both inclusive).
    `limit`: the last day that the law allows, drawn as a double tick with `limit_text` ("Limit 60 months,
    Article 6(2)"). `today` is left out when it lies outside the axis. `length`: "36 months".
    Raises ValueError for an unknown kind or when there is no part.
    """
    spans: list[tuple[str, date, date]] = []
    for part in parts:
        kind, start, end = part["kind"], part["start"], part["end"]
        if kind not in KINDS or not isinstance(start, date) or not isinstance(end, date):
            raise ValueError(
                f"A part of the period bar is one of {', '.join(KINDS)} with two days, not {part!r}."
            )
        spans.append((str(kind), start, end))
    if not spans:
        raise ValueError("A period bar needs at least one part.")
    day_after = timedelta(days=1)  # ends are inclusive: the bar reaches to the end of the last day
    ends = [end for _, _, end in spans] + ([limit] if limit else [])
    axis = _Axis(min(start for _, start, _ in spans), max(ends) + day_after)
    drawn = tuple(
        Part(
            kind=kind,
            at=axis.at(start),
            width=round(axis.at(end + day_after) - axis.at(start), 2),
            words=_part_words(kind, start, end),
        )
        for kind, start, end in spans
    )
    shown_today = today if today and axis.first <= today < axis.last else None
    return PeriodBar(
        home=home,
        host=host,
        parts=drawn,
        limit=axis.mark(limit + day_after, limit_text) if limit else None,
        today=axis.mark(shown_today) if shown_today else None,
        sentence=_sentence(
            home, host, [part.words for part in drawn], limit_text if limit else "", shown_today
        ),
        length=length,
    )
