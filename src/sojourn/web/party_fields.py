"""The questions about employers, people and mandates, as the templates draw them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from sojourn.core.errors import Problem
from sojourn.parties import postal, texts
from sojourn.parties.acting import REQUEST_KINDS
from sojourn.parties.register_numbers import number_name

type Field = dict[str, Any]

HELP_EIN = gettext_lazy(
    "The employer identification number stands on the letter of the IRS that gave it, and on every Form W-2. It is "
    "printed on the certificate where the other country asks for it. Without one, leave it empty."
)


HELP_NUMBER = gettext_lazy(
    "By this number the institution finds the employer. Any number of a public register will do, also the one for "
    "value-added tax. Without one, leave it empty."
)


def _like(example: str) -> str:
    return gettext("Like %(example)s.") % {"example": example} if example else ""


def with_errors(fields: Sequence[Field], problems: Sequence[Problem]) -> list[Field]:
    """The same questions, each with the first problem found at it."""
    first: dict[str, str] = {}
    for problem in problems:
        first.setdefault(problem.field, texts.problem_text(problem))
    return [{**field, "error": first.get(field["name"], "")} for field in fields]


def employer_fields(values: Mapping[str, Any], *, seat_fixed: bool = False) -> list[Field]:
    """What is asked about an employer, in the order of journeys section 5."""
    seat: Field = {
        "name": "seat",
        "kind": "select",
        "label": gettext("Country in which it is registered"),
        "hint": gettext("The registered office, also if most work is done elsewhere."),
        "options": _options(texts.seat_choices()),
        "value": values.get("seat", ""),
        "autocomplete": "country",
    }
    kind: Field = {
        "name": "kind",
        "kind": "radios",
        "label": gettext("What kind of employer is it?"),
        "hint": gettext("Some agreements have rules of their own for governments and missions."),
        "options": _options((code, words) for code, words in texts.KINDS.items()),
        "value": values.get("kind", ""),
    }
    return [*([] if seat_fixed else [seat]), kind, *_address_fields(values)]


def _address_fields(values: Mapping[str, Any]) -> list[Field]:
    """The boxes of the address and the number: in the words of the country, once it is known."""
    seat = str(values.get("seat", ""))
    foreign = bool(seat) and seat != "US"
    return [
        _text(
            "name",
            values,
            gettext("Legal name"),
            "organization",
            hint=gettext("It is printed on certificates."),
        ),
        _text("street", values, gettext("Street and house number"), "street-address"),
        _text(
            "postcode",
            values,
            gettext("Postcode") if foreign else gettext("ZIP code or postcode"),
            "postal-code",
            width=10,
            optional=foreign and not postal.wants_code(seat),
            hint=_like(postal.code_example(seat))
            if foreign
            else gettext("Leave it empty where there are none."),
        ),
        _text(
            "city",
            values,
            gettext("City"),
            "address-level2",
            optional=foreign and not postal.wants_city(seat),
        ),
        _text(
            "state",
            values,
            gettext("State, province or region") if foreign else gettext("State"),
            "address-level1",
            width=20 if foreign else 4,
            optional=True,
            hint=gettext("Only where addresses there have one.")
            if foreign
            else gettext("In the U.S. we take it from the ZIP code."),
        ),
        _text(
            "ein",
            values,
            gettext("Register or VAT number") if foreign else gettext("EIN or register number"),
            "off",
            width=20,
            optional=True,
            hint=number_name(seat) if foreign else gettext("In the U.S. 9 digits, like 12-3456789."),
            help=str(HELP_NUMBER if foreign else HELP_EIN),
        ),
    ]


def role_field(value: str = "", meanings: Mapping[str, Any] = texts.ROLE_MEANINGS) -> Field:
    """What somebody may do, at an employer or (with its `meanings`) at a firm."""
    return {
        "name": "role",
        "kind": "radios",
        "label": gettext("What may the person do?"),
        "options": [
            {"value": code, "label": texts.ROLES[code], "hint": meaning} for code, meaning in meanings.items()
        ],
        "value": value,
    }


def email_field(value: str = "") -> Field:
    """Whom to invite. No autocomplete: it is somebody else's address."""
    return {
        "name": "email",
        "kind": "email",
        "label": gettext("E-mail address"),
        "hint": gettext("Only the holder of this address can use the link."),
        "value": value,
        "autocomplete": "off",
    }


def mandate_fields(values: Mapping[str, Any]) -> list[Field]:
    """The terms of a mandate."""
    return [
        _text(
            "firm_code",
            values,
            gettext("Code of the firm"),
            "off",
            width=10,
            hint=gettext("The firm tells you. It looks like K7PM-2QXD."),
        ),
        {
            "name": "kinds",
            "kind": "checkboxes",
            "label": gettext("For which requests?"),
            "options": _options((code, texts.REQUEST_KINDS[code]) for code in REQUEST_KINDS),
            "value": values.get("kinds", []),
        },
        *_limit_fields(values),
        {
            "name": "may_send",
            "kind": "radios",
            "label": gettext("May the firm send requests?"),
            "options": [
                {"value": "yes", "label": gettext("Yes, prepare and send")},
                {"value": "no", "label": gettext("No, only prepare. We send ourselves")},
            ],
            "value": values.get("may_send", ""),
        },
        {
            "name": "valid_from",
            "kind": "date",
            "label": gettext("First day"),
            "hint": gettext("Empty means today."),
            "optional": True,
            "value": values.get("valid_from", ""),
        },
        {
            "name": "valid_until",
            "kind": "date",
            "label": gettext("Last day"),
            "hint": gettext("Empty means until you revoke it."),
            "optional": True,
            "value": values.get("valid_until", ""),
        },
    ]


def _limit_fields(values: Mapping[str, Any]) -> list[Field]:
    """Where and through whom the firm may act."""
    return [
        {
            "name": "countries",
            "kind": "textarea",
            "label": gettext("For work in which countries?"),
            "hint": gettext("One a line, by name. Empty means all."),
            "rows": 3,
            "optional": True,
            "spellcheck": False,
            "value": values.get("countries", ""),
        },
        {
            "name": "people",
            "kind": "textarea",
            "label": gettext("Who of the firm may act?"),
            "hint": gettext("E-mail addresses, one a line. Empty means everybody there."),
            "rows": 3,
            "optional": True,
            "spellcheck": False,
            "value": values.get("people", ""),
        },
    ]


def typed_date(posted: Mapping[str, Any], name: str) -> tuple[date | None, dict[str, str], bool]:
    """The date in three boxes: (the date or None, what was typed, whether it is no date though something was)."""
    typed = {part: str(posted.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")}
    if not any(typed.values()):
        return None, typed, False
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"])), typed, False
    except (ValueError, OverflowError):
        return None, typed, True


def firm_name_field(value: str = "") -> Field:
    """The name of a firm."""
    return _text("name", {"name": value}, gettext("Legal name of the firm"), "organization")


def _text(name: str, values: Mapping[str, Any], label: str, autocomplete: str, **more: Any) -> Field:
    return {
        "name": name,
        "label": label,
        "value": values.get(name, ""),
        "autocomplete": autocomplete,
        "spellcheck": False,
        **more,
    }


def _options(choices: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in choices]
