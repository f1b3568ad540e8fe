"""Giving certificates to wallets: OpenID4VCI 1.0 with a pre-authorised code.

The holder's page makes the offer; here a wallet fetches it, changes code and digits for a token, proves its key, and
gets the credential.
"""

from typing import Any, Final
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext, override

from sojourn.api.languages import preferred
from sojourn.api.wallet_gate import WalletError, json_body
from sojourn.certificates.credential import metadata
from sojourn.certificates.credential.access import open_offer
from sojourn.certificates.credential.errors import (
    CODE_LACKING,
    NONCE_WRONG,
    NOT_OFFERED,
    PROOF_WRONG,
    TOKEN_WRONG,
    CredentialRefused,
)
from sojourn.certificates.credential.events import DIGITS, code_of, give_credentials, take_offer
from sojourn.certificates.credential.nonces import new_nonce
from sojourn.certificates.errors import CertificateUnknown, NotIssued, SealUnavailable

_LARGEST_FORM: Final = 4_000
_LONGEST_LINK: Final = 64
_SAID: Final = {
    NOT_OFFERED: "unknown_credential_configuration",
    PROOF_WRONG: "invalid_proof",
    NONCE_WRONG: "invalid_nonce",
}


def issuer(request: HttpRequest) -> HttpResponse:
    """What is offered here."""
    return JsonResponse(metadata.issuer_metadata(settings.SOJOURN_BASE_URL))


def authorization_server(request: HttpRequest) -> HttpResponse:
    """Where the token is had."""
    return JsonResponse(metadata.authorization_metadata(settings.SOJOURN_BASE_URL))


def issuer_keys(request: HttpRequest, institution_id: str) -> HttpResponse:
    """The keys of an institution's credentials."""
    return _or_nothing(metadata.key_metadata(settings.SOJOURN_BASE_URL, institution_id))


def credential_type(request: HttpRequest, profile_id: str, version: int) -> HttpResponse:
    """What a type of credential is, at the address that its `vct` names."""
    return _or_nothing(metadata.type_metadata(settings.SOJOURN_BASE_URL, profile_id, version))


def offer(request: HttpRequest, link: str) -> HttpResponse:
    """An offer, for as long as nobody has taken it."""
    found = open_offer(link) if len(link) <= _LONGEST_LINK else None
    if found is None:
        raise WalletError("invalid_request", 404)
    with override(preferred(request)):
        hint = gettext("The six digits stand on the page with the code.")
    grant = {
        "pre-authorized_code": code_of(link),
        "tx_code": {"input_mode": "numeric", "length": DIGITS, "description": hint},
    }
    return JsonResponse(
        {
            "credential_issuer": settings.SOJOURN_BASE_URL,
            "credential_configuration_ids": [found.configuration],
            "grants": {metadata.GRANT: grant},
        }
    )


def token(request: HttpRequest) -> HttpResponse:
    """A token for a code and its digits (RFC 6749 section 4.1.3, with the extensions of OpenID4VCI section 6.1)."""
    asked = _form(request)
    if asked.get("grant_type") != metadata.GRANT:
        raise WalletError("unsupported_grant_type")
    if not asked.get("pre-authorized_code"):
        raise WalletError("invalid_request")
    try:
        given = take_offer(code=asked["pre-authorized_code"], digits=asked.get("tx_code"))
    except CredentialRefused as refused:
        raise WalletError("invalid_request" if refused.code == CODE_LACKING else "invalid_grant") from None
    return JsonResponse(
        {
            "access_token": given.secret,
            "token_type": "Bearer",
            "expires_in": int(given.lasts.total_seconds()),
        }
    )


def nonce(request: HttpRequest) -> HttpResponse:
    """A fresh nonce for the proof of a key."""
    return JsonResponse({"c_nonce": new_nonce()})


def credential(request: HttpRequest) -> HttpResponse:
    """The credential that was offered, once for each key that is proven."""
    bearer = _bearer(request)
    body = json_body(request)
    configuration = body.get("credential_configuration_id")
    if not isinstance(configuration, str) or "credential_identifier" in body:
        raise WalletError("invalid_credential_request")
    if "credential_response_encryption" in body:
        raise WalletError("invalid_encryption_parameters")
    try:
        made = give_credentials(token=bearer, configuration=configuration, proofs=_proofs(body))
    except CredentialRefused as refused:
        if refused.code == TOKEN_WRONG:
            raise _unauthorised("invalid_token") from None
        raise WalletError(_SAID.get(refused.code, "credential_request_denied")) from None
    except (CertificateUnknown, NotIssued, SealUnavailable):
        raise WalletError("credential_request_denied") from None
    return JsonResponse({"credentials": [{"credential": text} for text in made]})


def _proofs(body: dict[str, Any]) -> list[object]:
    proofs = body.get("proofs")
    if not isinstance(proofs, dict) or set(proofs) != {"jwt"} or not isinstance(proofs["jwt"], list):
        raise WalletError("invalid_proof")
    return list(proofs["jwt"])


def _form(request: HttpRequest) -> dict[str, str]:
    """The fields of a form, each once (RFC 6749 section 3.2)."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise WalletError("invalid_request")
    raw = request.read(_LARGEST_FORM + 1)
    try:
        fields = parse_qs(raw.decode("ascii"), max_num_fields=20) if len(raw) <= _LARGEST_FORM else {}
    except ValueError:
        raise WalletError("invalid_request") from None
    if not fields or any(len(values) != 1 for values in fields.values()):
        raise WalletError("invalid_request")
    return {name: values[0] for name, values in fields.items()}


def _bearer(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise _unauthorised("invalid_token")
    return secret.strip()


def _unauthorised(error: str) -> WalletError:
    return WalletError(error, 401, WWW_Authenticate=f'Bearer error="{error}"')


def _or_nothing(found: dict[str, Any] | None) -> HttpResponse:
    if found is None:
        raise WalletError("invalid_request", 404)
    return JsonResponse(found)
