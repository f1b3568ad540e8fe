"""Questions of the vocabulary as form fields, and what was posted as typed answers. No rule stands here.

Names of form fields are the facts' ids; parts of dates end in "-day", "-month", "-year", the box of
"I don't know" in "-unknown"; rows are numbered: "history[0].start-day".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from sojourn.engine.lawbook.facts import Column, Fact, FactType, Words
from sojourn.requests.answers import Answers
from sojourn.requests.countries import STATELESS, country_name, country_options
from sojourn.requests.entry import Typed, Value, us_states

UNKNOWN = "unknown"
COUNTRIES_AT_ONCE = 3
_DATES = frozenset({FactType.DATE, FactType.OPEN_DATE})
_CHOSEN = frozenset({FactType.CHOICE, FactType.YES_NO, FactType.COUNTRY})
_PARTS = ("day", "month", "year")
_WIDTHS = {
    FactType.POSTCODE: 10,
    FactType.US_SSN: 10,
    FactType.US_EIN: 10,
    FactType.PERCENT: 4,
    FactType.FOREIGN_NUMBER: 20,
}
_DIGITS_ONLY = frozenset({FactType.US_SSN, FactType.US_EIN})
type Field = dict[str, Any]


def typed_answer(fact: Fact, post: QueryDict) -> Typed:
    """What was typed for this question; empty where the page did not have it or it was left out."""
    match fact.type:
        case FactType.ROWS:
            return _typed_rows(fact, post)
        case FactType.COUNTRIES:
            chosen_codes = [item for item in post.getlist(fact.id) if item.strip()]
            return {UNKNOWN: "on"} if UNKNOWN in chosen_codes else _or_unknown(fact.id, post, chosen_codes)
        case kind if kind in _DATES:
            return _or_unknown(fact.id, post, _typed_date(fact.id, post))
        case kind if kind in _CHOSEN:
            chosen = post.get(fact.id, "")
            return {UNKNOWN: "on"} if chosen == UNKNOWN else chosen
        case _:
            return _or_unknown(fact.id, post, post.get(fact.id, ""))


def was_on_page(fact: Fact, post: QueryDict) -> bool:
    """Whether the posted page had this question: what was not on it is not taken as emptied."""
    return fact.id in post.getlist("on_page")


def _or_unknown(name: str, post: QueryDict, typed: Typed) -> Typed:
    if not post.get(f"{name}-{UNKNOWN}"):
        return typed
    if isinstance(typed, Mapping):
        return {UNKNOWN: "on", **{part: text for part, text in typed.items() if isinstance(text, str)}}
    return {UNKNOWN: "on", "text": typed} if isinstance(typed, str) and typed.strip() else {UNKNOWN: "on"}


def _typed_date(name: str, post: QueryDict) -> dict[str, str]:
    return {part: post.get(f"{name}-{part}", "") for part in _PARTS}


def _typed_rows(fact: Fact, post: QueryDict) -> list[dict[str, Typed]]:
    rows: list[dict[str, Typed]] = []
    for number in range(rows_posted(fact, post)):
        row: dict[str, Typed] = {}
        for column in fact.columns:
            name = f"{fact.id}[{number}].{column.id}"
            row[column.id] = _typed_date(name, post) if column.type in _DATES else post.get(name, "")
        if any("".join(cell.values()) if isinstance(cell, dict) else cell for cell in row.values()):
            rows.append(row)
    return rows


def rows_posted(fact: Fact, post: QueryDict) -> int:
    """How many rows the posted page had, at most one more than the question allows."""
    pattern = re.compile(re.escape(fact.id) + r"\[(\d{1,2})\]\.")
    numbers = [int(match[1]) for name in post if (match := pattern.match(name))]
    return min(max(numbers, default=-1) + 1, fact.rows_at_most + 1)


def field_name_id(name: str) -> str:
    """The HTML id that belongs to a field's name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def box_id(fact: Fact) -> str:
    """The id of the first box of the question: where a link to it leads."""
    return f"{field_name_id(fact.id)}-day" if fact.type in _DATES else field_name_id(fact.id)


