"""What has to be done as an iCalendar file (RFC 5545): one entry for each day and act, naming nobody."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from sojourn.core import clock
from sojourn.register.to_do.models import ToDo


def calendar_of(
    items: Iterable[ToDo],
    *,
    name: str,
    words: Callable[[ToDo], str],
    why: Callable[[ToDo], str],
    address: Callable[[ToDo], str],
) -> bytes:
    """The calendar: whole days, so that no time zone moves them. A program that reads it again finds each entry by its
    id; `words`, `why` and `address` tell one."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sojourn//Register//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for item in items:
        event = Event()
        event.add("uid", f"{item.pk}@sojourn")
        event.add("dtstamp", clock.now())
        event.add("dtstart", item.due_on)
        event.add("dtend", item.due_on + timedelta(days=1))
        event.add("summary", words(item))
        event.add("description", why(item))
        event.add("url", address(item))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
