"""The ordinary cases between two countries, told: a row each, with the engine's reasons behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.engine.lawbook.law import Instrument
from sojourn.engine.telling.explain import Explanation, PeriodExplanation
from sojourn.engine.typical import PRIVATE_HEALTH_COVER, Typical, typical_cases
from sojourn.requests.law import explanation_of, the_law
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language
from sojourn.web.law_lines import told_panels
from sojourn.web.law_pages import addresses
from sojourn.web.law_pages.words import article_words, country, country_plain, term_words

_SITUATIONS: Mapping[str, str | Promise] = {
    "sent": _("An employee is sent for %(length)s"),
    "sent_to_limit": _("An employee is sent for %(length)s, as long as the rule allows"),
    "sent_beyond": _("An employee is sent for %(length)s, longer than the rule allows"),
    "sent_open": _("An employee is sent without a set end"),
    "self_employed": _("A self-employed person works there for %(length)s"),
    "self_employed_to_limit": _(
        "A self-employed person works there for %(length)s, as long as the rule allows"
    ),
    "hired_there": _("Somebody is hired %(in_host)s by an employer there"),
    "hired_there_from_home": _("Somebody who lives %(in_host)s is hired there by an employer %(from_home)s"),
    "both": _("One employer, three days a week %(in_home)s and two %(in_host)s"),
}
_STILL_TO_SAY: Mapping[str, tuple[str, str | Promise]] = {
    "undetermined": ("open", _("Hangs on further facts")),
    "refer": ("open", _("An officer has to look")),
    "uncoordinated": ("warning", _("Each country applies its own law")),
    "uncovered": ("warning", _("No country insures this work")),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An ordinary case as the page shows it. `answers`: one line for each period or piece of work."""

    code: str
    situation: str
    answers: tuple[Mapping[str, Any], ...]
    rules: tuple[Mapping[str, str], ...]
    certificate: str
    assumed: tuple[str, ...]
    panels: tuple[Mapping[str, Any], ...]
    told: Explanation
    applied: Instrument | None
    """The instrument on which the answer rests."""

    @property
    def at_home(self) -> bool:
        """Whether the law of the home country goes on, from the first day."""
        first = self.told.periods[0]
        return first.outcome == "decided" and first.legislation == first.home != first.host


def told_cases(home: str, host: str, start: date) -> tuple[Case, ...]:
    """The ordinary cases for work in `host` by somebody from `home`, in the reader's language."""
    return tuple(_told(each, home, host) for each in typical_cases(the_law(), home, host, start))


def _told(typical: Typical, home: str, host: str) -> Case:
    told = explanation_of(typical.determination, language())
    panels = told_panels(told, language())
    return Case(
        code=typical.code,
        situation=str(_SITUATIONS[typical.code])
        % {
            "length": term_words(None, typical.months, typical.weeks),
            "from_home": country(home, "from"),
            "in_home": country(home, "in"),
            "in_host": country(host, "in"),
        },
        answers=tuple(_answers(told)),
        rules=tuple({each["text"]: each for each in _rules(typical)}.values()),
        certificate=_certificate(typical),
        assumed=tuple(_assumed(each, host) for each in typical.assumed),
        panels=tuple(panels),
        told=told,
        applied=typical.determination.periods[0].instrument,
    )


def _answers(told: Explanation) -> Iterator[Mapping[str, Any]]:
    """Who insures the work: said once where all periods agree, else for each period or piece of work."""
    periods = told.periods
    at_once = len({each.start for each in periods}) < len(periods)
    words = [_answer(each) for each in periods]
    if len({each["text"] for each in words}) == 1:
        yield words[0]
        return
    for period, answer in zip(periods, words, strict=True):
        if at_once:
            yield {**answer, "of": gettext("Work %(in)s:") % {"in": country(period.countries[0], "in")}}
        elif period is periods[-1]:
            yield {**answer, "of": gettext("From %(day)s on:") % {"day": day_in_words(period.start)}}
        else:
            until = day_in_words(period.end) if period.end else ""
            yield {**answer, "of": gettext("Until %(day)s:") % {"day": until}}


def _answer(period: PeriodExplanation) -> dict[str, Any]:
    if period.outcome == "decided" and period.legislation:
        return {"text": country_plain(period.legislation), "kind": "plain", "decided": True}
    kind, words = _STILL_TO_SAY.get(period.outcome, ("plain", period.verdict))
    return {"text": str(words), "kind": kind, "decided": False}


def _rules(typical: Typical) -> Iterator[Mapping[str, str]]:
    """The article that decided, with the place where the rule can be read."""
    for period in typical.determination.periods:
        rule, instrument = period.provision, period.instrument
        if rule is not None and instrument is not None and period.outcome == "decided":
            text = article_words(rule.article) if rule.article else gettext("Article not known")
            yield {"text": text, "url": f"{addresses.agreement_address(instrument.id)}#{rule.id}"}


def _certificate(typical: Typical) -> str:
    """The certificate that can be had, in a few words."""
    for period in typical.determination.periods:
        paper = period.certificate
        if paper is not None and paper.country == period.home and paper.country != period.host:
            values = {"from": country(paper.country, "from"), "form": paper.form or ""}
            if paper.until is None:
                return gettext("%(from)s, without a last day") % values
            months = term_words(None, typical.months, typical.weeks)
            whole = paper.until == typical.determination.periods[-1].end
            if whole and (typical.months or typical.weeks):
                return gettext("%(from)s, for all %(length)s") % {**values, "length": months}
            return gettext("%(from)s, until %(day)s") % {**values, "day": day_in_words(paper.until)}
    if any(period.outcome in ("refer", "undetermined") for period in typical.determination.periods):
        return gettext("not known")
    for period in typical.determination.periods:
        if period.certificate is not None:
            return country(period.certificate.country, "from")
    return gettext("none")


def _assumed(path: str, host: str) -> str:
    if path == PRIVATE_HEALTH_COVER:
        return gettext(
            "Here we take it that the person, and family who come along, hold private health insurance %(in)s: "
            "the answer hangs on it."
        ) % {"in": country(host, "in")}
    return path
