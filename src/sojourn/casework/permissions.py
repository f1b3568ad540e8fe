"""Which staff may do what. The border between institutions, and between an officer and the own matter."""

from uuid import UUID

from django.contrib.auth import get_user_model

from sojourn.casework.models import Case, CaseQuerySet
from sojourn.casework.restricted.groups import groups_of
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.access import Person, capacities_of, confirm
from sojourn.parties.acting import ActingAs
from sojourn.parties.reading import seen_once

LEADING_ROLES = frozenset({"lead", "administrator"})


def require_officer(acting: ActingAs) -> ActingAs:
    """The post read again, as it stands this moment. Raises NotAllowed for anyone without one."""
    if acting.actor.capacity is not Capacity.STAFF:
        raise NotAllowed("not_allowed")
    return confirm(acting)


def require_lead(acting: ActingAs) -> ActingAs:
    """As `require_officer`, for those who lead or administer the institution."""
    confirmed = require_officer(acting)
    if confirmed.role not in LEADING_ROLES:
        raise NotAllowed("not_allowed")
    return confirmed


def officer_id(acting: ActingAs) -> UUID:
    """The officer as a person. Raises NotAllowed for a post without one, which there is not."""
    if acting.actor.person_id is None:
        raise NotAllowed("not_allowed")
    return UUID(acting.actor.person_id)


def cases_in_sight(acting: ActingAs) -> CaseQuerySet:
    """The cases of the officer's institution, without those that only others see. Raises NotAllowed."""
    acting = require_officer(acting)
    cases = Case.objects.of_institution(str(acting.institution_id))
    return cases.in_sight_of(groups_of(officer_id(acting), str(acting.institution_id)))


def case_in_sight(acting: ActingAs, reference: str) -> Case:
    """The case under this reference with its newest decision, read once for each page that is drawn.

    For panels beside the case, which are asked after it. Raises NotAllowed for one out of sight.
    """
    case = seen_once(
        ("case_in_sight", acting.token, officer_id(acting), reference),
        lambda: cases_in_sight(acting).select_related("decision").filter(reference=reference).first(),
    )
    if case is None:
        raise NotAllowed("not_allowed")
    return case


def require_in_sight(acting: ActingAs, case: Case) -> None:
    """Raises NotAllowed for a case of another institution, and for one that only a group of others sees."""
    institution = str(acting.institution_id)
    if case.institution_id != institution:
        raise NotAllowed("not_allowed")
    if case.restricted_to is not None and case.restricted_to not in groups_of(
        officer_id(acting), institution
    ):
        raise NotAllowed("not_allowed")


def employers_of_officer(acting: ActingAs) -> set[UUID]:
    """The employers for which the officer can act outside the institution, by membership or mandate."""
    capacities = capacities_seen(officer_id(acting))
    return {each.employer_id for each in capacities if each.employer_id is not None}


def capacities_seen(person_id: UUID, person: Person | None = None) -> list[ActingAs]:
    """Every capacity of somebody, read once for each page that is drawn; `person` where the caller has the row."""
    return seen_once(
        ("capacities", person_id),
        lambda: capacities_of(person or get_user_model().objects.get(pk=person_id)),
    )


def is_party(acting: ActingAs, case: Case) -> bool:
    """Whether the request is the officer's own or that of an employer of theirs."""
    if str(case.requester_id) == acting.actor.person_id:
        return True
    return case.employer_id is not None and case.employer_id in employers_of_officer(acting)


def require_no_party(acting: ActingAs, case: Case) -> None:
    """Raises WrongState "own_matter" where the officer is party to the request."""
    if is_party(acting, case):
        raise WrongState("own_matter")
