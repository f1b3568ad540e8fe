"""Certificates as credentials for wallets: SD-JWT (RFC 9901) of the kind SD-JWT VC, written, handed out and checked.

What checks (`check_presentation`) needs no Django and no database; what writes is loaded when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sojourn.certificates.credential.checking import (
    Binding,
    PresentationReading,
    PresentationRefused,
    check_presentation,
)
from sojourn.certificates.credential.refusals import Refusal

if TYPE_CHECKING:
    from sojourn.certificates.credential.making import credential_for

__all__ = [
    "Binding",
    "PresentationReading",
    "PresentationRefused",
    "Refusal",
    "check_presentation",
    "credential_for",
]


def __getattr__(name: str) -> Any:
    if name == "credential_for":
        return import_module(f"{__name__}.making").credential_for
    raise AttributeError(name)
