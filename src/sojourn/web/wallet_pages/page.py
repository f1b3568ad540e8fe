"""The page itself: the code for a wallet, drawn once; the file; and why a certificate cannot be given that way."""

from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from sojourn.certificates.credential.access import is_holder, may_have
from sojourn.certificates.credential.errors import NONCE_WRONG, PROOF_WRONG, CredentialRefused
from sojourn.certificates.credential.events import OFFER_LASTS, MadeOffer, give_file, offer_certificate
from sojourn.certificates.credential.nonces import new_nonce
from sojourn.certificates.credential.offered import fitting_profiles
from sojourn.certificates.credential.profiles import Profile
from sojourn.certificates.errors import NotIssued, SealUnavailable
from sojourn.core.actors import Actor
from sojourn.papers.codes import square_code
from sojourn.web.language import language

MEDIA_TYPE: Final = "application/dc+sd-jwt"
_LONGEST_PROOF: Final = 16 * 1024


def answered(request: HttpRequest, number: str, actor: Actor, back: str) -> HttpResponse:
    """The page, the file, or the page with a code. Raises NotAllowed for who may have neither."""
    may_have(actor, bound=False)
    profiles = fitting_profiles(number)
    if request.method != "POST" or not profiles:
        return _page(request, number, actor, back, profiles)
    chosen = _chosen(request, profiles)
    try:
        if request.POST.get("do") == "offer":
            made = offer_certificate(number=number, configuration=chosen.configuration_id, actor=actor)
            return _page(request, number, actor, back, profiles, made=made)
        return _file(request, number, actor, chosen)
    except CredentialRefused as refused:
        error = _words(refused.code)
    except (SealUnavailable, NotIssued):
        error = gettext("The institution’s key cannot be reached just now. Try again in a few minutes.")
    return _page(request, number, actor, back, profiles, error=error)


def _page(
    request: HttpRequest,
    number: str,
    actor: Actor,
    back: str,
    profiles: tuple[Profile, ...],
    *,
    made: MadeOffer | None = None,
    error: str = "",
) -> HttpResponse:
    holder = is_holder(actor)
    context: dict[str, Any] = {
        "number": number,
        "back": back,
        "holder": holder,
        "profiles": [
            {"id": each.configuration_id, "name": each.names[language()], "unbound": each.unbound}
            for each in profiles
        ],
        "offer": _drawn(made) if made else None,
        "minutes": int(OFFER_LASTS.total_seconds() // 60),
        "error": error,
        "errors": [{"text": error, "target": "proof" if "proof" in request.POST else ""}] if error else [],
    }
    if holder and profiles:
        context |= {"audience": settings.SOJOURN_BASE_URL, "nonce": new_nonce(), "proof": _proof_field(error)}
    return render(request, "wallet/page.html", context, status=422 if error else 200)


def _drawn(made: MadeOffer) -> dict[str, Any]:
    """The offer as it is scanned, opened or typed."""
    link = f"openid-credential-offer://?credential_offer_uri={quote(made.address, safe='')}"
    return {
        "link": link,
        # Drawn here from an address of our own: nothing in it comes from elsewhere.
        "square": mark_safe(square_code(link).svg),  # noqa: S308
        "digits": f"{made.digits[:3]} {made.digits[3:]}",
    }


def _file(request: HttpRequest, number: str, actor: Actor, chosen: Profile) -> HttpResponse:
    proof = "".join(request.POST.get("proof", "")[: _LONGEST_PROOF + 1].split()) or None
    text = give_file(number=number, configuration=chosen.configuration_id, proof=proof, actor=actor)
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{number}.sd-jwt"'
    return response


def _chosen(request: HttpRequest, profiles: tuple[Profile, ...]) -> Profile:
    wanted = request.POST.get("profile")
    return next((each for each in profiles if each.configuration_id == wanted), profiles[0])


def _proof_field(error: str) -> dict[str, Any]:
    return {
        "name": "proof",
        "kind": "textarea",
        "label": gettext("Proof of your key"),
        "hint": gettext("A signed token (JWT) of the type openid4vci-proof+jwt."),
        "error": error,
        "optional": True,
        "spellcheck": False,
        "rows": 4,
    }


def _words(code: str) -> str:
    if code == PROOF_WRONG:
        return gettext(
            "This proof cannot be taken. It must be signed with ES256 by the key in its header, and name the audience "
            "and the time."
        )
    if code == NONCE_WRONG:
        return gettext("The nonce in the proof is used up or older than 10 minutes. Sign the new one below.")
    return gettext("The certificate has changed in the meantime. Look at its page first.")
