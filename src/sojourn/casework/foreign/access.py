"""What is kept of certificates from abroad, as other rooms and the officers see it."""

from dataclasses import dataclass
from datetime import date

from sojourn.casework.foreign.models import ForeignCertificate
from sojourn.casework.foreign.states import ForeignState


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A certificate from abroad in few words. `state` says whether it stands; nothing in it names a person."""

    reference: str
    issuer_country: str
    host: str
    start: date
    end: date | None
    state: ForeignState

    @property
    def stands(self) -> bool:
        """Whether it binds: neither replaced nor withdrawn."""
        return self.state is ForeignState.REGISTERED


def certificates_of(number_index: str, identity_index: str) -> tuple[ForeignRow, ...]:
    """What is registered of one worker from abroad, whichever institution here registered it, by first day.

    The indexes are those of a case: of the Social Security number, and of name and birth date. A person known by a
    number of another kind is the same by name and birth date. What was replaced or withdrawn is among them: ask
    `stands`. One query; empty for empty indexes.
    """
    if not number_index and not identity_index:
        return ()
    found = ForeignCertificate.objects.of_person(number_index, identity_index).order_by("start", "pk")
    return tuple(
        ForeignRow(
            reference=row.reference,
            issuer_country=row.issuer_country,
            host=row.host,
            start=row.start,
            end=row.end,
            state=ForeignState(row.state),
        )
        for row in found.defer("particulars")
    )
