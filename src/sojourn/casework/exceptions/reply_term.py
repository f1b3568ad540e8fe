"""By when the other authority is to answer."""

from datetime import date, timedelta
from typing import Final

from sojourn.core.periods import last_day_of, next_day

MONTHS: Final = 2
"""Where the institution has set nothing: what the Norwegian casework system gives (Melosys)."""


def last_day_to_reply(sent_on: date, days: int | None = None) -> date:
    """The last day in time: `days` after it was sent where the institution has set them, else two months after."""
    if days is not None:
        return sent_on + timedelta(days=days)
    return last_day_of(next_day(sent_on), MONTHS)
