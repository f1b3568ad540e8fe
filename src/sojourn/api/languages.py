"""In which language an answer is told: as the query says, else as the client prefers, else English."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from sojourn.engine.telling.texts import FALLBACK, LANGUAGES

PARAMETER = "language"


def preferred(request: HttpRequest) -> str:
    """The language of the answer. A `language` parameter that we do not speak counts as not given here.

    Whether it may be said at all is for the operation to check. Cookies do not count: the same request gives the
    same answer to everybody.
    """
    asked = request.GET.get(PARAMETER, "")
    if asked in LANGUAGES:
        return asked
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:200]):
        if tag[:2] in LANGUAGES and tag[2:3] in ("", "-"):
            return tag[:2]
    return FALLBACK
