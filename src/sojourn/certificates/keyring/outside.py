"""Keys that rest outside the key store: files that the operator names, and those that a demonstration makes."""

from typing import Final

from django.conf import settings

from sojourn.certificates.keyring.kinds import Purpose
from sojourn.certificates.keys import (
    SealHolder,
    SoftwareSealer,
    configured_key,
    demonstration_key,
    is_configured,
)

FOLDERS: Final = {Purpose.SEAL: "seals", Purpose.CREDENTIAL: "credentials"}


def named_in_settings(holder: SealHolder, purpose: Purpose) -> SoftwareSealer | None:
    """The key that SOJOURN_SEAL_KEYS or SOJOURN_CREDENTIAL_KEYS names for the holder, None where they name none.

    Raises ImproperlyConfigured where it cannot be read.
    """
    if purpose is Purpose.SEAL:
        return configured_key(settings.SOJOURN_SEAL_KEYS, settings.SOJOURN_SEAL_PASSPHRASE, holder.id)
    return configured_key(settings.SOJOURN_CREDENTIAL_KEYS, settings.SOJOURN_CREDENTIAL_PASSPHRASE, holder.id)


def names(holder_id: str, purpose: Purpose) -> bool:
    """Whether the settings name a key for this holder."""
    pairs = settings.SOJOURN_SEAL_KEYS if purpose is Purpose.SEAL else settings.SOJOURN_CREDENTIAL_KEYS
    return is_configured(pairs, holder_id)


def of_demonstration(holder: SealHolder, purpose: Purpose) -> SoftwareSealer | None:
    """The key that demo and test make at first use; None in production."""
    if settings.SOJOURN_MODE == "production":
        return None
    return demonstration_key(settings.SOJOURN_HOME, holder, FOLDERS[purpose])
