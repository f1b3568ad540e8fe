"""How officers share the work in the demonstration: a case handed over, one that only a group sees, a doubted fact.

Running it again changes nothing.
"""

from collections.abc import Iterable
from typing import Final

from sojourn.casework.asking.establishing import dispute_fact
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.officer_events import assign
from sojourn.casework.officers.events import pass_on
from sojourn.casework.restricted.access import groups_at
from sojourn.casework.restricted.events import add_member, make_group, restrict
from sojourn.config.demo.cases import Told
from sojourn.config.demo.deciding import COLLEAGUE
from sojourn.config.demo.seed import INSTITUTION, OFFICER
from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs, Person, staff_of

_NOTE: Final = "The employer calls back on Tuesday about the last day. The contract is in the thread."
_DOUBT: Final = "The employer said on the telephone that the work may end earlier."
_GROUP: Final = "Cases of our own staff"


def seed_sharing(told: Iterable[Told]) -> None:
    """Of the cases that wait for nobody yet: hand the first to a colleague with a doubt, restrict the second."""
    officer = staff_of(Person.objects.get(email=OFFICER), INSTITUTION)
    colleague = staff_of(Person.objects.get(email=COLLEAGUE), INSTITUTION)
    group = make_group(acting=officer, name=_GROUP)
    add_member(acting=officer, group_id=group, person_id=colleague.person_id)
    if any(each.cases for each in groups_at(officer)):
        return
    references = [one.reference for one in told if one.reference and not one.certificate]
    waiting = [case for reference in references if (case := _waiting(officer, reference)) is not None]
    if len(waiting) < 3:
        return
    _hand_over(officer, colleague, waiting[0])
    restrict(
        acting=officer,
        case_id=waiting[1].id,
        version=waiting[1].version,
        group_id=group,
        whole_person=False,
        reason="The worker is married to a colleague.",
    )


def _hand_over(officer: ActingAs, colleague: ActingAs, case: CaseView) -> None:
    assign(acting=officer, case_id=case.id)
    taken = case_for(officer, case.reference)
    dispute_fact(
        acting=officer, case_id=case.id, version=taken.version, fact="activities[0].end", reason=_DOUBT
    )
    doubted = case_for(officer, case.reference)
    pass_on(
        acting=officer,
        case_id=case.id,
        version=doubted.version,
        to=colleague.person_id,
        why="knowledge",
        words=_NOTE,
    )


def _waiting(officer: ActingAs, reference: str) -> CaseView | None:
    """The case, if it waits for an officer of the institution."""
    try:
        case = case_for(officer, reference)
    except NotAllowed:
        return None
    return case if case.state == "new" else None
