"""What the law says, as the pages draw it: the panel, and the line under a period while it is typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from sojourn.core.periods import DAY
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.engine.telling.explain import Explanation, PeriodExplanation, Told, Way
from sojourn.engine.telling.steps import Step
from sojourn.requests.answers import Answers
from sojourn.requests.countries import country_name
from sojourn.requests.law import determination_of, explanation_of
from sojourn.requests.question_fields import box_id
from sojourn.web.day_words import day_in_words
from sojourn.web.stay_length import stay_length

TIME_LIMIT = "expected_within"
_MARKS = {"met": "met", "not_met": "not_met", "unknown": "open"}
_STILL_OPEN = frozenset({"undetermined", "refer", "no_work"})
type Line = dict[str, Any]
# Every key that the template asks for: looking for one that is not there takes it ten times as long.
_WHOLE_LINE: Line = {"mark": "", "text": "", "note": None, "change_url": "", "change_text": ""}


def length_line(answers: Answers, language: str) -> str:
    """The length of the stay, and how it compares with the limit of the law, as far as both are known."""
    length = stay_length(answers.start, answers.end)
    told = _told_law(answers, language) if length else None
    if told is None:
        return length
    compared = next((c.text for p in told.periods for c in p.conditions if c.id == TIME_LIMIT), "")
    return (
        gettext("%(length)s. %(compared)s") % {"length": length, "compared": compared} if compared else length
    )


def law_panels(answers: Answers, language: str, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """One panel for each period that the law treats alike, in order; warnings and duties stand in the last.

    `address` gives the page of a matter, to which the sentences lead that rest on an answer there; '' for none.
    """
    told = _told_law(answers, language)
    return [] if told is None else _panels(told, _Links(answers, address), language)


def told_panels(told: Explanation, language: str) -> list[dict[str, Any]]:
    """The same for an answer that rests on nobody's answers: no sentence leads anywhere, and no period is drawn."""
    panels = _panels(told, _Links(Answers(Applicant.EMPLOYER), lambda matter: ""), language, drawn=False)
    for panel in panels:
        panel["sections"] = [section for section in panel["sections"] if section["lines"]]
    return panels


def _panels(told: Explanation, links: "_Links", language: str, *, drawn: bool = True) -> list[dict[str, Any]]:
    panels = [
        _panel(period, links, language) | {"period": _drawn(period, language) if drawn else None}
        for period in told.periods
    ]
    if panels:
        panels[-1]["sections"] += _for_all(told)
        for number, panel in enumerate(panels, start=1):
            panel["key"] = str(number)
    return panels


def _told_law(answers: Answers, language: str) -> Explanation | None:
    determination = determination_of(answers, load_facts())
    return explanation_of(determination, language) if determination else None


@dataclass(frozen=True, slots=True)
class _Links:
    """The way from a sentence to the answer on which it rests."""

    answers: Answers
    address: Callable[[str], str]

    def to(self, paths: Iterable[str]) -> str:
        """The address of the first of these facts that was answered; empty if none was."""
        if not self.answers.values and not self.answers.unknown:
            return ""
        for path in paths:
            for fact in load_facts().covering(path, self.answers.applicant):
                matter = fact.matter_for(self.answers.applicant)
                page = self.address(matter) if matter and self.answers.is_given(fact.id) else ""
                if page:
                    return f"{page}#{box_id(fact)}"
        return ""


def _panel(period: PeriodExplanation, links: _Links, language: str) -> dict[str, Any]:
    sections: list[tuple[str, Iterable[Line]]] = [
        (gettext("Why an officer has to look"), ({"text": reason.text} for reason in period.reasons)),
        (gettext("What decides this"), _all_missing(period, links)),
        (gettext("The conditions"), _conditions(period, links)),
        (gettext("What each country’s own law says"), ({"text": claim.text} for claim in period.claims)),
        (gettext("Contributions"), ({"text": text} for text in (*period.exempt, *period.still_due))),
        (gettext("The certificate"), [{"text": period.certificate}] if period.certificate else []),
        (gettext("What would change this"), (_linked(c.text, c.facts, links) for c in period.changes)),
        (gettext("Other ways"), (_way(way) for way in period.ways)),
    ]
    return {
        "verdict": period.verdict,
        "lead": period.rule,
        "note": _note(period),
        "sections": [
            {"heading": heading, "lines": [_WHOLE_LINE | line for line in lines]}
            for heading, lines in sections
        ],
        "source": _source(period),
    }


