"""What casework asks about applicants: whether a firm still acts for an employer, and whether anybody can be told."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from sojourn.parties.models import Mandate, Person


def mandate_stands(firm_id: UUID, employer_id: UUID, on: date) -> bool:
    """Whether the firm has a mandate of the employer that is in force on that day."""
    return Mandate.objects.in_force(on).filter(firm_id=firm_id, employer_id=employer_id).exists()


def somebody_reachable(person_id: UUID, employer_id: UUID | None) -> bool:
    """Whether the person, or anybody of the employer, still has an account to read a decision in."""
    who = Q(pk=person_id)
    if employer_id is not None:
        who |= Q(memberships__employer_id=employer_id)
    return Person.objects.filter(who, is_active=True, left_at__isnull=True).exists()
