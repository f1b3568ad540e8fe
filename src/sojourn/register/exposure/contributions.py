"""Contributions that a country could ask for, from the reference data of the law: ceilings give a range without pay.

Nothing is guessed. A share that is not known is named and left out; figures of another year say so. Pay and ceilings
are taken as if spread evenly over the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

from sojourn.engine.lawbook.reference import contribution_rates
from sojourn.engine.lawbook.schema import Source
from sojourn.engine.lawbook.schema_reference import CountryRates, Rate

DAYS_OF_YEAR: Final = 365
_TIMES_A_YEAR: Final = {"month": 12, "quarter": 4, "year": 1}
_HUNDRED: Final = Decimal(100)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Side:
    """What employers, or employees, pay, in whole units of the currency.

    `least` to `most` is what comes from what can be reckoned. Without pay, `least` is 0 and `most` what the ceilings
    allow; `percent_above`: of the pay, that no ceiling limits and that comes on top.
    """

    least: Decimal
    most: Decimal
    percent_above: Decimal


@dataclass(frozen=True, slots=True)
class Contributions:
    """Of one country, for so many days of work by people."""

    country: str
    currency: str
    period: str
    days: int
    employer: Side
    employee: Side
    unknown: tuple[str, ...]
    not_for_all: tuple[str, ...]
    confidence: str
    other_year: bool


def rates_of(country: str) -> CountryRates | None:
    """The newest rates that are known of a country, None where none are. Quebec is not Canada here either."""
    return _by_country().get(country)


def contributions(
    country: str, days: int, first: date, last: date, pay: Decimal | None = None
) -> Contributions | None:
    """What the country could ask for `days` of work between two days. `pay`: gross, of a year, in its currency.

    None where no rates of the country are known.
    """
    rates = rates_of(country)
    if rates is None:
        return None
    return Contributions(
        country=country,
        currency=rates.currency,
        period=rates.period,
        days=days,
        employer=_side(rates, "employer", days, pay),
        employee=_side(rates, "employee", days, pay),
        unknown=tuple(rate.branch for rate in rates.rates if rate.employer is None or rate.employee is None),
        not_for_all=tuple(rate.branch for rate in rates.rates if rate.optional),
        confidence=rates.confidence,
        other_year=not _holds(rates, first, last),
    )


def rate_sources(rates: CountryRates) -> list[Source]:
    """Where the rates were read, each source once."""
    known = contribution_rates().sources
    keys = [key for rate in rates.rates for key in (*rate.source, *_all(rate.sources_of.values()))]
    return [known[key] for key in dict.fromkeys(keys)]


def _all(groups: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (key for group in groups for key in group)


@cache
def _by_country() -> dict[str, CountryRates]:
    found: dict[str, CountryRates] = {}
    for rates in contribution_rates().countries:
        known = found.get(rates.country)
        if known is None or (rates.valid.from_ or date.min) > (known.valid.from_ or date.min):
            found[rates.country] = rates
    return found


def _holds(rates: CountryRates, first: date, last: date) -> bool:
    """Whether the rates are those of all these days. A period without its days is that of its year."""
    year = [int(part) for part in rates.period.split("/")[:1] if part.isdecimal()]
    start = rates.valid.from_ or (date(year[0], 1, 1) if year else date.max)
    end = rates.valid.until or (date(year[0], 12, 31) if year else date.min)
    return start <= first and last <= end


def _side(rates: CountryRates, who: str, days: int, pay: Decimal | None) -> Side:
    least = most = above = _NOTHING
    for rate in rates.rates:
        percent = rate.employer if who == "employer" else rate.employee
        if not percent or rate.optional:
            # What is not due from everybody is named and not counted.
            continue
        if pay is None and rate.ceiling is None:
            above += _NOTHING if rate.banded else percent
            continue
        year = percent * _base(rate, pay) / _HUNDRED
        most += year
        if pay is not None:
            least += year
    fixed = (
        sum((sum_ for name, sum_ in rates.fixed_monthly.items() if name.endswith(f"_{who}")), _NOTHING) * 12
    )
    return Side(_for_days(least + fixed, days), _for_days(most + fixed, days), above)


def _base(rate: Rate, pay: Decimal | None) -> Decimal:
    """The pay of a year on which the contribution falls: between its threshold and its ceiling."""
    ceiling = rate.ceiling.amount * _TIMES_A_YEAR[rate.ceiling.per] if rate.ceiling else pay
    per = rate.above_per or (rate.ceiling.per if rate.ceiling else "year")
    above = (rate.above or _NOTHING) * _TIMES_A_YEAR[per]
    reached = ceiling if pay is None or ceiling is None else min(pay, ceiling)
    return max((reached or _NOTHING) - above, _NOTHING)


def _for_days(year: Decimal, days: int) -> Decimal:
    return (year * days / DAYS_OF_YEAR).quantize(Decimal(1), ROUND_HALF_UP)
