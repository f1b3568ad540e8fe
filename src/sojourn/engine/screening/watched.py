"""Days and texts that note everything that is asked of them, so that an answer can be given to others alike.

The engine is run on the facts of one trip, with watched days in the place of plain ones. Every comparison is noted
as a question about the columns of the trip ("is the end after the last day of 24 months from the start?") with its
outcome; every day that the engine derives keeps the expression by which it was derived. A trip of which all
questions have the same outcomes takes the same way through the engine, so it gets the same answer with its own days
put in. What is not a comparison, a shift by days or a count of months (say, asking for the year) is noted as a
question for the very day, so that the answer is shared with trips of that day alone.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any, Self, SupportsIndex

from sojourn.core.countries import SelfPlacing
from sojourn.core.periods import SelfCounting, end_of_month, last_day_of

Expression = tuple[Any, ...]
"""A day said in columns: ("column", name), ("months", of, n), ("month_end", of, n) or ("shift", of, days)."""

Question = tuple[Any, ...]
"""What was asked, with the columns or expressions that it is about:

("before" | "same" | "apart", a, b), ("day" | "weekday", a), ("law_day", a, days), ("text", name), ("text_is", name,
text), ("text_among", name, texts), ("value" | "given", column). b may be a number: a day that is the same in all rows.
"""

FIRST_STAND_IN = 5001
"""In the year of the first stand-in: a day that is put into sentences where each row's own day belongs."""

NO_LAW_DAY = 0


class Watch:
    """What the engine asked in one run, in the order in which it asked, and the outcome each time."""

    def __init__(self, law_days: Callable[[], tuple[int, ...]]) -> None:
        """`law_days` gives the days that the law names for the countries concerned."""
        self.outcomes: dict[Question, Any] = {}
        self.telling = False
        self.stand_ins: dict[Expression, date] = {}
        self._law_days = law_days
        self._hashed: list[WatchedDay] = []

    def note(self, question: Question, outcome: Any) -> None:
        """Keep what was asked, once."""
        self.outcomes.setdefault(question, outcome)

    def note_before(self, one: Expression, other: Expression | int, outcome: bool) -> None:
        """Whether one day is before the other; against a day that is the same in all rows, said without shifts."""
        if isinstance(other, int) and one[0] == "shift":
            self.note(("before", one[1], other - one[2]), outcome)
        else:
            self.note(("before", one, other), outcome)

    def day(self, column: str, day: date) -> "WatchedDay":
        """The day of one trip as one that stands for its column."""
        return WatchedDay.of(day, ("column", column), self)

    def note_hash(self, day: "WatchedDay") -> None:
        """A day was put into a set, or looked up: whether it meets another one there is a question, too."""
        if any(other.expression == day.expression for other in self._hashed):
            return
        number, law_days = day.plain.toordinal(), self._law_days()
        self.note(("law_day", day.expression, law_days), number if number in law_days else NO_LAW_DAY)
        for other in self._hashed:
            self.note(("same", day.expression, other.expression), day.plain == other.plain)
        self._hashed.append(day)

    def plain(self, day: "WatchedDay") -> date:
        """The very day, for what only a very day can answer; while sentences are told, its stand-in."""
        if not self.telling:
            self.note(("day", day.expression), day.plain.toordinal())
            return day.plain
        stand_in = self.stand_ins.get(day.expression)
        if stand_in is None:
            stand_in = date(FIRST_STAND_IN + len(self.stand_ins), 1, 1)
            self.stand_ins[day.expression] = stand_in
        return stand_in


