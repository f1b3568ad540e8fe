"""Leaving the service: who takes over what somebody looks after, and what happens to their own drafts."""

from collections.abc import Mapping
from uuid import UUID

from sojourn.core.errors import InvalidInput, Problem
from sojourn.journal.events import together
from sojourn.parties.access import Person
from sojourn.parties.account_events import close_account
from sojourn.requests.keeping import discard_own_drafts, hand_over, kept_everywhere


def leave(*, person: Person, heirs: Mapping[str, UUID]) -> None:
    """Close one's account for good. `heirs`: who takes over, by the token of the capacity.

    What one had begun for oneself and not sent is deleted; what was sent stays with the institution. All or nothing.
    Raises InvalidInput "open_requests_left" where something open has no heir, what `hand_over` raises for an heir,
    and what `close_account` raises.
    """
    with together():
        discard_own_drafts(person=person)
        for leaving in kept_everywhere(person):
            heir = heirs.get(leaving.acting.token)
            if heir is None:
                raise InvalidInput([Problem(f"heir-{leaving.acting.token}", "open_requests_left")])
            hand_over(acting=leaving.acting, from_id=person.pk, to_id=heir)
        close_account(person=person)
