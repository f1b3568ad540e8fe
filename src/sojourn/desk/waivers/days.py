"""A day as the forms send it, in three boxes."""

from datetime import date

from django.http import HttpRequest

from sojourn.core.errors import InvalidInput, Problem

PARTS = ("day", "month", "year")


def typed_day(request: HttpRequest, name: str) -> date | None:
    """The day that was typed; None where nothing was. Raises InvalidInput "date_not_readable"."""
    typed = [request.POST.get(f"{name}-{part}", "").strip() for part in PARTS]
    if not any(typed):
        return None
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem(name, "date_not_readable")]) from None


def typed_parts(request: HttpRequest, name: str) -> dict[str, str]:
    """The three boxes as they were typed, to draw them again."""
    return {part: request.POST.get(f"{name}-{part}", "") for part in PARTS}
