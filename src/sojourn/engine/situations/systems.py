"""Places that belong to the social security system of another code: Puerto Rico to that of the United States."""

from collections.abc import Container, Mapping
from dataclasses import replace

from sojourn.engine.lawbook.law import Law
from sojourn.engine.situations.situation import Activity, Employer, Situation, Stay


def in_systems(situation: Situation, law: Law) -> Situation:
    """The same situation with each place named by the system that it belongs to (labels.yaml, part_of)."""
    part_of: Mapping[str, str] = law.labels["part_of"]
    if not _names_any(situation, part_of):
        return situation
    person = situation.person
    stays = person.insured
    return replace(
        situation,
        person=replace(
            person,
            residence=_system(person.residence, part_of),
            insured=None if stays is None else tuple(_stay(each, part_of) for each in stays),
        ),
        employers=None
        if situation.employers is None
        else tuple(_employer(each, part_of) for each in situation.employers),
        activities=tuple(_activity(each, part_of) for each in situation.activities),
        history=None
        if situation.history is None
        else tuple(
            replace(
                each,
                country=part_of.get(each.country, each.country),
                legislation=_system(each.legislation, part_of),
            )
            for each in situation.history
        ),
    )


def _names_any(situation: Situation, places: Container[str | None]) -> bool:
    """Whether one of the places is named where it matters to which system it belongs."""
    if situation.person.residence in places:
        return True
    for activity in situation.activities:
        if activity.country in places or activity.sent_from in places or activity.flag in places:
            return True
    for employer in situation.employers or ():
        if employer.seat in places:
            return True
    for stay in situation.history or ():
        if stay.country in places or stay.legislation in places:
            return True
    return any(cover.country in places for cover in situation.person.insured or ())


def _system(code: str | None, part_of: Mapping[str, str]) -> str | None:
    return None if code is None else part_of.get(code, code)


def _stay(stay: Stay, part_of: Mapping[str, str]) -> Stay:
    return replace(stay, country=part_of.get(stay.country, stay.country))


def _employer(employer: Employer, part_of: Mapping[str, str]) -> Employer:
    return replace(employer, seat=part_of.get(employer.seat, employer.seat))


def _activity(activity: Activity, part_of: Mapping[str, str]) -> Activity:
    return replace(
        activity,
        country=part_of.get(activity.country, activity.country),
        sent_from=_system(activity.sent_from, part_of),
        recruited_in=_system(activity.recruited_in, part_of),
        paid_from=_system(activity.paid_from, part_of),
        flag=_system(activity.flag, part_of),
        home_base=_system(activity.home_base, part_of),
    )
