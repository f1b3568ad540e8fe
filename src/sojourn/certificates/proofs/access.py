"""Reading proofs. Who may see which is for the room to say that has the request."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings

from sojourn.certificates.proofs.models import Proof
from sojourn.files import access as files


@dataclass(frozen=True, slots=True)
class IssuedProof:
    """A proof as it was made."""

    reference: str
    secret: str = field(repr=False)
    issued_at: datetime
    file_id: UUID

    @property
    def address(self) -> str:
        """Where anybody who holds the paper can check it."""
        return f"{settings.SOJOURN_BASE_URL}/c/{self.reference}/{self.secret}"


def proof_of(request_id: UUID) -> IssuedProof | None:
    """The proof of a request; None while there is none."""
    row = Proof.objects.filter(request_id=request_id).first()
    return IssuedProof(row.reference, row.secret, row.issued_at, row.document_file) if row else None


def proof_document(request_id: UUID) -> bytes | None:
    """The sealed PDF, exactly as it was made; None while there is none. Raises FileDamaged."""
    row = Proof.objects.filter(request_id=request_id).first()
    return files.read(row.document_file) if row else None
