"""What the law says, as lines for the pages: the panel, and the line under a period while it is typed."""

from sojourn.requests.access import Request
from sojourn.web.stay_length import stay_length


def length_line(draft: Request, language: str) -> str:
    """The length of the stay, and how it compares with the limit of the law, as far as both are known."""
    return stay_length(draft.answers.start, draft.answers.end)
