"""One file of two institutions, as the reader's side sees it, with what this side can do next."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.exceptions.file_view import ExchangeView, look_at_exchange
from sojourn.casework.exceptions.states import ReplyState
from sojourn.casework.exceptions.texts import ENDED, KINDS, LINES
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.exceptions.lists import status_of
from sojourn.desk.exceptions.shown import person_rows, proposal_rows, reason_rows, reply_rows, weighed_rows
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def file(request: HttpRequest, acting: ActingAs, exception: str) -> HttpResponse:
    """The file. It names a person, so each look is written down."""
    view = look_at_exchange(acting=acting, reference=exception)
    context = {
        "view": view,
        "title": KINDS[view.row.kind],
        "status": status_of(view.row),
        "ended": ENDED.get(view.row.ended_because, ""),
        "proposal": proposal_rows(view),
        "person": person_rows(view.content) if view.content else [],
        "reasons": reason_rows(view.content) if view.content else [],
        "weighed": weighed_rows(view),
        "replies": reply_rows(view),
        "lines": [{"line": each, "words": LINES.get(each.event, each.event)} for each in view.lines],
        "can": _possible(view),
        "key": uuid4(),
    }
    return draw(request, acting, "desk/exceptions/file.html", context)


def _possible(view: ExchangeView) -> dict[str, bool]:
    """What the reader can do now. The events decide; this only spares buttons that would be refused."""
    state, row = view.row.state, view.row
    if view.is_asking:
        mine = view.in_my_hands and not view.my_own_matter
        return {
            "write": mine and state == "draft",
            "see_signature": view.signature is not None,
            "send": mine and state == "signed",
            "take_back": mine and state == "signed",
            "remind": mine and row.is_late,
            "give_up": mine and state in {"draft", "signed", "sent"},
            "record": mine and state == "sent" and not view.delivered_here,
            "record_late": state in {"answered", "ended"} and not view.delivered_here and bool(row.sent_on),
            "tell": view.to_tell,
        }
    able = not view.my_own_matter and not view.acted_for_other_side
    drafted = view.in_preparation
    to_sign = drafted is not None and drafted.state is ReplyState.TO_SIGN
    return {
        "take_up": able and state == "sent" and not view.in_my_hands and not to_sign,
        "reply": able and state == "sent" and view.in_my_hands and not to_sign,
        "reply_take_back": able and to_sign and view.in_my_hands,
        "reply_sign": able and to_sign and drafted is not None and not drafted.prepared_by_me,
    }
