"""Erasing what a certificate and a proof say, when their time is over.

Number, days, status and the digest of the document stay, frozen as they were: whoever holds the paper is told that it
was issued here and that its data has been erased. The sealed document, the content and the secret go.
"""

from uuid import UUID

from sojourn.certificates.access import may_act_for
from sojourn.certificates.credential.events import forget_credentials
from sojourn.certificates.models import Certificate
from sojourn.certificates.proofs.models import Proof
from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.files.events import discard
from sojourn.journal.events import record, together


def erase_certificate(*, number: str, actor: Actor) -> bool:
    """Erase the content, secret and document of a certificate; whether anything was left to erase.

    For the issuer's staff and the service itself: NotAllowed for others. An unknown number is nothing to erase.
    """
    with together():
        row = Certificate.objects.select_for_update().filter(number=number).first()
        if row is None or row.erased_at is not None:
            return False
        may_act_for(actor, row.institution_id)
        discard(row.document_file)
        forget_credentials(row.pk)
        row.content, row.secret, row.erased_at = {}, "", clock.now()
        row.save(update_fields=["content", "secret", "erased_at"])
        record(event="certificate.erased", actor=actor, subject=Subject("certificate", row.number))
    return True


def erase_proof(*, request_id: UUID, actor: Actor) -> bool:
    """Erase the proof of application of a request; whether there was one to erase."""
    with together():
        row = Proof.objects.select_for_update().filter(request_id=request_id, erased_at__isnull=True).first()
        if row is None:
            return False
        discard(row.document_file)
        row.content, row.secret, row.erased_at = {}, "", clock.now()
        row.save(update_fields=["content", "secret", "erased_at"])
        record(event="proof.erased", actor=actor, subject=Subject("request", str(request_id)))
    return True
