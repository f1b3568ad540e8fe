"""The chosen queue: read from an address or a form, and remembered from case to case."""

from django.http import HttpRequest, QueryDict

from sojourn.casework.queues import QueueFilter
from sojourn.desk.queue_words import FILTERS


def filter_of(given: QueryDict) -> QueueFilter:
    """The chosen queue, as an address or a form says it."""
    return QueueFilter(**{name: given.get(name, "")[:64] for name in FILTERS})


def chosen_queue(request: HttpRequest) -> dict[str, str]:
    """The queue from which the officer took the last case: what "take next" takes from again."""
    chosen = request.session.get("queue")
    return (
        {name: str(chosen[name]) for name in FILTERS if chosen.get(name)} if isinstance(chosen, dict) else {}
    )


def remember(request: HttpRequest, wanted: QueueFilter) -> None:
    """Take the next case from the same queue."""
    if request.session.get("queue") != wanted.chosen:
        request.session["queue"] = wanted.chosen
