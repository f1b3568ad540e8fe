"""The fields of the decision's form."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sojourn.casework.case_view import CaseView
from sojourn.casework.decision_acts import Ahead
from sojourn.casework.reasons import reasons_for
from sojourn.casework.texts import country_name, finding_sentence, reason_words
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine import load_law
from sojourn.requests.texts import day_words

PARTS: Final = ("day", "month", "year")


def decision_fields(
    case: CaseView,
    result: str,
    typed: Mapping[str, Any],
    said: Mapping[str, str],
    ahead: Ahead,
) -> list[dict[str, Any]]:
    """The fields, with what was typed and what is wrong with it."""
    law_gives = ahead.law_gives
    fields = [_to_field(case, typed, said)] if result == "forwarded" else []
    if ahead.papers:
        fields.append(_papers_field(ahead.papers, typed))
    fields.append(_reasons_field(result, typed, said))
    if result == "approved":
        fields += [_waiver_field(case, code, typed, said) for code in hindrance_codes(case)]
        if law_gives is not None and case.kind in {"first", "extension", "exception"}:
            fields += _part_fields(typed, said, law_gives)
    fields.append(_own_words_field(typed, said))
    return fields


def hindrance_codes(case: CaseView) -> list[str]:
    """What stands against approving, each once."""
    return list(dict.fromkeys(finding.code for finding in case.hindrances))


def read_day(typed: Mapping[str, Any], name: str) -> date | None:
    """A day of three boxes; None where all are empty. Raises InvalidInput for one that is no day."""
    parts = [str(typed.get(f"{name}-{part}", "")).strip() for part in PARTS]
    if not any(parts):
        return None
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem(name, "date_not_readable")]) from None


def day_field(
    name: str, label: str, typed: Mapping[str, Any], said: Mapping[str, str], hint: str = ""
) -> dict[str, Any]:
    """A day in three boxes."""
    return {
        "name": name,
        "kind": "date",
        "label": label,
        "hint": hint,
        "optional": True,
        "value": {part: typed.get(f"{name}-{part}", "") for part in PARTS},
        "error": said.get(name, ""),
    }


def _reasons_field(result: str, typed: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": "reasons",
        "kind": "checkboxes",
        "label": _("Reasons"),
        "hint": _("Those to which the law's answer points are ticked. The first one decides the remedy."),
        "options": [
            {"value": reason.code, "label": reason_words(reason.code)} for reason in reasons_for(result)
        ],
        "value": list(typed.get("reasons", ())),
        "error": said.get("reasons", ""),
    }


def _waiver_field(
    case: CaseView, code: str, typed: Mapping[str, Any], said: Mapping[str, str]
) -> dict[str, Any]:
    finding = next(finding for finding in case.hindrances if finding.code == code)
    return {
        "name": f"waiver-{code}",
        "kind": "textarea",
        "rows": 2,
        "label": _("Why this may be set aside: %(finding)s") % {"finding": finding_sentence(finding)},
        "hint": _("Kept with the decision; not sent to the applicant."),
        "value": typed.get(f"waiver-{code}", ""),
        "error": said.get(f"waiver-{code}", ""),
    }


def _part_fields(
    typed: Mapping[str, Any], said: Mapping[str, str], law_gives: tuple[date, date | None]
) -> list[dict[str, Any]]:
    language = get_language() or "en"
    given = " – ".join(day_words(day, language) for day in law_gives if day)
    hint = _("Only to approve for part of the days. The law gives: %(given)s.") % {"given": given}
    return [
        day_field("part_from", _("First day, if for part only"), typed, said, hint),
        day_field("part_until", _("Last day, if for part only"), typed, said),
    ]


def _to_field(case: CaseView, typed: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    known = sorted(
        load_law().institutions.values(),
        key=lambda each: (each.country != case.host, country_name(each.country), each.name),
    )
    return {
        "name": "to",
        "kind": "select",
        "label": _("The institution that is competent"),
        "hint": _("Those of the country of work stand first."),
        "placeholder_option": _("Choose"),
        "options": [
            {"value": each.id, "label": f"{country_name(each.country)}: {each.name}"} for each in known
        ],
        "value": typed.get("to", ""),
        "error": said.get("to", ""),
    }


def _papers_field(count: int, typed: Mapping[str, Any]) -> dict[str, Any]:
    told = ngettext(
        "Send the paper that the applicant gave along?",
        "Send the %(n)s papers that the applicant gave along?",
        count,
    )
    return {
        "name": "papers",
        "kind": "radios",
        "label": told % {"n": count},
        "hint": _(
            "Our own letters and notes stay here. Where the institution does not work here, the applicant sends them."
        ),
        "options": [{"value": "yes", "label": _("Yes")}, {"value": "no", "label": _("No")}],
        "value": typed.get("papers", "yes"),
    }


def _own_words_field(typed: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": "own_words",
        "kind": "textarea",
        "label": _("In your own words"),
        "hint": _("Sent to the applicant below the reasons."),
        "optional": True,
        "value": typed.get("own_words", ""),
        "error": said.get("own_words", ""),
    }
