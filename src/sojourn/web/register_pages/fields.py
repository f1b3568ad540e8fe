"""The fields of the register's forms. Questions come from the vocabulary with its words; few are of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.register.access import Assignment
from sojourn.register.states import TripKind
from sojourn.register.trip_events import PURPOSE, TRIP_KEY, Plan
from sojourn.requests.answers import Answers
from sojourn.requests.countries import country_options
from sojourn.requests.entry import Typed
from sojourn.requests.question_fields import Field, Form, date_parts, field_of, typed_answer
from sojourn.requests.typed_dates import NoDay, day_in_parts
from sojourn.web.language import language
from sojourn.web.register_pages.words import KINDS, told_by_field

TRAVELLER_QUESTIONS: Final = (
    "worker.given_names",
    "worker.family_name",
    "worker.birth_date",
    "worker.birth_place",
    "person.nationalities",
    "person.residence",
    "activities[0].employed_since",
    "activities[0].recruited_in",
)
NUMBERS: Final = ("worker.ssn", "worker.home_number")
TRIP_QUESTIONS: Final = (
    "question.for_whom",
    "receiver.name",
    "receiver.street",
    "receiver.postcode",
    "receiver.city",
)


def question_fields(
    names: Iterable[str], answers: Answers, errors: Mapping[str, str], needed: Sequence[str] = ()
) -> list[Field]:
    """These questions as fields; all but the needed ones may be left out."""
    form, facts = Form(answers, language(), errors), load_facts()
    return [field_of(facts[name], form, optional=name not in needed) for name in names]


def typed_of(post: QueryDict, names: Iterable[str]) -> dict[str, Typed]:
    """What was typed for these questions."""
    facts = load_facts()
    return {name: typed_answer(facts[name], post) for name in names}


def answers_typed(values: Mapping[str, Any], typed: Mapping[str, Typed]) -> Answers:
    """What stands in the boxes: what was typed last over what is kept."""
    answers = Answers(Applicant.EMPLOYER, dict(values))
    return answers.with_typed(load_facts(), typed) if typed else answers


def text_field(name: str, label: str, value: str, errors: Mapping[str, str], **more: Any) -> Field:
    """One line of text."""
    return {"name": name, "label": label, "value": value, "error": errors.get(name, ""), **more}


def day_field(name: str, label: str, value: Any, errors: Mapping[str, str], **more: Any) -> Field:
    """A day in three boxes."""
    shown = date_parts(value.isoformat() if isinstance(value, date) else value)
    return {
        "name": name,
        "kind": "date",
        "label": label,
        "value": shown,
        "error": errors.get(name, ""),
        **more,
    }


def day_of(post: QueryDict, name: str) -> date | None:
    """The day that was typed; None where all boxes are empty. Raises InvalidInput "day_missing" for what is no day."""
    parts = {part: post.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        return None
    found = day_in_parts(parts)
    if isinstance(found, NoDay):
        raise InvalidInput([Problem(name, "day_missing")])
    return found


def parts_of(post: QueryDict, name: str) -> dict[str, str]:
    """The three boxes as they were typed."""
    return {part: post.get(f"{name}-{part}", "")[:20] for part in ("day", "month", "year")}


def countries() -> list[dict[str, str]]:
    """All countries as options."""
    return [{"value": code, "label": name} for code, name in country_options(language())]


def plan_of(post: QueryDict) -> Plan:
    """The trip that was typed. Raises InvalidInput for the register's own boxes; answers are read by the event."""
    problems: list[Problem] = []
    days: dict[str, date | None] = {}
    for name in ("start", "end"):
        try:
            days[name] = day_of(post, name)
        except InvalidInput as refused:
            problems += refused.problems
    if "start" in days and days["start"] is None:
        problems.append(Problem("start", "day_missing"))
    if "end" in days and days["end"] is None and post.get("open") != "yes":
        problems.append(Problem("end", "day_missing"))
    share = _share(post.get("share", ""), problems)
    kind = post.get("kind", "")
    if kind not in set(TripKind):
        problems.append(Problem("kind", "kind_missing"))
    if not post.get("host"):
        problems.append(Problem("host", "unknown_country"))
    start = days.get("start")
    if problems or start is None:
        raise InvalidInput(problems)
    end = None if post.get("open") == "yes" else days.get("end")
    return Plan(
        host=post.get("host", "").upper()[:8],
        start=start,
        end=end,
        kind=TripKind(kind),
        home=post.get("home", "").upper()[:8],
        share=share,
        purpose=post.get(PURPOSE, ""),
        trip_key=post.get(TRIP_KEY, ""),
        typed=typed_of(post, TRIP_QUESTIONS),
    )