def _for_all(told: Explanation) -> list[dict[str, Any]]:
    return [
        {"heading": gettext("Keep in mind"), "lines": [_duty(each) for each in told.warnings]},
        {"heading": gettext("What you have to do"), "lines": [_duty(each) for each in told.steps]},
    ]


def _conditions(period: PeriodExplanation, links: _Links) -> list[Line]:
    """Each condition with its mark; the article in the margin where it is another than before."""
    lines, said = [], period.article
    for condition in period.conditions:
        if condition.result == "unknown" and period.missing:
            continue  # it stands among what decides
        line = _linked(condition.text, condition.facts, links) | {"mark": _MARKS[condition.result]}
        if condition.article and condition.article != said:
            said = condition.article
            line["note"] = {"text": condition.cited}
        lines.append(line)
    return lines


def _all_missing(period: PeriodExplanation, links: _Links) -> list[Line]:
    """What is still to be known, each sentence once."""
    lines: dict[str, Line] = {}
    for each in period.missing:
        line = _linked(each.because, (each.path,), links) | {"mark": "open"}
        lines.setdefault(each.because, line)
    return list(lines.values())


def _linked(text: str, paths: Iterable[str], links: _Links) -> Line:
    """The sentence with the way to the first answer that it rests on."""
    address = links.to(paths)
    return {"text": text, "change_url": address} if address else {"text": text}


def _way(way: Way) -> Line:
    note = {"text": way.cited} if way.cited else None
    return {"text": _by(way.text, way.by), "note": note}


def _duty(told: Told | Step) -> Line:
    return {"text": _by(told.text, told.by)}


def _by(text: str, day: Any) -> str:
    return gettext("%(text)s By %(day)s.") % {"text": text, "day": day_in_words(day)} if day else text


def _note(period: PeriodExplanation) -> Mapping[str, str] | None:
    """Article and agreement in the margin, with the first source that can be opened."""
    if not period.citation:
        return None
    url = next((source.url for source in period.sources if source.url), "")
    return {"text": f"{period.citation[:1].upper()}{period.citation[1:]}", "url": url or "", "as_of": ""}


def _source(period: PeriodExplanation) -> str:
    """The last line: as of when the law was read, and how sure the reading is."""
    if not period.confidence_word:
        return ""
    read_on = [source.as_of for source in period.sources if source.as_of]
    if not read_on:
        return gettext("Confidence of our reading of the law: %(word)s.") % {"word": period.confidence_word}
    return gettext(
        "We worked this out from the law as it was read on %(day)s. Confidence of that reading: %(word)s."
    ) % {
        "day": day_in_words(max(read_on)),
        "word": period.confidence_word,
    }


def _drawn(period: PeriodExplanation, language: str) -> Mapping[str, Any] | None:
    """The period bar: hatched as far as a certificate from home can be asked for, open beyond."""
    if period.end is None or not period.home or not period.host or period.outcome in _STILL_OPEN:
        return None
    parts = [{"kind": "uncovered", "start": period.start, "end": period.end}]
    until = min(period.certificate_until or period.end, period.end)
    from_home = period.legislation == period.home and period.certificate_until is not None
    if from_home and until >= period.start:
        parts = [{"kind": "requested", "start": period.start, "end": until}]
        if until < period.end:
            parts.append({"kind": "uncovered", "start": until + DAY, "end": period.end})
    limit = period.limit if from_home else None
    return {
        "home": country_name(period.home, language),
        "host": country_name(period.host, language),
        "parts": parts,
        "limit": limit,
        "limit_text": gettext("Limit: %(day)s") % {"day": day_in_words(limit)} if limit else "",
        "length": stay_length(period.start, period.end),
    }
