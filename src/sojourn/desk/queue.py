"""The first page of the desk: what is mine today, what waits, who is away, and the next case."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.access import automation_of
from sojourn.casework.hosting.texts import failure_words
from sojourn.casework.issuing import issuing_waits
from sojourn.casework.officer_events import take_next
from sojourn.casework.officers.access import colleagues_away
from sojourn.casework.permissions import LEADING_ROLES
from sojourn.casework.queues import Queue, QueueFilter, due_cases_of, loads_of, own_cases, queue_for
from sojourn.casework.texts import refusal_sentence
from sojourn.core import clock
from sojourn.core.errors import WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.institution.troubles import troubles_of
from sojourn.desk.pictures import ageing_picture, workload_picture
from sojourn.desk.queue_filter import filter_of, remember
from sojourn.desk.queue_words import filter_fields, pile_groups, removable
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def home(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The officer's own cases, then the queue by its piles, then how the work lies."""
    wanted = filter_of(request.GET)
    page = request.GET.get("page", "1")
    queue = queue_for(acting, wanted, page=int(page) if page.isdecimal() and len(page) < 6 else 1)
    away = colleagues_away(acting)
    leads = acting.role in LEADING_ROLES
    waiting = issuing_waits(acting)
    context: dict[str, Any] = {
        "today": clock.today(),
        "own": own_cases(acting),
        "queue": queue,
        "wanted": wanted,
        "chosen": removable(wanted),
        "filters": filter_fields(queue, wanted),
        "piles": pile_groups(queue, wanted),
        "earlier": _page_address(wanted, queue.page - 1) if queue.page > 1 else "",
        "later": _page_address(wanted, queue.page + 1) if queue.page < queue.pages else "",
        "automation": automation_of(acting),
        "away": away,
        "left_behind": due_cases_of(acting, [each.id for each in away]) if leads else (),
        "pictures": _pictures(acting, queue),
        "issuing_waits": waiting,
        "troubles": troubles_of(acting) if leads else (),
        "fault": failure_words(waiting.fault) if waiting else "",
    }
    return draw(request, acting, "desk/home.html", context)


@require_POST
@officers_only
def next_case(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Take the next case of the chosen queue in hand and show it; when somebody took it first, the one after it."""
    wanted = filter_of(request.POST)
    try:
        reference = take_next(acting=acting, wanted=wanted)
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
        return redirect("desk:home")
    if reference is None:
        messages.info(request, _("Nothing waits here that you can take."))
        return redirect(f"{reverse('desk:home')}?{urlencode(wanted.chosen)}")
    # The case remembers from which queue it came, so that the next one comes from there as well.
    remember(request, wanted)
    return redirect("desk:case", reference=reference)


def _pictures(acting: ActingAs, queue: Queue) -> list[dict[str, Any]]:
    drawn = [ageing_picture(queue.piles["age"]), workload_picture(loads_of(acting))]
    return [picture for picture in drawn if picture]


def _page_address(wanted: QueueFilter, page: int) -> str:
    return "?" + urlencode(wanted.chosen | {"page": str(page)})
