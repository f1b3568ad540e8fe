"""What the case's page says of exchanges with other authorities."""

from typing import Any, Final
from uuid import uuid4

from sojourn.casework.case_view import CaseView
from sojourn.casework.european.access import notices_of_case
from sojourn.casework.european.receivers import REGULATION
from sojourn.casework.exceptions.access import exchanges_of_case
from sojourn.casework.exceptions.basis import knows_clause
from sojourn.desk.exceptions.lists import status_of
from sojourn.engine import load_law
from sojourn.parties.acting import ActingAs

OPEN: Final = frozenset({"draft", "to_sign", "signed", "sent"})
WANTED: Final = frozenset({"exception_not_agreed", "extension_not_agreed"})


def exchanges_shown(acting: ActingAs, case: CaseView) -> dict[str, Any]:
    """The case's exchanges, and whether one can be begun now; prominently where the case waits for an agreement."""
    rows = exchanges_of_case(acting, case.id)
    in_hand = case.in_my_hands and not case.my_own_matter and case.state in {"assigned", "in_review"}
    begun = any(row.state in OPEN for row in rows)
    european = any(
        (period.get("basis") or {}).get("instrument") == REGULATION
        for period in case.determination.get("periods", ())
    )
    may_begin = in_hand and not begun and knows_clause(case.determination, load_law())
    wanted = any(finding.code in WANTED for finding in case.findings)
    return {
        "rows": [
            {
                "reference": row.reference,
                "status": status_of(row),
                "due": row.due_on if row.state == "sent" else None,
            }
            for row in rows
        ],
        "may_begin": may_begin,
        # Then it is the next best step, before anything is refused.
        "comes_first": may_begin and wanted,
        "key": uuid4(),
        "may_ask": in_hand and european,
        "notices": notices_of_case(acting, case.id) if european or rows else (),
    }
