"""What the offline code says: nothing that the paper does not show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntFlag
from typing import Any, Final, Protocol

from sojourn.certificates.content import CertificateContent

# Claims: RFC 8392 (4, 6), the Token Status List draft (65535); below -65536 integers are for private use (RFC 8392).
EXPIRES: Final = 4
ISSUED: Final = 6
STATUS: Final = 65535
STATUS_LIST: Final = "status_list"
FACTS: Final = -65537

MARK_OF_SHORTENING: Final = "…"
_FIRST_DAY: Final = date(1970, 1, 1)
_GROUPS: Final = (2, 6, 10, 14)
_NUMBER_LENGTH: Final = 16
_MOST_CODES: Final = 12


class Mark(IntFlag):
    """What is true of the certificate or of its code."""

    A1 = 1
    NAMES_SHORTENED = 2
    ARTICLE_SHORTENED = 4
    PROVISIONAL = 8
    DEMONSTRATION = 16
    SPECIMEN = 32


class StatusReferring(Protocol):
    """Where the status of one certificate stands."""

    @property
    def uri(self) -> str:
        """The address of the status list."""

    @property
    def index(self) -> int:
        """The place in the list."""


class OfflineIssue(Protocol):
    """What the moment of issue adds to the content."""

    @property
    def number(self) -> str:
        """The certificate's number, in groups."""

    @property
    def issued_on(self) -> date:
        """The day of issue."""

    @property
    def demonstration(self) -> bool:
        """Whether the certificate proves nothing."""

    @property
    def specimen(self) -> bool:
        """Whether it is no certificate at all."""

    @property
    def status(self) -> StatusReferring | None:
        """Where its status stands."""


@dataclass(frozen=True, slots=True)
class StatusAt:
    """Where the status of one certificate stands."""

    uri: str
    index: int


@dataclass(frozen=True, slots=True)
class OfflineFacts:
    """The facts in a code. Long names may be shortened: then they end in … and `marks` says so.

    `status_code`: of an A1, 01 to 12. `period_end`: None where the instrument knows no end.
    """

    marks: Mark
    number: str
    family_name: str = field(repr=False)
    given_names: str = field(repr=False)
    birth_date: date = field(repr=False)
    legislation: str
    host: str
    status_code: str | None
    article: str | None
    period_start: date
    period_end: date | None
    issued_on: date
    status: StatusAt | None

    @property
    def kind(self) -> str:
        """As in the content: a1 or coverage."""
        return "a1" if Mark.A1 in self.marks else "coverage"

    def plain(self) -> list[Any]:
        """The private claim: integers, texts and nothing, in a fixed order."""
        return [
            int(self.marks),
            self.number.replace("-", ""),
            self.family_name,
            self.given_names,
            _day_number(self.birth_date),
            self.legislation,
            self.host,
            int(self.status_code or 0),
            self.article,
            _day_number(self.period_start),
            _day_number(self.period_end) if self.period_end else None,
        ]

    def no_longer_than(self, most: int) -> "OfflineFacts":
        """The same facts, family name, given names and article of at most `most` bytes each in UTF-8."""
        family, given = shortened(self.family_name, most), shortened(self.given_names, most)
        article = shortened(self.article, most) if self.article else self.article
        marks = self.marks
        if (family, given) != (self.family_name, self.given_names):
            marks |= Mark.NAMES_SHORTENED
        if article != self.article:
            marks |= Mark.ARTICLE_SHORTENED
        return replace(self, marks=marks, family_name=family, given_names=given, article=article)


def facts_of(content: CertificateContent, issue: OfflineIssue) -> OfflineFacts:
    """The facts of a certificate, whole."""
    marks = Mark(0)
    for mark, holds in (
        (Mark.A1, content.kind == "a1"),
        (Mark.PROVISIONAL, content.kind == "a1" and content.provisional),
        (Mark.DEMONSTRATION, issue.demonstration),
        (Mark.SPECIMEN, issue.specimen),
    ):
        marks |= mark if holds else Mark(0)
    return OfflineFacts(
        marks=marks,
        number=issue.number,
        family_name=content.holder.family_name,
        given_names=content.holder.given_names,
        birth_date=content.holder.birth_date,
        legislation=content.legislation,
        host=content.host,
        status_code=content.status_code if content.kind == "a1" else None,
        article=content.article,
        period_start=content.period_start,
        period_end=content.period_end,
        issued_on=issue.issued_on,
        status=StatusAt(issue.status.uri, issue.status.index) if issue.status else None,
    )


def facts_in(claims: Mapping[Any, Any], issued_on: date) -> OfflineFacts:
    """The facts in the claims of a code whose signature was right. Raises ValueError where they are none."""
    values = claims.get(FACTS)
    if not isinstance(values, Sequence) or isinstance(values, str | bytes) or len(values) != len(_SHAPE):
        raise ValueError("the claim is not a list of the right length")
    for value, kinds in zip(values, _SHAPE, strict=True):
        if type(value) not in kinds:
            raise ValueError("a fact is not of its kind")
    marks, number, family, given, birth, legislation, host, code, article, start, end = values
    if len(number) != _NUMBER_LENGTH or not 0 <= code <= _MOST_CODES or marks < 0 or marks & ~int(~Mark(0)):
        raise ValueError("a fact is out of its range")
    return OfflineFacts(
        marks=Mark(marks),
        number=_grouped(number),
        family_name=family,
        given_names=given,
        birth_date=_day(birth),
        legislation=legislation,
        host=host,
        status_code=f"{code:02d}" if code else None,
        article=article,
        period_start=_day(start),
        period_end=None if end is None else _day(end),
        issued_on=issued_on,
        status=_status_in(claims.get(STATUS)),
    )


_SHAPE: Final[tuple[set[type], ...]] = (
    {int},
    {str},
    {str},
    {str},
    {int},
    {str},
    {str},
    {int},
    {str, type(None)},
    {int},
    {int, type(None)},
)


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as fits into `most` bytes of UTF-8 with a visible mark that something is missing."""
    if len(text.encode()) <= most:
        return text
    room = most - len(MARK_OF_SHORTENING.encode())
    kept = text.encode()[: max(room, 0)].decode(errors="ignore")
    return kept.rstrip() + MARK_OF_SHORTENING


def _status_in(value: object) -> StatusAt | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError("the status reference is none")
    listed = value.get(STATUS_LIST)
    if not isinstance(listed, Mapping):
        raise ValueError("the status reference is none")
    uri, index = listed.get("uri"), listed.get("idx")
    if type(uri) is not str or type(index) is not int or index < 0:
        raise ValueError("the status reference is none")
    return StatusAt(uri, index)


def _day_number(day: date) -> int:
    return (day - _FIRST_DAY).days


def _day(number: int) -> date:
    try:
        return _FIRST_DAY + timedelta(days=number)
    except OverflowError:
        raise ValueError("a day is out of its range") from None


def _grouped(compact: str) -> str:
    starts = (0, *_GROUPS)
    return "-".join(compact[start:end] for start, end in zip(starts, (*_GROUPS, None), strict=True))
