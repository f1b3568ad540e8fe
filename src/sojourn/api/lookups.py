"""What can be looked up: instruments, and how two countries stand to each other. Asks no database."""

from datetime import date
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from sojourn.api.bodies import json_answer
from sojourn.api.forms import InstrumentForm, InstrumentInFull, InstrumentPage, PairForm
from sojourn.api.languages import preferred
from sojourn.api.problems import Refusal
from sojourn.api.queries import Telling, fault, refuse_unknown
from sojourn.core import clock
from sojourn.core.countries import is_known
from sojourn.engine import load_law
from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.browsing import State, find_instruments, pair_summary

router = Router()
KINDS = get_args(schema.Instrument.model_fields["kind"].annotation)
MOST_AT_ONCE = 200


class Search(Telling):
    """Which instruments, and which of them at once."""

    party: str | None = Field(None, description="Country code: a party, or a place to which it reaches.")
    in_force_on: date | None = Field(
        None, description="Only those in force on this day.", examples=["2027-01-01"]
    )
    kind: Literal[KINDS] | None = Field(None, description="The family.")  # type: ignore[valid-type]
    text: str = Field(
        "",
        max_length=100,
        description="Every word occurs in title, id or the parties’ names, whatever the accents.",
    )
    limit: int = Field(50, ge=1, le=MOST_AT_ONCE, description="At most so many.")
    offset: int = Field(0, ge=0, le=100_000, description="Leave out so many from the start.")


class OnDay(Telling):
    """On which day."""

    on: date | None = Field(None, description="As the law is in force on this day. Left out: today (UTC).")


@router.get(
    "/instruments",
    url_name="instruments",
    operation_id="listInstruments",
    response=InstrumentPage,
    tags=["Instruments"],
)
def instruments(request: HttpRequest, query: Query[Search]) -> HttpResponse:
    """List instruments.

    Agreements, regulations, conventions and protocols, by title, in force or not. The header Link leads to the pages
    before and after.
    """
    refuse_unknown(request, Search.model_fields)
    language = preferred(request)
    _refuse_odd_days(request, "in_force_on")
    if query.party is not None and not is_known(query.party):
        raise Refusal("invalid_query", [fault("party", "unknown_country", language)])
    law = load_law()
    found = find_instruments(
        law,
        on=query.in_force_on or date.max,
        text=query.text,
        country=query.party,
        state=State.IN_FORCE if query.in_force_on else None,
        kind=query.kind,
    )
    shown = found[query.offset : query.offset + query.limit]
    items = [InstrumentForm(**InstrumentForm.values_of(each, language)) for each in shown]
    page = InstrumentPage(
        law=law.version, total=len(found), limit=query.limit, offset=query.offset, items=items
    )
    response = json_answer(page.model_dump(mode="json"))
    links = _links(request, query, len(found))
    if links:
        response["Link"] = links
    return response


@router.get(
    "/instruments/{id}",
    url_name="instrument",
    operation_id="showInstrument",
    response=InstrumentInFull,
    tags=["Instruments"],
)
def instrument(request: HttpRequest, id: str, query: Query[Telling]) -> HttpResponse:
    """Show one instrument.

    With its rules as they are written down: articles, conditions by their words, limits, dates, branches, issuers,
    sources, and what is still open.
    """
    refuse_unknown(request, Telling.model_fields)
    law = load_law()
    found = law.instruments.get(id)
    if found is None:
        raise Refusal("unknown_instrument")
    return json_answer(InstrumentInFull.of(found, law, preferred(request)).model_dump(mode="json"))


@router.get(
    "/countries/{home}/{host}",
    url_name="countries",
    operation_id="showPair",
    response=PairForm,
    tags=["Countries"],
)
def countries(request: HttpRequest, home: str, host: str, query: Query[OnDay]) -> HttpResponse:
    """Show how two countries stand.

    What the law data hold for work in the host country by somebody who comes from the home country. It is listed and
    not weighed: whose law applies to a person is what a determination says.
    """
    refuse_unknown(request, OnDay.model_fields)
    _refuse_odd_days(request, "on")
    if not (is_known(home) and is_known(host)):
        raise Refusal("unknown_country")
    law = load_law()
    pair = pair_summary(law, home, host, query.on or clock.today())
    return json_answer(PairForm.of(pair, law, preferred(request)).model_dump(mode="json"))


def _refuse_odd_days(request: HttpRequest, name: str) -> None:
    """Raise Refusal for a day that is not written as 2027-03-01: pydantic takes seconds since 1970 as well."""
    given = request.GET.get(name)
    if given is not None and (len(given) != 10 or given[4] != "-"):
        raise Refusal("invalid_query", [fault(name, "not_a_date", preferred(request))])


def _links(request: HttpRequest, query: Search, total: int) -> str:
    """The header Link to the pages before and after, where there are any."""
    others: dict[str, int] = {}
    if query.offset > 0:
        others["prev"] = max(0, query.offset - query.limit)
    if query.offset + query.limit < total:
        others["next"] = query.offset + query.limit
    return ", ".join(
        f'<{request.path}?{urlencode(_query(request) | {"offset": offset, "limit": query.limit})}>; rel="{name}"'
        for name, offset in others.items()
    )


def _query(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in sorted(request.GET)}
