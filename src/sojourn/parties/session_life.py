"""How long somebody stays signed in: until nothing has been pressed for a while, and never longer than half a day.

NIST SP 800-63B-4 names both ends for AAL2 (section 2.2.3): inactivity, and an overall timeout. What was typed when the
session ended is kept (`sojourn.web.kept_text`); a page warns five minutes before (`js/session.js`).
"""

import time
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

BEGAN: Final = "signed_in_at"
USED: Final = "used_at"
LAPSED: Final = "lapsed"
# Writing the session down at every press would be most of the work of a small page.
_NOTED_EVERY_SECONDS: Final = 60


class PersonOfSession(AuthenticationMiddleware):
    """Django's own, for sessions that end when they have not been used.

    Nothing is read before somebody asks who it is: pages that are the same for everybody never do.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its `user`."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]


class SessionStore(Stored):
    """Sessions in the database, which know when they began. The name is the one by which Django finds it."""

    def cycle_key(self) -> None:
        """What Django does when somebody signs in: the same session under a new key, and from now on."""
        super().cycle_key()
        self[BEGAN] = self[USED] = int(time.time())
        self.pop(LAPSED, None)


def seconds_left(session: SessionBase) -> int | None:
    """Seconds until whoever is signed in here is signed out if nothing is pressed; None when nobody is."""
    now = int(time.time())
    used, began = session.get(USED), session.get(BEGAN)
    if used is None or began is None:
        return None
    ends = min(used + settings.SOJOURN_IDLE_SECONDS, began + settings.SOJOURN_LONGEST_SESSION_SECONDS)
    return max(0, ends - now)


def stay(session: SessionBase) -> int | None:
    """Count this moment as a use; gives the seconds left then. None, and nothing changed, when nobody is signed in."""
    if not seconds_left(session):
        return None
    session[USED] = int(time.time())
    return seconds_left(session)


def _who(request: HttpRequest) -> Any:
    session = request.session
    if seconds_left(session) == 0:
        session.flush()
        session[LAPSED] = True
        return AnonymousUser()
    person = get_user(request)
    if person.is_authenticated:
        _note_use(session)
    return person


def _note_use(session: SessionBase) -> None:
    now = int(time.time())
    if now - session.get(USED, 0) >= _NOTED_EVERY_SECONDS:
        session[USED] = now
        # Of a session from before both ends were kept, the longer one begins now.
        session.setdefault(BEGAN, now)
