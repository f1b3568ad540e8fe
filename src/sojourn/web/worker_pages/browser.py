"""What all pages of the worker share: who is in, the language of the letter, no address that leaks, nothing cached.

Who has come in is kept in the session: an id and the number of the link, no name. The session gets a new key at that
moment, so that nobody who knew the old one is in.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.guessing.limits import TooManyTries
from sojourn.requests.worker_part.access import Holder, Part, by_id, held
from sojourn.web.home import not_found

SESSION_KEY = "worker_parts"


def worker_page[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For every page of a worker: what is not there, or not theirs, is not found; no address leaves the page."""

    @wraps(view)
    def found(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101  for the type checker
        try:
            return view(*args, **kwargs)
        except NotAllowed:
            return not_found(request)
        except TooManyTries as refused:
            context = {"minutes": refused.minutes}
            return render(request, "web/too_many_tries.html", context, status=429)

    protected = csrf_protect(found)

    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101  for the type checker
        _name_own_origin(request)
        response: HttpResponse = protected(*args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _name_own_origin(request: HttpRequest) -> None:
    """A page that tells nobody its address sends forms with "Origin: null", which the check of forms refuses.

    Where the browser itself says that the form is of this site, or is too old to say, the secret in the form decides;
    forms of other sites come without the cookie that it must fit.
    """
    said = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.META.get("HTTP_ORIGIN") == "null" and said == "same-origin":
        request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"


def speak(request: HttpRequest, language: str) -> None:
    """Draw the page in the language of the letter, unless the reader has chosen another."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language


def let_in(request: HttpRequest, holder: Holder) -> None:
    """Bind the part to this browser."""
    request.session.cycle_key()
    parts = dict(request.session.get(SESSION_KEY, {}))
    request.session[SESSION_KEY] = parts | {str(holder.part_id): holder.generation}


def holder_in(request: HttpRequest, part_id: UUID) -> Holder | None:
    """Who this browser is to the part; None where it has not come in."""
    generation = request.session.get(SESSION_KEY, {}).get(str(part_id))
    return Holder(part_id, generation) if isinstance(generation, int) else None


def come_in(request: HttpRequest, part_id: UUID) -> tuple[Holder, Part] | HttpResponse:
    """The part for a browser that has come in; else the page where one can. Raises NotAllowed where there is none."""
    speak(request, by_id(part_id).language)
    holder = holder_in(request, part_id)
    if holder is None:
        return redirect("worker_part", part_id=part_id)
    try:
        return holder, held(holder)
    except WrongState:
        return redirect("worker_part", part_id=part_id)
