"""A pretend wallet, written with another library than the service: it holds a key, fetches, shows and hides."""

import base64
import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlparse

from django.http import HttpResponse
from django.test import Client
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jwt(key: JWK, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A compact JWT, signed by jwcrypto."""
    token = JWS(json.dumps(claims).encode())
    token.add_signature(key, None, json.dumps(header), None)
    return token.serialize(compact=True)


class Wallet:
    """One holder's key."""

    def __init__(self) -> None:
        self.key = JWK.generate(kty="EC", crv="P-256")

    @property
    def jwk(self) -> dict[str, str]:
        return {name: value for name, value in json.loads(self.key.export_public()).items() if name != "kid"}

    def proof(self, audience: str, nonce: str, at: datetime, **changes: Any) -> str:
        """The proof of possession that OpenID4VCI wants."""
        header = {"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": self.jwk} | changes.pop("header", {})
        claims = {"aud": audience, "nonce": nonce, "iat": int(at.timestamp())} | changes
        return jwt(self.key, header, claims)

    def shown(self, credential: str, names: Collection[str] | None = None) -> str:
        """The credential with only these disclosures, or all."""
        token, *disclosures = credential.split("~")[:-1]
        kept = [each for each in disclosures if names is None or json.loads(unb64(each))[1] in names]
        return "~".join((token, *kept, ""))

    def presented(
        self,
        credential: str,
        audience: str,
        nonce: str,
        at: datetime,
        /,
        names: Collection[str] | None = None,
        **changes: Any,
    ) -> str:
        """The same with the proof of the key."""
        shown = self.shown(credential, names)
        claims = {
            "aud": audience,
            "nonce": nonce,
            "iat": int(at.timestamp()),
            "sd_hash": b64(hashlib.sha256(shown.encode()).digest()),
        } | changes
        return shown + jwt(self.key, {"alg": "ES256", "typ": "kb+jwt"}, claims)


class Session:
    """A wallet at work over HTTP: it knows nothing but the link on the page and the digits that its holder types."""

    def __init__(self, client: Client, wallet: Wallet) -> None:
        self.client, self.wallet = client, wallet

    def fetch(self, deep_link: str) -> dict[str, Any]:
        """The offer behind what was scanned."""
        asked = urlparse(deep_link)
        assert asked.scheme == "openid-credential-offer"
        (address,) = parse_qs(asked.query)["credential_offer_uri"]
        answer = self.get(address)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def get(self, address: str) -> HttpResponse:
        return self.client.get(urlparse(address).path)

    def metadata(self, offer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the issuer and its authorization server say of themselves."""
        found = [
            self.get(f"{offer['credential_issuer']}/.well-known/{name}").json()
            for name in ("openid-credential-issuer", "oauth-authorization-server")
        ]
        assert found[0]["credential_issuer"] == found[1]["issuer"] == offer["credential_issuer"]
        return found[0], found[1]

    def token(self, offer: dict[str, Any], digits: str | None) -> HttpResponse:
        _, server = self.metadata(offer)
        code = offer["grants"][GRANT]["pre-authorized_code"]
        form = {"grant_type": GRANT, "pre-authorized_code": code} | ({"tx_code": digits} if digits else {})
        return self.client.post(
            urlparse(server["token_endpoint"]).path,
            "&".join(f"{name}={value}" for name, value in form.items()),
            content_type="application/x-www-form-urlencoded",
        )

    def nonce(self, issuer: dict[str, Any]) -> str:
        return self.client.post(urlparse(issuer["nonce_endpoint"]).path).json()["c_nonce"]

    def credential(
        self, offer: dict[str, Any], token: str, proofs: list[str], **changes: Any
    ) -> HttpResponse:
        issuer, _ = self.metadata(offer)
        body = {
            "credential_configuration_id": offer["credential_configuration_ids"][0],
            "proofs": {"jwt": proofs},
        } | changes
        return self.client.post(
            urlparse(issuer["credential_endpoint"]).path,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
