"""One agreement, to be read: who, since when, its rules with their articles, what it covers, what is open."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.browsing import State, as_written, institutions_of, state_of_instrument
from sojourn.engine.lawbook.law import RANKS, Instrument, Provision, Source
from sojourn.requests.law import the_law
from sojourn.web.day_words import day_in_words
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language
from sojourn.web.law_pages import addresses, structured
from sojourn.web.law_pages.agreements import parties_words
from sojourn.web.law_pages.frame import page_frame
from sojourn.web.law_pages.requirement_words import requirement
from sojourn.web.law_pages.rule_words import rule_words
from sojourn.web.law_pages.serving import public_page
from sojourn.web.law_pages.words import (
    STATE_WORDS,
    STATUSES,
    article_words,
    country,
    country_plain,
    in_order,
    label,
    listing,
    sentence_case,
    short_title,
    term_words,
    when,
)


@public_page
def agreement(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """The agreement as the law data hold it today."""
    instrument = the_law().instruments.get(instrument_id)
    if instrument is None:
        raise Http404
    return render(request, "law/agreement.html", _context(instrument))


def _context(instrument: Instrument) -> dict[str, Any]:
    today = clock.today()
    state = state_of_instrument(instrument, today)
    parties = sorted(
        ((country_plain(each), each) for each in instrument.parties), key=lambda pair: in_order(pair[0])
    )
    names = {"title": sentence_case(short_title(instrument)), "parties": parties_words(instrument.parties)}
    title = gettext("%(title)s: social security, rules, articles, certificate") % names
    frame = page_frame(
        addresses.AGREEMENT,
        {"instrument_id": instrument.id},
        title,
        f"{instrument.title}. {names['parties']}.",
    )
    return {
        **frame,
        "heading": instrument.title,
        "short": names["title"],
        "state": None,
        "standing": {"kind": STATE_WORDS[state][0], "text": STATE_WORDS[state][1]},
        "facts": list(_facts(instrument)),
        "rules": [_rule(each, instrument) for each in sorted(instrument.provisions, key=_order)],
        "branches": _branches(instrument, today),
        "institutions": [
            {
                "name": institution_name(each.id, language()),
                "country": country_plain(each.country),
                "url": each.url,
            }
            for each in sorted(institutions_of(the_law(), instrument), key=lambda each: each.country)
        ],
        "pairs": _pairs(instrument),
        "parties": [(addresses.world_address(code), name) for name, code in parties],
        "many": instrument.many,
        "required": instrument.required_information,
        "series": _series(instrument),
        "open_questions": instrument.open_questions,
        "notes": _notes(instrument),
        "sources": [_source(each) for each in instrument.sources],
        "data": structured.as_data_block(
            [
                structured.trail(
                    [
                        (gettext("Agreements"), addresses.absolute(addresses.address(addresses.AGREEMENTS))),
                        (names["title"], frame["canonical"]),
                    ]
                ),
                structured.legislation(
                    instrument, frame["canonical"], state is State.IN_FORCE, [name for name, _ in parties]
                ),
            ]
        ),
    }


def _notes(instrument: Instrument) -> tuple[str, ...]:
    written = as_written(the_law(), instrument)
    return written.notes if written is not None else ()


def _order(provision: Provision) -> tuple[int, str]:
    return RANKS.get(provision.category, len(RANKS)), provision.id


def _facts(instrument: Instrument) -> Iterator[dict[str, Any]]:
    yield {"key": gettext("Between"), "value": listing(sorted(country_plain(p) for p in instrument.parties))}
    if instrument.signed:
        yield {"key": gettext("Signed"), "value": day_in_words(instrument.signed)}
    if instrument.in_force:
        yield {"key": gettext("In force since"), "value": when(instrument, instrument.in_force)}
    if instrument.ended:
        yield {"key": gettext("Ended"), "value": day_in_words(instrument.ended)}
    written = as_written(the_law(), instrument)
    if written is not None:
        yield from _written_facts(written)
    yield {"key": gettext("How sure our reading is"), "value": label("confidence", instrument.confidence)}


def _written_facts(written: schema.Instrument) -> Iterator[dict[str, Any]]:
    """What the file holds besides the rules."""
    reach = [
        gettext("%(country)s with %(places)s")
        % {"country": country_plain(party), "places": listing(country_plain(each) for each in places)}
        for party, places in written.territories.items()
    ]
    if reach:
        yield {"key": gettext("Reaches further"), "lines": reach}
    changes = [
        f"{day_in_words(each.in_force)}: {each.title}" if each.in_force else each.title
        for each in written.amendments
    ]
    if changes:
        yield {"key": gettext("Changed by"), "lines": changes}
    if written.languages:
        named = [str(Locale(language()).languages.get(each, each)) for each in written.languages]
        yield {"key": gettext("Languages of the text"), "value": sentence_case(listing(named))}


def _rule(provision: Provision, instrument: Instrument) -> dict[str, Any]:
    """One rule: what it says, whom it is for, what it asks, how long, and where that was read."""
    asked = [requirement(use) for use in provision.conditions]
    return {
        "id": provision.id,
        "heading": sentence_case(label("categories", provision.category)),
        "text": rule_words(provision),
        "note": {"text": _article(provision), "url": _first_address(provision.sources)},
        "who": sentence_case(listing(str(STATUSES[each]) for each in STATUSES if each in provision.statuses)),
        "asked": list(dict.fromkeys(each for each in asked if each)),
        "more": sum(not each for each in asked),
        "lines": list(_further(provision)),
        "open": provision.open,
        "sources": [_source(each) for each in provision.sources],
        "confidence": label("confidence", provision.confidence),
    }


def _article(provision: Provision) -> str:
    if provision.article:
        return article_words(provision.article)
    return gettext("Article not known")


def _further(provision: Provision) -> Iterator[str]:
    """Limit, extension, direction, time: each a short sentence."""
    if provision.limit is not None:
        yield gettext("Limit: %(term)s.") % {"term": term_words(provision.limit)}
        if provision.first_months:
            yield gettext("Who stays longer is covered for that time all the same.")
    if provision.extension is not None:
        yield _extension(provision)
    if provision.home and provision.host:
        values = {"from_home": country(provision.home, "from"), "in_host": country(provision.host, "in")}
        yield gettext("Only for work %(in_host)s by people %(from_home)s.") % values
    if provision.valid_from:
        yield gettext("For work that begins on %(day)s or later.") % {
            "day": day_in_words(provision.valid_from)
        }
    if provision.valid_until:
        yield gettext("Until %(day)s.") % {"day": day_in_words(provision.valid_until)}
    if provision.reading:
        yield gettext(
            "The sources differ; this is one of the readings. Where they part, an officer has to look."
        )
    if provision.refer:
        yield gettext("The rule leaves room, so an officer has to look.")


def _extension(provision: Provision) -> str:
    clause = provision.extension
    if clause is None or clause.possible is None:
        return gettext("Whether it can be prolonged is not known.")
    if not clause.possible:
        return gettext("It cannot be prolonged.")
    article = article_words(clause.article) if clause.article else ""
    if clause.months_in_all:
        text = gettext("It can be prolonged, to %(term)s in all") % {
            "term": term_words(None, clause.months_in_all)
        }
    else:
        text = gettext("It can be prolonged")
    return f"{text} ({article})." if article else f"{text}."


def _branches(instrument: Instrument, on: date) -> list[dict[str, Any]]:
    """For each party the branches it coordinates; parties that have the same ones together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for party in instrument.branches:
        words = [
            label("branches", each.name)
            + (f" ({gettext('only under further conditions')})" if each.when else "")
            for each in instrument.branches[party]
            if (each.valid_from is None or each.valid_from <= on)
            and (each.valid_until is None or on <= each.valid_until)
        ]
        found.setdefault(tuple(words), []).append(party)
    return [
        {
            "key": listing(sorted(country_plain(each) for each in parties)),
            "value": sentence_case(listing(words)),
        }
        for words, parties in found.items()
        if words
    ]