def date_parts(value: object) -> dict[str, str]:
    """A kept day ("2027-03-01") or typed parts, as the three boxes show them."""
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)):
        return {"day": str(int(match[3])), "month": str(int(match[2])), "year": match[1]}
    if isinstance(value, str):
        return {"day": value, "month": "", "year": ""}
    given = value if isinstance(value, Mapping) else {}
    return {part: str(given.get(part) or "") for part in _PARTS}


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields of one page are drawn from: the answers so far and the sentences about them.

    `errors`: by the id of the question, with the part where there is one ("history[0].start", "x.day").
    """

    answers: Answers
    language: str
    errors: Mapping[str, str]
    more_rows: frozenset[str] = frozenset()
    conflicts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What somebody else answered meanwhile, by question; see `draft_pages.other_windows`."""

    def shown(self, fact: Fact) -> Typed | Value | None:
        """What stands in the boxes: what was typed last, else what is kept."""
        if fact.id in self.answers.entered:
            return self.answers.entered[fact.id]
        return {UNKNOWN: "on"} if fact.id in self.answers.unknown else self.answers.values.get(fact.id)

    def error(self, name: str) -> str:
        """The sentence that stands at this field: its own, or that of one of its parts."""
        parts = (f"{name}.{part}" for part in _PARTS)
        return next((self.errors[at] for at in (name, *parts) if at in self.errors), "")


def field_of(fact: Fact, form: Form, *, optional: bool) -> Field:
    """The question as components/field.html (or web/_rows.html, kind "rows") draws it."""
    words = fact.words_in(form.language, form.answers.applicant)
    shown = form.shown(fact)
    unknown = isinstance(shown, Mapping) and bool(shown.get(UNKNOWN))
    drawn: Field = {
        "name": fact.id,
        "conflict": form.conflicts.get(fact.id),
        "id": field_name_id(fact.id),
        "label": words.label,
        "hint": words.hint or "",
        "help": help_of(words),
        "help_title": "" if words.meaning or words.example else gettext("Why we ask"),
        "error": form.error(fact.id),
        "optional": optional,
        "autocomplete": "off",
        **_shape(fact.type, shown),
    }
    match fact.type:
        case FactType.ROWS:
            return drawn | _rows(fact, words, form, shown)
        case FactType.COUNTRIES:
            return drawn | _several(fact, form, shown)
        case FactType.CHOICE | FactType.YES_NO | FactType.COUNTRY:
            drawn |= _choices(fact, words, form)
            if unknown:
                drawn["value"] = UNKNOWN
        case _ if fact.offers_unknown:
            drawn["unknown"] = {
                "name": f"{fact.id}-{UNKNOWN}",
                "id": f"{drawn['id']}-{UNKNOWN}",
                "kind": "checkbox",
                "label": words.unknown,
                "value": unknown,
            }
            if unknown and isinstance(shown, Mapping) and fact.type not in _DATES:
                drawn["value"] = shown.get("text", "")
    return drawn


def help_of(words: Words) -> list[str]:
    """What stands under "What this means": the meaning, an example, and why it is asked."""
    example = gettext("Example: %(example)s") % {"example": words.example} if words.example else ""
    return [text for text in (words.meaning, example, words.why) if text]


def error_targets(fields: Sequence[Field], form: Form) -> list[dict[str, str]]:
    """The rows of the error summary, in the order of the page; each leads to the first wrong box."""
    rows = []
    for each in fields:
        cells = [cell for row in each.get("rows", ()) for cell in row["cells"] if cell["error"]]
        for wrong in cells or ([each] if each["error"] else []):
            rows.append({"text": wrong["error"], "target": _target(wrong, form)})
    return rows


def conflict_targets(fields: Sequence[Field]) -> list[dict[str, str]]:
    """The rows of the error summary for answers that somebody else changed meanwhile."""
    said = gettext("%(label)s: %(what)s Choose one.")
    return [
        {
            "text": said % {"label": each["label"], "what": each["conflict"]["text"]},
            "target": each["conflict"]["id"],
        }
        for each in fields
        if each.get("conflict")
    ]


def _target(wrong: Field, form: Form) -> str:
    if wrong["kind"] != "date":
        return str(wrong["id"])
    part = next((part for part in _PARTS if f"{wrong['name']}.{part}" in form.errors), "day")
    return f"{wrong['id']}-{part}"


def _shape(kind: FactType, shown: object) -> Field:
    """Kind of box, its width and keypad, and the value in it."""
    if kind in _DATES:
        return {"kind": "date", "value": date_parts(shown), "autocomplete": ""}
    if kind is FactType.YES_NO and isinstance(shown, bool):
        return {"kind": "radios", "value": "yes" if shown else "no"}
    if kind is FactType.PERCENT and isinstance(shown, float):
        shown = f"{shown * 100:g}"
    shape: Field = {"kind": "text", "value": shown if isinstance(shown, str) else ""}
    if kind in _CHOSEN:
        shape["kind"] = "radios" if kind is not FactType.COUNTRY else "select"
    elif kind is FactType.LONG_TEXT:
        shape["kind"] = "textarea"
    elif kind is FactType.US_STATE:
        options = [{"value": code, "label": name} for code, name in us_states()]
        shape |= {"kind": "select", "options": options}
    else:
        shape |= {"spellcheck": False, "width": _WIDTHS.get(kind)}
    if kind in _DIGITS_ONLY:
        shape["inputmode"] = "numeric"
    if kind is FactType.PERCENT:
        shape |= {"inputmode": "decimal", "suffix": "%"}
    return shape


