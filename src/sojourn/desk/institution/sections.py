"""The sections that are one form each: identity, hours, writing, numbering, deadlines, second signatures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.hosting.access import SettingsView, settings_of
from sojourn.casework.hosting.terms import LANGUAGES, LETTERHEAD_LINES, OCCASIONS
from sojourn.casework.hosting.texts import OCCASIONS as OCCASION_WORDS
from sojourn.casework.hosting.texts import SECTIONS
from sojourn.casework.texts import KINDS
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import officers_only
from sojourn.desk.institution import hours
from sojourn.desk.institution.forms import (
    Field,
    draw_form,
    lines_of,
    posted_or,
    saved,
    shown,
    whole_number,
)
from sojourn.desk.institution.words import language_names
from sojourn.parties.acting import ActingAs


@dataclass(frozen=True, slots=True)
class Section:
    """How a section is drawn and read. `read` gives the content, or raises InvalidInput."""

    fields: Callable[[HttpRequest, SettingsView], list[Field]]
    read: Callable[[QueryDict], Any]
    intro: Callable[[SettingsView], list[str]] = lambda _settings: []


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def section_page(request: HttpRequest, acting: ActingAs, section: str) -> HttpResponse:
    """The form of a section; posted, a new version of the settings."""
    known = FORMS.get(section)
    if known is None:
        raise Http404
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved(request, acting, section, known.read(request.POST))
        except InvalidInput as error:
            said = shown(error, within=section)
        else:
            return redirect("desk:institution_section", section=section)
    settings = settings_of(acting, get_language() or "en")
    fields = [field | {"error": _error(said, field["name"])} for field in known.fields(request, settings)]
    return draw_form(
        request,
        acting,
        settings,
        heading=str(SECTIONS[section]),
        intro=known.intro(settings),
        fields=fields,
        said=said,
    )


def _error(said: dict[str, str], name: str) -> str:
    """What is wrong with a field or with a part of it."""
    return next((text for place, text in said.items() if place == name or place.startswith(f"{name}.")), "")


def _identity(request: HttpRequest, settings: SettingsView) -> list[Field]:
    kept, known = settings.terms.identity, settings.known
    from_law = _("The law data say: %(value)s")

    def line(item: str, label: str, kind: str = "text") -> Field:
        told = getattr(known, item)
        return {
            "name": f"identity.{item}",
            "kind": kind,
            "label": label,
            "hint": from_law % {"value": told} if told else "",
            "optional": True,
            "value": posted_or(request, f"identity.{item}", getattr(kept, item)),
        }

    address = ", ".join(known.address)
    return [
        line("name", _("Name of the institution")),
        {
            "name": "identity.address",
            "kind": "textarea",
            "rows": 4,
            "label": _("Postal address, line by line"),
            "hint": from_law % {"value": address} if address else "",
            "optional": True,
            "value": posted_or(request, "identity.address", "\n".join(kept.address)),
        },
        line("phone", _("Telephone")),
        line("email", _("E-mail address"), "email"),
        line("url", _("Address on the web")),
    ]


def _read_identity(posted: QueryDict) -> dict[str, Any]:
    content: dict[str, Any] = {
        item: posted.get(f"identity.{item}", "") for item in ("name", "phone", "email", "url")
    }
    return content | {"address": lines_of(posted.get("identity.address", ""))}


def _writing(request: HttpRequest, settings: SettingsView) -> list[Field]:
    kept = settings.terms.writing
    chosen = request.POST.getlist("writing.languages") if request.method == "POST" else list(kept.languages)
    first = posted_or(request, "first", kept.languages[0] if kept.languages else "")
    options = [{"value": code, "label": name} for code, name in language_names(LANGUAGES)]
    return [
        {
            "name": "writing.languages",
            "kind": "checkboxes",
            "label": _("Languages in which you write"),
            "hint": _(
                "A letter goes out in the reader's language where you write it, else in the usual one."
            ),
            "options": options,
            "value": chosen,
        },
        {
            "name": "first",
            "kind": "select",
            "label": _("The usual one"),
            "hint": _("It leads on your certificates too."),
            "options": options,
            "value": first,
        },
        {
            "name": "writing.letterhead",
            "kind": "textarea",
            "rows": LETTERHEAD_LINES,
            "label": _("Letterhead, line by line"),
            "hint": _("At most five lines, drawn above letters and decisions. Empty: the name."),
            "optional": True,
            "value": posted_or(request, "writing.letterhead", "\n".join(kept.letterhead)),
        },
    ]


def _read_writing(posted: QueryDict) -> dict[str, Any]:
    chosen, first = posted.getlist("writing.languages"), posted.get("first", "")
    ordered = dict.fromkeys([*([first] if first else []), *chosen])
    return {"languages": list(ordered), "letterhead": lines_of(posted.get("writing.letterhead", ""))}


def _numbering(request: HttpRequest, settings: SettingsView) -> list[Field]:
    return [
        {
            "name": "numbering.prefix",
            "kind": "text",
            "width": 10,
            "label": _("Your sign before a reference"),
            "hint": _(
                "DVKA, for instance, gives DVKA/SJ-2K7M-4T9X. Capital letters and digits, at most eight."
            ),
            "optional": True,
            "value": posted_or(request, "numbering.prefix", settings.terms.numbering.prefix),
        }
    ]


def _about_numbering(settings: SettingsView) -> list[str]:
    return [
        _("It stands in letters. The reference itself stays, so that everything sent before is still found."),
        _("Certificates are numbered by country and year in one form for all: %(example)s.")
        % {"example": f"{settings.standing.country[:2]}-2027-7K3M-92QX-4T"},
    ]


def _deadlines(request: HttpRequest, settings: SettingsView) -> list[Field]:
    kept = settings.terms.deadlines

    def number(item: str, label: str, value: object, hint: str = "") -> Field:
        return {
            "name": f"deadlines.{item}",
            "kind": "text",
            "inputmode": "numeric",
            "width": 4,
            "label": label,
            "hint": hint,
            "optional": True,
            "value": posted_or(request, f"deadlines.{item}", value),
        }

    usual = _("Empty: %(days)s days, as the service has it.") % {"days": settings.usual_days}
    fields = [number("usual", _("Calendar days to decide a request"), kept.usual, usual)]
    fields += [
        number(
            f"to_decide.{kind}",
            _("The same for: %(kind)s") % {"kind": words},
            kept.to_decide.get(kind),  # type: ignore[call-overload]
        )
        for kind, words in KINDS.items()
    ]
    return [
        *fields,
        number("question", _("Working days in which an applicant answers"), kept.question),
        number(
            "liaison_reply",
            _("Calendar days until an authority abroad is reminded"),
            kept.liaison_reply,
            _("Empty: nobody is reminded."),
        ),
        number(
            "appeal",
            _("Calendar days for an appeal"),
            kept.appeal,
            _("As your law has it. Empty: letters name no day."),
        ),
    ]


def _read_deadlines(posted: QueryDict) -> dict[str, Any]:
    def typed(item: str) -> int | str | None:
        return whole_number(posted.get(f"deadlines.{item}", ""))

    by_kind = {kind: typed(f"to_decide.{kind}") for kind in KINDS}
    content: dict[str, Any] = {item: typed(item) for item in ("usual", "liaison_reply", "appeal")}
    content["to_decide"] = {kind: days for kind, days in by_kind.items() if days is not None}
    if (question := typed("question")) is not None:
        content["question"] = question
    return content


def _second_signature(request: HttpRequest, settings: SettingsView) -> list[Field]:
    kept = list(settings.terms.second_signature)
    return [
        {
            "name": "second_signature",
            "kind": "checkboxes",
            "label": _("Two people sign"),
            "hint": _("The second is never the one who proposed. An exception always needs two."),
            "options": [{"value": code, "label": OCCASION_WORDS[code]} for code in OCCASIONS],
            "value": request.POST.getlist("second_signature") if request.method == "POST" else kept,
        }
    ]


FORMS = {
    "identity": Section(
        _identity,
        _read_identity,
        lambda _settings: [_("What you leave empty stays as the law data have it.")],
    ),
    "hours": Section(hours.fields, hours.read),
    "writing": Section(_writing, _read_writing),
    "numbering": Section(
        _numbering, lambda posted: {"prefix": posted.get("numbering.prefix", "").strip()}, _about_numbering
    ),
    "deadlines": Section(_deadlines, _read_deadlines),
    "second_signature": Section(
        _second_signature,
        lambda posted: [code for code in OCCASIONS if code in posted.getlist("second_signature")],
    ),
}
