"""Facts in an address: what finding out asks, so that an answer can be passed on and carried into a request.

They name nobody: codes, dates and yes or no alone. What is a particular is never read from an address.
"""

from django.http import QueryDict

from sojourn.engine.lawbook.facts import Applicant, Fact, FactType, Kind, load_facts
from sojourn.requests import question_fields as questions
from sojourn.requests.entry import Typed

FIRST = ("activities[0].sent_from", "activities[0].country", "activities[0].start", "activities[0].end")
SEAT = "employers[0].seat"
WHO, ON_PAGE = "who", "on_page"
_DATES = frozenset({FactType.DATE, FactType.OPEN_DATE})


def applicant_in(get: QueryDict) -> Applicant:
    """Who works abroad, as the address says it; an employee where it does not."""
    return Applicant.SELF_EMPLOYED if get.get(WHO) == "self_employed" else Applicant.EMPLOYER


def may_be_asked(applicant: Applicant) -> list[Fact]:
    """The questions that may stand in an address: none that names anybody."""
    return [
        fact
        for fact in load_facts().facts
        if fact.kind is not Kind.PARTICULAR and fact.matter_for(applicant) and fact.id != SEAT
    ]


def asked_in(get: QueryDict, applicant: Applicant) -> list[Fact]:
    """The questions that the address answers, or had on its page: the first ones always."""
    return [fact for fact in may_be_asked(applicant) if fact.id in FIRST or questions.was_on_page(fact, get)]


def typed_in(get: QueryDict, applicant: Applicant) -> dict[str, Typed]:
    """What the address says to each of its questions."""
    return {fact.id: questions.typed_answer(fact, get) for fact in asked_in(get, applicant)}


def said_in(get: QueryDict, applicant: Applicant) -> dict[str, Typed]:
    """The same without the questions that were left empty."""
    return {name: typed for name, typed in typed_in(get, applicant).items() if _holds_something(typed)}


def shared_query(get: QueryDict) -> str:
    """The shortest query that says the same: empty boxes and unknown names are left out, the order is kept."""
    applicant = applicant_in(get)
    names = set(said_in(get, applicant))
    kept = QueryDict(mutable=True)
    if WHO in get:
        kept[WHO] = "self_employed" if applicant is Applicant.SELF_EMPLOYED else "employee"
    for fact in asked_in(get, applicant):
        if fact.id in names:
            if fact.id not in FIRST:
                kept.appendlist(ON_PAGE, fact.id)
            for box in _boxes(fact, get):
                kept.setlist(box, [value for value in get.getlist(box) if value.strip()])
    return kept.urlencode()


def _boxes(fact: Fact, get: QueryDict) -> list[str]:
    """The boxes of a question that hold something."""
    exact = {fact.id, f"{fact.id}-unknown"}
    exact |= {f"{fact.id}-{part}" for part in ("day", "month", "year")} if fact.type in _DATES else set()
    rows = f"{fact.id}[" if fact.type is FactType.ROWS else None
    return [
        name
        for name in get
        if (name in exact or (rows is not None and name.startswith(rows)))
        and any(value.strip() for value in get.getlist(name))
    ]


def _holds_something(typed: Typed) -> bool:
    if isinstance(typed, dict):
        return any(_holds_something(each) for each in typed.values())
    return bool(typed)
