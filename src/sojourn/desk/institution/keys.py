"""Seal and keys: which key seals, until when, how it looks on paper, and how another takes its place."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.hosting.seals import seal_of
from sojourn.core import clock
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def keys_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The key in use, those before it, and a test document."""
    seal = seal_of(acting)
    context = {
        "seal": seal,
        "institution_id": acting.institution_id,
        "days_left": (seal.now.valid_until - clock.today()).days if seal.now else None,
    }
    return draw(request, acting, "desk/institution/keys.html", context)
