"""Work for the background worker. Arguments are ids only."""

import uuid

from django.tasks import task

from sojourn.messages.delivery import deliver


@task
def deliver_letter(letter_id: str) -> str | None:
    """Deliver one letter; if it must wait, ask to be called again then. Gives the letter's state."""
    delivery = deliver(uuid.UUID(letter_id))
    if delivery is None:
        return None
    if delivery.next_try:
        deliver_letter.using(run_after=delivery.next_try).enqueue(letter_id)
    return delivery.state.value
