"""Requests as the API tells them: where they stand, and nothing that names anybody."""

from datetime import date, datetime
from typing import Self

from ninja import Schema
from pydantic import Field

from sojourn.requests.access import Request


class RequestForm(Schema):
    """A request that was sent."""

    reference: str = Field(
        description="Names it here and towards the institution.", examples=["SJ-7K3M-92QX"]
    )
    state: str = Field(
        description="submitted, information_requested, approved, refused, forwarded, discontinued, withdrawn, or a "
        "state of a package for an institution that is not reached from here."
    )
    kind: str = Field(description="first, extension, correction, exception or replacement.")
    institution: str = Field(description="Id of the institution that decides.", examples=["us-ssa"])
    home: str = Field(description="Country from which the person is sent.")
    host: str = Field(description="Country of the work.")
    start: date | None = Field(None, description="First day of work abroad.")
    end: date | None = Field(None, description="Last day of work abroad; null where none is set.")
    handed_in_at: datetime = Field(description="When it was sent.")
    decided_at: datetime | None = Field(None, description="When the institution decided.")
    certificate_number: str | None = Field(None, description="Of the certificate that was issued.")

    @classmethod
    def of(cls, request: Request) -> Self:
        """The request as it stands."""
        if request.handed_in_at is None or request.reference is None:
            raise ValueError("a draft has no reference")
        return cls(
            reference=request.reference,
            state=request.state,
            kind=request.kind,
            institution=request.institution_id,
            home=request.home,
            host=request.host,
            start=request.period_start,
            end=request.period_end,
            handed_in_at=request.handed_in_at,
            decided_at=request.decided_at,
            certificate_number=request.certificate_number or None,
        )


class RequestPageForm(Schema):
    """Some of the employer's requests, last sent first."""

    items: list[RequestForm]
    next: str | None = Field(
        None, description="Reference to give as `after` for the next ones; null at the end."
    )
