"""Putting disclosed claims in the place of their digests, as RFC 9901 section 7.1 says: each exactly once."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sojourn.certificates.credential.plain_json import DEEPEST, decoded, encoded, parsed
from sojourn.certificates.credential.refusals import PresentationRefused, Refusal

DIGESTS: Final = "_sd"
DIGEST_ALGORITHM: Final = "_sd_alg"
IN_ARRAY: Final = "..."
# draft-ietf-oauth-sd-jwt-vc: these decide what the credential is, so they and what is in them are not disclosed apart.
# The draft would allow it for iat; ours always shows it, because the key's time is measured by it.
NEVER_DISCLOSED: Final = frozenset(
    {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "iat"}
)
_OF_OBJECT: Final = 3
_OF_ARRAY: Final = 2


def disclosed(claims: dict[str, Any], disclosures: Sequence[str]) -> tuple[dict[str, Any], frozenset[str]]:
    """The claims with what was disclosed in its place, and the names that were disclosed at the top.

    Raises PresentationRefused: another digest than SHA-256, a disclosure twice or referenced nowhere, a digest twice,
    a name that is there already or that no claim may have (`_sd`, `...`).
    """
    if claims.get(DIGEST_ALGORITHM, "sha-256") != "sha-256":
        raise PresentationRefused(Refusal.WRONG_ALGORITHM)
    by_digest = {_digest(text): _read(text) for text in disclosures}
    if len(by_digest) != len(disclosures):
        raise PresentationRefused(Refusal.DISCLOSURE_TWICE)
    work = _Disclosing(by_digest)
    top = {name: value for name, value in claims.items() if name != DIGEST_ALGORITHM}
    result = work.of_object(top, 0)
    if work.used != set(by_digest):
        raise PresentationRefused(Refusal.DISCLOSURE_UNREFERENCED)
    if any(claims.get(name) != result.get(name) for name in NEVER_DISCLOSED):
        raise PresentationRefused(Refusal.DISCLOSURE)
    return result, frozenset(result) - frozenset(claims)


def _digest(text: str) -> str:
    return encoded(hashlib.sha256(text.encode()).digest())


def _read(text: str) -> list[Any]:
    parts = parsed(decoded(text))
    if not isinstance(parts, list) or len(parts) not in {_OF_OBJECT, _OF_ARRAY}:
        raise PresentationRefused(Refusal.DISCLOSURE)
    if not isinstance(parts[0], str):
        raise PresentationRefused(Refusal.DISCLOSURE)
    if len(parts) == _OF_OBJECT and (not isinstance(parts[1], str) or parts[1] in {DIGESTS, IN_ARRAY}):
        raise PresentationRefused(Refusal.DISCLOSURE)
    return parts


class _Disclosing:
    """One walk through the claims: which digests were met, which disclosures were used."""

    def __init__(self, by_digest: dict[str, list[Any]]) -> None:
        self._by_digest = by_digest
        self._met: set[str] = set()
        self.used: set[str] = set()

    def of_object(self, value: dict[str, Any], level: int) -> dict[str, Any]:
        # Disclosures may hold digests of others: a chain of them is no deeper than one value may be.
        if level > DEEPEST:
            raise PresentationRefused(Refusal.TOO_DEEP)
        if IN_ARRAY in value or DIGEST_ALGORITHM in value:
            raise PresentationRefused(Refusal.DISCLOSURE)
        result = {name: self._of(each, level + 1) for name, each in value.items() if name != DIGESTS}
        digests = value.get(DIGESTS, [])
        if not isinstance(digests, list):
            raise PresentationRefused(Refusal.DISCLOSURE)
        for digest in digests:
            parts = self._taken(digest, _OF_OBJECT)
            if parts is None:
                continue
            if parts[1] in result:
                raise PresentationRefused(Refusal.DISCLOSURE)
            result[parts[1]] = self._of(parts[2], level + 1)
        return result

    def _of(self, value: Any, level: int) -> Any:
        if isinstance(value, dict):
            return self.of_object(value, level)
        return self._of_array(value, level) if isinstance(value, list) else value

    def _of_array(self, values: list[Any], level: int) -> list[Any]:
        if level > DEEPEST:
            raise PresentationRefused(Refusal.TOO_DEEP)
        result = []
        for value in values:
            if isinstance(value, dict) and IN_ARRAY in value:
                if len(value) != 1:
                    raise PresentationRefused(Refusal.DISCLOSURE)
                parts = self._taken(value[IN_ARRAY], _OF_ARRAY)
                if parts is not None:
                    result.append(self._of(parts[1], level + 1))
            else:
                result.append(self._of(value, level + 1))
        return result

    def _taken(self, digest: Any, length: int) -> list[Any] | None:
        """The disclosure of a digest; None where it was not disclosed."""
        if not isinstance(digest, str):
            raise PresentationRefused(Refusal.DISCLOSURE)
        if digest in self._met:
            raise PresentationRefused(Refusal.DISCLOSURE_TWICE)
        self._met.add(digest)
        parts = self._by_digest.get(digest)
        if parts is None:
            return None
        if len(parts) != length:
            raise PresentationRefused(Refusal.DISCLOSURE)
        self.used.add(digest)
        return parts