def _choices(fact: Fact, words: Words, form: Form) -> Field:
    """The options of a question that is answered by choosing."""
    if fact.type is FactType.CHOICE:
        options = [
            {"value": option.code, "label": words.options[option.code]}
            for option in fact.options_for(form.answers.applicant)
        ]
    elif fact.type is FactType.YES_NO:
        options = [{"value": "yes", "label": gettext("Yes")}, {"value": "no", "label": gettext("No")}]
    elif fact.among == "home_or_host" and form.answers.home and form.answers.host:
        here = (form.answers.home, form.answers.host)
        options = [{"value": code, "label": country_name(code, form.language)} for code in here]
        return {"kind": "radios", "options": options, "unknown_label": words.unknown}
    else:
        options = [{"value": code, "label": name} for code, name in country_options(form.language)]
        unknown = [{"value": UNKNOWN, "label": words.unknown}] if fact.offers_unknown else []
        return {"options": unknown + options}
    return {"options": options, "unknown_label": words.unknown if fact.offers_unknown else ""}


def _several(fact: Fact, form: Form, shown: object) -> Field:
    """A question that takes several countries: one box, and more behind "Add another"."""
    words = fact.words_in(form.language, form.answers.applicant)
    chosen = [str(code) for code in shown] if isinstance(shown, list | tuple) else []
    options = [{"value": code, "label": name} for code, name in country_options(form.language)]
    if fact.id == "person.nationalities":
        options.append({"value": STATELESS, "label": country_name(STATELESS, form.language)})
    if fact.offers_unknown:
        options.insert(0, {"value": UNKNOWN, "label": words.unknown or ""})
        if isinstance(shown, Mapping):
            chosen = [UNKNOWN]
    more = [
        {
            "name": fact.id,
            "id": f"{field_name_id(fact.id)}-{number + 1}",
            "kind": "select",
            "label": gettext("And also"),
            "optional": True,
            "options": options,
            "value": chosen[number] if number < len(chosen) else "",
        }
        for number in range(1, max(COUNTRIES_AT_ONCE, len(chosen)))
    ]
    return {
        "kind": "select",
        "options": options,
        "value": chosen[0] if chosen else "",
        "more": more,
        "more_open": len(chosen) > 1,
    }


def _rows(fact: Fact, words: Words, form: Form, shown: object) -> Field:
    """A question with rows: those there are, and one to fill in."""
    given = [row for row in shown if isinstance(row, Mapping)] if isinstance(shown, list | tuple) else []
    wanted = len(given) + (1 if not given or fact.id in form.more_rows else 0)
    rows = []
    for number in range(min(wanted, fact.rows_at_most)):
        row = given[number] if number < len(given) else {}
        cells = [_cell(fact, column, number, row.get(column.id), words, form) for column in fact.columns]
        label = gettext("%(thing)s %(number)d") % {"thing": words.row or words.name, "number": number + 1}
        rows.append({"label": label, "cells": cells})
    return {"kind": "rows", "rows": rows, "may_add": len(rows) < fact.rows_at_most, "row_word": words.row}


def _cell(fact: Fact, column: Column, number: int, shown: object, words: Words, form: Form) -> Field:
    name = f"{fact.id}[{number}].{column.id}"
    said = words.columns[column.id]
    cell: Field = {
        "name": name,
        "id": field_name_id(name),
        "label": said.label,
        "error": form.error(name),
        "optional": column.optional,
        "autocomplete": "off",
        **_shape(column.type, shown),
    }
    if column.type is FactType.CHOICE:
        applicant = form.answers.applicant
        cell["options"] = [
            {"value": option.code, "label": said.options[option.code]}
            for option in column.options
            if option.applicant in (None, applicant)
        ]
    elif column.type is FactType.YES_NO:
        cell["options"] = [{"value": "yes", "label": gettext("Yes")}, {"value": "no", "label": gettext("No")}]
    elif column.type is FactType.COUNTRY:
        cell["options"] = [{"value": code, "label": title} for code, title in country_options(form.language)]
    return cell
