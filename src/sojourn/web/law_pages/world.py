"""The world as seen from one country: a tile for every other one, with how the two stand to each other."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import Partner, Standing, partners_of
from sojourn.requests.countries import country_options, find_country
from sojourn.requests.law import the_law
from sojourn.web.language import language
from sojourn.web.law_pages import addresses, structured
from sojourn.web.law_pages.frame import page_frame
from sojourn.web.law_pages.regions import NAMES, REGION_OF
from sojourn.web.law_pages.serving import public_page
from sojourn.web.law_pages.words import (
    STANDING_WORDS,
    country,
    country_plain,
    in_order,
    sentence_case,
    tile_words,
)


@public_page
def world(request: HttpRequest, home: str) -> HttpResponse:
    """How every other country stands to this one."""
    code = addresses.country_of(home)
    if code is None:
        raise Http404
    if home != addresses.slug(code):
        return redirect(addresses.world_address(code), permanent=True)
    return render(request, "law/world.html", _context(code))


@public_page
def choose(request: HttpRequest) -> HttpResponse:
    """From where to where: leads to the page of the pair, or of the one country that was chosen."""
    given = {side: find_country(request.GET.get(side, "")) for side in ("home", "host")}
    codes = {side: addresses.country_of(each) if each else None for side, each in given.items()}
    home, host = codes["home"], codes["host"]
    if home and host and home != host:
        return redirect(addresses.pair_address(home, host))
    if home and not host:
        return redirect(addresses.world_address(home))
    problem = ""
    if home and home == host:
        problem = gettext("Choose two different countries.")
    elif request.GET:
        problem = gettext("Choose the country from which the person comes.")
    title = gettext("From where to where?")
    frame = page_frame(addresses.CHOOSE, {}, title, title)
    fields = pair_fields(home, host, problem)
    errors = [{"text": problem, "target": fields[0]["id"]}] if problem else []
    return render(
        request,
        "law/choose.html",
        {**frame, "hidden_from_search": True, **chooser(home, host, problem), "errors": errors},
    )


def chooser(home: str | None = None, host: str | None = None, problem: str = "") -> dict[str, Any]:
    """The little form that leads to a pair."""
    return {
        "choose_url": addresses.address(addresses.CHOOSE),
        "pair_fields": pair_fields(home, host, problem),
    }


def pair_fields(home: str | None, host: str | None, problem: str = "") -> list[dict[str, Any]]:
    """Two lists of countries."""
    options = [
        {"value": code, "label": name}
        for code, name in country_options(language())
        if addresses.country_of(code) == code
    ]
    texts = {"home": gettext("From"), "host": gettext("To")}
    return [
        {
            "name": side,
            "id": side,
            "kind": "select",
            "label": texts[side],
            "options": options,
            "value": value or "",
            "error": problem if side == "home" else "",
        }
        for side, value in (("home", home), ("host", host))
    ]


def _context(home: str) -> dict[str, Any]:
    partners = partners_of(the_law(), home, clock.today())
    counts = Counter(each.standing for each in partners)
    names = {"from": country(home, "from"), "country": country_plain(home), "name": country(home)}
    title = gettext("Working abroad %(from)s: social security agreements with every country") % names
    frame = page_frame(addresses.WORLD, {"home": addresses.slug(home)}, title, _lead(counts, names))
    return {
        **frame,
        "heading": gettext("%(country)s and the world") % names,
        "lead": _lead(counts, names),
        "legend": [
            {"standing": each.value, "text": STANDING_WORDS[each], "count": counts[each]}
            for each in STANDING_WORDS
            if counts[each]
        ],
        "regions": _regions(home, partners),
        "data": structured.as_data_block(
            [
                structured.trail(
                    [
                        (gettext("Agreements"), addresses.absolute(addresses.address(addresses.AGREEMENTS))),
                        (gettext("%(country)s and the world") % names, frame["canonical"]),
                    ]
                )
            ]
        ),
    }


def _lead(counts: Counter[Standing], names: dict[str, str]) -> str:
    in_force = counts[Standing.AGREEMENT] + counts[Standing.NOT_READ] + counts[Standing.NOT_CARRIED]
    return sentence_case(
        gettext(
            "Agreements on social security in force tie %(name)s to %(count)s of %(all)s countries and parts of "
            "countries with a system of their own. Choose one to see whose law applies to work there."
        )
        % {**names, "count": in_force, "all": counts.total()}
    )


def _regions(home: str, partners: tuple[Partner, ...]) -> list[dict[str, Any]]:
    """The tiles by continent, in the order of the language."""
    tiles: dict[str, list[dict[str, str]]] = {region: [] for region in NAMES}
    for each in sorted(partners, key=lambda partner: in_order(country_plain(partner.country))):
        tiles[REGION_OF[each.country]].append(
            {
                "name": country_plain(each.country),
                "code": each.country,
                "url": addresses.pair_address(home, each.country),
                "standing": each.standing.value,
                "text": tile_words(each),
            }
        )
    return [
        {
            "key": region,
            "name": NAMES[region],
            "tiles": found,
            "count": sum(tile["standing"] in _IN_FORCE for tile in found),
        }
        for region, found in tiles.items()
    ]


_IN_FORCE = {Standing.AGREEMENT.value, Standing.NOT_READ.value, Standing.NOT_CARRIED.value}
