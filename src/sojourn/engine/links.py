"""Which countries a piece of work touches, and which instruments bind between them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sojourn.core.countries import SEA
from sojourn.engine.lawbook.law import Instrument, Law
from sojourn.engine.lawbook.passages import passage
from sojourn.engine.situations.situation import Activity, Employer, Situation

if TYPE_CHECKING:
    from sojourn.engine.work import Work


def place_of_work(activity: Activity) -> str | None:
    """The country whose place of work it is: at sea the flag, in the air the home base; None while unknown."""
    if activity.place == "aircraft" and activity.home_base is not None:
        return activity.home_base
    if activity.country != SEA:
        return activity.country
    return activity.flag if activity.place == "ship" else activity.home_base


def linked_countries(
    law: Law, situation: Situation, activity: Activity, host: str, others: Iterable[Activity]
) -> tuple[str, ...]:
    """The countries besides the host that the work touches, the strongest link first.

    Where the person was sent from settles it, beside countries that are said to insure the work.
    """
    person = situation.person
    named = [
        *(activity.covered_by or ()),
        *[country for country, _ in activity.classified_as or ()],
        *((person.chosen_legislation,) if person.chosen_legislation else ()),
    ]
    if activity.status == "contract_staff_of_the_union":
        # They may choose: the state of work, of last cover, of nationality.
        named.extend([cover.country for cover in (person.insured or ())[-1:]])
        named.extend(person.nationalities or ())
    if person.accompanies is not None and person.accompanies.legislation is not None and not activity.work:
        named.append(person.accompanies.legislation)
    if activity.sent_from is not None and activity.sent_from != host:
        return _distinct((activity.sent_from, *named), host)
    employer = _employer(situation, activity.employer)
    weaker: list[str | None] = []
    if employer is not None:
        weaker.append(employer.seat)
        parent = _employer(situation, employer.affiliate_of)
        weaker.append(parent.seat if parent is not None else None)
    weaker.append(activity.flag if activity.place == "ship" else None)
    weaker.append(person.residence)
    weaker.extend(sorted({other.country for other in others}))
    weaker.extend([asked.legislation for asked in situation.requests or () if asked.state == "agreed"])
    weaker.extend(_by_nationality(law, situation, activity, employer))
    return _distinct((*named, *weaker), host)


def _by_nationality(
    law: Law, situation: Situation, activity: Activity, employer: Employer | None
) -> list[str]:
    """Countries that insure their nationals' work abroad: self-employment, or work for an employer of theirs."""
    held = situation.person.nationalities or ()
    reach = law.labels["nationality_reaches"]
    return [
        country
        for country in held
        if country in reach
        and activity.work
        and (activity.status == "self_employed" or (employer is not None and employer.seat == country))
    ]


def _employer(situation: Situation, name: str | None) -> Employer | None:
    if name is not None:
        for each in situation.employers or ():
            if each.id == name:
                return each
    return None


def _distinct(countries: Iterable[str | None], host: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([each for each in countries if each is not None and each not in (host, SEA)]))


def binding(law: Law, host: str, other: str, day: date, since: date | None = None) -> tuple[Instrument, ...]:
    """The instruments in force between the two on `day`, for work that has gone on unbroken `since` that day."""
    return tuple(passage(law, host, other).binding(day, since))


def idle_links(work: "Work") -> tuple[str, ...]:
    """The countries that somebody at home without work is still tied to: benefits, earlier cover, nationality."""
    person = work.situation.person
    paying = [benefit.country for benefit in person.receives or ()]
    insured = [cover.country for cover in (person.insured or ())[-1:]]
    return _distinct((*paying, *insured, *(person.nationalities or ())), work.activity.country)
