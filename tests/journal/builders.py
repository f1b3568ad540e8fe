"""Lines for the tests of the journal."""

from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.journal.events import record

CLERK = Actor(Capacity.EMPLOYER, person_id="4d1c", party_id="77aa")
REQUEST = Subject("request", "3f2c")


def write(*events: str, subject: Subject = REQUEST) -> None:
    """One line for each event."""
    for event in events:
        record(event=event, actor=CLERK, subject=subject, details={"status": "submitted", "count": 3})
