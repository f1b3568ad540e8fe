"""What happens to proofs of application: they are made, once."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from sojourn.certificates.access import may_act_for
from sojourn.certificates.errors import FACES_DIFFER, LAYOUT_FAILED, NotIssued
from sojourn.certificates.key_records import kept_key
from sojourn.certificates.keyring import sealer_in_use
from sojourn.certificates.keys import Sealer
from sojourn.certificates.number import check_index, new_secret
from sojourn.certificates.proofs.content import ProofContent
from sojourn.certificates.proofs.models import Proof
from sojourn.certificates.proofs.paper import ProofIssue, attachment, drawn_proof, proof_words, spoken
from sojourn.certificates.readback import attached_data
from sojourn.certificates.stamping import seal_and_stamp
from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.files import events as files
from sojourn.journal.events import record

_KIND = "proof_of_application"


def issue_proof(*, content: ProofContent, request_id: UUID, actor: Actor) -> bool:
    """Draw, seal and keep the proof of one request, all or nothing; whether it is new. Again changes nothing.

    Raises NotAllowed (not the service itself, nor staff of who seals), SealUnavailable (no key), NotIssued (the paper
    did not come out as it should).
    """
    may_act_for(actor, content.sealed_by.id)
    if Proof.objects.filter(request_id=request_id).exists():
        return False
    issue = ProofIssue(
        new_secret(), clock.now(), settings.SOJOURN_BASE_URL, settings.SOJOURN_MODE != "production"
    )
    # Drawn and sealed before the transaction, so that nobody waits for it.
    sealer = sealer_in_use(content.sealed_by)
    pdf = _sealed(content, issue, sealer)
    try:
        _keep(content, issue, pdf, sealer, request_id, actor)
    except IntegrityError:
        if Proof.objects.filter(request_id=request_id).exists():
            return False
        raise
    return True


def _sealed(content: ProofContent, issue: ProofIssue, sealer: Sealer) -> bytes:
    label = proof_words("seal_field", spoken(content.languages)[0], name=content.sealed_by.name)
    try:
        drawn = drawn_proof(content, issue)
    except ValueError:
        raise NotIssued(LAYOUT_FAILED) from None
    pdf = seal_and_stamp(drawn, sealer, label=label, name=content.sealed_by.name)
    if attached_data(pdf) != attachment(content, issue):
        raise NotIssued(FACES_DIFFER, fields=["attachment"])
    return pdf


def _keep(
    content: ProofContent, issue: ProofIssue, pdf: bytes, sealer: Sealer, request_id: UUID, actor: Actor
) -> None:
    with transaction.atomic():
        key = kept_key(sealer, content.sealed_by.id, content.sealed_by.name)
        Proof.objects.create(
            request_id=request_id,
            reference=content.reference,
            check_index=check_index(content.reference, issue.secret),
            secret=issue.secret,
            content=content.plain(),
            document_file=files.keep(data=pdf, media_type="application/pdf", kind=_KIND),
            document_sha256=hashlib.sha256(pdf).hexdigest(),
            seal_key=key,
            issued_at=issue.moment,
        )
        record(
            event="proof.issued",
            actor=actor,
            subject=Subject("request", str(request_id)),
            details={"institution": content.sealed_by.id, "key": f"kid:{key.kid}"},
        )
