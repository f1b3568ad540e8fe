"""What wallets read before they ask: what is offered here, how, and what its claims are called."""

from typing import Any, Final

from sojourn.certificates.credential.access import keys_of_issuer
from sojourn.certificates.credential.events import BATCH
from sojourn.certificates.credential.making import issuer_address
from sojourn.certificates.credential.offered import offered_profiles, profiles_in_use
from sojourn.certificates.credential.profiles import BASE, DRAFT, Claim, Profile
from sojourn.certificates.credential.signed import ALGORITHM, public_jwk

GRANT: Final = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
SERVICE: Final = "Sojourn"


def issuer_metadata(base_url: str) -> dict[str, Any]:
    """OpenID4VCI 1.0, section 12.2.4: the service gives out the credentials of all its institutions."""
    return {
        "credential_issuer": base_url,
        "credential_endpoint": f"{base_url}/wallet/credential",
        "nonce_endpoint": f"{base_url}/wallet/nonce",
        "batch_credential_issuance": {"batch_size": BATCH},
        "display": [{"name": SERVICE, "locale": "en"}],
        "credential_configurations_supported": {
            profile.configuration_id: _configuration(profile, base_url) for profile in offered_profiles()
        },
    }


def authorization_metadata(base_url: str) -> dict[str, Any]:
    """RFC 8414, and section 12.3 of OpenID4VCI 1.0: one grant, without a client to be known."""
    return {
        "issuer": base_url,
        "token_endpoint": f"{base_url}/wallet/token",
        "grant_types_supported": [GRANT],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def key_metadata(base_url: str, institution_id: str) -> dict[str, Any] | None:
    """The keys of an institution's credentials, as SD-JWT VC wants them at its `iss`; None where it has none."""
    keys = keys_of_issuer(institution_id)
    if not keys:
        return None
    return {
        "issuer": issuer_address(base_url, institution_id),
        "jwks": {
            "keys": [
                public_jwk(key.public_key) | {"kid": key.kid, "alg": ALGORITHM, "use": "sig"} for key in keys
            ]
        },
    }


def type_metadata(base_url: str, profile_id: str, version: int) -> dict[str, Any] | None:
    """What a type of ours is, at its own address; None for a type that is not ours to describe."""
    for profile in profiles_in_use():
        ours = profile.vct is not None and profile.vct.startswith(BASE)
        if ours and (profile.id, profile.version) == (profile_id, version):
            return {
                "vct": profile.type_at(base_url),
                "name": profile.names["en"],
                "description": profile.descriptions.get("en", profile.names["en"]),
                "specification": DRAFT,
                "display": _display(profile),
                "claims": [_claim(claim) for claim in profile.claims],
            }
    return None


def _configuration(profile: Profile, base_url: str) -> dict[str, Any]:
    return {
        "format": profile.format,
        "vct": profile.type_at(base_url),
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [ALGORITHM],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [ALGORITHM]}},
        "credential_metadata": {
            "display": _display(profile),
            "claims": [
                {
                    "path": [claim.name],
                    "mandatory": _is_mandatory(claim),
                    **(
                        {"display": [{"name": text, "locale": at} for at, text in claim.label.items()]}
                        if claim.label
                        else {}
                    ),
                }
                for claim in profile.claims
            ],
        },
    }


def _display(profile: Profile) -> list[dict[str, str]]:
    return [
        {"locale": language, "name": name}
        | ({"description": profile.descriptions[language]} if language in profile.descriptions else {})
        for language, name in profile.names.items()
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "path": [claim.name],
        "sd": "always" if claim.disclosable else "never",
        "mandatory": _is_mandatory(claim),
        "display": [{"locale": language, "label": text} for language, text in claim.label.items()],
    }


def _is_mandatory(claim: Claim) -> bool:
    """Of a type for several kinds of certificate, what one kind alone has is not mandatory."""
    return claim.required and len(claim.kinds) > 1
