"""What happens to credentials: a certificate is offered to a wallet, the code is taken, credentials are given out."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.access import may_have
from sojourn.certificates.credential.errors import (
    CODE_LACKING,
    CODE_WRONG,
    KEY_NEEDED,
    NOT_FITTING,
    NOT_OFFERED,
    PROOF_WRONG,
    TOKEN_WRONG,
    CredentialRefused,
)
from sojourn.certificates.credential.giving import forget_seeds, give
from sojourn.certificates.credential.mapping import Unmappable
from sojourn.certificates.credential.models import Offer
from sojourn.certificates.credential.nonces import use_nonce
from sojourn.certificates.credential.offered import (
    certificate_in_force,
    issue_of,
    offered_profile,
    require_fitting,
)
from sojourn.certificates.credential.possession import proven_key
from sojourn.certificates.credential.states import State, arrow
from sojourn.certificates.models import Certificate
from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.core.errors import WrongState
from sojourn.journal.events import record, together
from sojourn.vault.blind import blind_index

OFFER_LASTS: Final = timedelta(minutes=10)
TOKEN_LASTS: Final = timedelta(minutes=5)
MOST_TRIES: Final = 5
BATCH: Final = 5
DIGITS: Final = 6
_SECRET_BYTES: Final = 24
_OFFER_KEPT: Final = timedelta(days=1)
# Who holds the token came by the holder's offer and typed the holder's digits.
_HOLDER: Final = Actor(Capacity.WORKER)


@dataclass(frozen=True, slots=True)
class MadeOffer:
    """An offer as its holder sees it, once: nothing here can be read again.

    `address`: where a wallet fetches it. `digits`: what the holder types into the wallet, told apart from the address.
    """

    address: str = field(repr=False)
    digits: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """With which a wallet asks for the credential."""

    secret: str = field(repr=False)
    lasts: timedelta


def offer_certificate(*, number: str, configuration: str, actor: Actor) -> MadeOffer:
    """Offer a certificate to the holder's wallet. An earlier offer that nobody has taken is closed.

    The caller has made sure that the certificate is the actor's. Raises NotAllowed (not in a holder's capacity),
    CertificateUnknown, CredentialRefused (not in force, not offered, not fitting).
    """
    may_have(actor, bound=True)
    profile = offered_profile(configuration)
    issued, content = certificate_in_force(number)
    require_fitting(content, issue_of(issued), profile)
    link = secrets.token_urlsafe(_SECRET_BYTES)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    moment = clock.now()
    with together():
        row = Certificate.objects.select_for_update().get(pk=issued.id)
        for earlier in Offer.objects.select_for_update().filter(certificate=row, state=State.OPEN.value):
            _move(earlier, State.CLOSED, actor)
        # What became of it stands in the journal.
        Offer.objects.filter(certificate=row, expires_at__lt=moment - _OFFER_KEPT).delete()
        offer = Offer.objects.create(
            certificate=row,
            configuration=configuration,
            link_digest=_digest(link),
            code_digest=_digest(code_of(link)),
            digits_index=_digits_index(code_of(link), digits),
            made_at=moment,
            expires_at=moment + OFFER_LASTS,
        )
        record(
            event="credential.offered",
            actor=actor,
            subject=Subject("certificate", row.number),
            details={"configuration": configuration},
        )
    return MadeOffer(f"{settings.SOJOURN_BASE_URL}/wallet/offers/{link}", digits, offer.expires_at)


def take_offer(*, code: str, digits: str | None) -> Token:
    """Change the code and the digits for a token. Each code is good once, and for few wrong digits.

    A code that is used a second time, with the right digits, closes what the first use opened. Raises
    CredentialRefused: `credential_code_lacking` (no digits), `credential_code_wrong` (everything else).
    """
    if digits is None:
        raise CredentialRefused(CODE_LACKING)
    token = secrets.token_urlsafe(_SECRET_BYTES)
    with together():
        offer = (
            Offer.objects.select_for_update(of=("self",))
            .select_related("certificate")
            .filter(code_digest=_digest(code))
            .first()
        )
        taken = offer is not None and _taken(offer, code, digits, token)
    # Outside, so that the count of tries stands.
    if not taken:
        raise CredentialRefused(CODE_WRONG)
    return Token(token, TOKEN_LASTS)


def give_credentials(*, token: str, configuration: str, proofs: list[object]) -> list[str]:
    """One credential for each proof of a key, to whoever has the token. The same key gets the same one again.

    Raises CredentialRefused: `credential_token_wrong`, `credential_not_offered` (another one than was offered),
    `credential_proof_wrong`, `credential_nonce_wrong`, and what `offer_certificate` refuses.
    """
    offer = (
        Offer.objects.select_related("certificate")
        .filter(token_digest=_digest(token), state=State.TAKEN.value, token_expires_at__gt=clock.now())
        .first()
    )
    if offer is None:
        raise CredentialRefused(TOKEN_WRONG)
    if configuration != offer.configuration:
        raise CredentialRefused(NOT_OFFERED)
    if not 0 < len(proofs) <= BATCH:
        raise CredentialRefused(PROOF_WRONG)
    with together():
        keys = [_proven(proof) for proof in proofs]
        issued, content = certificate_in_force(offer.certificate.number)
        return [_given(issued, content, configuration, key, _HOLDER) for key in keys]


def give_file(*, number: str, configuration: str, proof: str | None, actor: Actor) -> str:
    """The certificate as a credential in a file: bound to the key that `proof` proves, or to none where the profile
    allows that.

    The caller has made sure that the certificate is the actor's. Raises as `offer_certificate` and `give_credentials`
    do, and `credential_key_needed`.
    """
    may_have(actor, bound=proof is not None)
    profile = offered_profile(configuration)
    if proof is None and not profile.unbound:
        raise CredentialRefused(KEY_NEEDED)
    with together():
        key = _proven(proof) if proof is not None else None
        issued, content = certificate_in_force(number)
        return _given(issued, content, configuration, key, actor)


def forget_credentials(certificate_id: UUID) -> None:
    """Forget what could make the credentials of an erased certificate again: part of erasing it."""
    Offer.objects.filter(certificate_id=certificate_id).delete()
    forget_seeds(certificate_id)


def code_of(link: str) -> str:
    """The pre-authorised code of an offer, from the secret of its address: neither is kept."""
    return hashlib.sha256(f"code:{link}".encode()).hexdigest()


def _given(
    issued: IssuedCertificate,
    content: CertificateContent,
    configuration: str,
    key: ec.EllipticCurvePublicKey | None,
    actor: Actor,
) -> str:
    profile, issue = offered_profile(configuration), issue_of(issued)
    try:
        text, given_id = give(issued.id, content, issue, profile, key)
    except Unmappable:
        raise CredentialRefused(NOT_FITTING, profile=profile.configuration_id) from None
    record(
        event="credential.given",
        actor=actor,
        subject=Subject("certificate", issued.number),
        details={"configuration": configuration, "credential": str(given_id), "bound": key is not None},
    )
    return text


def _proven(proof: object) -> ec.EllipticCurvePublicKey:
    key, nonce = proven_key(proof, audience=settings.SOJOURN_BASE_URL, now=clock.now())
    use_nonce(nonce if isinstance(nonce, str) else "")
    return key


def _taken(offer: Offer, code: str, digits: str, token: str) -> bool:
    """Whether the offer was open and the digits right: then it is taken."""
    right = hmac.compare_digest(offer.digits_index, _digits_index(code, digits))
    if offer.state == State.TAKEN and right:
        _move(offer, State.CLOSED, _HOLDER)
    if offer.state != State.OPEN or offer.expires_at <= clock.now():
        return False
    if not right:
        offer.tries += 1
        offer.save(update_fields=["tries"])
        if offer.tries >= MOST_TRIES:
            _move(offer, State.CLOSED, _HOLDER)
        return False
    offer.token_digest = _digest(token)
    offer.token_expires_at = clock.now() + TOKEN_LASTS
    _move(offer, State.TAKEN, _HOLDER)
    return True


def _move(offer: Offer, target: State, actor: Actor) -> None:
    step = arrow(State(offer.state), target)
    if step is None:
        raise WrongState("credential_offer_state_forbids", source=offer.state, target=target.value)
    offer.state = target.value
    offer.save(update_fields=["state", "token_digest", "token_expires_at"])
    record(event=step.event, actor=actor, subject=Subject("certificate", offer.certificate.number))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _digits_index(code: str, digits: str) -> str:
    return blind_index("credential.digits", f"{code}/{digits[:20]}")
