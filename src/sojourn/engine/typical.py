"""What the engine answers for the ordinary cases between two countries: sent out, for longer, alone, hired there, both.

Nobody's case: the facts are those of an ordinary posting, stated with each answer, so that a page can show what the
law says before anybody has told anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sojourn.core.countries import state_of
from sojourn.core.periods import day_before
from sojourn.engine.determine import determine
from sojourn.engine.lawbook.browsing import Posting, partner_of
from sojourn.engine.lawbook.law import Law, Term
from sojourn.engine.situations.reading import read_situation
from sojourn.engine.telling.determination import Determination

USUAL_MONTHS: Final = 12
LONG_MONTHS: Final = 60
PRIVATE_HEALTH_COVER: Final = "person.private_health_cover"
YEARS_BEFORE: Final = 2
"""The person of an ordinary case has worked and been insured at home since the start of the year so long before."""

type Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typical:
    """An ordinary case and its answer.

    `code`: sent, sent_to_limit, sent_beyond, sent_open, self_employed, self_employed_to_limit, hired_there,
    hired_there_from_home, both. `months` or `weeks`: how long it is planned to last; neither for work without an end.
    `assumed`: facts that were taken to be so because the answer hangs on them.
    """

    code: str
    months: int | None
    weeks: int | None
    facts: Mapping[str, Any]
    assumed: tuple[str, ...]
    determination: Determination


@dataclass(frozen=True, slots=True)
class _Length:
    code: str
    months: int | None = None
    weeks: int | None = None

    def last_day(self, start: date) -> str | None:
        if self.months is None and self.weeks is None:
            return None
        return Term(self.months, self.weeks, to_month_end=False).last_day(start).isoformat()


def typical_cases(law: Law, home: str, host: str, start: date) -> tuple[Typical, ...]:
    """The ordinary cases of work in `host` by somebody from `home` that begins on `start`, each with its answer."""
    partner = partner_of(law, home, host, start)
    cases = [_asked(law, each, _sent(home, host, start, each)) for each in _lengths("sent", partner.employee)]
    alone = _lengths("self_employed", partner.self_employed)
    cases += [_asked(law, each, _self_employed(home, host, start, each)) for each in alone]
    cases.append(_asked(law, _Length("hired_there"), _hired(host, host, start)))
    cases.append(_asked(law, _Length("hired_there_from_home"), _hired(home, host, start)))
    cases.append(_asked(law, _Length("both"), _both(home, host, start)))
    return tuple(cases)


def _lengths(code: str, postings: tuple[Posting, ...]) -> list[_Length]:
    """How long the work of an ordinary case lasts: a year, up to each limit, just beyond the last, and open."""
    terms = {each.term for each in postings if each.term is not None}
    weeks = sorted(each.weeks for each in terms if each.weeks)
    months = sorted(each.months for each in terms if each.months)
    found = [_Length(f"{code}_to_limit", weeks=each) for each in weeks]
    found += [_Length(f"{code}_to_limit", months=each) for each in months]
    if not months or months[0] > USUAL_MONTHS:
        found.insert(0, _Length(code, USUAL_MONTHS))
    if code != "sent":
        return found
    if months:
        found.append(_Length(f"{code}_beyond", months[-1] + USUAL_MONTHS))
    elif weeks:
        found.append(_Length(f"{code}_beyond", weeks=weeks[-1] + 4))
    else:
        found.append(_Length(code, LONG_MONTHS))
    return [*found, _Length(f"{code}_open")]


def _asked(law: Law, length: _Length, facts: Facts) -> Typical:
    """The case with its answer; where that hangs on private health cover alone, with the cover."""
    answer = determine(read_situation(facts), law)
    depends = PRIVATE_HEALTH_COVER in answer.missing or any(
        note.id == "branch_depends" for note in answer.warnings
    )
    assumed: tuple[str, ...] = ()
    if depends:
        with_cover = facts | {"person": facts["person"] | {"private_health_cover": True}}
        again = determine(read_situation(with_cover), law)
        if again.periods != answer.periods:
            facts, answer, assumed = with_cover, again, (PRIVATE_HEALTH_COVER,)
    return Typical(length.code, length.months, length.weeks, facts, assumed, answer)


def _long_before(start: date) -> str:
    return date(start.year - YEARS_BEFORE, 1, 1).isoformat()


def _person(country: str, start: date, insured_in: str) -> Facts:
    cover = {
        "country": insured_in,
        "start": _long_before(start),
        "end": day_before(start).isoformat(),
    }
    return {"nationalities": [state_of(country)], "residence": country, "insured": [cover]}


def _employer(seat: str) -> Facts:
    return {"id": "employer", "seat": seat, "kind": "private", "substantial_activity": [seat]}


def _sent(home: str, host: str, start: date, length: _Length) -> Facts:
    activity = {
        "id": "work",
        "country": host,
        "start": start.isoformat(),
        "end": length.last_day(start),
        "status": "employee",
        "employer": "employer",
        "pattern": "temporary",
        "sent_from": home,
        "works_for_sender": True,
        "local_contract": False,
        "paid_from": home,
        "hired_locally": False,
        "recruited_in": home,
        "replaces_posted_person": False,
        "lent_onward": False,
        "returns": True,
        "employed_since": _long_before(start),
    }
    return {
        "person": _person(home, start, home),
        "employers": [_employer(home)],
        "activities": [activity],
        "history": [],
    }


def _self_employed(home: str, host: str, start: date, length: _Length) -> Facts:
    activity = {
        "id": "work",
        "country": host,
        "start": start.isoformat(),
        "end": length.last_day(start),
        "status": "self_employed",
        "pattern": "temporary",
        "sent_from": home,
        "home_activity_since": _long_before(start),
        "similar_activity": True,
        "home_infrastructure_kept": True,
        "returns": True,
    }
    return {"person": _person(home, start, home), "activities": [activity], "history": []}


def _hired(seat: str, host: str, start: date) -> Facts:
    """Hired in the country of work, by an employer there or by one of the other country."""
    activity = {
        "id": "work",
        "country": host,
        "start": start.isoformat(),
        "end": None,
        "status": "employee",
        "employer": "employer",
        "pattern": "regular",
        "local_contract": seat == host,
        "hired_locally": True,
        "recruited_in": host,
        "employed_since": start.isoformat(),
    }
    return {
        "person": _person(host, start, host),
        "employers": [_employer(seat)],
        "activities": [activity],
        "history": [],
    }


def _both(home: str, host: str, start: date) -> Facts:
    """One employer, three days a week at home and two abroad."""
    common = {
        "start": start.isoformat(),
        "end": None,
        "status": "employee",
        "employer": "employer",
        "pattern": "regular",
    }
    activities = [
        {"id": "home", "country": home, "share_of_time": 0.6, "share_of_pay": 0.6, **common},
        {"id": "abroad", "country": host, "share_of_time": 0.4, "share_of_pay": 0.4, **common},
    ]
    return {
        "person": _person(home, start, home),
        "employers": [_employer(home)],
        "activities": activities,
        "history": [],
    }
