"""Queues: named parts of the waiting cases, added and taken away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.hosting.access import SettingsView, matrix_of, settings_of
from sojourn.casework.hosting.terms import LANGUAGES, Queue
from sojourn.casework.texts import KINDS, country_name
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import officers_only
from sojourn.desk.institution.forms import Field, draw_form, posted_or, saved, shown, whole_number
from sojourn.desk.institution.words import language_names
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def queues_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The queues there are, and a form for one more."""
    settings = settings_of(acting, get_language() or "en")
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved(request, acting, "queues", _changed(request, settings))
        except InvalidInput as error:
            said = {path.rpartition(".")[2]: text for path, text in shown(error, within="queues").items()}
        else:
            return redirect("desk:institution_queues")
    hosts = [(row.corridor.host, country_name(row.corridor.host)) for row in matrix_of(acting)]
    return draw_form(
        request,
        acting,
        settings,
        heading=_("Queues"),
        fields=_fields(request, sorted(hosts, key=lambda each: each[1]), said),
        said=said,
        template="desk/institution/queues.html",
        more={"queues": [_shown(queue) for queue in settings.terms.queues]},
    )


def _changed(request: HttpRequest, settings: SettingsView) -> list[dict[str, Any]]:
    """The queues without the one taken away, or with the one typed."""
    kept = [queue.model_dump(mode="json") for queue in settings.terms.queues]
    if (gone := request.POST.get("remove")) is not None:
        return [queue for queue in kept if queue["name"] != gone]
    hindered = {"yes": True, "no": False}.get(request.POST.get("hindered", ""))
    return [
        *kept,
        {
            "name": request.POST.get("name", "").strip(),
            "kinds": request.POST.getlist("kinds"),
            "hosts": request.POST.getlist("hosts"),
            "languages": request.POST.getlist("languages"),
            "older_than": whole_number(request.POST.get("older_than", "")) or 0,
            "hindered": hindered,
        },
    ]


def _fields(request: HttpRequest, hosts: list[tuple[str, str]], said: dict[str, str]) -> list[Field]:
    fields: list[Field] = [
        {
            "name": "name",
            "kind": "text",
            "label": _("Name of the queue"),
            "value": posted_or(request, "name", ""),
        },
        _several(request, "kinds", _("Kinds"), list(KINDS.items())),
        _several(request, "languages", _("Languages"), language_names(LANGUAGES)),
        {
            "name": "older_than",
            "kind": "text",
            "inputmode": "numeric",
            "width": 4,
            "label": _("Older than, in days"),
            "optional": True,
            "value": posted_or(request, "older_than", ""),
        },
        {
            "name": "hindered",
            "kind": "select",
            "label": _("Risk"),
            "placeholder_option": _("Any"),
            "options": [
                {"value": "yes", "label": _("With a hindrance")},
                {"value": "no", "label": _("Without a hindrance")},
            ],
            "value": posted_or(request, "hindered", ""),
        },
        _several(request, "hosts", _("Countries of work"), hosts),
    ]
    return [field | {"error": said.get(field["name"], "")} for field in fields]


def _several(request: HttpRequest, name: str, label: str, options: list[tuple[str, Any]]) -> Field:
    return {
        "name": name,
        "kind": "checkboxes",
        "label": label,
        "hint": _("None: all."),
        "options": [{"value": value, "label": str(words)} for value, words in options],
        "value": request.POST.getlist(name),
    }


def _shown(queue: Queue) -> dict[str, str]:
    """A queue with what it holds, in words."""
    parts = [
        ", ".join(str(KINDS[kind]) for kind in queue.kinds),
        ", ".join(country_name(host) for host in queue.hosts),
        ", ".join(name for _code, name in language_names(queue.languages)),
    ]
    if queue.older_than:
        days = queue.older_than
        parts.append(ngettext("older than %(n)s day", "older than %(n)s days", days) % {"n": days})
    if queue.hindered is not None:
        parts.append(_("With a hindrance") if queue.hindered else _("Without a hindrance"))
    return {"name": queue.name, "what": " · ".join(filter(None, parts)) or _("All cases")}
