"""Who asks with a key: read from the header Authorization, which no browser sends by itself."""

from django.http import HttpRequest

from sojourn.api.limits import counted_key
from sojourn.api.problems import Refusal
from sojourn.core.errors import NotAllowed
from sojourn.parties.api_keys import KeyInUse, use_api_key

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="sojourn"'}


def key_of(request: HttpRequest, scope: str) -> KeyInUse:
    """The key in force with which this is asked. Raises Refusal: key_needed, scope_needed, too_many_requests."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise Refusal("key_needed", headers=_CHALLENGE)
    try:
        key = use_api_key(secret.strip())
    except NotAllowed:
        raise Refusal("key_needed", headers=_CHALLENGE) from None
    if scope not in key.scopes:
        raise Refusal("scope_needed")
    counted_key(str(key.id), scope)
    return key
