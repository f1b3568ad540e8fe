"""The first page of the desk: what is mine, what waits, and the next case."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.access import Queue, QueueFilter, automation_of, own_cases, queue_for
from sojourn.casework.officer_events import take_next
from sojourn.casework.texts import FINDINGS_SHORT, KINDS, country_name
from sojourn.core import clock
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def home(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The officer's own cases, then the queue with its filters."""
    wanted = QueueFilter(
        kind=request.GET.get("kind", "")[:32],
        host=request.GET.get("host", "")[:8],
        flag=request.GET.get("flag", "")[:64],
    )
    page = request.GET.get("page", "1")
    queue = queue_for(acting, wanted, page=int(page) if page.isdecimal() and len(page) < 6 else 1)
    context = {
        "today": clock.today(),
        "own": own_cases(acting),
        "queue": queue,
        "wanted": wanted,
        "is_filtered": bool(wanted.kind or wanted.host or wanted.flag),
        "filters": _filters(queue, wanted),
        "earlier": _page_address(wanted, queue.page - 1) if queue.page > 1 else "",
        "later": _page_address(wanted, queue.page + 1) if queue.page < queue.pages else "",
        "automation": automation_of(acting),
    }
    return draw(request, acting, "desk/home.html", context)


@require_POST
@officers_only
def next_case(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Take the next case in hand and show it; when somebody took it first, the one after it."""
    reference = take_next(acting=acting)
    if reference is None:
        messages.info(request, _("Nothing waits that you can take."))
        return redirect("desk:home")
    return redirect("desk:case", reference=reference)


def _filters(queue: Queue, wanted: QueueFilter) -> list[dict[str, object]]:
    """The three filters as selects."""
    hosts = sorted(((host, country_name(host)) for host in queue.hosts), key=lambda each: each[1])
    kinds = [(kind, str(KINDS.get(kind, kind))) for kind in queue.kinds]
    flags = [(flag, str(FINDINGS_SHORT.get(flag, flag))) for flag in queue.flags]
    return [
        _filter("kind", _("Kind"), wanted.kind, kinds, _("All kinds")),
        _filter("host", _("Country of work"), wanted.host, hosts, _("All countries")),
        _filter("flag", _("Flag"), wanted.flag, flags, _("All flags")),
    ]


def _filter(
    name: str, label: str, value: str, options: list[tuple[str, str]], everything: str
) -> dict[str, object]:
    return {
        "name": name,
        "kind": "select",
        "label": label,
        "value": value,
        "options": [{"value": code, "label": words} for code, words in options],
        "placeholder_option": everything,
    }


def _page_address(wanted: QueueFilter, page: int) -> str:
    chosen = {"kind": wanted.kind, "host": wanted.host, "flag": wanted.flag, "page": str(page)}
    return "?" + urlencode({name: value for name, value in chosen.items() if value})
