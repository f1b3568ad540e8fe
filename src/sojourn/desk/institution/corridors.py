"""What we decide: the matrix of countries and kinds, and the form of one row."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.hosting.access import MatrixRow, SettingsView, matrix_of, settings_of
from sojourn.casework.hosting.terms import NEVER_AUTOMATIC, Cell
from sojourn.casework.hosting.texts import CONFIDENCE, MODES
from sojourn.casework.texts import KINDS, country_name
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.institution.forms import Field, draw_form, posted_or, saved, shown, whole_number
from sojourn.desk.institution.words import cell_words
from sojourn.parties.acting import ActingAs

USUAL = "usual"


@require_safe
@officers_only
def matrix_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Every country of work for which the institution issues, with its law and what becomes of each kind."""
    settings, rows = settings_of(acting, get_language() or "en"), matrix_of(acting)
    usual = settings.terms.corridors
    context = {
        "settings": settings,
        "kinds": list(KINDS.values()),
        "usual": [cell_words(usual.cell("", kind)) for kind in KINDS],
        "rows": sorted((_row(row) for row in rows), key=lambda row: str(row["name"])),
    }
    return draw(request, acting, "desk/institution/corridors.html", context)


def _row(row: MatrixRow) -> dict[str, Any]:
    return {
        "host": row.corridor.host,
        "name": country_name(row.corridor.host),
        "laws": [law.instrument for law in row.corridor.laws],
        "confidence": CONFIDENCE[row.corridor.confidence],
        "unsure": row.unsure,
        "cells": [{"words": cell_words(row.cells[kind]), "own": kind in row.own} for kind in KINDS],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def row_page(request: HttpRequest, acting: ActingAs, host: str) -> HttpResponse:
    """What becomes of each kind for one country, or for all that have nothing of their own."""
    row = next((each for each in matrix_of(acting) if each.corridor.host == host), None)
    if row is None and host != USUAL:
        raise Http404
    settings = settings_of(acting, get_language() or "en")
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved(request, acting, "corridors", _matrix(request, settings, host))
        except InvalidInput as error:
            said = _placed(shown(error, within="corridors"))
        else:
            return redirect("desk:institution_corridors")
    name = country_name(host) if row else _("Every other country")
    return draw_form(
        request,
        acting,
        settings,
        heading=_("What we decide: %(country)s") % {"country": name},
        intro=_about(row),
        fields=_fields(request, settings, row, said),
        said=said,
        back="institution_corridors",
    )


def _about(row: MatrixRow | None) -> list[str]:
    if row is None:
        return [_("This holds for every country that has nothing of its own.")]
    lines = [f"{law.title} · {CONFIDENCE[law.confidence]}" for law in row.corridor.laws]
    if row.unsure:
        lines.append(
            _("The law data are less sure than you accept. Straight through needs a reason in writing here.")
        )
    return lines


def _fields(
    request: HttpRequest, settings: SettingsView, row: MatrixRow | None, said: dict[str, str]
) -> list[Field]:
    fields: list[Field] = []
    for kind, words in KINDS.items():
        cell = _kept(settings, row, kind)
        usual = settings.terms.corridors.cell("", kind)
        as_usual = [
            {"value": "", "label": _("As for every other country: %(what)s") % {"what": cell_words(usual)}}
        ]
        modes = [
            {"value": mode, "label": label}
            for mode, label in MODES.items()
            if not (mode == "through" and kind in NEVER_AUTOMATIC)
        ]
        fields.append(
            {
                "name": f"mode.{kind}",
                "kind": "select",
                "label": str(words),
                "options": [*(as_usual if row else ()), *modes],
                "placeholder_option": None,
                "value": posted_or(
                    request, f"mode.{kind}", cell.mode if cell else ("" if row else usual.mode)
                ),
                "error": said.get(f"mode.{kind}", ""),
            }
        )
        if kind not in NEVER_AUTOMATIC:
            fields.append(_sample_field(request, kind, cell, settings, said))
    if row is not None and row.unsure:
        fields.append(_unsure_field(request, row, said))
    return fields


def _sample_field(
    request: HttpRequest, kind: str, cell: Cell | None, settings: SettingsView, said: dict[str, str]
) -> Field:
    return {
        "name": f"sample.{kind}",
        "kind": "text",
        "inputmode": "numeric",
        "width": 4,
        "suffix": "%",
        "label": _("Looked at afterwards: %(kind)s") % {"kind": KINDS[kind]},
        "hint": _("Of what goes straight through. Empty: %(percent)s %%, as everywhere.")
        % {"percent": settings.terms.sample},
        "optional": True,
        "value": posted_or(request, f"sample.{kind}", cell.sample if cell else None),
        "error": said.get(f"sample.{kind}", ""),
    }


def _unsure_field(request: HttpRequest, row: MatrixRow, said: dict[str, str]) -> Field:
    kept = next((cell.reason for cell in row.cells.values() if cell.reason), "")
    return {
        "name": "unsure",
        "kind": "textarea",
        "rows": 3,
        "label": _("Why requests may go straight through on these law data"),
        "hint": _("Kept with the setting, and read whenever somebody asks."),
        "optional": True,
        "value": posted_or(request, "unsure", kept),
        "error": said.get("unsure", ""),
    }


def _kept(settings: SettingsView, row: MatrixRow | None, kind: str) -> Cell | None:
    """What is set for this row itself."""
    corridors = settings.terms.corridors
    own = corridors.usual if row is None else corridors.cells.get(row.corridor.host, {})
    return own.get(kind)  # type: ignore[call-overload]


def _matrix(request: HttpRequest, settings: SettingsView, host: str) -> dict[str, Any]:
    """The whole matrix with this row as typed."""
    matrix = settings.terms.corridors.model_dump(mode="json")
    row: dict[str, Any] = {}
    for kind in KINDS:
        mode = request.POST.get(f"mode.{kind}", "")
        if not mode:
            continue
        row[kind] = {"mode": mode}
        if mode == "through":
            row[kind] |= {
                "sample": whole_number(request.POST.get(f"sample.{kind}", "")),
                "reason": " ".join(request.POST.get("unsure", "").split()),
            }
    if host == USUAL:
        matrix["usual"] = row
    elif row:
        matrix["cells"][host] = row
    else:
        matrix["cells"].pop(host, None)
    return matrix


def _placed(said: dict[str, str]) -> dict[str, str]:
    """The sentences at the boxes of the page: `corridors.cells.DE.first.sample` is the sample of first requests.

    What is said of the whole matrix is about exceptions, the one kind that people always decide.
    """
    placed = {}
    for path, text in said.items():
        above, _dot, item = path.rpartition(".")
        kind = above.rpartition(".")[2]
        at = {"reason": "unsure", "sample": f"sample.{kind}", "mode": f"mode.{kind}"}
        placed["mode.exception" if path == "corridors" else at.get(item, path)] = text
    return placed
