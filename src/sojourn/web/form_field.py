"""One question as the template draws it, from a plain mapping; see components/field.html for its keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.forms import BoundField, CheckboxInput, PasswordInput, Select
from django.utils.translation import gettext

KINDS = frozenset(
    {"text", "textarea", "select", "radios", "checkboxes", "checkbox", "date", "file", "password", "email"}
    | {"hidden", "tel", "search"}
)
_GROUPED = frozenset({"radios", "checkboxes", "date"})
_INPUT_TYPES = {"password": "password", "email": "email", "tel": "tel", "search": "search"}


def _date_parts(value: object) -> dict[str, Any]:
    if isinstance(value, date):
        return {"day": value.day, "month": value.month, "year": value.year}
    given = value if isinstance(value, Mapping) else {}
    month = str(given.get("month", ""))
    return {
        "day": given.get("day", ""),
        "month": int(month) if month.isdecimal() else month,
        "year": given.get("year", ""),
    }


def _options(field_id: str, options: Sequence[Mapping[str, Any]], value: object) -> list[dict[str, Any]]:
    chosen = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
    drawn = []
    for number, option in enumerate(options):
        own_id = field_id if number == 0 else f"{field_id}-{number + 1}"
        drawn.append({**option, "id": own_id, "chosen": str(option.get("value")) in chosen})
    return drawn


def drawn_field(field: Mapping[str, Any]) -> dict[str, Any]:
    """What the template needs to draw the question `field`.

    The first option of radios and checkboxes carries the field's own id, so that a link in the error summary
    leads to it; that of a date is the id with "-day".
    Raises ValueError for a kind that is not drawn.
    """
    kind = field.get("kind") or "text"
    if kind not in KINDS:
        raise ValueError(f"No such kind of field: {kind!r}.")
    field_id = field.get("id") or str(field["name"]).replace(".", "-").replace("[", "-").replace("]", "")
    help_text = field.get("help") or []
    options = list(field.get("options") or [])
    if kind == "radios" and field.get("unknown_label"):
        options += [{"or": True}, {"value": "unknown", "label": field["unknown_label"]}]
    described = [f"{field_id}-{part}" for part in ("hint", "error") if field.get(part)]
    return {
        **field,
        "kind": kind,
        "id": field_id,
        "help": [help_text] if isinstance(help_text, str) else list(help_text),
        "grouped": kind in _GROUPED,
        "input_type": _INPUT_TYPES.get(kind, "text"),
        "options": _options(field_id, options, field.get("value")),
        "parts": _date_parts(field.get("value")) if kind == "date" else {},
        "describedby": " ".join(described),
    }


def _kind_of_widget(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, PasswordInput):
        return "password"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, Select):
        return "radios" if type(widget).__name__ == "RadioSelect" else "select"
    return "email" if getattr(widget, "input_type", "text") == "email" else "text"


def field_of_form(bound: BoundField) -> dict[str, Any]:
    """The same mapping for a field of one of Django's forms (sign-in, sign-up)."""
    attributes = bound.field.widget.attrs
    choices = getattr(bound.field, "choices", ())
    kind = _kind_of_widget(bound)
    return {
        "name": bound.html_name,
        "id": bound.auto_id or bound.html_name,
        "kind": kind,
        "label": bound.label,
        "hint": bound.help_text,
        "error": bound.errors[0] if bound.errors else "",
        "value": "" if kind == "password" else bound.value(),
        "optional": not bound.field.required and kind != "checkbox",
        "autocomplete": attributes.get("autocomplete", ""),
        "inputmode": attributes.get("inputmode", ""),
        "options": [{"value": value, "label": label} for value, label in choices if str(value)],
    }


def errors_of_form(form: Any) -> list[dict[str, str]]:
    """The rows of the error summary for one of Django's forms."""
    rows = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        rows += [{"text": str(text), "target": bound.auto_id or bound.html_name} for text in bound.errors]
    return rows


def error_rows(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The rows of the error summary for questions that carry an `error`, in their order on the page."""
    rows = []
    for field in fields:
        if field.get("error"):
            drawn = drawn_field(field)
            target = f"{drawn['id']}-day" if drawn["kind"] == "date" else drawn["id"]
            rows.append({"text": str(field["error"]), "target": str(target)})
    return rows


def unknown_option() -> str:
    """The words of the answer that is always there where it can be true."""
    return gettext("I don’t know")
