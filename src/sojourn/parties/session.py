"""For whom somebody acts in this session: kept as a token, read anew on every page."""

from collections.abc import MutableMapping
from typing import Any, Final

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs, acting_as, capacities_of
from sojourn.parties.models import Person

SESSION_KEY: Final = "acting"
RECENT_KEY: Final = "acting_recent"
RECENT: Final = 5


def current_acting(person: Person, session: MutableMapping[str, Any]) -> ActingAs | None:
    """The capacity chosen in this session, or the only possible one; None when the person has still to
    choose.

    A capacity that has ended meanwhile is forgotten. Posts are never preset for applicants' pages: who has
    one and nothing else acts for themselves there.
    """
    token = session.get(SESSION_KEY)
    if token:
        try:
            return acting_as(person, token)
        except NotAllowed:
            del session[SESSION_KEY]
    *others, own = capacities_of(person)
    possible = [acting for acting in others if acting.actor.capacity is not Capacity.STAFF]
    if not possible:
        return own
    return possible[0] if len(possible) == 1 else None


def switch_acting(person: Person, session: MutableMapping[str, Any], token: str) -> ActingAs:
    """Act in the capacity that `token` names from now on. Raises NotAllowed when the person has it not."""
    acting = acting_as(person, token)
    session[SESSION_KEY] = acting.token
    others = [each for each in recent_tokens(session) if each != acting.token]
    session[RECENT_KEY] = [acting.token, *others][:RECENT]
    return acting


def recent_tokens(session: MutableMapping[str, Any]) -> list[str]:
    """The capacities used last in this session, newest first, by their tokens; some may have ended."""
    kept = session.get(RECENT_KEY, [])
    return [str(each) for each in kept][:RECENT]