def _share(text: str, problems: list[Problem]) -> float | None:
    text = text.strip().removesuffix("%").strip().replace(",", ".")
    if not text:
        return None
    try:
        return round(float(text) / 100, 4)
    except ValueError:
        problems.append(Problem("share", "share_form"))
        return None


def trip_fields(trip: Assignment | None, post: QueryDict | None, refused: InvalidInput | None) -> list[Field]:
    """The form of a trip: what was typed, else how it stands, else empty."""
    errors = told_by_field(refused) if refused else {}
    got: Mapping[str, Any] = post if post is not None else _shown(trip)
    start = parts_of(post, "start") if post is not None else (trip.start if trip else None)
    end = parts_of(post, "end") if post is not None else (trip.end if trip else None)
    own = _route_fields(got, start, end, errors)
    kept = {**trip.plain, **trip.particulars} if trip else {}
    answers = answers_typed(kept, typed_of(post, TRIP_QUESTIONS) if post is not None else {})
    named = [
        text_field(PURPOSE, gettext("Purpose"), got.get(PURPOSE, ""), errors, optional=True),
        text_field(
            TRIP_KEY,
            gettext("Trip number in your own system"),
            got.get(TRIP_KEY, ""),
            errors,
            optional=True,
            width=20,
        ),
    ]
    return [*own, *question_fields(TRIP_QUESTIONS, answers, errors), *named]


def _route_fields(got: Mapping[str, Any], start: Any, end: Any, errors: Mapping[str, str]) -> list[Field]:
    """What the register itself asks of a trip: what is done, where, from when to when."""
    return [
        {
            "name": "kind",
            "kind": "radios",
            "label": gettext("What does the person do there?"),
            "hint": gettext("Opening a laptop is work."),
            "options": [{"value": each.value, "label": str(KINDS[each])} for each in TripKind],
            "value": got.get("kind", ""),
            "error": errors.get("kind", ""),
        },
        {
            "name": "host",
            "kind": "select",
            "label": gettext("Country of the work"),
            "options": countries(),
            "value": got.get("host", ""),
            "error": errors.get("host", ""),
        },
        day_field("start", gettext("First day of work there"), start, errors),
        day_field("end", gettext("Last day of work there"), end, errors),
        {
            "name": "open",
            "kind": "checkbox",
            "label": gettext("No end is set"),
            "value": got.get("open") == "yes",
        },
        {
            "name": "home",
            "kind": "select",
            "label": gettext("Country from which the person is sent"),
            "hint": gettext("Left out: the country of the employer"),
            "optional": True,
            "options": countries(),
            "value": got.get("home", ""),
            "error": errors.get("home", ""),
        },
        text_field(
            "share",
            gettext("Share of working time there, in percent"),
            got.get("share", ""),
            errors,
            optional=True,
            hint=gettext("For telework, commuting and work in several countries, like 40"),
            width=4,
            inputmode="decimal",
        ),
    ]


def _shown(trip: Assignment | None) -> dict[str, str]:
    if trip is None:
        return {}
    return {
        "kind": trip.kind,
        "host": trip.host,
        "home": trip.home,
        "open": "yes" if trip.end is None else "",
        "share": f"{trip.share * 100:g}" if trip.share is not None else "",
        PURPOSE: trip.own.get(PURPOSE, ""),
        TRIP_KEY: trip.own.get(TRIP_KEY, ""),
    }


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, if anything was."""
    return request.POST if request.method == "POST" else None
