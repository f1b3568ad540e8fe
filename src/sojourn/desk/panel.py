"""What the law says, arranged for the panel: verdict, period, conditions, consequences, ways, sources."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sojourn.casework.case_view import CaseView
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.engine.telling.explain import Condition, Explanation, PeriodExplanation

type Panel = dict[str, Any]
MARKS = {"met": "met", "not_met": "not_met", "unknown": "open"}


def law_panels(case: CaseView) -> list[Panel]:
    """One panel for each period of the answer, in order.

    A decision that rests on law data of another day is told with the sentences that were kept with it.
    """
    if case.explanation is None:
        return _kept_panels(case.determination)
    explanation = case.explanation
    return [_panel(case, explanation, period, number) for number, period in enumerate(explanation.periods)]


def _panel(case: CaseView, explanation: Explanation, period: PeriodExplanation, number: int) -> Panel:
    return {
        "key": str(number + 1),
        "verdict": period.verdict,
        "lead": period.rule or "",
        "note": _note(period),
        "period": _bar(case, period),
        "sections": [
            {"heading": _("Conditions"), "lines": [_condition(each, period) for each in period.conditions]},
            _section(_("Referred to an officer because"), [told.text for told in period.reasons]),
            _section(_("Missing"), [missing.because for missing in period.missing]),
            _section(_("Certificate"), [period.certificate] if period.certificate else []),
        ],
        # Behind a heading that opens: what seldom decides.
        "more": [section for section in _further(period) if section["lines"]],
        "source": _source(explanation, period),
    }


def _further(period: PeriodExplanation) -> list[dict[str, Any]]:
    return [
        _section(_("Each country's own law"), [claim.text for claim in period.claims]),
        _section(_("Contributions"), [*period.exempt, *period.still_due]),
        _section(_("What would change this"), [change.text for change in period.changes]),
        _section(_("Other ways"), [way.text for way in period.ways]),
        _section(_("Open questions in the law data"), _open_questions(period)),
    ]


def _note(period: PeriodExplanation) -> dict[str, Any] | None:
    if period.citation is None:
        return None
    return {"text": period.citation, "url": next((source.url for source in period.sources if source.url), "")}


def _bar(case: CaseView, period: PeriodExplanation) -> dict[str, Any] | None:
    """The period as asked, or as certified; none is drawn where no end is set."""
    issued = case.decision.certificate_number if case.decision else None
    end = (case.decision.certified_until if case.decision and issued else None) or period.end
    if end is None or not case.host:
        return None
    kind = "certificate" if issued else "requested" if period.certificate_until else "uncovered"
    return {
        "home": country_name(case.country),
        "host": country_name(case.host),
        "parts": [{"kind": kind, "start": period.start, "end": end}],
        "limit": period.limit,
        "limit_text": _("Limit"),
        "today": clock.today(),
    }


def _condition(condition: Condition, period: PeriodExplanation) -> dict[str, Any]:
    """A condition; its article only where it is another than the answer's own."""
    elsewhere = condition.article and condition.article != period.article
    note = {"text": condition.cited} if elsewhere else None
    return {"mark": MARKS[condition.result], "text": condition.text, "note": note}


def _section(heading: str, texts: Iterable[str]) -> dict[str, Any]:
    return {"heading": heading, "lines": [{"text": text} for text in texts]}


def _open_questions(period: PeriodExplanation) -> tuple[str, ...]:
    """What the law data leave open, where the answer is not beyond doubt anyway."""
    return () if period.outcome == "decided" and period.confidence == "high" else period.open_questions


def _source(explanation: Explanation, period: PeriodExplanation) -> str:
    days = [source.as_of for source in period.sources if source.as_of]
    said = {
        "confidence": period.confidence_word or period.confidence or "",
        "law": explanation.law[:12],
    }
    if not said["confidence"]:
        return _("Law data %(law)s.") % said
    if days:
        said["day"] = min(days).isoformat()
        return _("Confidence: %(confidence)s. Sources read on %(day)s. Law data %(law)s.") % said
    return _("Confidence: %(confidence)s. Law data %(law)s.") % said


def _kept_panels(determination: Mapping[str, Any]) -> list[Panel]:
    lines = determination.get("explanation") or [""]
    return [
        {
            "key": "1",
            "verdict": lines[0],
            "lead": "",
            "note": None,
            "period": None,
            "sections": [
                {
                    "heading": _("Conditions"),
                    "lines": [
                        {"mark": MARKS[each["result"]], "text": each.get("because", each["id"])}
                        for period in determination.get("periods", [])
                        for each in period.get("conditions", [])
                    ],
                }
            ],
            "source": _("As kept with the decision. Law data %(law)s.")
            % {"law": str(determination.get("law", ""))[:12]},
        }
    ]
