"""The fields of the forms of a package."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from sojourn.core import clock
from sojourn.requests.packages.access import Package
from sojourn.requests.packages.letting_in import TAKEN
from sojourn.requests.packages.states import Outcome
from sojourn.requests.packages.words import channel_codes, channel_words
from sojourn.web.language import language
from sojourn.web.package_pages.words import outcome_words

type Field = dict[str, Any]
type Posted = Mapping[str, Any]
type Errors = Mapping[str, str]


def office(package: Package, posted: Posted, errors: Errors) -> list[Field]:
    """Which office it goes to."""
    lines = "\n".join(package.office.get("address", ()))
    name = _text(
        "office_name", gettext("Name of the office or fund"), posted, errors, package.office.get("name", "")
    )
    address = _text("office_address", gettext("Its address, one line each"), posted, errors, lines)
    return [name, address | {"kind": "textarea", "rows": 4}]


def sent(posted: Posted, errors: Errors) -> list[Field]:
    """When and how it was sent."""
    ways = [{"value": code, "label": channel_words(code, language())} for code in channel_codes()]
    return [
        _day("sent_on", gettext("On which day did you send it?"), posted, errors, clock.today()),
        _text("sent_by", gettext("How?"), posted, errors) | {"kind": "select", "options": ways},
        _text("foreign_reference", gettext("Reference of the institution"), posted, errors)
        | {"optional": True},
        _day("remind_on", gettext("Remind me on"), posted, errors) | {"optional": True},
    ]


def remind(package: Package, posted: Posted, errors: Errors) -> list[Field]:
    """When to be reminded."""
    hint = gettext("Leave it empty for no reminder.")
    return [_day("remind_on", gettext("Remind me on"), posted, errors, package.remind_on) | {"hint": hint}]


def answer(posted: Posted, errors: Errors) -> list[Field]:
    """What came back."""
    options = [{"value": each.value, "label": outcome_words(each.value)} for each in Outcome]
    only = gettext("For a certificate")
    return [
        _text("outcome", gettext("What came back?"), posted, errors) | {"kind": "radios", "options": options},
        _day("answered_on", gettext("On which day?"), posted, errors, clock.today()),
        _text("number", gettext("Number of the certificate"), posted, errors) | {"hint": only},
        _text("issuer", gettext("Who issued it"), posted, errors) | {"hint": only},
        _day("start", gettext("Valid from"), posted, errors) | {"hint": only},
        _day("end", gettext("Valid until"), posted, errors)
        | {"hint": gettext("For a certificate; leave it empty if it names no last day.")},
        _text("words", gettext("In your own words"), posted, errors)
        | {"kind": "textarea", "optional": True, "rows": 3},
    ]


def paper(errors: Errors) -> list[Field]:
    """A paper that came back."""
    return [
        {
            "name": "file",
            "id": "file",
            "kind": "file",
            "label": gettext("Paper that came back"),
            "hint": gettext("A PDF, JPG or PNG, at most 10 MB."),
            "accept": ",".join((*TAKEN, *TAKEN.values())),
            "error": errors.get("file", ""),
        }
    ]


def _text(name: str, label: str, posted: Posted, errors: Errors, value: str = "") -> Field:
    return {
        "name": name,
        "id": name.replace("_", "-"),
        "kind": "text",
        "label": label,
        "value": posted.get(name, value),
        "error": errors.get(name, ""),
        "autocomplete": "off",
    }


def _day(name: str, label: str, posted: Posted, errors: Errors, day: date | None = None) -> Field:
    given = {part: str(getattr(day, part)) if day else "" for part in ("day", "month", "year")}
    if posted:
        given = {part: posted.get(f"{name}-{part}", "") for part in given}
    return _text(name, label, {}, errors) | {"kind": "date", "value": given, "autocomplete": ""}