def _pairs(instrument: Instrument) -> list[tuple[str, str]]:
    if instrument.many:
        return []
    one, other = instrument.parties
    return [
        (
            addresses.pair_address(home, host),
            sentence_case(f"{country(home, 'from')} {country(host, 'to')}"),
        )
        for home, host in ((one, other), (other, one))
    ]


def _series(instrument: Instrument) -> str:
    """How several postings of one person are counted."""
    rule = instrument.series
    if rule is None or rule.rule == "not_read":
        return gettext("How several postings of one person are counted together is not known to us.")
    parts = []
    if rule.window:
        parts.append(
            gettext(
                "Several postings of one person together may not go beyond the limit, counted from the first one."
            )
        )
    if rule.gap_months:
        parts.append(
            gettext("After a break of %(term)s a new posting counts by itself.")
            % {"term": term_words(None, rule.gap_months)}
        )
    return " ".join(parts)


def _source(source: Source) -> dict[str, str]:
    note = gettext("as of %(day)s") % {"day": day_in_words(source.as_of)} if source.as_of else ""
    if source.basis == "memory":
        return {"text": gettext("from memory, not read again"), "url": "", "note": ""}
    return {"text": source.title, "url": source.url or "", "note": note}


def _first_address(sources: tuple[Source, ...]) -> str:
    return next((each.url for each in sources if each.url), "")