class WatchedDay(SelfCounting):
    """A day of one trip that stands for the same day of all trips alike."""

    __slots__ = ("expression", "plain", "watch")
    expression: Expression
    plain: date
    watch: Watch

    @classmethod
    def of(cls, day: date, expression: Expression, watch: Watch) -> Self:
        """`day` as what `expression` gives in the trip that is looked at."""
        made = date.__new__(cls, day.year, day.month, day.day)
        made.expression, made.plain, made.watch = expression, day, watch
        return made

    def _sides(self, other: date) -> tuple[Any, date]:
        """How questions name the other day, and the day itself."""
        if isinstance(other, WatchedDay):
            return (other.expression if other.watch is self.watch else other.plain.toordinal()), other.plain
        return other.toordinal(), other

    def __lt__(self, other: date) -> bool:
        if not isinstance(other, date):
            return NotImplemented
        name, plain = self._sides(other)
        outcome = self.plain < plain
        self.watch.note_before(self.expression, name, outcome)
        return outcome

    def __gt__(self, other: date) -> bool:
        if not isinstance(other, date):
            return NotImplemented
        name, plain = self._sides(other)
        outcome = plain < self.plain
        if isinstance(name, int):
            self.watch.note_before(self.expression, name + 1, not outcome)
        else:
            self.watch.note_before(name, self.expression, outcome)
        return outcome

    def __le__(self, other: date) -> bool:
        return NotImplemented if not isinstance(other, date) else not self.__gt__(other)

    def __ge__(self, other: date) -> bool:
        return NotImplemented if not isinstance(other, date) else not self.__lt__(other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, date):
            return NotImplemented
        name, plain = self._sides(other)
        if name == self.expression:
            return True
        outcome = self.plain == plain
        if isinstance(name, int):
            # Two questions that others ask as well, in the place of one that nobody else does.
            self.watch.note_before(self.expression, name, self.plain < plain)
            if not self.plain < plain:
                self.watch.note_before(self.expression, name + 1, outcome)
        else:
            self.watch.note(("same", self.expression, name), outcome)
        return outcome

    def __ne__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, date) else not self.__eq__(other)

    def __hash__(self) -> int:
        self.watch.note_hash(self)
        return hash(self.plain)

    def _shifted(self, by: timedelta) -> "WatchedDay":
        of, days = self.expression, by.days
        if of[0] == "shift":
            of, days = of[1], days + of[2]
        return WatchedDay.of(self.plain + by, ("shift", of, days) if days else of, self.watch)

    def __add__(self, other: timedelta) -> "WatchedDay":
        return self._shifted(other) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return self._shifted(-other)
        if not isinstance(other, date):
            return NotImplemented
        name, plain = self._sides(other)
        apart = self.plain - plain
        self.watch.note(("apart", self.expression, name), apart.days)
        return apart

    def __rsub__(self, other: date) -> timedelta:
        if not isinstance(other, date):
            return NotImplemented
        apart: timedelta = self.__sub__(other)
        return -apart

    def months_on(self, months: int) -> date:
        """The last day of `months` months from this day."""
        return WatchedDay.of(last_day_of(self.plain, months), ("months", self.expression, months), self.watch)

    def month_end(self, months_later: int) -> date:
        """The last day of the month that lies `months_later` months later."""
        plain = end_of_month(self.plain, months_later)
        return WatchedDay.of(plain, ("month_end", self.expression, months_later), self.watch)

    def weekday(self) -> int:
        """Monday is 0."""
        outcome = self.plain.weekday()
        self.watch.note(("weekday", self.expression), outcome)
        return outcome

    def __str__(self) -> str:
        return str(self.watch.plain(self)) if self.watch.telling else DayText.of(self)

    def __repr__(self) -> str:
        return f"WatchedDay({self.plain}, {self.expression})"


class DayText(str):
    """The text of a watched day: two texts are the same if the days are."""

    __slots__ = ("watched",)
    watched: WatchedDay

    @classmethod
    def of(cls, day: WatchedDay) -> Self:
        """The day as text."""
        made = str.__new__(cls, day.plain.isoformat())
        made.watched = day
        return made

    def plain(self) -> str:
        """The text of the very day."""
        return self.watched.watch.plain(self.watched).isoformat()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DayText):
            return self.watched == other.watched
        return self.plain() == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __radd__(self, before: str) -> str:
        return before + self.plain()

    def __hash__(self) -> int:
        self.watched.watch.note_hash(self.watched)
        return str.__hash__(self)


class WatchedText(SelfPlacing):
    """A text of one trip (a nationality) that notes what it is compared with."""

    __slots__ = ("column", "watch")
    column: str
    watch: Watch

    @classmethod
    def of(cls, text: str, column: str, watch: Watch) -> Self:
        """`text` as what stands in `column` of the trip that is looked at."""
        made = str.__new__(cls, text)
        made.column, made.watch = column, watch
        return made

    def plain(self) -> str:
        """The very text, for what only the very text can answer."""
        text = str.__str__(self)
        text = text if type(text) is str else "".join(text)
        self.watch.note(("text", self.column), text)
        return text

    def among(self, codes: Collection[str]) -> bool:
        """Whether it is one of `codes`."""
        text = "".join(str.__str__(self))
        outcome = text in codes
        self.watch.note(("text_among", self.column, tuple(codes)), outcome)
        return outcome

    def __eq__(self, other: object) -> bool:
        if type(other) is not str:
            return self.plain() == (other.plain() if isinstance(other, WatchedText) else other)
        outcome = str.__eq__(self, other)
        self.watch.note(("text_is", self.column, other), outcome)
        return outcome

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __radd__(self, before: str) -> str:
        return before + self.plain()

    def __hash__(self) -> int:
        return hash(self.plain())

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return str, (self.plain(),)


def _through_the_very_value(kind: type, base: type, plain: Callable[[Any], Any]) -> None:
    """Let all else that `base` can do ask for the very value, so that nothing is asked without a note."""
    left = {"__new__", "__init__", "__class__", "__init_subclass__", "__subclasshook__", "__getattribute__"}
    left |= {"__setattr__", "__delattr__", "__dir__", "__doc__", "__sizeof__", "__getstate__", "__reduce__"}
    for name in dir(base):
        if name in vars(kind) or name in left or (name.startswith("__") and not hasattr(base, name)):
            continue
        given = getattr(base, name)
        if isinstance(getattr(given, "__self__", None), type) or not (
            callable(given) or hasattr(given, "__get__")
        ):
            continue
        setattr(kind, name, _forwarding(name, plain, called=callable(given)))


def _forwarding(name: str, plain: Callable[[Any], Any], *, called: bool) -> Any:
    if not called:
        return property(lambda self: getattr(plain(self), name))

    def forward(self: Any, *arguments: Any, **named: Any) -> Any:
        return getattr(plain(self), name)(*arguments, **named)

    return forward


_through_the_very_value(WatchedDay, date, lambda self: self.watch.plain(self))
_through_the_very_value(DayText, str, lambda self: self.plain())
_through_the_very_value(WatchedText, str, lambda self: self.plain())
