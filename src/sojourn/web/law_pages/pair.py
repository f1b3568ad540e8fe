"""One pair of countries: whose social security applies to work there, worked out by the engine for ordinary cases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import PairSummary, Standing, pair_summary
from sojourn.requests.law import the_law
from sojourn.web.language import language
from sojourn.web.law_pages import addresses, structured
from sojourn.web.law_pages.cases import Case, told_cases
from sojourn.web.law_pages.frame import page_frame
from sojourn.web.law_pages.institution_card import issuer_cards
from sojourn.web.law_pages.serving import public_page
from sojourn.web.law_pages.words import (
    article_words,
    bond_words,
    country,
    country_plain,
    label,
    sentence_case,
    short_title,
)


@public_page
def pair(request: HttpRequest, home: str, host: str) -> HttpResponse:
    """Work in `host` by somebody from `home`. Another spelling of the same pair leads to its one address."""
    codes = addresses.country_of(home), addresses.country_of(host)
    if codes[0] is None or codes[1] is None:
        raise Http404
    if codes[0] == codes[1]:
        return redirect(addresses.world_address(codes[0]))
    if (home, host) != tuple(addresses.slug(each) for each in codes if each):
        return redirect(addresses.pair_address(codes[0], codes[1]), permanent=True)
    return render(request, "law/pair.html", _context(codes[0], codes[1]))


def _context(home: str, host: str) -> dict[str, Any]:
    cases = told_cases(home, host, _first_of_next_month(clock.today()))
    summary = pair_summary(the_law(), home, host, clock.today(), cases[0].applied)
    kept = next((each for each in cases if each.at_home), None)
    names = {"from": country(home, "from"), "to": country(host, "to")}
    title = gettext("Social security %(from)s %(to)s: which country, how long, which certificate") % names
    values = {"home": addresses.slug(home), "host": addresses.slug(host)}
    cards = issuer_cards(summary.issuers, summary.required_information, host)
    frame = page_frame(addresses.PAIR, values, title, _description(summary, cases))
    return {
        **frame,
        "heading": sentence_case(gettext("%(from)s %(to)s: whose social security applies?") % names),
        "lead": _lead(summary),
        "summary": summary,
        "home": home,
        "host": host,
        "cases": cases,
        "kept": kept,
        "assumed": tuple(dict.fromkeys(line for each in cases for line in each.assumed)),
        "columns": _columns(),
        "said": {"met": gettext("Met:"), "not_met": gettext("Not met:"), "open": gettext("Open:")},
        "contributions": [*kept.told.periods[0].exempt, *kept.told.periods[0].still_due] if kept else [],
        "longer": list(_longer(cases)),
        "claims": cases[0].told.periods[0].claims,
        "cards": cards,
        "bonds": [
            {
                "text": each.instrument.title,
                "url": addresses.agreement_address(each.instrument.id),
                "note": bond_words(each),
            }
            for each in summary.bonds
        ],
        "open_questions": summary.bond.instrument.open_questions if summary.bond else (),
        "confidence": label("confidence", summary.bond.instrument.confidence) if summary.bond else "",
        "try_url": _own_case(home, host),
        "back_url": addresses.pair_address(host, home),
        "back_text": _way_back(host, home),
        "world": [(addresses.world_address(each), _world_words(each)) for each in (home, host)],
        "data": structured.as_data_block(_things(summary, cases, frame)),
    }


def _first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _columns() -> dict[str, str]:
    return {
        "case": gettext("Case"),
        "answer": gettext("Insured in"),
        "rule": gettext("Rule"),
        "certificate": gettext("Certificate"),
    }


def _lead(summary: PairSummary) -> str:
    """How the two countries stand to each other, in one sentence."""
    names = {"one": country(summary.home), "other": country(summary.host)}
    between = {"one": country(summary.home, "between"), "other": country(summary.host, "between")}
    if summary.bond is not None:
        values = {
            **names,
            "title": sentence_case(short_title(summary.bond.instrument)),
            "since": bond_words(summary.bond),
        }
        if summary.standing is Standing.AGREEMENT:
            return gettext("%(title)s is %(since)s.") % values
        return (
            gettext(
                "%(title)s is %(since)s. Its rules have not been read for our data yet, so an officer has to say which "
                "country’s law applies."
            )
            % values
        )
    sentences = {
        Standing.NOT_CARRIED: gettext(
            "There is an agreement between %(one)s and %(other)s, but its rules are not in our data yet. Ask the "
            "institution of either country."
        )
        % between,
        Standing.BENEFITS_ONLY: gettext(
            "The agreement between %(one)s and %(other)s is about benefits alone and has no rules on work. Each "
            "country applies its own law."
        )
        % between,
        Standing.NOT_YET: gettext(
            "%(one)s and %(other)s have signed an agreement that is not in force. Until then each country applies "
            "its own law."
        )
        % names,
        Standing.ENDED: gettext(
            "The agreement between %(one)s and %(other)s has ended. Each country applies its own law."
        )
        % between,
    }
    none = gettext(
        "We know of no agreement on social security between %(one)s and %(other)s. Each country applies its own law, "
        "so contributions can be due in both, or in neither."
    )
    return sentence_case(sentences.get(summary.standing, none % between))


def _description(summary: PairSummary, cases: tuple[Case, ...]) -> str:
    """For search engines: the standing and the first answer."""
    first = cases[0].told.periods[0]
    return " ".join(each for each in (_lead(summary), first.rule or first.verdict) if each)


def _longer(cases: tuple[Case, ...]) -> Iterator[dict[str, Any]]:
    """The ways that are open when the stay is longer than the rule allows, each said once."""
    said: set[str] = set()
    for each in cases:
        if each.code in ("sent_beyond", "sent_open", "sent"):
            for way in (way for period in each.told.periods for way in period.ways):
                if way.category not in said:
                    said.add(way.category)
                    article = article_words(way.article) if way.article else ""
                    yield {"text": way.text, "note": {"text": article} if article else None}


def _own_case(home: str, host: str) -> str:
    """The questions, with the two countries filled in; nothing is wrong before anybody has answered."""
    query = {"activities[0].sent_from": home, "activities[0].country": host}
    return f"{reverse('find_out')}?{urlencode(query)}"


def _way_back(home: str, host: str) -> str:
    return sentence_case(f"{country(home, 'from')} {country(host, 'to')}")


def _world_words(code: str) -> str:
    return gettext("%(country)s and the world") % {"country": country_plain(code)}


def _things(
    summary: PairSummary, cases: tuple[Case, ...], frame: dict[str, Any]
) -> Iterator[structured.Thing]:
    url = frame["canonical"]
    yield structured.trail(
        [
            (gettext("Agreements"), addresses.absolute(addresses.address(addresses.AGREEMENTS))),
            (_world_words(summary.home), addresses.absolute(addresses.world_address(summary.home))),
            (_way_back(summary.home, summary.host), url),
        ]
    )
    answers = [
        (
            each.situation,
            " ".join(
                text
                for period in each.told.periods
                for text in (period.verdict, period.rule, period.citation and f"({period.citation})")
                if text
            ),
        )
        for each in cases
    ]
    yield structured.questions(url, language(), answers)
    for issuer in summary.issuers:
        yield structured.service(
            gettext("Certificate of coverage"),
            url,
            issuer.institution,
            (country_plain(summary.home), country_plain(summary.host)),
        )
